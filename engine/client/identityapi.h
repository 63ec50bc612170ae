// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/domain/identity.h"
#include "engine/core/domain/identityprovider.h"

namespace chancery::client {

// Signing in elsewhere, as the server sees it.
class IdentityApi {
public:
    virtual ~IdentityApi() = default;
    // Error{NotFound} where people sign in with name and password alone.
    virtual core::Call identityProvider(core::Handler<core::IdentityProvider> done) = 0;
    // On success the client sends the session's token from then on.
    virtual core::Call exchangeIdToken(
        const core::IdTokenExchange &exchange, core::Handler<core::Session> done)
        = 0;
    // One that was kept from an earlier session; sent from then on.
    virtual void useToken(core::Secret token) = 0;
};

} // namespace chancery::client
