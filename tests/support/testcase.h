// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtTest/QtTest>

namespace chancery::support {

// The base of every test: a warning is a failure. Tests are private slots of the derived class; its
// main comes from QTEST_MAIN or QTEST_GUILESS_MAIN.
class TestCase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
};

} // namespace chancery::support
