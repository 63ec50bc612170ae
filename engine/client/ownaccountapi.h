// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/domain/identity.h"

namespace chancery::client {

// What everybody may do with their own account and session.
class OwnAccountApi {
public:
    virtual ~OwnAccountApi() = default;
    // The session goes on, all others of the account end. Error{Forbidden, "step-up-failed"} for a
    // wrong current password. The answers of both carry no token: it stays what it was.
    virtual core::Call changePassword(
        const core::PasswordChange &change, core::Handler<core::Session> done)
        = 0;
    // For what is open only to who was asked a moment ago (Error{Forbidden, "step-up-required"}).
    virtual core::Call proveIdentity(
        const core::FreshProof &proof, core::Handler<core::Session> done)
        = 0;
};

} // namespace chancery::client
