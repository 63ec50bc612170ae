// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/governing/policydocument.h"
#include "engine/core/recovery/recoverykey.h"
#include "tests/support/scriptedanswer.h"

// Who somebody is, as the server takes it: by password, by the provider's word, by a kept token.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

core::Session ScriptedCms::session() const
{
    core::Session session;
    session.token = core::Secret("token");
    session.principal = current->principal;
    session.permissions = current->permissions;
    session.expiresAt = now + std::chrono::hours(8);
    session.oneTimePassword = current->oneTimePassword;
    session.provenAt = provenAt;
    session.proof = current->proof;
    return session;
}

core::Session ScriptedCms::freshSession(const User &user)
{
    current = &user;
    provenAt = now;
    return session();
}

const ScriptedCms::User *ScriptedCms::userNamed(const std::string &name) const
{
    const auto found = std::ranges::find_if(
        users, [&name](const User &user) { return user.principal.name == name; });
    return found == users.end() ? nullptr : &*found;
}

bool ScriptedCms::isFreshlyProven() const
{
    return provenAt && now - *provenAt <= core::governing::longestProof;
}

Call ScriptedCms::identityProvider(Handler<core::IdentityProvider> done)
{
    return answer<core::IdentityProvider>(
        "identityProvider", std::move(done), [&]() -> Result<core::IdentityProvider> {
            if (!provider)
                return anError(ErrorKind::NotFound, "not-found");
            return *provider;
        });
}

Call ScriptedCms::exchangeIdToken(
    const core::IdTokenExchange &exchange, Handler<core::Session> done)
{
    return answer<core::Session>(
        "exchangeIdToken", std::move(done), [&]() -> Result<core::Session> {
            const auto found = idTokens.find(exchange.idToken.reveal());
            const auto *user = found == idTokens.end() ? nullptr : userNamed(found->second);
            if (!user)
                return anError(ErrorKind::Unauthorized, "identity-refused");
            return freshSession(*user);
        });
}

void ScriptedCms::useToken(core::Secret token)
{
    const auto found = keptTokens.find(token.reveal());
    current = found == keptTokens.end() ? nullptr : userNamed(found->second);
}

Call ScriptedCms::recoveryChallenge(Handler<core::RecoveryChallenge> done)
{
    return answer<core::RecoveryChallenge>(
        "recoveryChallenge", std::move(done), [&]() -> Result<core::RecoveryChallenge> {
            return core::RecoveryChallenge{"challenge-1", now + std::chrono::minutes(2)};
        });
}

Call ScriptedCms::openRecovery(const core::RecoveryProof &proof, Handler<core::Session> done)
{
    return answer<core::Session>("openRecovery", std::move(done), [&]() -> Result<core::Session> {
        const auto found = recoveryKeys.find(proof.key);
        const auto *user = found == recoveryKeys.end() ? nullptr : userNamed(found->second);
        const auto key = core::publicKeyFromText(proof.key);
        const auto signature = core::fromBase64Url(proof.signature);
        const auto message = core::recoveryMessage(recoveryAudience, "challenge-1");
        if (!user || !key || !signature || !key->verify(message, *signature))
            return anError(ErrorKind::Unauthorized, "recovery-refused");
        return freshSession(*user);
    });
}

Call ScriptedCms::changePassword(const core::PasswordChange &change, Handler<core::Session> done)
{
    return answer<core::Session>("changePassword", std::move(done), [&]() -> Result<core::Session> {
        for (User &user : users) {
            if (&user != current)
                continue;
            if (user.password != change.current.reveal())
                return anError(ErrorKind::Forbidden, "step-up-failed");
            if (change.fresh.reveal().size() < 8)
                return anError(ErrorKind::Invalid, "policy-violation");
            user.password = change.fresh.reveal();
            user.oneTimePassword.reset();
            return freshSession(user);
        }
        return anError(ErrorKind::Unauthorized, "unauthenticated");
    });
}

Call ScriptedCms::proveIdentity(const core::FreshProof &proof, Handler<core::Session> done)
{
    return answer<core::Session>("proveIdentity", std::move(done), [&]() -> Result<core::Session> {
        const auto found = idTokens.find(proof.idToken.reveal());
        const bool isFromProvider
            = found != idTokens.end() && found->second == current->principal.name;
        if (!proof.idToken.isEmpty() && !isFromProvider)
            return anError(ErrorKind::Forbidden, "proof-refused");
        if (proof.idToken.isEmpty() && proof.password.reveal() != current->password)
            return anError(ErrorKind::Forbidden, "step-up-failed");
        return freshSession(*current);
    });
}

} // namespace chancery::support
