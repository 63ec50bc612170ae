// SPDX-License-Identifier: Apache-2.0
#include "testcase.h"

#include <QRegularExpression>

namespace chancery::support {

void TestCase::init()
{
    // The offscreen platform says these of itself whenever a window or a tool tip is shown, and Qt
    // of a font that has the letters of a script without its rules.
    QTest::failOnWarning(QRegularExpression(QStringLiteral(
        "^(?!This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
        "|\\s*OpenType support missing)")));
}

} // namespace chancery::support
