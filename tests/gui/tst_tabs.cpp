// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAction>
#include <QTabBar>

using namespace chancery;

namespace {

bool signIn(support::Console &console)
{
    return console.connectToServer() && console.signIn(QStringLiteral("alice"));
}

QStringList tabsOf(const support::Console &console)
{
    const auto *tabs = console.find<QTabBar>(QStringLiteral("documentTabs"));
    QStringList titles;
    for (int index = 0; tabs && index < tabs->count(); ++index)
        titles << tabs->tabText(index)
                + (index == tabs->currentIndex() ? QStringLiteral(" *") : QString());
    return titles;
}

} // namespace

// What was open on a connection is open again after the next sign-in on it.
class TabsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void tabsFacesAndPlacesComeBack();
    void whatIsGoneIsLeftOut();
};

void TabsTest::tabsFacesAndPlacesComeBack()
{
    support::Console console;
    QVERIFY(signIn(console) && console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->isAnalysed());
    QVERIFY(editor->placeCaret(QStringLiteral("/routes/~1search")));
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    QVERIFY(console.openConfig(QStringLiteral("ai/gateway/models")));
    QVERIFY(console.openConfig(QStringLiteral("shop/flags")));
    const QStringList before = tabsOf(console);
    QCOMPARE(before.size(), 3);
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("alice")));
    QTRY_COMPARE(tabsOf(console), before);
    auto *tabs = console.find<QTabBar>(QStringLiteral("documentTabs"));
    tabs->setCurrentIndex(0);
    QTRY_VERIFY(console.action(QStringLiteral("showForm"))->isChecked());
    QVERIFY(console.trigger(QStringLiteral("showText")));
    auto *again = console.find<editors::ConfigEditor>(QString());
    QVERIFY(again);
    QCOMPARE(again->pointer(), QStringLiteral("/routes/~1search"));
    console.picture(QStringLiteral("tabs"));
    // A tab that is closed does not come back.
    QVERIFY(console.trigger(QStringLiteral("closeTab")));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("alice")));
    QTRY_COMPARE(tabsOf(console).size(), 2);
}

void TabsTest::whatIsGoneIsLeftOut()
{
    support::Console console;
    QVERIFY(signIn(console));
    QVERIFY(console.openConfig(QStringLiteral("ai/gateway/models")));
    QVERIFY(console.openConfig(QStringLiteral("shop/flags")));
    QVERIFY(console.signOut());
    console.cms().configAt("shop/flags")->path = "shop/switches";
    QVERIFY(console.signIn(QStringLiteral("alice")));
    QTRY_COMPARE(tabsOf(console).size(), 1);
    QVERIFY(tabsOf(console).front().startsWith(QStringLiteral("models")));
}

QTEST_MAIN(TabsTest)
#include "tst_tabs.moc"
