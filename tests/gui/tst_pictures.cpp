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
        QVERIFY(console.openConfig(QStringLiteral("shop/gateway/routes")));
        console.picture(QStringLiteral("configs-yaml"));
        QVERIFY(console.openView(QStringLiteral("lineage")));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("versionsTable")).size(), 1);
        QVERIFY(console.trigger(QStringLiteral("goconfigs")));
        QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
        QVERIFY(console.trigger(QStringLiteral("showLineage")));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("versionsTable")).size(), 3);
        QTRY_VERIFY(console.isAtRest());
        console.picture(QStringLiteral("lineage"));
        QVERIFY(console.openView(QStringLiteral("fleet")));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("fleetTable")).size(), 8);
        console.picture(QStringLiteral("fleet"));
        QVERIFY(console.signOut());
        QVERIFY(console.signIn(QStringLiteral("bob")));
        QVERIFY(console.openView(QStringLiteral("changes")));
        QVERIFY(console.openRequest(QStringLiteral("CR-18")));
        QTRY_VERIFY(console.isAtRest());
        console.picture(QStringLiteral("changes"));
        QVERIFY(console.signOut());
        QVERIFY(console.signIn(QStringLiteral("carol")));
        QVERIFY(console.openView(QStringLiteral("audit")));
        QTRY_VERIFY(console.isAtRest());
        console.picture(QStringLiteral("audit"));
    }
};

QTEST_MAIN(Pictures)
#include "tst_pictures.moc"
