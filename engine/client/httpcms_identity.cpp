// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeidentityprovider.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using enum api::Operation;

Call HttpCms::identityProvider(Handler<core::IdentityProvider> done)
{
    return m_rest.call<core::IdentityProvider>(
        {getIdentityProvider, {}, {}, {}, {}}, readBody<core::IdentityProvider>, std::move(done));
}

Call HttpCms::exchangeIdToken(const core::IdTokenExchange &exchange, Handler<core::Session> done)
{
    return m_rest.call<core::Session>(
        {api::Operation::exchangeIdToken, {}, {}, api::toJson(exchange), {}},
        readBody<core::Session>,
        [box = m_rest.token(), done = std::move(done)](core::Result<core::Session> answer) {
            if (answer)
                box->set(answer->token);
            done(std::move(answer));
        });
}

Call HttpCms::changePassword(const core::PasswordChange &change, Handler<core::Session> done)
{
    return m_rest.call<core::Session>(
        {api::Operation::changePassword, {}, {}, api::toJson(change), {}}, readBody<core::Session>,
        std::move(done));
}

Call HttpCms::proveIdentity(const core::FreshProof &proof, Handler<core::Session> done)
{
    return m_rest.call<core::Session>(
        {api::Operation::proveIdentity, {}, {}, api::toJson(proof), {}}, readBody<core::Session>,
        std::move(done));
}

} // namespace chancery::client
