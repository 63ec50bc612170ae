// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/identity.h"
#include "engine/core/domain/place.h"

namespace chancery::client {

class SessionApi {
public:
    virtual ~SessionApi() = default;
    virtual Call getMeta(Handler<core::Meta> done) = 0;
    // On success the client sends the session's token from then on.
    virtual Call signIn(const core::Credentials &credentials, Handler<core::Session> done) = 0;
    virtual Call currentSession(Handler<core::Session> done) = 0;
    virtual Call signOut(Handler<core::Done> done) = 0;
    virtual Call listPrincipals(const PageQuery &page, Handler<api::Page<core::Principal>> done)
        = 0;
    virtual Call createPrincipal(
        const core::NewPrincipal &principal, Handler<Acknowledged<core::Principal>> done)
        = 0;
    virtual Call createServiceToken(const core::PrincipalId &service, Handler<core::Session> done)
        = 0;
};

class PlacesApi {
public:
    virtual ~PlacesApi() = default;
    virtual Call listNamespaces(const PageQuery &page, Handler<api::Page<core::Namespace>> done)
        = 0;
    virtual Call createNamespace(
        const core::Namespace &space, Handler<Acknowledged<core::Namespace>> done)
        = 0;
    virtual Call listEnvironments(Handler<api::Page<core::Environment>> done) = 0;
    virtual Call createEnvironment(
        const core::Environment &environment, Handler<Acknowledged<core::Environment>> done)
        = 0;
};

} // namespace chancery::client
