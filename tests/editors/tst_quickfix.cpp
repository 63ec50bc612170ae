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

// Beyond that: conditions, objects in objects, unions of constants, names, secrets.
constexpr auto richSchema = R"({
  "type": "object",
  "required": ["box"],
  "properties": {
    "box": {"type": "object", "required": ["size", "tags"],
      "properties": {"size": {"type": "integer", "minimum": 1},
        "tags": {"type": "array", "minItems": 1, "items": {"type": "string"}}}},
    "mode": {"enum": ["tls", "none"]},
    "level": {"oneOf": [{"const": "low"}, {"const": "High"}]},
    "zones": {"type": "object", "propertyNames": {"enum": ["east", "west"]}},
    "cert": {"type": "string"}, "key": {"type": "string"},
    "on": {"type": "boolean"}, "count": {"type": "integer"}, "text": {"type": "string"},
    "pin": {"type": "string", "x-sensitive": true}, "dbPassword": {"type": "string"},
    "lock": {"type": "integer", "x-sensitive": true},
    "routes": {"type": "array", "items": {"type": "object"}}
  },
  "if": {"properties": {"mode": {"const": "tls"}}, "required": ["mode"]},
  "then": {"required": ["cert"]},
  "dependentRequired": {"key": ["cert"]}
})";

// Alternatives: told apart by a kind, by types, by what they need.
constexpr auto unionSchema = R"({
  "properties": {
    "backend": {"oneOf": [
      {"properties": {"kind": {"const": "tcp"}, "port": {"type": "integer"}},
        "required": ["kind", "port"], "additionalProperties": false},
      {"properties": {"kind": {"const": "unix"}, "path": {"type": "string"}},
        "required": ["kind", "path"], "additionalProperties": false}]},
    "port": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[a-z]+$"}]},
    "count": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]},
    "names": {"anyOf": [{"type": "array"}, {"type": "null"}]},
    "target": {"anyOf": [{"required": ["host"], "properties": {"host": {"type": "string"}}},
      {"required": ["socket"], "properties": {"socket": {"type": "string"}}}]}
  }
})";

// "title -> text", one line for each fix of each problem.
QByteArray fixesOf(const QByteArray &text, Format format, const char *of = schema)
{
    const auto advisor = tests::advisorFor(of);
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
    void proposesWhatConditionsAskFor_data();
    void proposesWhatConditionsAskFor();
    void mendsWhatAlternativesWant_data();
    void mendsWhatAlternativesWant();
    void convertsWhatWasMeant_data();
    void convertsWhatWasMeant();
    void wrapsObjectsAsTheyAreWritten_data();
    void wrapsObjectsAsTheyAreWritten();
    void noTitleTellsWhatIsCovered_data();
    void noTitleTellsWhatIsCovered();
    void eachMissingKeyHasItsOwnFixAndTheMenuHasAll();
    void choosingAFixIsOneStep();
    void nothingIsProposedForAnOlderText();
    void aTextThatIsBeingReadIsWaitedFor();
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
    row("in other letters", Format::Yaml, "name: x\nmode: SAFE\n",
        "Change to \"safe\" -> name: x\nmode: safe\n | Change to \"fast\" -> name: x\nmode: "
        "fast\n");
    row("a key in other letters", Format::Yaml, "Name: x\n",
        "Rename to “name” -> name: x\n | Remove “Name” -> {}\n | Add “name” -> Name: x\nname: "
        "main\n");
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

void TestQuickFix::proposesWhatConditionsAskFor_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fixes");
    const auto row
        = [](const char *name, Format format, const QByteArray &text, const QByteArray &fixes) {
              QTest::newRow(name) << format << text << fixes;
          };
    constexpr auto box = R"("box": {"size": 1, "tags": ["a"]})";
    const auto json = [&](const char *rest) { return QByteArray("{") + box + ", " + rest + "}"; };
    row("an object with what it needs", Format::Json, "{}",
        R"(Add “box” -> {"box": {"size": 1, "tags": [""]}})");
    row("a condition", Format::Json, json(R"("mode": "tls")"),
        "Add “cert” -> " + json(R"("mode": "tls", "cert": "")"));
    row("a key that wants another", Format::Json, json(R"("key": "k")"),
        "Add “cert” -> " + json(R"("key": "k", "cert": "")"));
    row("one of constants", Format::Json, json(R"("level": "HIGH")"),
        "Change to \"High\" -> " + json(R"("level": "High")") + " | Change to \"low\" -> "
            + json(R"("level": "low")"));
    row("one of names", Format::Json, json(R"("zones": {"eats": 1})"),
        "Rename to “east” -> " + json(R"("zones": {"east": 1})") + " | Remove “eats” -> "
            + json(R"("zones": {})"));
}

void TestQuickFix::proposesWhatConditionsAskFor()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fixes);
    QCOMPARE(fixesOf(text, format, richSchema), fixes);
}

void TestQuickFix::mendsWhatAlternativesWant_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fixes");
    const auto row = [](const char *name, const char *text, const char *fixes) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(fixes);
    };
    row("a key like one of the alternative", R"({"backend": {"kind": "tcp", "prot": 1}})",
        R"(Add “port” -> {"backend": {"kind": "tcp", "prot": 1, "port": 0}} | )"
        R"(Rename to “port” -> {"backend": {"kind": "tcp", "port": 1}} | )"
        R"(Remove “prot” -> {"backend": {"kind": "tcp"}})");
    row("the kind itself", R"({"backend": {"kind": "tpc", "port": 1}})",
        R"(Change to "tcp" -> {"backend": {"kind": "tcp", "port": 1}} | )"
        R"(Change to "unix" -> {"backend": {"kind": "unix", "port": 1}})");
    row("a number in quotes that is no name", R"({"port": "80"})",
        R"(Change to 80 -> {"port": 80})");
    row("a number in quotes", R"({"count": "80"})", R"(Change to 80 -> {"count": 80})");
    row("one of several keys", R"({"target": {}})",
        R"(Add “host” -> {"target": {"host": ""}} | Add “socket” -> {"target": {"socket": ""}})");
    row("one value for an array", R"({"names": "a"})", R"(Put into an array -> {"names": ["a"]})");
    row("an object for an array", R"({"names": {}})", R"(Put into an array -> {"names": [{}]})");
}

void TestQuickFix::mendsWhatAlternativesWant()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fixes);
    QCOMPARE(fixesOf(text, Format::Json, unionSchema), fixes);
}

void TestQuickFix::convertsWhatWasMeant_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fixes");
    const auto row = [](const char *name, Format format, const char *line, const char *fixes) {
        QTest::newRow(name) << format << QByteArray(line) << QByteArray(fixes);
    };
    row("yes", Format::Yaml, "on: yes", "Change to true -> on: true");
    row("Off", Format::Yaml, "on: \"Off\"", "Change to false -> on: false");
    row("one", Format::Yaml, "on: 1", "Change to true -> on: true");
    row("two", Format::Yaml, "on: 2", "");
    row("hexadecimal", Format::Yaml, "count: \"0x10\"", "Change to 16 -> count: 16");
    row("digits in groups", Format::Yaml, "count: \"1_000\"", "Change to 1000 -> count: 1000");
    row("a fraction", Format::Yaml, "count: 12.5",
        "Change to 13 -> count: 13 | Change to 12 -> count: 12");
    row("words", Format::Yaml, "count: many", "");
    row("nothing for a text", Format::Yaml, "text: null", "Change to \"\" -> text: \"\"");
    row("a number as it is spelled", Format::Yaml, "text: 0x1F",
        "Change to \"0x1F\" -> text: \"0x1F\"");
    row("a number of groups", Format::Toml, "text = 1_000",
        "Change to \"1_000\" -> text = \"1_000\"");
    row("true for a text", Format::Json, R"({"text": true})",
        R"(Change to "true" -> {"text": "true"})");
}

void TestQuickFix::convertsWhatWasMeant()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fixes);
    QByteArray all;
    const auto advisor = tests::advisorFor(richSchema);
    const auto reading = core::read(line.toStdString(), format);
    for (const auto &problem : advisor->check(reading.tree(), {})) {
        if (problem.code != "type")
            continue;
        for (const auto &fix : editors::quickFixes(problem, reading.tree(), *advisor))
            all += (all.isEmpty() ? "" : " | ") + fix.title.toUtf8() + " -> "
                + QByteArray::fromStdString(fix.patch.appliedTo(reading.tree().source()));
    }
    QCOMPARE(all, fixes);
}

void TestQuickFix::wrapsObjectsAsTheyAreWritten_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("wrapped");
    QTest::newRow("json") << Format::Json << QByteArray(R"({"routes": {"path": "a"}, "on": true})")
                          << QByteArray(R"({"routes": [{"path": "a"}], "on": true})");
    QTest::newRow("yaml in brackets") << Format::Yaml << QByteArray("routes: {path: a} # one\n")
                                      << QByteArray("routes: [{path: a}] # one\n");
    QTest::newRow("yaml in a block")
        << Format::Yaml
        << QByteArray("routes:\n  path: a # first\n\n  # why\n  text: |\n    x\n    y\non: true\n")
        << QByteArray("routes:\n  - path: a # first\n\n    # why\n    text: |\n      x\n      "
                      "y\non: true\n");
    QTest::newRow("toml in a line") << Format::Toml << QByteArray("routes = {path = 'a'}\n")
                                    << QByteArray("routes = [{path = 'a'}]\n");
    QTest::newRow("toml under a heading")
        << Format::Toml << QByteArray("[routes] # one\npath = 'a'\n[routes.deep]\nx = 1\n")
        << QByteArray("[[routes]] # one\npath = 'a'\n[routes.deep]\nx = 1\n");
}

void TestQuickFix::wrapsObjectsAsTheyAreWritten()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, wrapped);
    const auto advisor = tests::advisorFor(richSchema);
    const auto reading = core::read(text.toStdString(), format);
    QVERIFY(reading.ok());
    const auto problems = advisor->check(reading.tree(), {});
    const auto problem = std::ranges::find(problems, "type", &editors::EditorProblem::code);
    QVERIFY(problem != problems.end());
    const auto fixes = editors::quickFixes(*problem, reading.tree(), *advisor);
    QCOMPARE(fixes.size(), std::size_t(1));
    QCOMPARE(fixes.front().title, QStringLiteral("Put into an array"));
    QCOMPARE(
        QByteArray::fromStdString(fixes.front().patch.appliedTo(reading.tree().source())), wrapped);
}

// A menu stands over the dots that the text has in the place of the value.
void TestQuickFix::noTitleTellsWhatIsCovered_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("title");
    QTest::newRow("by the schema") << QByteArray("pin: 471108\n") << QByteArray("Change to a text");
    QTest::newRow("by its name") << QByteArray("dbPassword: 471108\n")
                                 << QByteArray("Change to a text");
    QTest::newRow("a number") << QByteArray("lock: \"471108\"\n")
                              << QByteArray("Change to a number");
}

void TestQuickFix::noTitleTellsWhatIsCovered()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, title);
    const auto fixes = fixesOf("box: {size: 1, tags: [a]}\n" + line, Format::Yaml, richSchema);
    QVERIFY2(fixes.startsWith(title + " -> "), fixes.constData());
    QCOMPARE(fixes.split('>').first().count("471108"), 0);
}

void TestQuickFix::eachMissingKeyHasItsOwnFixAndTheMenuHasAll()
{
    const auto advisor = tests::advisorFor(richSchema);
    const auto reading = core::read(std::string("box: {}\n"), Format::Yaml);
    const auto problems = advisor->check(reading.tree(), {});
    QCOMPARE(problems.size(), std::size_t(2));
    for (const auto &problem : problems)
        QCOMPARE(editors::quickFixes(problem, reading.tree(), *advisor).size(), std::size_t(1));
    tests::Desk desk;
    editors::ConfigEditor editor(desk.executor());
    editor.setAdvisor(advisor);
    editor.setSource("box: {}\n", Format::Yaml);
    QTRY_COMPARE(editor.problems().size(), std::size_t(2));
    editor.goToLine(1, 2);
    auto *fixer = editor.view().findChild<editors::Fixer *>();
    const QSignalSpy answered(fixer, &editors::Fixer::answered);
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    fixer->show();
    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(fixer->fixes().size(), std::size_t(2));
    QCOMPARE(fixer->fixes()[0].title, QStringLiteral("Add “size”"));
    QCOMPARE(fixer->fixes()[1].title, QStringLiteral("Add “tags”"));
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

// Ctrl+. right behind the last letter comes before anybody has looked at it.
void TestQuickFix::aTextThatIsBeingReadIsWaitedFor()
{
    tests::Desk desk(tests::Desk::Delivery::ByHand);
    editors::ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("name: x\nmode: fast\n", Format::Yaml);
    desk.waitForJobs();
    desk.deliver();
    auto *fixer = editor.view().findChild<editors::Fixer *>();
    const QSignalSpy answered(fixer, &editors::Fixer::answered);
    const auto settle = [&] {
        return QTest::qWaitFor([&] {
            desk.waitForJobs();
            desk.deliver();
            return !editor.isBusy();
        });
    };
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    editor.view().replaceBytes(16, 18, "ts");
    editor.goToLine(2, 8);
    fixer->show();
    QCOMPARE(answered.size(), 0);
    QVERIFY(settle());
    QTRY_VERIFY(settle() && answered.size() == 1);
    QCOMPARE(answered.first().first().toBool(), true);
    QVERIFY(!fixer->fixes().empty());
    editor.view().findChild<QMenu *>(QStringLiteral("quickFixes"))->close();
    // Who has gone elsewhere does not get a menu.
    editor.view().replaceBytes(0, 0, "# new\n");
    fixer->show();
    editor.goToLine(1, 1);
    QVERIFY(settle());
    QTRY_VERIFY(settle() && answered.size() == 2);
    QCOMPARE(answered.last().first().toBool(), false);
}

QTEST_MAIN(TestQuickFix)
#include "tst_quickfix.moc"
