// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "models/qtconvert.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAction>
#include <QApplication>

using namespace chancery;

namespace {

constexpr auto path = "shop/waiting";
constexpr auto table = "versionsTable";

// Signed in as somebody who may edit, before the versions of a config in production.
bool begin(support::Console &console)
{
    auto &cms = console.cms();
    cms.addConfig(path, core::Format::Yaml);
    cms.publish(path, "prod", "first: 1\nsecond: 1 # kept\nthird: 1\n", "alice", "Begin");
    cms.publish(path, "prod", "first: 2\nsecond: 1 # kept\nthird: 2\n", "alice", "Raise two");
    cms.publish(path, "prod", "first: 2\nsecond: 5 # kept\nthird: 2\n", "alice", "Raise second");
    cms.publish(path, "prod", "first: 2\nsecond: 5 # kept\nthird: 9\n", "alice", "Raise third");
    if (!console.connectToServer() || !console.signIn(QStringLiteral("alice"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    return QTest::qWaitFor([&] { return console.rowsOf(QLatin1String(table)).size() == 4; });
}

bool hasBanner(support::Console &console, const char *words)
{
    return QTest::qWaitFor(
        [&] { return console.banners().join(u'\n').contains(QLatin1String(words)); });
}

} // namespace

// Somebody takes one change back, from the lineage, and goes on in the draft.
class RevertTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneChangeIsTakenBack();
    void whatWasChangedAgainIsDecided();
    void whatCannotBeTakenBackSaysWhy();
};

void RevertTest::oneChangeIsTakenBack()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise second")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "what came later is left"));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("first: 2\nsecond: 1 # kept\nthird: 9\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QCOMPARE(console.cms().drafts.front().text, models::fromQt(editor->text()));
    console.picture(QStringLiteral("reverted"));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QCOMPARE(editor->text(), QStringLiteral("first: 2\nsecond: 5 # kept\nthird: 9\n"));
}

void RevertTest::whatWasChangedAgainIsDecided()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise two")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "changed again since in 1 place"));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    const auto live = QStringLiteral("first: 2\nsecond: 5 # kept\nthird: 9\n");
    QCOMPARE(editor->text(), live);
    QVERIFY(console.trigger(QStringLiteral("mergeChanges")));
    QTRY_VERIFY(console.rowsOf(QStringLiteral("conflictTable"))
            .contains(QStringLiteral("/third | Changed on both sides | To decide")));
    console.picture(QStringLiteral("revert-conflict"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::AltModifier);
    QTest::keyClick(
        QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(editor->text(), QStringLiteral("first: 1\nsecond: 5 # kept\nthird: 9\n"));
}

void RevertTest::whatCannotBeTakenBackSaysWhy()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Begin")));
    const QAction *revert = console.action(QStringLiteral("revertChange"));
    QVERIFY(revert && !revert->isEnabled());
    QCOMPARE(revert->statusTip(),
        QStringLiteral("It is the first version; there is nothing before it."));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("victor")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    QTRY_COMPARE(console.rowsOf(QLatin1String(table)).size(), 4);
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise two")));
    QVERIFY(!console.action(QStringLiteral("revertChange"))->isEnabled());
}

QTEST_MAIN(RevertTest)
#include "tst_revert.moc"
