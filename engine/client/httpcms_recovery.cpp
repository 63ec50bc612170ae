// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describerecovery.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

Call HttpCms::recoveryChallenge(Handler<core::RecoveryChallenge> done)
{
    return m_rest.call<core::RecoveryChallenge>(
        {Operation::createRecoveryChallenge, {}, {}, {}, {}}, readBody<core::RecoveryChallenge>,
        std::move(done));
}

Call HttpCms::openRecovery(const core::RecoveryProof &proof, Handler<core::Session> done)
{
    return m_rest.call<core::Session>(
        {Operation::openRecoverySession, {}, {}, api::toJson(proof), {}}, readBody<core::Session>,
        [box = m_rest.token(), done = std::move(done)](core::Result<core::Session> answer) {
            if (answer)
                box->set(answer->token);
            done(std::move(answer));
        });
}

Call HttpCms::lastGood(const core::ConfigId &config, const core::EnvironmentId &environment,
    Handler<core::Version> done)
{
    return m_rest.call<core::Version>(
        {Operation::getLastGood, {config.text(), environment.text()}, {}, {}, {}},
        readBody<core::Version>, std::move(done));
}

Call HttpCms::freezeNow(const core::EnvironmentId &environment, const core::FreezeOrder &order,
    Handler<core::StandingFreeze> done)
{
    return m_rest.call<core::StandingFreeze>(
        {Operation::freezeEnvironment, {environment.text()}, {}, api::toJson(order), {}},
        readBody<core::StandingFreeze>, std::move(done));
}

Call HttpCms::liftFreeze(
    const core::EnvironmentId &environment, const std::string &reason, Handler<core::Done> done)
{
    return m_rest.call<core::Done>(
        {Operation::liftFreeze, {environment.text()}, {}, api::toJson(api::Reason{reason}), {}},
        readNothing, std::move(done));
}

Call HttpCms::revokeTokens(const core::PrincipalId &principal, Handler<core::Done> done)
{
    return m_rest.call<core::Done>(
        {Operation::revokeTokens, {principal.text()}, {}, {}, {}}, readNothing, std::move(done));
}

} // namespace chancery::client
