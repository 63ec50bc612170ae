// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/fixer.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using core::Format;

namespace {

constexpr auto schema = R"({
  "type": "object",
  "required": ["name"],
  "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "default": "main"},
    "mode": {"enum": ["fast", "safe"]},
    "port": {"type": "integer"},
    "hosts": {"type": "array", "items": {"type": "string"}}
  }
})";

// "title -> text", one line for each fix of each problem.
QByteArray fixesOf(const QByteArray &text, Format format)
{
    const auto advisor = tests::advisorFor(schema);
    const auto reading = core::read(text.toStdString(), format);
    QByteArray shown;
    for (const auto &problem : advisor->check(reading.tree(), {})) {
        for (const auto &fix : editors::quickFixes(problem, reading.tree(), *advisor))
            shown += (shown.isEmpty() ? "" : " | ") + fix.title.toUtf8() + " -> "
                + QByteArray::fromStdString(fix.patch.appliedTo(reading.tree().source()));
    }
    return shown;
}

} // namespace

class TestQuickFix : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void proposesWhatMends_data();
    void proposesWhatMends();
    void choosingAFixIsOneStep();
    void nothingIsProposedForAnOlderText();
};

void TestQuickFix::proposesWhatMends_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fixes");
    const auto row = [](const char *name, Format format, const char *text, const char *fixes) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(fixes);
    };
    row("nothing is wrong", Format::Json, R"({"name": "x"})", "");
    row("a missing key", Format::Json, R"({"port": 1})",
        R"(Add “name” -> {"port": 1, "name": "main"})");
    row("an unknown key like a known one", Format::Yaml, "name: x # why\nprt: 1\n",
        "Rename to “port” -> name: x # why\nport: 1\n | Remove “prt” -> name: x # why\n");
    row("an unknown key", Format::Toml, "name = 'x'\nother = 1\n",
        "Remove “other” -> name = 'x'\n");
    row("the nearest value first", Format::Yaml, "name: x\nmode: saef\n",
        "Change to \"safe\" -> name: x\nmode: safe\n | Change to \"fast\" -> name: x\nmode: "
        "fast\n");
    row("a number in quotes", Format::Json, R"({"name": "x", "port": "80"})",
        R"(Change to 80 -> {"name": "x", "port": 80})");
    row("a number where a text is wanted", Format::Yaml, "name: 12\n",
        "Change to \"12\" -> name: \"12\"\n");
    row("one value for an array", Format::Yaml, "name: x\nhosts: a\n",
        "Put into an array -> name: x\nhosts: [\"a\"]\n");
}

void TestQuickFix::proposesWhatMends()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fixes);
    QCOMPARE(fixesOf(text, format), fixes);
}

void TestQuickFix::choosingAFixIsOneStep()
{
    tests::Desk desk;
    editors::ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("name: x\nmode: fats # why\n", Format::Yaml);
    editor.show();
    QVERIFY(QTest::qWaitForWindowActive(&editor));
    QTRY_COMPARE(editor.problems().size(), std::size_t(1));
    editor.goToLine(2, 8);
    auto *menu = editor.view().findChild<QMenu *>(QStringLiteral("quickFixes"));
    auto *fixer = editor.view().findChild<editors::Fixer *>();
    const QSignalSpy answered(fixer, &editors::Fixer::answered);
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    QTest::keyClick(&editor.view(), Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(fixer->fixes().size(), std::size_t(2));
    QVERIFY(menu->isVisible());
    QCOMPARE(menu->actions().size(), 2);
    menu->actions().front()->trigger();
    QCOMPARE(editor.text(), QStringLiteral("name: x\nmode: fast # why\n"));
    QTRY_VERIFY(!editor.isBusy());
    QVERIFY(editor.problems().empty());
    editor.undo();
    QCOMPARE(editor.text(), QStringLiteral("name: x\nmode: fats # why\n"));
    QVERIFY(!editor.isModified());
}

void TestQuickFix::nothingIsProposedForAnOlderText()
{
    tests::Desk desk(tests::Desk::Delivery::ByHand);
    editors::ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("name: x\nmode: fats\n", Format::Yaml);
    desk.waitForJobs();
    desk.deliver();
    auto *fixer = editor.view().findChild<editors::Fixer *>();
    const QSignalSpy answered(fixer, &editors::Fixer::answered);
    editor.goToLine(2, 8);
    fixer->show();
    editor.view().replaceBytes(0, 0, "# new\n");
    desk.waitForJobs();
    desk.deliver();
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered.first().first().toBool(), false);
    fixer->apply(0);
    QCOMPARE(editor.source(), std::string("# new\nname: x\nmode: fats\n"));
}

QTEST_MAIN(TestQuickFix)
#include "tst_quickfix.moc"
