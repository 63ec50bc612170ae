// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/programpath.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace chancery;

// The command line as its users see it: the real program, its streams and its exit code.
class TestCli : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongUsesAreTold_data();
    void wrongUsesAreTold();
    void validDocuments();
    void invalidDocumentsSayWhere();
    void documentsThatAreNone();
    void foldersOfSchemas();
    void mappedPrefixes();
    void draftAndFormats();
    void invariantsHoldOffline();
    void parsesStrictly();
    void parsesTheWholeOfYaml();
    void convertsEveryDocumentOfAStream();
    void parsesIntoJson();
    void converts();
    void formats();
    void diffs();
    void unifiedDiffsApply();
    void diffsByKey();
    void plansAnImport();
    void nothingActsOnTheTerminal();
    void aSchemaCoversOnATerminal();

private:
    struct Outcome {
        int exitCode = -1;
        QString out;
        QString errors;
    };
    Outcome run(const QStringList &arguments) const;
    // What a terminal gets to see.
    QByteArray onTerminal(const QStringList &arguments) const;
    static core::Tree jsonLine(const QString &text);
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    void write(const char *name, const QByteArray &content) const;
    QTemporaryDir m_folder;
};

void TestCli::write(const char *name, const QByteArray &content) const
{
    QDir(m_folder.path()).mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void TestCli::initTestCase()
{
    write("schema.json", R"({"required": ["port"], "properties": {"port": {"type": "integer"}}})");
    write("good.json", R"({"port": 1})");
    write("good.yaml", "port: 1\n");
    write("bad.json", "{\n  \"port\": \"é\"\n}");
    write("broken.json", "{");
    write("twice.json", R"({"a": 1, "a": 2})");
}

TestCli::Outcome TestCli::run(const QStringList &arguments) const
{
    QProcess process;
    process.start(support::programPath(QStringLiteral("chancery-cli")), arguments);
    if (!process.waitForFinished())
        return {-1, {}, process.errorString()};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError())};
}

QByteArray TestCli::onTerminal(const QStringList &arguments) const
{
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
        return "there is no terminal";
    // Open here too, so that what was written is there when the program has gone.
    const QByteArray name = ptsname(terminal);
    const int here = ::open(name.constData(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    QProcess process;
    process.setStandardOutputFile(QString::fromLatin1(name));
    process.start(support::programPath(QStringLiteral("chancery-cli")), arguments);
    process.waitForFinished();
    fcntl(terminal, F_SETFL, O_NONBLOCK);
    QByteArray seen;
    char bytes[4096];
    for (ssize_t count; (count = ::read(terminal, bytes, sizeof bytes)) > 0;)
        seen.append(bytes, count);
    ::close(here);
    ::close(terminal);
    return seen;
}

core::Tree TestCli::jsonLine(const QString &text)
{
    auto reading = core::readJson(text.trimmed().toStdString());
    return reading.ok() ? std::move(reading).tree() : core::Tree();
}

void TestCli::wrongUsesAreTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row
        = [](const char *name, const QStringList &arguments) { QTest::newRow(name) << arguments; };
    const QString schema = path("schema.json");
    const QString good = path("good.json");
    row("nothing", {});
    row("unknown command", {QStringLiteral("frobnicate")});
    row("no schema", {QStringLiteral("validate"), good});
    row("no document", {QStringLiteral("validate"), QStringLiteral("--schema"), schema});
    row("missing schema",
        {QStringLiteral("validate"), QStringLiteral("--schema"), path("none.json"), good});
    row("broken schema",
        {QStringLiteral("validate"), QStringLiteral("--schema"), path("broken.json"), good});
    row("missing document",
        {QStringLiteral("validate"), QStringLiteral("--schema"), schema, path("none.json")});
    row("unknown draft",
        {QStringLiteral("validate"), QStringLiteral("--schema"), schema, QStringLiteral("--draft"),
            QStringLiteral("5"), good});
    row("missing folder",
        {QStringLiteral("validate"), QStringLiteral("--schema"), schema, QStringLiteral("--ref"),
            path("none"), good});
    row("half a mapping",
        {QStringLiteral("validate"), QStringLiteral("--schema"), schema, QStringLiteral("--map"),
            QStringLiteral("http://x/"), good});
    row("unknown format",
        {QStringLiteral("parse"), QStringLiteral("--format"), QStringLiteral("xml"), good});
    row("missing file", {QStringLiteral("parse"), path("none.json")});
    row("unknown target",
        {QStringLiteral("convert"), QStringLiteral("--to"), QStringLiteral("xml"), good});
}

void TestCli::wrongUsesAreTold()
{
    QFETCH(QStringList, arguments);
    const auto outcome = run(arguments);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(!outcome.errors.isEmpty());
    QVERIFY(outcome.out.isEmpty());
}

void TestCli::validDocuments()
{
    const auto outcome = run({QStringLiteral("validate"), QStringLiteral("--schema"),
        path("schema.json"), QStringLiteral("--json"), path("good.json"), path("good.yaml")});
    QCOMPARE(outcome.exitCode, 0);
    const auto lines = outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    const auto first = jsonLine(lines[0]);
    QCOMPARE(first.root()["file"].text(), path("good.json").toStdString());
    QVERIFY(first.root()["valid"].isTrue());
    QVERIFY(first.root()["errors"].isArray());
    QCOMPARE(first.root()["errors"].size(), std::size_t(0));
    const auto second = jsonLine(lines[1]);
    QCOMPARE(second.root()["file"].text(), path("good.yaml").toStdString());
}

void TestCli::invalidDocumentsSayWhere()
{
    const QStringList arguments{QStringLiteral("validate"), QStringLiteral("--schema"),
        path("schema.json"), path("bad.json")};
    const auto outcome = run(arguments + QStringList{QStringLiteral("--json")});
    QCOMPARE(outcome.exitCode, 1);
    const auto report = jsonLine(outcome.out);
    QCOMPARE(report.root()["valid"].type(), core::NodeType::False);
    const auto error = report.root()["errors"].at(0);
    QCOMPARE(error["line"].text(), std::string_view("2"));
    QCOMPARE(error["column"].text(), std::string_view("11"));
    QCOMPARE(error["pointer"].text(), std::string_view("/port"));
    QCOMPARE(error["schemaPointer"].text(), std::string_view("/properties/port/type"));
    QCOMPARE(error["message"].text(), std::string_view("Expected an integer, found a string"));
    const auto text = run(arguments);
    QCOMPARE(text.exitCode, 1);
    QCOMPARE(text.out,
        path("bad.json") + QStringLiteral(":2:11: Expected an integer, found a string [/port]\n"));
}

void TestCli::documentsThatAreNone()
{
    const auto outcome = run({QStringLiteral("validate"), QStringLiteral("--schema"),
        path("schema.json"), QStringLiteral("--json"), path("broken.json"), path("good.json")});
    QCOMPARE(outcome.exitCode, 1);
    const auto lines = outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    const auto broken = jsonLine(lines[0]);
    const auto good = jsonLine(lines[1]);
    QCOMPARE(broken.root()["valid"].type(), core::NodeType::False);
    QCOMPARE(broken.root()["errors"].size(), std::size_t(1));
    QVERIFY(good.root()["valid"].isTrue());
}

void TestCli::foldersOfSchemas()
{
    write("refs/a/byid.json", R"({"$id": "https://example.com/x", "const": 1})");
    write("refs/byname.yaml", "const: 2\n");
    write("refs.json", R"({"properties": {"a": {"$ref": "https://example.com/x"},
        "b": {"$ref": "https://json.schemastore.org/byname.yaml"}}})");
    write("refs-good.json", R"({"a": 1, "b": 2})");
    write("refs-bad.json", R"({"a": 2, "b": 1})");
    const QStringList command{
        QStringLiteral("validate"), QStringLiteral("--schema"), path("refs.json")};
    const QStringList folder{QStringLiteral("--ref"), path("refs")};
    QCOMPARE(run(command + QStringList{path("refs-good.json")}).exitCode, 2);
    QCOMPARE(run(command + folder + QStringList{path("refs-good.json")}).exitCode, 0);
    const auto outcome = run(command + folder + QStringList{path("refs-bad.json")});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.out.count(QLatin1Char('\n')), 2);
}

void TestCli::mappedPrefixes()
{
    write("remotes/nested/number.json", R"({"type": "number"})");
    write("mapped.json", R"({"$ref": "http://localhost:1234/nested/number.json"})");
    write("number.json", "1");
    const auto outcome
        = run({QStringLiteral("validate"), QStringLiteral("--schema"), path("mapped.json"),
            QStringLiteral("--map"), QStringLiteral("http://localhost:1234/=") + path("remotes"),
            path("number.json"), path("good.json")});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.out.startsWith(path("number.json") + QStringLiteral(": valid\n")));
}

// As on the server, as far as one file can tell.
void TestCli::invariantsHoldOffline()
{
    write("pool-schema.json",
        R"({"properties": {"min": {"type": "integer"}}, "oneOf": [{"required": ["min"], )"
        R"("properties": {"min": {"minimum": 0}}}, {"required": ["none"]}], )"
        R"("x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
    write("pool.yaml", "min: 5\nmax: 2\n");
    write("pool-good.yaml", "min: 1\nmax: 2\n");
    write("pool-open.yaml", "min: ${ref:/a/b#/c}\nmax: 2\n");
    const QStringList command{
        QStringLiteral("validate"), QStringLiteral("--schema"), path("pool-schema.json")};
    const auto outcome = run(command + QStringList{path("pool.yaml")});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.out.contains(QStringLiteral("Too few.")), qPrintable(outcome.out));
    const auto open = run(command + QStringList{path("pool-good.yaml"), path("pool-open.yaml")});
    QCOMPARE(open.exitCode, 0);
    QVERIFY(!open.out.contains(path("pool-good.yaml") + QStringLiteral(": note")));
    QVERIFY(open.out.contains(path("pool-open.yaml") + QStringLiteral(": note: invariants")));
    // What only looks like a reference is none.
    write("pool-told.yaml", "# was ${ref:/a/b#/c}\nmin: 5\nmax: 2\nnote: $${ref:x}\n");
    QCOMPARE(run(command + QStringList{path("pool-told.yaml")}).exitCode, 1);
}

void TestCli::draftAndFormats()
{
    write("bounds.json", R"({"minimum": 1, "exclusiveMinimum": true, "format": "date"})");
    write("one.json", "1");
    write("text.json", "\"x\"");
    const QStringList command{
        QStringLiteral("validate"), QStringLiteral("--schema"), path("bounds.json")};
    QCOMPARE(run(command + QStringList{path("one.json")}).exitCode, 0);
    QCOMPARE(
        run(command + QStringList{QStringLiteral("--draft"), QStringLiteral("4"), path("one.json")})
            .exitCode,
        1);
    QCOMPARE(run(command + QStringList{path("text.json")}).exitCode, 0);
    QCOMPARE(
        run(command + QStringList{QStringLiteral("--formats"), path("text.json")}).exitCode, 1);
}

void TestCli::parsesStrictly()
{
    const auto parse = [this](const char *format, const char *file) {
        return run({QStringLiteral("parse"), QStringLiteral("--format"), QLatin1String(format),
            path(file)});
    };
    QCOMPARE(parse("json", "good.json").exitCode, 0);
    QCOMPARE(parse("yaml", "good.yaml").exitCode, 0);
    QCOMPARE(parse("json", "good.yaml").exitCode, 1);
    QCOMPARE(parse("json", "broken.json").exitCode, 1);
    const auto twice = parse("json", "twice.json");
    QCOMPARE(twice.exitCode, 1);
    QVERIFY(twice.errors.contains(QStringLiteral("twice.json:1:10: ")));
}

// YAML that no configuration may be is YAML all the same; what is malformed behind it is not
// missed.
void TestCli::parsesTheWholeOfYaml()
{
    const auto parse = [this](const char *text) {
        write("language.yaml", text);
        return run({QStringLiteral("parse"), path("language.yaml")});
    };
    for (const auto *text : {"a: 1\n---\nb: 2\n", "a: !mine 1\n", "? [a, b]\n: 1\n"}) {
        const auto outcome = parse(text);
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.errors.contains(QStringLiteral("well-formed, but no configuration")));
    }
    for (const auto *text : {"a: 1\n---\nb: [\n", "a: !mine [\n", "? [a, b]\n: [\n", "a: 1\na: 2\n",
             "a: !mine 1\na: 2\n"})
        QCOMPARE(parse(text).exitCode, 1);
}

void TestCli::convertsEveryDocumentOfAStream()
{
    write("stream.yaml", "a: !mine 1\n---\n[2]\n");
    const auto outcome = run({QStringLiteral("convert"), QStringLiteral("--to"),
        QStringLiteral("json"), path("stream.yaml")});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, QStringLiteral("{\n  \"a\": \"1\"\n}\n[\n  2\n]\n"));
}

void TestCli::parsesIntoJson()
{
    const auto outcome
        = run({QStringLiteral("parse"), QStringLiteral("--json"), path("twice.json")});
    QCOMPARE(outcome.exitCode, 1);
    const auto report = core::readJson(outcome.out.trimmed().toStdString());
    QVERIFY(report.ok());
    QVERIFY(!report.tree().root()["valid"].isTrue());
    QVERIFY(outcome.out.contains(QStringLiteral("\"line\":1,\"column\":10,")));
}

void TestCli::converts()
{
    const auto outcome = run({QStringLiteral("convert"), QStringLiteral("--to"),
        QStringLiteral("json"), path("good.yaml")});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, QStringLiteral("{\n  \"port\": 1\n}\n"));
    QCOMPARE(run({QStringLiteral("convert"), QStringLiteral("--to"), QStringLiteral("json"),
                     path("broken.json")})
                 .exitCode,
        1);
}

void TestCli::formats()
{
    write("wide.yaml", "b:\n    c: 1 # one\na: 2\n");
    const auto format = [this](const QStringList &options) {
        return run(
            QStringList{QStringLiteral("format")} + options + QStringList{path("wide.yaml")});
    };
    QCOMPARE(format({}).out, QStringLiteral("b:\n  c: 1 # one\na: 2\n"));
    QCOMPARE(format({QStringLiteral("--check")}).exitCode, 1);
    const QStringList sorting{QStringLiteral("--sort"), QStringLiteral("--in-place")};
    QCOMPARE(format(sorting).exitCode, 0);
    QCOMPARE(format({}).out, QStringLiteral("a: 2\nb:\n  c: 1 # one\n"));
    QCOMPARE(format({QStringLiteral("--check"), QStringLiteral("--sort")}).exitCode, 0);
    write("wide.yaml", "b: &x 1\na: *x\n");
    QCOMPARE(format({QStringLiteral("--sort")}).exitCode, 1);
    write("wide.yaml", "b: [\n");
    QCOMPARE(format({}).exitCode, 1);
    const auto toToml = run({QStringLiteral("convert"), QStringLiteral("--to"),
        QStringLiteral("toml"), path("good.yaml")});
    QCOMPARE(toToml.out, QStringLiteral("port = 1\n"));
}

void TestCli::diffs()
{
    write("old.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    write("new.txt", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n");
    const auto same = run({QStringLiteral("diff"), path("old.txt"), path("old.txt")});
    QCOMPARE(same.exitCode, 0);
    QCOMPARE(same.out, QString());
    const auto different = run({QStringLiteral("diff"), path("old.txt"), path("new.txt")});
    QCOMPARE(different.exitCode, 1);
    QCOMPARE(different.out.section(QLatin1Char('\n'), 2),
        QStringLiteral("@@ -2,8 +2,9 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n+10\n"));
    QCOMPARE(run({QStringLiteral("diff"), path("old.txt"), path("none.txt")}).exitCode, 2);
}

void TestCli::unifiedDiffsApply()
{
    write("old.txt", "1\r\n2\n\x1b[3\n4\n\t5\n6\n7\n8\n9");
    write("new.txt", "1\r\n2\n\x1b[3\nfour\n\t5\r\n6\n7\n9\n10\n");
    const QStringList words{QStringLiteral("diff"), path("old.txt"), path("new.txt")};
    const auto patch = run(words);
    QCOMPARE(patch.exitCode, 1);
    // Whoever says which form it is gets the same.
    QCOMPARE(run(words + QStringList{QStringLiteral("--format"), QStringLiteral("unified")}).out,
        patch.out);
    write("change.patch", patch.out.toUtf8());
    QProcess program;
    program.start(QStringLiteral("patch"),
        {QStringLiteral("--binary"), path("old.txt"), path("change.patch")});
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
    QCOMPARE(run({QStringLiteral("diff"), path("old.txt"), path("new.txt")}).exitCode, 0);
}

void TestCli::diffsByKey()
{
    write("old.json", R"({"pool": {"max": 5}, "hosts": ["a", "b"], "gone": {"x": 1}})");
    write("new.yaml", "pool:\n  max: 6  # more\nhosts: [b, a, c]\n");
    const auto diff = [this](const QString &format) {
        return run({QStringLiteral("diff"), path("old.json"), path("new.yaml"),
            QStringLiteral("--format"), format});
    };
    const auto tree = diff(QStringLiteral("tree"));
    QCOMPARE(tree.exitCode, 1);
    QCOMPARE(tree.out,
        QStringLiteral("~ /pool/max: 5 -> 6\n> /hosts/0 -> /hosts/1\n+ /hosts/2: \"c\"\n"
                       "- /gone: {1 members}\n"));
    const auto patch = diff(QStringLiteral("json-patch"));
    QVERIFY2(
        patch.out.contains(QStringLiteral(R"({"op": "replace", "path": "/pool/max", "value": 6})")),
        qPrintable(patch.out));
    // What JSON's words do not tell apart is another value all the same.
    write("old.toml", "since = \"2020-01-01\"\nrate = 1\n");
    write("new.toml", "since = 2020-01-01\nrate = 1.0\n");
    const auto typed = run({QStringLiteral("diff"), path("old.toml"), path("new.toml"),
        QStringLiteral("--format"), QStringLiteral("tree")});
    QCOMPARE(typed.exitCode, 1);
    QCOMPARE(typed.out,
        QStringLiteral("~ /since: \"2020-01-01\" -> 2020-01-01 (type)\n"
                       "~ /rate: 1 -> 1.0 (type)\n"));
    write("broken.json", "{\"a\": }");
    const auto broken = run({QStringLiteral("diff"), path("old.json"), path("broken.json"),
        QStringLiteral("--format"), QStringLiteral("tree")});
    QCOMPARE(broken.exitCode, 2);
    QVERIFY2(broken.errors.contains(QStringLiteral("line 1, column 7")), qPrintable(broken.errors));
}

void TestCli::plansAnImport()
{
    write("in/schemas/app.json", R"({"$id": "https://x.example/app"})");
    write("in/one.schema.json", "{}");
    write("in/app.json", "{}");
    write("in/app.toml", "");
    write("in/one.yaml", "a: 1");
    write("in/Some Folder/Other.json", R"({"$schema": "../one.schema.json"})");
    write("in/mapped.json", "{}");
    write("in/twice.json", R"({"a": 1, "a": 2})");
    write("in/notes.txt", "");
    write("map.yaml", "\"ma*.json\": https://x.example/app\n");
    const auto plan = run({QStringLiteral("import"), path("in"), QStringLiteral("-e"),
        QStringLiteral("dev"), QStringLiteral("--prefix"), QStringLiteral("shop"),
        QStringLiteral("--map"), path("map.yaml"), QStringLiteral("--server"),
        QStringLiteral("http://127.0.0.1:1"), QStringLiteral("--dry-run")});
    QCOMPARE(plan.exitCode, 1);
    QCOMPARE(plan.out,
        QStringLiteral(
            "taken    Some Folder/Other.json as shop/some-folder/other, schema"
            " import:one.schema.json by $schema, planned\n"
            "taken    app.json as shop/app, schema https://x.example/app by file name, planned\n"
            "taken    app.toml as shop/app.toml, schema https://x.example/app by file name,"
            " planned\n"
            "taken    mapped.json as shop/mapped, schema https://x.example/app by mapping,"
            " planned\n"
            "taken    one.yaml as shop/one, schema import:one.schema.json by file name, planned\n"
            "skipped  notes.txt: not JSON, YAML or TOML by its name\n"
            "skipped  twice.json: line 1, column 10: The property \"a\" is defined twice in this "
            "object\n"
            "5 taken, 0 unchanged, 2 skipped\n"));
}

void TestCli::nothingActsOnTheTerminal()
{
    write("left.txt", "plain\n");
    write("right.txt", "\x1b[31mred\xe2\x80\xae \xc2\x9b \xff \xc3\xbc\n");
    const auto shown = onTerminal({QStringLiteral("diff"), path("left.txt"), path("right.txt")});
    QVERIFY2(
        shown.contains("+\\u{1b}[31mred\\u{202e} \\u{9b} \\xff \xc3\xbc\r\n"), shown.constData());
    QVERIFY(!shown.contains('\x1b'));
    // A key that turns the line around, and one that an old terminal takes for an escape.
    write("numbers.json", R"({"additionalProperties": {"type": "integer"}})");
    write("turned.json", "{\"a\xe2\x80\xae\xc2\x9b\": \"x\"}\n");
    const QStringList validate{QStringLiteral("validate"), QStringLiteral("--schema"),
        path("numbers.json"), path("turned.json")};
    const auto words = run(validate);
    QVERIFY2(words.out.contains(QStringLiteral("/a\\u{202e}\\u{9b}")), qPrintable(words.out));
    const auto json = run(validate + QStringList{QStringLiteral("--json")});
    QVERIFY2(json.out.contains(QStringLiteral("/a\\u202e\\u009b")), qPrintable(json.out));
    const auto tree = jsonLine(json.out);
    QCOMPARE(QString::fromStdString(std::string(tree.root().resolve("/errors/0/pointer").text())),
        QStringLiteral("/a\u202e\u009b"));
}

void TestCli::aSchemaCoversOnATerminal()
{
    write("pins.json", R"({"properties": {"pin": {"x-sensitive": true}}})");
    write("left.json", R"({"pin": "hunter1"})");
    write("right.json", R"({"pin": "hunter2"})");
    const auto shown = onTerminal({QStringLiteral("diff"), path("left.json"), path("right.json"),
        QStringLiteral("--schema"), path("pins.json")});
    QVERIFY2(shown.contains("(changed") && !shown.contains("hunter"), shown.constData());
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
