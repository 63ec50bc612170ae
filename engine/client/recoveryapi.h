// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/domain/config.h"
#include "engine/core/domain/recovery.h"

namespace chancery::client {

// The way in when nobody can sign in, and what may be done there.
class RecoveryApi {
public:
    virtual ~RecoveryApi() = default;
    // Error{NotFound} where the server knows no recovery keys.
    virtual core::Call recoveryChallenge(core::Handler<core::RecoveryChallenge> done) = 0;
    // On success the client sends the session's token from then on. Error{Unauthorized,
    // "recovery-refused"} with the cause as its detail.
    virtual core::Call openRecovery(
        const core::RecoveryProof &proof, core::Handler<core::Session> done)
        = 0;
    // The latest version before the live one that went the ordinary way and that nobody has rolled
    // back from. Error{NotFound} where there is none.
    virtual core::Call lastGood(const core::ConfigId &config,
        const core::EnvironmentId &environment, core::Handler<core::Version> done)
        = 0;
    virtual core::Call freezeNow(const core::EnvironmentId &environment,
        const core::FreezeOrder &order, core::Handler<core::StandingFreeze> done)
        = 0;
    virtual core::Call liftFreeze(const core::EnvironmentId &environment, const std::string &reason,
        core::Handler<core::Done> done)
        = 0;
    // All sessions and tokens of an account.
    virtual core::Call revokeTokens(
        const core::PrincipalId &principal, core::Handler<core::Done> done)
        = 0;
};

} // namespace chancery::client
