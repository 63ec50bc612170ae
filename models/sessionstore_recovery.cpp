// SPDX-License-Identifier: Apache-2.0
#include "sessionstore.h"

#include "engine/core/digest.h"
#include "engine/core/recovery/recoverykey.h"
#include "models/qtconvert.h"

#include <QFile>

// The way into a session when nobody can sign in: a sealed key signs what the server asks.
namespace chancery::models {

namespace {

core::Result<QByteArray> contentOf(const QString &file)
{
    static constexpr qint64 most = 16 * 1024;
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return core::Error{
            core::ErrorKind::Storage, "recovery-key-file", fromQt(in.errorString()), {}, {}, {}};
    return in.read(most);
}

} // namespace

bool SessionStore::hasRecovery() const
{
    return std::ranges::find(m_meta.features, "recovery") != m_meta.features.end();
}

void SessionStore::recover(const RecoveryAttempt &attempt)
{
    if (m_stage != Stage::SigningIn || m_signingIn.isRunning())
        return;
    m_lookingForToken.cancel();
    const QString title = tr("Opening the recovery key");
    const auto pem = contentOf(attempt.keyFile);
    if (!pem) {
        m_signingIn.refuse(title, pem.error());
        return;
    }
    const auto open
        = [text = pem->toStdString(), passphrase = core::Secret(fromQt(attempt.passphrase))](
              const core::CancelToken &) { return core::keyFromSealedPem(text, passphrase); };
    const auto reason = fromQt(attempt.reason.trimmed());
    if (!m_aids.compute) {
        const auto key = open(core::CancelToken());
        if (key)
            signChallenge(*key, reason);
        else
            m_signingIn.refuse(title, key.error());
        return;
    }
    m_signingIn.start<core::SigningKey>(
        title,
        [this, open](core::Handler<core::SigningKey> done) {
            return m_aids.compute->run<core::SigningKey>(open, std::move(done));
        },
        [this, reason](const core::SigningKey &key) { signChallenge(key, reason); });
}

// Signed is the address at which the console found the server, and not what a server says of
// itself: what a false one gets is of no use anywhere else.
void SessionStore::signChallenge(const core::SigningKey &key, const std::string &reason)
{
    const QString title = tr("Signing in to “%1”").arg(m_profile.name);
    const auto audience = core::recoveryAudience(m_url);
    if (!audience) {
        m_signingIn.refuse(title, audience.error());
        return;
    }
    m_signingIn.start<core::RecoveryChallenge>(
        title,
        [this](core::Handler<core::RecoveryChallenge> done) {
            return m_api->recoveryChallenge(std::move(done));
        },
        [this, key, reason, place = *audience](const core::RecoveryChallenge &asked) {
            openRecovery({core::publicText(key.publicKey()), asked.challenge, place,
                core::toBase64Url(key.sign(core::recoveryMessage(place, asked.challenge))),
                reason});
        });
}

void SessionStore::openRecovery(const core::RecoveryProof &proof)
{
    m_signingIn.start<core::Session>(
        tr("Signing in to “%1”").arg(m_profile.name),
        [this, proof](core::Handler<core::Session> done) {
            return m_api->openRecovery(proof, std::move(done));
        },
        [this](const core::Session &session) { enter(session); });
}

} // namespace chancery::models
