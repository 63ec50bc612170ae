// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "models/editingsession.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

using namespace chancery;

// Two windows edit one draft, and what they made of it is merged.
class MergeJourney : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov21_aConflictIsMergedByKeyboard_data();
    void gov21_aConflictIsMergedByKeyboard();
};

void MergeJourney::gov21_aConflictIsMergedByKeyboard_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(views::Theme::Kind::Light);
    QTest::newRow("dark") << int(views::Theme::Kind::Dark);
}

void MergeJourney::gov21_aConflictIsMergedByKeyboard()
{
    QFETCH(int, theme);
    support::Console console{views::Theme::Kind(theme)};
    console.cms().addConfig("shop/shared", core::Format::Yaml);
    console.cms().publish("shop/shared", "prod", "limit: 1\nburst: 1\n", "alice", "First");
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openConfig(QStringLiteral("shop/shared")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    const auto type = [editor](const QString &text) { editor->replaceText(text); };
    const auto saved = [&console] { return console.cms().drafts.front().text; };
    type(QStringLiteral("limit: 2\nburst: 1\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    // The other window.
    models::EditingSession other(console.cms(), *console.cms().configAt("shop/shared"),
        core::EnvironmentId("prod"), console.composition().stores()->permissions, nullptr,
        models::EditingSession::Delays{std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
    other.load();
    QTRY_VERIFY(other.isLoaded());
    other.setText(QStringLiteral("limit: 2\nburst: 7 # theirs\n"));
    QTRY_COMPARE(saved(), std::string("limit: 2\nburst: 7 # theirs\n"));

    type(QStringLiteral("limit: 3\nburst: 1\n"));
    QTRY_COMPARE(saved(), std::string("limit: 3\nburst: 7 # theirs\n"));
    QCOMPARE(editor->text(), QStringLiteral("limit: 3\nburst: 7 # theirs\n"));
    QVERIFY(console.banners().join(u' ').contains(QStringLiteral("both texts are merged")));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));

    other.reloadLive();
    other.setText(QStringLiteral("limit: 20\nburst: 7 # theirs\n"));
    QTRY_VERIFY(other.draftState() == models::EditingSession::DraftState::Conflict);
    other.readMerge();
    QTRY_VERIFY(other.mergeTexts());
    other.useMerged(other.text());
    QTRY_COMPARE(saved(), std::string("limit: 20\nburst: 7 # theirs\n"));
    type(QStringLiteral("limit: 30 # mine\nburst: 7 # theirs\n"));
    QTRY_VERIFY(console.banners().join(u' ').contains(QStringLiteral("1 conflict to decide")));
    editor->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(console.rowsOf(QStringLiteral("conflictTable")),
        QStringList(QStringLiteral("/limit | Changed on both sides | To decide")));
    console.picture(QStringLiteral("merge"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_1, Qt::AltModifier);
    QTest::keyClick(
        QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(saved(), std::string("limit: 20 # mine\nburst: 7 # theirs\n"));
    QCOMPARE(console.find<editors::ConfigEditor>(QString()), editor);
    QCOMPARE(editor->text(), QStringLiteral("limit: 20 # mine\nburst: 7 # theirs\n"));
    editor->undo();
    QCOMPARE(editor->text(), QStringLiteral("limit: 30 # mine\nburst: 7 # theirs\n"));
}

QTEST_MAIN(MergeJourney)
#include "tst_mergejourney.moc"
