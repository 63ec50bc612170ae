// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/access/explanation.h"
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

// Accounts and their tokens, for administrators.
class AccountsApi {
public:
    using AccountDone = Handler<Acknowledged<core::Principal>>;
    virtual ~AccountsApi() = default;
    virtual Call setRoles(const core::PrincipalId &principal, const core::RoleChange &change,
        const core::ETag &expected, AccountDone done)
        = 0;
    virtual Call setDisabled(const core::PrincipalId &principal, bool disabled,
        const std::string &reason, const core::ETag &expected, AccountDone done)
        = 0;
    virtual Call resetPassword(const core::PrincipalId &principal, const core::PasswordReset &reset,
        Handler<core::Done> done)
        = 0;
    virtual Call listTokens(const core::PrincipalId &principal, const PageQuery &page,
        Handler<api::Page<core::AccessToken>> done)
        = 0;
    virtual Call revokeToken(
        const core::PrincipalId &principal, const std::string &token, Handler<core::Done> done)
        = 0;
    // Whether somebody may do something somewhere, and what would help; of others only for who
    // reads the log or administers.
    virtual Call explainAccess(
        const core::access::Question &question, Handler<core::access::Explanation> done)
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
