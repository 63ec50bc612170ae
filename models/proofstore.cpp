// SPDX-License-Identifier: Apache-2.0
#include "proofstore.h"

#include "engine/core/governing/policydocument.h"
#include "models/qtconvert.h"

namespace chancery::models {

ProofStore::ProofStore(
    client::OwnAccountApi &account, client::IdentityApi &identity, core::ProofKind kind)
    : m_account(account)
    , m_identity(identity)
    , m_kind(kind)
{
    // The operation keeps what it could repeat; a password is not for that.
    connect(&m_proving, &Operation::changed, this, [this] {
        if (m_password && !m_proving.isRunning()) {
            *m_password = {};
            m_password.reset();
        }
    });
}

bool ProofStore::isWantedBy(const Operation &operation)
{
    return operation.hasFailed() && operation.error().code == "step-up-required";
}

void ProofStore::byPassword(const QString &password)
{
    if (m_proving.isRunning())
        return;
    m_password = std::make_shared<core::Secret>(fromQt(password));
    m_proving.startWrite<core::Session>(
        tr("Confirming that it is you"),
        [this, password = m_password](core::Handler<core::Session> done) {
            return m_account.proveIdentity({*password, {}, {}}, std::move(done));
        },
        [this](const core::Session &) { Q_EMIT proven(); });
}

void ProofStore::atProvider()
{
    if (m_proving.isRunning())
        return;
    const QString title = tr("Waiting for your browser");
    if (!m_browser) {
        m_proving.refuse(title,
            {core::ErrorKind::Invalid, "browser-unsupported", "there is no browser", {}, {}, {}});
        return;
    }
    m_proving.start<core::IdentityProvider>(
        title,
        [this](core::Handler<core::IdentityProvider> done) {
            return m_identity.identityProvider(std::move(done));
        },
        [this, title](const core::IdentityProvider &provider) {
            m_proving.start<core::IdTokenExchange>(
                title,
                [this, provider](core::Handler<core::IdTokenExchange> done) {
                    return m_browser->fetch(
                        provider, core::governing::longestProof, std::move(done));
                },
                [this](const core::IdTokenExchange &brought) {
                    hand({{}, brought.idToken, brought.nonce});
                });
        });
}

void ProofStore::hand(const core::FreshProof &proof)
{
    m_proving.start<core::Session>(
        tr("Confirming that it is you"),
        [this, proof](core::Handler<core::Session> done) {
            return m_account.proveIdentity(proof, std::move(done));
        },
        [this](const core::Session &) { Q_EMIT proven(); });
}

void ProofStore::cancel()
{
    m_proving.cancel();
    m_proving.dismiss();
}

} // namespace chancery::models
