// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/value.h"
#include "engine/core/rules/amount.h"
#include "tests/core/bulkcases.h"
#include "tests/support/corpus.h"

#include <random>

using namespace chancery;
using namespace chancery::bulkcases;

class TestBulk : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void badOperationsNameTheField_data();
    void badOperationsNameTheField();
    void faultInAnExpressionHasAColumn();
    void changesOneDocument_data();
    void changesOneDocument();
    void refusalsLeaveTheOthersGoOn_data();
    void refusalsLeaveTheOthersGoOn();
    void ofManyHitsOnlyTheBadOneIsRefused();
    void hitsThatAreLeftOutStay();
    void hitsShowTheirLineBeforeAndAfter();
    void coveredValuesAreNeitherFoundNorTold();
    void renamesReferences_data();
    void renamesReferences();
    void renameEqualsASlowOne();
    void realDocumentsChangeOnlyWhereAsked();
    void amountsAreWrittenExactly_data();
    void amountsAreWrittenExactly();
};

void TestBulk::badOperationsNameTheField_data()
{
    QTest::addColumn<BulkOperation>("operation");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const BulkOperation &operation, const char *field) {
        QTest::newRow(name) << operation << QByteArray(field);
    };
    row("no pattern", replacing("", "x"), "/pattern empty-pattern");
    row("bad expression", replacing("(", "x"), "/pattern bad-pattern");
    row("too large an expression", replacing("((a{100}){100}){100}", "x"), "/pattern bad-pattern");
    row("no such group", replacing("a", "$2"), "/with bad-replacement");
    row("no places", at(BulkKind::Remove, ""), "/places bad-places");
    row("no slash", at(BulkKind::Remove, "a/b"), "/places bad-places");
    row("no JSON", at(BulkKind::Set, "/a", "x"), "/with bad-value");
    row("no name", at(BulkKind::Rename, "/a", ""), "/with bad-name");
    row("no number", at(BulkKind::Add, "/a", "\"1\""), "/with bad-number");
    auto adding = at(BulkKind::Set, "/a/*", "1");
    adding.addsMissing = true;
    row("no name to add", adding, "/with bad-places");
}

void TestBulk::badOperationsNameTheField()
{
    QFETCH(BulkOperation, operation);
    QFETCH(QByteArray, field);
    const Text text("a: 1\n", Format::Yaml);
    const auto plan = planned(text, operation);
    QVERIFY(!plan.ok());
    QCOMPARE(plan.error().kind, core::ErrorKind::Invalid);
    QCOMPARE(plan.error().fields.size(), std::size_t(1));
    const auto &first = plan.error().fields.front();
    QCOMPARE(QByteArray::fromStdString(first.pointer + ' ' + first.code), field);
}

void TestBulk::faultInAnExpressionHasAColumn()
{
    const auto finder = core::DocumentFinder::compile({"ünd[z-a]", true, false, false, {}, {}});
    QVERIFY(!finder.ok());
    QCOMPARE(finder.error().fields.front().line, 1);
    QCOMPARE(finder.error().fields.front().column, 5);
}

void TestBulk::changesOneDocument_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<BulkOperation>("operation");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, Format format, const char *before,
                         const BulkOperation &operation, const char *after) {
        QTest::newRow(name) << format << QByteArray(before) << operation << QByteArray(after);
    };
    const auto json = Format::Json;
    const auto yaml = Format::Yaml;
    row("groups", json, R"({"a": "db-1.old", "b": "db-2.old"})",
        replacing(R"((db-\d)\.old)", "$1.new"), R"({"a": "db-1.new", "b": "db-2.new"})");
    row("plain text with signs", json, R"({"a": "x.y", "b": "x-y"})", replacing("x.y", "$1", false),
        R"({"a": "$1", "b": "x-y"})");
    row("comments too", yaml, "a: old # old\n", replacing("old", "new"), "a: new # new\n");
    auto values = replacing("old", "new");
    values.what.within = core::SearchWithin::Values;
    row("values only", yaml, "old: old # old\n", values, "old: new # old\n");
    values.what.within = core::SearchWithin::Keys;
    row("keys only", yaml, "old: old # old\n", values, "new: old # old\n");
    auto placed = replacing("old", "new");
    placed.what.places = "/a/*";
    row("places only", yaml, "a: [old]\nb: [old]\n", placed, "a: [new]\nb: [old]\n");
    row("set", yaml, routes, at(BulkKind::Set, "/routes/*/timeout", "45"),
        "# all routes\nroutes:\n  - name: a   # first\n    timeout: 45\n  - name: 'b'\n"
        "    timeout: 45\ntimeout: 1\n");
    row("set at any depth", yaml, routes, at(BulkKind::Set, "/**/timeout", "45"),
        "# all routes\nroutes:\n  - name: a   # first\n    timeout: 45\n  - name: 'b'\n"
        "    timeout: 45\ntimeout: 45\n");
    row("remove", yaml, routes, at(BulkKind::Remove, "/routes/*/timeout"),
        "# all routes\nroutes:\n  - name: a   # first\n  - name: 'b'\ntimeout: 1\n");
    row("remove items", json, "[1, 2, 3]", at(BulkKind::Remove, "/*"), "[]");
    row("remove what is in what goes", json, R"({"x": {"x": 1}, "y": 2})",
        at(BulkKind::Remove, "/**/x"), R"({"y": 2})");
    row("rename", yaml, routes, at(BulkKind::Rename, "/routes/*/timeout", "wait"), routes);
    row("add", yaml, "a: 1 # one\nb: 2\n", at(BulkKind::Add, "/a", "-3"), "a: -2 # one\nb: 2\n");
    row("multiply without rounding", yaml, routes,
        at(BulkKind::Multiply, "/routes/*/timeout", "1.1"),
        "# all routes\nroutes:\n  - name: a   # first\n    timeout: 33\n  - name: 'b'\n"
        "    timeout: 2.75\ntimeout: 1\n");
    auto adding = at(BulkKind::Set, "/routes/*/retries", "3");
    adding.addsMissing = true;
    row("add where it is missing", json, R"({"routes": [{"a": 1}, {"a": 2, "retries": 1}]})",
        adding, R"({"routes": [{"a": 1, "retries": 3}, {"a": 2, "retries": 3}]})");
    adding.what.places = "/debug";
    row("add at the root", Format::Toml, "a = 1 # one\n", adding, "a = 1 # one\ndebug = 3\n");
    row("escaped keys", json, R"({"a/b": {"c~d": 1}})", at(BulkKind::Set, "/a~1b/c~0d", "2"),
        R"({"a/b": {"c~d": 2}})");
}

void TestBulk::changesOneDocument()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, before);
    QFETCH(BulkOperation, operation);
    QFETCH(QByteArray, after);
    const Text text(before.toStdString(), format);
    QCOMPARE(printed(planned(text, operation)), after);
}

void TestBulk::refusalsLeaveTheOthersGoOn_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<BulkOperation>("operation");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, Format format, const char *before,
                         const BulkOperation &operation, const char *after) {
        QTest::newRow(name) << format << QByteArray(before) << operation << QByteArray(after);
    };
    row("what would not parse", Format::Json, "{\"a\": 10,\n \"b\": \"10\"}", replacing("10", "x"),
        "{\"a\": 10,\n \"b\": \"x\"}!malformed-json 1:7\n");
    row("what would add a member", Format::Json, "{\"a\": \"old\"}",
        replacing("old", "x\\\", \\\"y\\\": \\\"z", false), "{\"a\": \"x\\\", \\\"y\\\": \\\"z\"}");
    row("what would be other keys", Format::Json, "{\"a\": \"old\"}",
        replacing("old", "x\", \"y\": \"z", false), "{\"a\": \"old\"}!changes-structure 1:8\n");
    row("a key that is there", Format::Json, "{\"a\": 1, \"b\": 2}", renaming("/a", "b"),
        "{\"a\": 1, \"b\": 2}!duplicate-key 1:2\n");
    row("no number", Format::Yaml, "a: 1\nb: x\n", at(BulkKind::Add, "/*", "1"),
        "a: 2\nb: x\n!not-a-number 2:4\n");
    row("what an alias shares", Format::Yaml, "a: &x {b: 1}\nc: *x\nd: {b: 1}\n",
        at(BulkKind::Set, "/*/b", "2"),
        "a: &x {b: 1}\nc: *x\nd: {b: 2}\n!cannot-patch 1:11\n!cannot-patch 2:4\n");
}

void TestBulk::refusalsLeaveTheOthersGoOn()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, before);
    QFETCH(BulkOperation, operation);
    QFETCH(QByteArray, after);
    const Text text(before.toStdString(), format);
    QCOMPARE(printed(planned(text, operation)), after);
}

void TestBulk::ofManyHitsOnlyTheBadOneIsRefused()
{
    std::string before = "{\"old\": 1, \"new\": 2";
    std::string after = before;
    for (int key = 0; key < 300; ++key) {
        before += ",\n\"k" + std::to_string(key) + "\": \"old\"";
        after += ",\n\"k" + std::to_string(key) + "\": \"new\"";
    }
    const Text text(before + '}', Format::Json);
    QCOMPARE(printed(planned(text, replacing("old", "new"))),
        QByteArray::fromStdString(after) + "}!duplicate-key 1:12\n");
}

void TestBulk::hitsThatAreLeftOutStay()
{
    const Text text("a: old\nb: old\nc: old\n", Format::Yaml);
    QCOMPARE(printed(planned(text, replacing("old", "new"), {1})),
        QByteArray("a: new\nb: old\nc: new\n"));
    QCOMPARE(
        printed(planned(text, at(BulkKind::Remove, "/*"), {0, 2})), QByteArray("a: old\nc: old\n"));
}

void TestBulk::hitsShowTheirLineBeforeAndAfter()
{
    const Text text("list: [1, 2] # both\nb:\n  c: 2\n", Format::Yaml);
    const auto plan = planned(text, at(BulkKind::Multiply, "/**", "10"));
    QVERIFY(plan.ok());
    QByteArrayList lines;
    for (const auto &hit : plan->hits) {
        if (!hit.refusal)
            lines << QByteArray::fromStdString(
                hit.pointer + " | " + hit.before + " | " + hit.after);
    }
    QCOMPARE(lines.join('\n'),
        QByteArray("/list/0 | list: [1, 2] # both | list: [10, 2] # both\n"
                   "/list/1 | list: [1, 2] # both | list: [1, 20] # both\n"
                   "/b/c |   c: 2 |   c: 20"));
}

void TestBulk::coveredValuesAreNeitherFoundNorTold()
{
    const std::string source = "user: me\npassword: hunter2-Xy9!kQ\nnote: me\n";
    const auto reading = core::read(source, Format::Yaml);
    const auto begin = source.find("hunter2");
    const core::SearchedDocument document{
        source, &reading.tree(), {{begin, source.find("\nnote")}}};
    const auto countOf = [&](const char *pattern) {
        const auto finder = core::DocumentFinder::compile({pattern, true, true, false, {}, {}});
        return finder->find(document, 100, core::CancelToken()).size();
    };
    QCOMPARE(countOf("hunter"), std::size_t(0));
    QCOMPARE(countOf("password: .*"), std::size_t(0));
    // What else is found says nothing of it either.
    QCOMPARE(countOf("user(?s:.*hunter2)?"), countOf("user(?s:.*hunter3)?"));
    QCOMPARE(countOf("user"), std::size_t(1));
    const auto finder = core::DocumentFinder::compile({"me$", true, true, false, {}, {}});
    const auto hits = finder->find(document, 100, core::CancelToken());
    QCOMPARE(hits.size(), std::size_t(2));
    const auto word = core::DocumentFinder::compile({"password", false, true, false, {}, {}});
    const auto places = word->find(document, 100, core::CancelToken());
    const auto place = core::foundPlace(document, core::LineIndex(source), places.front());
    QCOMPARE(QString::fromStdString(place.excerpt), QStringLiteral("password: ••••••"));
    QCOMPARE(place.line, 2);
    QCOMPARE(place.pointer, std::string("/password"));
}

void TestBulk::renamesReferences_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<BulkOperation>("operation");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *path, Format format, const char *before,
                         const BulkOperation &operation, const char *after) {
        QTest::newRow(name) << QByteArray(path) << format << QByteArray(before) << operation
                            << QByteArray(after);
    };
    const auto json = Format::Json;
    const auto yaml = Format::Yaml;
    row("the key and who refers to it", "/shop/api", yaml,
        "db: # where\n  host: h\nurl: '${ref:#/db/host}'\n", renaming("/db", "store"),
        "store: # where\n  host: h\nurl: '${ref:#/store/host}'\n");
    row("another config", "/shop/web", yaml,
        "a: ${ref:/shop/api#/db/host}\nb: ${ref:/shop/other#/db}\n", renaming("/db", "store"),
        "a: ${ref:/shop/api#/store/host}\nb: ${ref:/shop/other#/db}\n");
    row("its own key of that name stays", "/shop/web", yaml, "db: ${ref:#/db2}\n",
        renaming("/db", "store"), "db: ${ref:#/db2}\n");
    row("a longer name is another key", "/shop/web", json, R"({"a": "${ref:/shop/api#/dbx/host}"})",
        renaming("/db", "store"), R"({"a": "${ref:/shop/api#/dbx/host}"})");
    row("escaped in the pointer", "/shop/web", json,
        R"({"a": "x ${ref:/shop/api#/a~1b/c%7Dd/~0} y"})", renaming("/a~1b", "p/q}r~s%41"),
        R"({"a": "x ${ref:/shop/api#/p~1q%7Dr~0s%2541/c%7Dd/~0} y"})");
    row("plain text stays", "/shop/web", json,
        R"({"a": "$${ref:/shop/api#/db} ${ref:/shop/api#/db}"})", renaming("/db", "store"),
        R"({"a": "$${ref:/shop/api#/db} ${ref:/shop/api#/store}"})");
    row("two in one string", "/shop/web", json,
        R"({"a": "${ref:/shop/api#/db}:${ref:/shop/api#/db/port}"})", renaming("/db", "store"),
        R"({"a": "${ref:/shop/api#/store}:${ref:/shop/api#/store/port}"})");
    row("a star that is meant", "/shop/api", json,
        R"({"h": {"*": {"t": 1}, "a": {"t": 2}}, "r": "${ref:#/h/*/t}${ref:#/h/a/t}"})",
        renaming(R"(/h/\*/t)", "n"),
        R"({"h": {"*": {"n": 1}, "a": {"t": 2}}, "r": "${ref:#/h/*/n}${ref:#/h/a/t}"})");
    row("a backslash that is meant", "/shop/api", json, R"({"a\\*": 1, "a\\b": 2, "a\\c": 3})",
        renaming(R"(/a\\\*)", "n"), R"({"n": 1, "a\\b": 2, "a\\c": 3})");
    auto through = renaming("/store/host", "node");
    through.parts = {{"/shop/web", {}, "/db", "/store"}, {"/shop/ops", {}, "/h", "/store/host"}};
    row("through a reference", "/shop/app", yaml,
        "a: ${ref:/shop/web#/db/host/0}\nb: ${ref:/shop/web#/db}\nc: ${ref:/shop/web#/host}\n"
        "d: ${ref:/shop/ops#/h/host}\n",
        through,
        "a: ${ref:/shop/web#/db/node/0}\nb: ${ref:/shop/web#/db}\nc: ${ref:/shop/web#/host}\n"
        "d: ${ref:/shop/ops#/h/host}\n");
    row("escaped in the text", "/shop/web", json, R"({"a": "\u0024{ref:/shop/api#/db}\t"})",
        renaming("/db", "store"), R"({"a": "${ref:/shop/api#/store}\t"})");
    row("a name with a quote", "/shop/web", json, R"({"a": "${ref:/shop/api#/db}"})",
        renaming("/db", "a\"b"), R"({"a": "${ref:/shop/api#/a\"b}"})");
    row("folded text keeps its lines", "/shop/web", yaml,
        "a: >-\n  one\n  ${ref:/shop/api#/db}\n  two\n", renaming("/db", "store"),
        "a: >-\n  one\n  ${ref:/shop/api#/store}\n  two\n");
    row("every key of that name", "/shop/web", yaml, "a: ${ref:/shop/api#/r/0/t/t}\n",
        renaming("/r/*/t", "x"), "a: ${ref:/shop/api#/r/0/x/t}\n");
}

void TestBulk::renamesReferences()
{
    QFETCH(QByteArray, path);
    QFETCH(Format, format);
    QFETCH(QByteArray, before);
    QFETCH(BulkOperation, operation);
    QFETCH(QByteArray, after);
    const Text text(before.toStdString(), format, path.toStdString());
    QCOMPARE(printed(planned(text, operation)), after);
}

// Documents of random keys and references; the slow way writes the renamed document anew.
void TestBulk::renameEqualsASlowOne()
{
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same every time
    static constexpr std::array names{"a", "b", "c/d", "e~f", "g}h"};
    const auto token = [&](std::size_t i) { return core::escapePointerToken(names[i]); };
    for (int round = 0; round < 2000; ++round) {
        const auto renamed = random() % names.size();
        const std::string newName = random() % 2 ? "n/w" : "new";
        const auto write = [&](bool isAfter, std::mt19937 dice) {
            const auto nameOf = [&](std::size_t i) {
                return isAfter && i == renamed ? newName : std::string(names[i]);
            };
            const auto inReference = [&](std::size_t i, bool isRenamed) {
                auto text = core::escapePointerToken(isRenamed ? nameOf(i) : names[i]);
                support::replaceAll(text, "}", "%7D");
                return text;
            };
            std::string out = "{";
            for (std::size_t i = 0; i < names.size(); ++i) {
                const auto other = dice() % names.size();
                const bool isOwn = dice() % 2;
                const bool isMine = isOwn || dice() % 2;
                out += (i ? ", \"" : "\"") + nameOf(i) + "\": \"x${ref:"
                    + (isOwn         ? ""
                            : isMine ? "/shop/api"
                                     : "/shop/web")
                    + "#/" + inReference(other, isMine) + "/" + inReference(renamed, false) + "}\"";
            }
            return out + "}";
        };
        const auto dice = random;
        random();
        const Text text(write(false, dice), Format::Json);
        const auto plan = planned(text, renaming(('/' + token(renamed)).c_str(), newName.c_str()));
        QVERIFY(plan.ok());
        QCOMPARE(plan->after, write(true, dice));
    }
}

// A value of each real document set by its place, a word of it replaced everywhere: what the plan
// says was not touched has the bytes that it had, and the rest of the value is the same.
void TestBulk::realDocumentsChangeOnlyWhereAsked()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same every time
    int run = 0;
    int refused = 0;
    std::string faults;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const Text text(
                support::contentOf(file), *core::formatFromFileName(file.filename().string()));
            if (text.reading.tree().source().size() > 200'000)
                continue;
            std::vector<std::uint32_t> keys;
            for (std::uint32_t i = 0; i < text.reading.tree().nodeCount(); ++i) {
                if (text.reading.tree().node(i).type == core::NodeType::Key)
                    keys.push_back(i);
            }
            if (keys.empty())
                continue;
            const auto key = keys[random() % keys.size()];
            const std::string word(text.reading.tree().text(text.reading.tree().node(key)));
            auto operation = replacing(word.c_str(), "Renamed_word", false);
            if (word.empty())
                continue;
            const auto plan = planned(text, operation);
            ++run;
            QVERIFY2(plan.ok(), file.c_str());
            std::string expected = text.reading.tree().source();
            std::size_t moved = 0;
            for (const auto &hit : plan->hits) {
                if (hit.refusal) {
                    ++refused;
                    continue;
                }
                expected.replace(hit.span.begin + moved, word.size(), operation.with);
                moved += operation.with.size() - word.size();
            }
            if (plan->after != expected
                || !core::read(plan->after, text.reading.tree().format(), core::Limits::wide()))
                faults += file.string() + '\n';
        }
    }
    QVERIFY2(faults.empty(), faults.substr(0, 4000).c_str());
    qInfo("replace a word: %d documents, %d hits refused", run, refused);
}

void TestBulk::amountsAreWrittenExactly_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("zero") << QByteArray("-0.0") << QByteArray("0");
    QTest::newRow("whole") << QByteArray("1200") << QByteArray("1200");
    QTest::newRow("negative") << QByteArray("-12.50") << QByteArray("-12.5");
    QTest::newRow("small") << QByteArray("0.007") << QByteArray("0.007");
    QTest::newRow("exponent") << QByteArray("1.5e3") << QByteArray("1500");
    QTest::newRow("large") << QByteArray("1e60") << QByteArray("1e60");
}

void TestBulk::amountsAreWrittenExactly()
{
    QFETCH(QByteArray, number);
    QFETCH(QByteArray, written);
    const core::Amount amount(number.toStdString());
    QCOMPARE(QByteArray::fromStdString(amount.json()), written);
    QCOMPARE(amount.compare(core::Amount(amount.json())), 0);
}

QTEST_GUILESS_MAIN(TestBulk)
#include "tst_bulk.moc"
