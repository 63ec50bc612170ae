// SPDX-License-Identifier: Apache-2.0
#include "sessionstore.h"

#include "models/qtconvert.h"

// The ways into a session beside name and password: the identity provider, what the keychain kept
// of an earlier session, and out of a one-time password.
namespace chancery::models {

// The same profile may have been given another address: a token goes only where it came from.
QString SessionStore::vaultName() const
{
    return QStringLiteral("%1 %2").arg(m_profile.id, m_profile.url);
}

// Whoever has no provider says so with an error, and nothing is offered then.
void SessionStore::askForProvider()
{
    m_provider.reset();
    if (!m_aids.browser)
        return;
    m_askingForProvider.start<core::IdentityProvider>(
        tr("Asking how to sign in"),
        [this](core::Handler<core::IdentityProvider> done) {
            return m_api->identityProvider(std::move(done));
        },
        [this](const core::IdentityProvider &provider) {
            m_provider = provider;
            Q_EMIT changed();
        });
}

// The form stands there meanwhile: a keychain that asks for its own password must not be in the
// way.
void SessionStore::lookForKeptToken()
{
    if (!m_aids.vault || m_profile.kind != Profile::Kind::Server)
        return;
    m_lookingForToken.start<core::Secret>(
        tr("Looking into the keychain"),
        [this](core::Handler<core::Secret> done) {
            return m_aids.vault->read(vaultName(), std::move(done));
        },
        [this](const core::Secret &token) { useKeptToken(token); });
}

void SessionStore::useKeptToken(const core::Secret &token)
{
    if (m_stage != Stage::SigningIn || m_signingIn.isRunning() || m_atProvider.isRunning())
        return;
    m_api->useToken(token);
    m_lookingForToken.start<core::Session>(
        tr("Signing in to “%1”").arg(m_profile.name),
        [this](core::Handler<core::Session> done) {
            return m_api->currentSession(core::Handler<core::Session>(
                [this, done = std::move(done)](core::Result<core::Session> answer) {
                    if (!answer) {
                        m_api->useToken({});
                        // It has ended; nothing is wrong, and who it is is asked as usual.
                        if (answer.error().kind == core::ErrorKind::Unauthorized)
                            m_aids.vault->forget(vaultName());
                    }
                    done(std::move(answer));
                }));
        },
        [this](const core::Session &session) { enter(session); });
}

void SessionStore::signInAtProvider()
{
    if (m_stage != Stage::SigningIn || !m_provider || !m_aids.browser)
        return;
    m_lookingForToken.cancel();
    m_signingIn.dismiss();
    m_atProvider.start<core::IdTokenExchange>(
        tr("Waiting for your browser"),
        [this](core::Handler<core::IdTokenExchange> done) {
            return m_aids.browser->fetch(*m_provider, std::nullopt, std::move(done));
        },
        [this](const core::IdTokenExchange &brought) { exchange(brought); });
}

void SessionStore::exchange(const core::IdTokenExchange &brought)
{
    m_atProvider.start<core::Session>(
        tr("Signing in to “%1”").arg(m_profile.name),
        [this, brought](core::Handler<core::Session> done) {
            return m_api->exchangeIdToken(brought, std::move(done));
        },
        [this](core::Session session) { take(std::move(session)); });
}

void SessionStore::cancelProvider()
{
    m_atProvider.cancel();
    m_atProvider.dismiss();
}

void SessionStore::changePassword(const QString &current, const QString &fresh)
{
    const bool isIn = m_stage == Stage::ChoosingPassword || m_stage == Stage::SignedIn;
    if (!isIn || m_changingPassword.isRunning())
        return;
    m_change = std::make_shared<core::PasswordChange>(
        core::PasswordChange{core::Secret(fromQt(current)), core::Secret(fromQt(fresh))});
    m_changingPassword.startWrite<core::Session>(
        tr("Changing your password"),
        [this, change = m_change](core::Handler<core::Session> done) {
            return m_api->changePassword(*change, std::move(done));
        },
        [this](const core::Session &session) {
            Q_EMIT passwordChanged();
            if (m_stage == Stage::ChoosingPassword)
                enter(session);
        });
}

} // namespace chancery::models
