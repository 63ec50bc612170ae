// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/consoledriver.h"

namespace chancery::support {

// What the Audit view says but that the key of its copy lies in a file, for there is no keychain in
// a test.
inline QStringList troubles(const ConsoleDriver &console)
{
    QStringList texts = console.banners();
    texts.removeIf([](const QString &text) {
        return text.startsWith(QStringLiteral("This desktop has no keychain"));
    });
    return texts;
}

} // namespace chancery::support
