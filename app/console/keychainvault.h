// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tokenvault.h"

#include <QObject>

namespace chancery::app {

// The desktop's keychain: the Secret Service or KWallet, by QtKeychain. Where there is none,
// nothing is kept: no file takes its place. Of the GUI thread.
class KeychainVault final : public QObject, public models::TokenVault {
    Q_OBJECT

public:
    using QObject::QObject;

    core::Call read(const QString &name, core::Handler<core::Secret> done) override;
    void keep(const QString &name, const core::Secret &token) override;
    void forget(const QString &name) override;

Q_SIGNALS:
    // A token is kept, or gone, or it could not be: then why.
    void settled(const QString &name, const QString &why);
};

} // namespace chancery::app
