// SPDX-License-Identifier: Apache-2.0
#include "draftkey.h"

#include "engine/core/aead.h"
#include "models/draftvault.h"
#include "models/qtconvert.h"

#include <QFile>
#include <QUuid>

namespace chancery::app {

namespace {

using namespace std::chrono_literals;

const QString nameSetting = QStringLiteral("drafts/keyName");
const QString placeSetting = QStringLiteral("drafts/keyIsInKeychain");

core::Secret toText(const core::Secret &key)
{
    return core::Secret(
        QByteArray::fromStdString(std::string(key.reveal())).toBase64().toStdString());
}

std::optional<core::Secret> fromText(const core::Secret &text)
{
    auto key = QByteArray::fromBase64(QByteArray::fromStdString(std::string(text.reveal())));
    if (key.size() != qsizetype(core::aeadKeyBytes))
        return std::nullopt;
    return core::Secret(key.toStdString());
}

core::Error outOfReach()
{
    return core::Error{core::ErrorKind::NotFound, "keychain-key-missing",
        "The key of the unsaved texts is in the desktop's keychain, which did not give it. Unlock "
        "the keychain and start again",
        {}, {}, {}};
}

} // namespace

DraftKey::DraftKey(models::TokenVault *vault, QSettings &settings, QString file)
    : m_vault(vault)
    , m_settings(settings)
    , m_file(std::move(file))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(10s);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_asking.cancel();
        take(outOfReach());
    });
    if (m_vault)
        m_asking = m_vault->read(
            name(), [this](core::Result<core::Secret> found) { take(std::move(found)); });
}

// It travels with the folder that the texts are in.
QString DraftKey::name()
{
    if (!m_settings.contains(nameSetting))
        m_settings.setValue(nameSetting, QUuid::createUuid().toString(QUuid::WithoutBraces));
    return QStringLiteral("drafts ") + m_settings.value(nameSetting).toString();
}

void DraftKey::use(Use use)
{
    if (!m_vault && !m_key) {
        m_key = models::keyFromFile(models::fromQt(m_file));
        m_isInFile = bool(*m_key);
    }
    if (m_key) {
        use(*m_key);
        return;
    }
    m_use = std::move(use);
    m_patience.start();
}

void DraftKey::take(const core::Result<core::Secret> &found)
{
    const auto key = found ? fromText(*found) : std::nullopt;
    if (key) {
        m_settings.setValue(placeSetting, true);
        // What is left of a move that was interrupted.
        const auto left = QFile::exists(m_file) ? models::keyFromFile(models::fromQt(m_file))
                                                : core::Result<core::Secret>(core::Error());
        if (left && left->reveal() == key->reveal())
            m_isInFile = !QFile::remove(m_file);
        know(*key);
    } else if (m_settings.value(placeSetting).toBool()) {
        know(outOfReach());
    } else {
        moveFromFile();
    }
}

void DraftKey::moveFromFile()
{
    auto key = models::keyFromFile(models::fromQt(m_file));
    if (key) {
        m_isInFile = true;
        m_vault->keep(name(), toText(*key));
        m_asking = m_vault->read(name(), [this, kept = *key](core::Result<core::Secret> found) {
            const auto back = found ? fromText(*found) : std::nullopt;
            if (!back || back->reveal() != kept.reveal())
                return;
            m_settings.setValue(placeSetting, true);
            m_settings.sync();
            if (m_settings.status() == QSettings::NoError)
                QFile::remove(m_file);
        });
    }
    know(std::move(key));
}

void DraftKey::know(core::Result<core::Secret> key)
{
    m_patience.stop();
    m_key = std::move(key);
    if (const auto use = std::exchange(m_use, {}))
        use(*m_key);
}

} // namespace chancery::app
