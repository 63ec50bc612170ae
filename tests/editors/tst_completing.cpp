// SPDX-License-Identifier: Apache-2.0
#include "editors/awaitedschema.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/liveanalysis.h"
#include "editors/ownkeys.h"
#include "tests/editors/completions.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using core::Format;
using editors::ConfigEditor;
using tests::Desk;

// What a choice from the list writes into the text, and what the text itself offers.
class TestCompleting : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsCompletedHasTheLineEndsOfTheText();
    void ownKeysAreCompletedInReferences();
    void whatIsAskedBeforeTheSchemaIsThereIsAnswered_data();
    void whatIsAskedBeforeTheSchemaIsThereIsAnswered();
    void whoHasGoneOnIsNotInterrupted();
    void typingOnInALargeTextStillOffers();

private:
    // Shown and in front, with the caret at the end.
    static bool begin(ConfigEditor &editor, const std::string &text)
    {
        editor.setSource(text, Format::Yaml);
        editor.show();
        const bool isActive = QTest::qWaitForWindowActive(&editor);
        editor.view().setFocus();
        editor.goToOffset(text.size());
        return isActive;
    }
    static auto modes()
    {
        return tests::advisorFor(R"({"properties": {"mode": {"enum": ["fast", "safe"]}}})");
    }
};

void TestCompleting::whatIsCompletedHasTheLineEndsOfTheText()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(
        R"({"properties": {"meta": {"required": ["team", "tier"], "type": "object"}}})"));
    editor.setSource("{\r\n  \"meta\": \r\n}\r\n", Format::Json);
    editor.show();
    QVERIFY(QTest::qWaitForWindowActive(&editor));
    editor.goToLine(2, 11);
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::keyClick(&editor.view(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(editor.view().isListActive());
    QTest::keyClick(&editor.view(), Qt::Key_Tab);
    const auto source = editor.source();
    QVERIFY2(source.find("\"tier\"") != std::string::npos, source.c_str());
    QCOMPARE(std::ranges::count(source, '\n'), std::ranges::count(source, '\r'));
}

// "${ref:#": the keys that stand in the text, saved or not; what is sensitive is not told.
void TestCompleting::ownKeysAreCompletedInReferences()
{
    class Nothing : public editors::ReferenceSource {
        std::vector<std::string> paths() override { return {}; }
        std::optional<std::vector<Key>> keysOf(const std::string &) override { return {}; }
    } nothing;
    const auto tree
        = core::read(R"({"host": "db-1", "password": "swordfish", "a/b": [true]})", Format::Json)
              .tree();
    editors::OwnKeys source(nothing, &tree, nullptr);
    const auto found = editors::referenceCompletionsAt("${ref:#/", 8, source);
    QVERIFY(found && !found->isComing);
    QByteArrayList lines;
    for (const auto &item : found->list.items)
        lines << QByteArray::fromStdString(item.name + ' ' + item.note);
    QCOMPARE(lines.join('|'), QByteArray("/host \"db-1\"|/password ••••••|/a~1b |/a~1b/0 true"));
    QVERIFY(!source.keysOf("/other"));
}

void TestCompleting::whatIsAskedBeforeTheSchemaIsThereIsAnswered_data()
{
    QTest::addColumn<bool>("isKnownToCome");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("isAskedFor");
    QTest::newRow("asked for, on its way") << true << QString() << true;
    QTest::newRow("asked for, none yet") << false << QString() << true;
    QTest::newRow("typed") << true << QStringLiteral("mo") << false;
    QTest::newRow("asked for, typed on") << true << QStringLiteral("mo") << true;
}

void TestCompleting::whatIsAskedBeforeTheSchemaIsThereIsAnswered()
{
    QFETCH(bool, isKnownToCome);
    QFETCH(QString, typed);
    QFETCH(bool, isAskedFor);
    Desk desk;
    ConfigEditor editor(desk.executor());
    if (isKnownToCome)
        editor.setAdvisor(std::make_shared<editors::AwaitedSchema>());
    QVERIFY(begin(editor, "rate: 50\n"));
    if (isAskedFor)
        QTest::keyClick(&editor.view(), Qt::Key_Space, Qt::ControlModifier);
    QTest::keyClicks(&editor.view(), typed);
    QVERIFY(!editor.view().isListActive());
    if (isKnownToCome) // once more: it is still not there
        editor.setAdvisor(std::make_shared<editors::AwaitedSchema>());
    QVERIFY(!editor.view().isListActive());
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    editor.setAdvisor(modes());
    QVERIFY(editor.view().isListActive());
    QTest::keyClick(&editor.view(), Qt::Key_Tab);
    QVERIFY2(editor.source().starts_with("rate: 50\nmode: "), editor.source().c_str());
}

void TestCompleting::whoHasGoneOnIsNotInterrupted()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(std::make_shared<editors::AwaitedSchema>());
    QVERIFY(begin(editor, "rate: 50\n"));
    QTest::keyClick(&editor.view(), Qt::Key_Space, Qt::ControlModifier);
    editor.goToOffset(0);
    editor.setAdvisor(modes());
    QVERIFY(!editor.view().isListActive());
    editor.setAdvisor(std::make_shared<editors::AwaitedSchema>());
    editor.goToOffset(9);
    QTest::keyClicks(&editor.view(), QStringLiteral("mo: "));
    QTest::keyClick(&editor.view(), Qt::Key_Return);
    editor.setAdvisor(modes());
    QVERIFY(!editor.view().isListActive());
}

// The place is looked for in the executor; who types on meanwhile is offered what fits by then.
void TestCompleting::typingOnInALargeTextStillOffers()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(modes());
    std::string text;
    while (text.size() <= editors::LiveAnalysis::smallText)
        text += "k" + std::to_string(text.size()) + ": 1\n";
    QVERIFY(begin(editor, text));
    QTest::keyClicks(&editor.view(), QStringLiteral("m"));
    desk.waitForJobs();
    QTest::keyClicks(&editor.view(), QStringLiteral("od"));
    QVERIFY(!editor.view().isListActive());
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    for (int rounds = 0; rounds < 10 && !editor.view().isListActive(); ++rounds) {
        desk.waitForJobs();
        desk.deliver();
    }
    QVERIFY(editor.view().isListActive());
}

QTEST_MAIN(TestCompleting)
#include "tst_completing.moc"
