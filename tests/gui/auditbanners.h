// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/consoledriver.h"

namespace chancery::support {

// What the Audit view says but that the key of its copy lies in a file, for no keychain is in
// a test.
inline QStringList troubles(const ConsoleDriver &console)
{
    QStringList texts = console.banners();
    texts.removeIf([](const QString &text) {
        return text.startsWith(QStringLiteral("The key of this copy lies in a file"));
    });
    return texts;
}

} // namespace chancery::support
