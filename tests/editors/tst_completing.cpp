// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
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

QTEST_MAIN(TestCompleting)
#include "tst_completing.moc"
