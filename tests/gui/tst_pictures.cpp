// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console.h"
#include "tests/support/testcase.h"

using namespace chancery;

// Every workspace in both themes: it fills, and with CHANCERY_PICTURES set it leaves a picture.
class Pictures : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyWorkspaceFills_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyWorkspaceFills()
    {
        QFETCH(bool, isDark);
        support::Console console(isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light);
        console.picture(QStringLiteral("start"));
        QVERIFY(console.connectToServer());
        console.picture(QStringLiteral("signin"));
        QVERIFY(console.signIn(QStringLiteral("alice")));
        QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
        console.picture(QStringLiteral("configs-empty"));
        QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
        console.picture(QStringLiteral("configs"));
    }
};

QTEST_MAIN(Pictures)
#include "tst_pictures.moc"
