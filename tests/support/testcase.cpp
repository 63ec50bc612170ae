// SPDX-License-Identifier: Apache-2.0
#include "testcase.h"

#include <QRegularExpression>

namespace chancery::support {

void TestCase::init()
{
    // The offscreen platform says this of itself whenever a window is shown.
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
}

} // namespace chancery::support
