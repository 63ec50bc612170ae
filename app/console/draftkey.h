// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/draftkeeper.h"
#include "models/tokenvault.h"

#include <QFile>
#include <QObject>
#include <QSettings>
#include <QTimer>

namespace chancery::app {

// The key that seals unsaved texts on this computer. It is kept in the desktop's keychain; where
// there is none, in a file beside them, which keeps the texts only from whoever gets a copy of them
// alone. A key in a file moves into the keychain as soon as there is one, and the file goes once
// the keychain has given it back. Of the GUI thread.
class DraftKey : public QObject {
    Q_OBJECT

public:
    using Use = std::function<void(core::Result<core::Secret>)>;

    // The vault may be null: no keychain. Begins to ask it.
    DraftKey(models::TokenVault *vault, QSettings &settings, QString file);

    // At once when it is known, else when it is, or when the keychain has taken too long: it may be
    // waiting for its own password. An error when the key is there and cannot be had; never another
    // key, which would make all that is kept unreadable.
    void use(Use use);
    // The key that was given lies in the file, whether the keychain has it as well or not.
    bool isInFile() const { return m_isInFile && QFile::exists(m_file); }
    void setPatience(std::chrono::milliseconds patience) { m_patience.setInterval(patience); }

private:
    QString name();
    void take(const core::Result<core::Secret> &found);
    void moveFromFile();
    void know(core::Result<core::Secret> key);

    models::TokenVault *m_vault;
    QSettings &m_settings;
    QString m_file;
    bool m_isInFile = false;
    std::optional<core::Result<core::Secret>> m_key;
    Use m_use;
    core::Call m_asking;
    QTimer m_patience;
};

} // namespace chancery::app
