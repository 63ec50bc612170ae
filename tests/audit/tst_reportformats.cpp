// SPDX-License-Identifier: Apache-2.0
#include "audit/report/oscal.h"
#include "audit/report/printedreport.h"
#include "audit/report/visibletext.h"
#include "audit/report/workbook.h"
#include "engine/core/audittext.h"
#include "engine/core/document/json.h"
#include "engine/core/document/utf8.h"
#include "engine/core/document/value.h"
#include "tests/audit/reportworld.h"
#include "tests/support/programpath.h"
#include "tests/support/testcase.h"

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>

#include <fstream>
#include <set>

using namespace chancery;
using support::ReportWorld;

namespace {

// What must not stand in any file for reading: controls, escapes, marks of direction.
bool hasHidden(const std::string &text)
{
    for (const char *mark : {"\x1b", "\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200f",
             "\u200e", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufe0f", "\u2028",
             "\u2029", "\ufeff", "\u0085", "\x7f"}) {
        if (text.find(mark) != std::string::npos)
            return true;
    }
    return std::ranges::any_of(text,
        [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\n'; });
}

// RFC 4180, every field in quotes.
std::vector<std::vector<std::string>> readCsv(const std::string &csv)
{
    std::vector<std::vector<std::string>> rows(1);
    for (std::size_t at = 0; at < csv.size();) {
        if (csv.compare(at, 2, "\r\n") == 0) {
            rows.emplace_back();
            at += 2;
            continue;
        }
        if (csv[at] == ',')
            ++at;
        std::string field;
        for (++at; at < csv.size(); ++at) {
            if (csv[at] == '"' && (at + 1 == csv.size() || csv[at + 1] != '"'))
                break;
            if (csv[at] == '"')
                ++at;
            field += csv[at];
        }
        ++at;
        rows.back().push_back(field);
    }
    rows.pop_back();
    return rows;
}

std::string unguarded(const std::string &text)
{
    return text.starts_with('\'') ? text.substr(1) : text;
}

std::vector<std::string> naughtyStrings()
{
    std::vector<std::string> strings{"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\tx", "\rx", "\nx",
        "＝1", "＋1", "－1", "＠x", "\x1b[31mred", "a\u202eb", "<b>&amp;", "a\"b", "a,b", "\u2067x",
        "caf\xc3", std::string("nul\0x", 5), "\ufffe\uffff", ""};
    const auto folder = support::corpus("strings");
    if (!folder)
        return strings;
    const auto reading
        = core::readJson(support::contentOf(*folder / "blns.json"), core::Limits::wide());
    if (!reading)
        return {};
    for (const auto &item : reading.tree().root())
        strings.emplace_back(item.value().text());
    return strings;
}

// Every string in every field that an event has for words.
support::StoryLog naughtyLog()
{
    support::StoryLog story("");
    std::int64_t minute = 0;
    for (const auto &text : naughtyStrings()) {
        for (const auto kind : {core::AuditKind::HeadUpdate, core::AuditKind::SecretReveal,
                 core::AuditKind::AuthnLogin}) {
            auto event = core::auditEvent(kind,
                kind == core::AuditKind::AuthnLogin ? core::AuditOutcome::Failure
                                                    : core::AuditOutcome::Success);
            event.seq = std::int64_t(story.log.size());
            event.eventId = std::to_string(event.seq);
            event.time = support::StoryLog::at(std::to_string(minute++) + 'm');
            event.actor.id = event.actor.subject = event.actor.session = text;
            event.actor.roles = event.actor.groups = {text};
            event.target = {text, text, text};
            event.environment = "prod";
            event.nameSpace = event.region = event.reason = event.ticket = text;
            event.requestId = event.correlationId = event.problem = event.traceId = text;
            event.related.push_back({"config", text, text, text, {text}});
            const auto leaf = core::toLeaf(event);
            if (!leaf)
                qFatal("%s", core::toString(leaf.error()).c_str());
            story.log.appendLeaf(*leaf);
        }
    }
    return story;
}

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(120'000);
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

void write(const QString &file, const std::string &bytes)
{
    std::ofstream(file.toStdString(), std::ios::binary) << bytes;
}

// Reads the cells of a workbook with nothing of ours: each sheet's rows, and the number of formulas
// and links.
constexpr auto workbookReader
    = "import sys,zipfile,json,xml.etree.ElementTree as E\n"
      "z=zipfile.ZipFile(sys.argv[1]);n='{http://schemas.openxmlformats.org"
      "/spreadsheetml/2006/main}'\n"
      "text=lambda i:''.join(t.text or '' for t in i.iter(n+'t'))\n"
      "f='xl/sharedStrings.xml'\n"
      "s=[text(i) for i in E.fromstring(z.read(f))] if f in z.namelist() else []\n"
      "out=[];bad=0\n"
      "for i in range(1,99):\n"
      " f='xl/worksheets/sheet%d.xml'%i\n"
      " if f not in z.namelist(): break\n"
      " x=E.fromstring(z.read(f));bad+=len(list(x.iter(n+'f')))+len(list(x."
      "iter(n+'hyperlink')))\n"
      " for c in x.iter(n+'c'):\n"
      "  if c.get('t')=='inlineStr': out.append(text(c)); continue\n"
      "  v=c.find(n+'v').text;out.append(s[int(v)] if c.get('t')=='s' else "
      "v)\n"
      "print(json.dumps([bad]+out))\n";

} // namespace

class TestReportFormats : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void formulasAreGuarded_data();
    void formulasAreGuarded();
    void hiddenCharactersShow();
    void longTextsAreCutBetweenCharacters();
    void naughtyTextsComeBackFromCsv();
    void naughtyTextsStayTextsInEveryFile();
    void erasedFieldsAreTold();
    void entriesAreKeptByteForByte();
    void workbooksHoldNoFormulas();
    void oscalHasItsShape();
    void paperTravelsAsJson();
    void thePdfIsTextAndTheSameBytes();
    void hostilePaperIsRefused();
    void officeOpensWithoutFormulas();
};

void TestReportFormats::formulasAreGuarded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGuarded");
    for (const char *text :
        {"=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'", "＝1", "＋1", "－1", "＠a"})
        QTest::newRow(text) << QString::fromUtf8(text) << true;
    for (const char *text : {"", "1", "a=1", " =1", "ä", "\"=1\"", "head.update"})
        QTest::newRow(text) << QString::fromUtf8(text) << false;
}

void TestReportFormats::formulasAreGuarded()
{
    QFETCH(QString, text);
    QFETCH(bool, isGuarded);
    const auto guarded = audit::guardedText(text.toStdString());
    QCOMPARE(guarded.starts_with('\''), isGuarded);
    QCOMPARE(isGuarded ? unguarded(guarded) : guarded, text.toStdString());
    QCOMPARE(audit::guardedText(std::string("\0x", 2)).front(), '\'');
}

void TestReportFormats::hiddenCharactersShow()
{
    QCOMPARE(audit::visibleText("\x1b[31m"), std::string("\\u{1B}[31m"));
    QCOMPARE(audit::visibleText("a\u202eb"), std::string("a\\u{202E}b"));
    QCOMPARE(audit::visibleText("a\r\nb"), std::string("a\\u{D}\\u{A}b"));
    QCOMPARE(audit::visibleText("a\uffff\ufffeb"), std::string("a\\u{FFFF}\\u{FFFE}b"));
    QCOMPARE(audit::visibleText("pro\u200bd\u00ad\u2060\ufeff"),
        std::string("pro\\u{200B}d\\u{AD}\\u{2060}\\u{FEFF}"));
    QCOMPARE(audit::visibleText("größe 試験 😀"), std::string("größe 試験 😀"));
    for (const auto &text : naughtyStrings())
        QVERIFY2(!hasHidden(audit::visibleText(text)), text.c_str());
}

void TestReportFormats::longTextsAreCutBetweenCharacters()
{
    for (const char *piece : {"a", "ä", "試", "😀", "\x1b", "\xff"}) {
        for (std::size_t shift = 0; shift < 4; ++shift) {
            std::string text(shift, 'x');
            while (text.size() < 60'000)
                text += piece;
            const auto shown = audit::visibleText(text);
            QVERIFY(shown.ends_with("…"));
            QVERIFY(core::firstInvalidUtf8(shown) == std::string::npos);
            QVERIFY(QString::fromStdString(shown).size() <= 32'767);
        }
    }
    const std::string kept(32'000, 'a');
    QCOMPARE(audit::visibleText(kept), kept);
}

void TestReportFormats::naughtyTextsComeBackFromCsv()
{
    audit::Table table{"naughty", {"text", "number", "again"}, {}};
    const auto strings = naughtyStrings();
    for (const auto &text : strings)
        table.rows.push_back({text, std::int64_t(-1), text});
    const auto rows = readCsv(audit::toCsv(table).value());
    QCOMPARE(rows.size(), strings.size() + 1);
    for (std::size_t i = 0; i < strings.size(); ++i) {
        const auto &row = rows[i + 1];
        QCOMPARE(row.size(), 3u);
        QCOMPARE(row[1], std::string("-1"));
        QVERIFY2(unguarded(row[0]) == audit::visibleText(strings[i]), strings[i].c_str());
        QCOMPARE(row[2], row[0]);
        const auto first = row[0].empty() ? ' ' : row[0].front();
        QVERIFY2(
            std::string_view("=+-@\t\r\n").find(first) == std::string_view::npos, row[0].c_str());
    }
}

void TestReportFormats::naughtyTextsStayTextsInEveryFile()
{
    const auto story = naughtyLog();
    const auto log = story.evidence().value();
    ReportWorld world;
    world.request.sampleSize = 5;
    const auto run = audit::runReport(log, world.request).value();
    QVERIFY(run.agrees());
    const auto files = audit::reportFiles(run, log).value();
    for (const auto &[name, content] : files) {
        if (name == "data.ndjson" || name == "evidence.xlsx")
            continue;
        QVERIFY2(!hasHidden(content), name.c_str());
        QVERIFY2(core::firstInvalidUtf8(content) == std::string::npos, name.c_str());
        if (name.ends_with(".json"))
            QVERIFY2(core::readJson(content, core::Limits::wide()).ok(), name.c_str());
        if (!name.ends_with(".csv"))
            continue;
        const auto rows = readCsv(content);
        for (const auto &row : rows)
            QCOMPARE(row.size(), rows.front().size());
    }
    const auto bundle = audit::bundleOf(run, files, world.signer()).value();
    const auto finding = core::evidence::verifyBundle(bundle, world.keys());
    QVERIFY2(finding.verdict == core::evidence::BundleVerdict::Fine, finding.what.c_str());
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("b")), bundle);
    const auto out = outputOf(QStringLiteral("python3"),
        {QStringLiteral("docs/samples/verify_bundle.py"), folder.filePath(QStringLiteral("b")),
            QStringLiteral("--key"), QString::fromStdString(core::toVkey(world.keys()[1]))});
    QVERIFY2(out.startsWith("0 "), out.constData());
}

void TestReportFormats::erasedFieldsAreTold()
{
    const auto told = [](const ReportWorld &world) {
        const auto about = audit::aboutTable(world.run());
        const auto row = std::ranges::find(
            about.rows, "personal fields erased", [](const auto &cells) { return cells[0].text; });
        return row == about.rows.end() ? std::string() : (*row)[1].text;
    };
    ReportWorld world;
    QCOMPARE(told(world), std::string("0"));
    world.story.add("29d privacy.erase boss on=usr_ada erased=12");
    world.story.add("29d1m privacy.erase boss on=usr_bob erased=3");
    QCOMPARE(told(world), std::string("15"));
}

void TestReportFormats::entriesAreKeptByteForByte()
{
    const auto story = naughtyLog();
    const auto log = story.evidence().value();
    const auto run = audit::runReport(log, ReportWorld().request).value();
    const auto data = audit::reportFiles(run, log).value().at("data.ndjson");
    std::string joined;
    for (const auto &leaf : story.log.batchFrom(0).leaves)
        joined += leaf + '\n';
    QCOMPARE(data, joined);
    // And what an event held is found again, as the log shows it.
    const auto first = core::fromLeaf(data.substr(0, data.find('\n')));
    QCOMPARE(first->reason, core::auditText("=1+1"));
}

void TestReportFormats::workbooksHoldNoFormulas()
{
    audit::Table table{"naughty", {"text"}, {}};
    std::multiset<std::string> expected{"text"};
    for (const auto &text : naughtyStrings()) {
        table.rows.push_back({text});
        if (!text.empty())
            expected.insert(audit::visibleText(text));
    }
    table.rows.push_back({std::int64_t(-7)});
    expected.insert("-7");
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("w.xlsx")), audit::workbookOf({table}).value());
    const auto out = outputOf(QStringLiteral("python3"),
        {QStringLiteral("-c"), QString::fromLatin1(workbookReader),
            folder.filePath(QStringLiteral("w.xlsx"))});
    const auto reading = core::readJson(out.toStdString(), core::Limits::wide());
    QVERIFY2(reading.ok(), out.constData());
    std::multiset<std::string> cells;
    for (const auto &item : reading.tree().root())
        cells.emplace(item.value().text());
    QCOMPARE(cells.count("0"), expected.count("0") + 1); // no formulas, no links
    cells.erase(cells.find("0"));
    QVERIFY(cells == expected);
}

void TestReportFormats::oscalHasItsShape()
{
    ReportWorld world;
    world.request.framework = "nist";
    const auto run = world.run();
    const auto reading = core::readJson(audit::oscalOf(run), core::Limits::wide());
    QVERIFY(reading.ok());
    const auto results = reading.tree().root()["assessment-results"];
    const auto result = results["results"].at(0);
    QCOMPARE(results["metadata"]["oscal-version"].text(), "1.1.2");
    const QRegularExpression uuid(QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab]"
                                                 "[0-9a-f]{3}-[0-9a-f]{12}$"));
    const QRegularExpression token(QStringLiteral("^[a-z_][a-z0-9._-]*$"));
    const auto matches = [](const QRegularExpression &pattern, std::string_view text) {
        return pattern.match(QString::fromUtf8(text.data(), qsizetype(text.size()))).hasMatch();
    };
    std::set<std::string> observations;
    for (const auto &item : result["observations"]) {
        const std::string id(item.value()["uuid"].text());
        QVERIFY(matches(uuid, id));
        QVERIFY(observations.insert(id).second);
    }
    QCOMPARE(observations.size(), run.collected());
    for (const auto &item :
        result["reviewed-controls"]["control-selections"].at(0)["include-controls"])
        QVERIFY(matches(token, item.value()["control-id"].text()));
    QVERIFY(result["findings"].size() > 5);
    for (const auto &item : result["findings"]) {
        const auto state = item.value()["target"]["status"]["state"].text();
        QVERIFY(state == "satisfied" || state == "not-satisfied");
        QVERIFY(item.value()["related-observations"].size() > 0);
        for (const auto &related : item.value()["related-observations"])
            QVERIFY(observations.contains(std::string(related.value()["observation-uuid"].text())));
    }
    // What is not collected is no finding.
    std::string none;
    for (const auto &entry : run.controls)
        none += entry.coverage == audit::Coverage::None ? entry.control.id + ' ' : "";
    QCOMPARE(none, std::string("AU-2 AU-3 AU-6 AU-11 CM-6 "));
}

void TestReportFormats::paperTravelsAsJson()
{
    const auto report = audit::printedReport(ReportWorld().run());
    const auto json = audit::toJson(report);
    const auto again = audit::printedReportFrom(json);
    QVERIFY(again.ok());
    QCOMPARE(audit::toJson(*again), json);
    QVERIFY(json.find("not a statement of compliance") != std::string::npos);
    QVERIFY(!audit::printedReportFrom("{}") && !audit::printedReportFrom("x"));
}

namespace {

// What the program for paper makes of the report.
std::string pdfOf(const audit::ReportRun &run, const QTemporaryDir &folder, const char *zone)
{
    const auto in = folder.filePath(QStringLiteral("in"));
    const auto out = folder.filePath(QStringLiteral("out"));
    write(in, audit::toJson(audit::printedReport(run)));
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TZ"), QString::fromLatin1(zone));
    process.setProcessEnvironment(environment);
    process.start(support::programPath(QStringLiteral("chancery-reportpdf")), {in, out});
    process.waitForFinished(60'000);
    return process.exitCode() == 0 ? support::contentOf(out.toStdString()) : std::string();
}

} // namespace

void TestReportFormats::thePdfIsTextAndTheSameBytes()
{
    QTemporaryDir folder;
    ReportWorld world;
    world.request.by = "Größe <b>δοκιμή</b> & co";
    const auto run = world.run();
    const auto pdf = pdfOf(run, folder, "UTC");
    QVERIFY(pdf.starts_with("%PDF-1.4"));
    QVERIFY(pdf == pdfOf(run, folder, "Asia/Kathmandu"));
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
        QSKIP("pdftotext is not installed");
    const auto text = outputOf(QStringLiteral("pdftotext"),
        {QStringLiteral("-layout"), folder.filePath(QStringLiteral("out")), QStringLiteral("-")});
    for (const char *part : {"Evidence for All evidence queries", "not a statement of compliance",
             "Größe <b>δοκιμή</b> & co", "verification", "14 exceptions found in population 19",
             "class B: emergency change", "Not covered by this tool", "1 / "})
        QVERIFY2(text.contains(part), part);
    // Every page says of what and of when it is.
    const auto pages = text.count('\f');
    QVERIFY(pages > 1);
    QVERIFY(text.count(run.id.c_str()) >= pages);
    QVERIFY(text.count("2026-11-01 to 2026-12-01 (exclusive), UTC") >= pages);
}

void TestReportFormats::hostilePaperIsRefused()
{
    QTemporaryDir folder;
    const auto program = support::programPath(QStringLiteral("chancery-reportpdf"));
    const auto in = folder.filePath(QStringLiteral("in"));
    for (const char *json : {"", "x", "{}", "[]", "{\"sections\":1}"}) {
        write(in, json);
        QCOMPARE(QProcess::execute(program, {in, folder.filePath(QStringLiteral("out"))}), 2);
    }
    write(in,
        "{\"sections\":[{\"level\":9,\"columns\":[\"a\"],\"rows\":[[],[\"b\",\"c\"],7],"
        "\"bars\":[{\"population\":-5,\"exceptions\":9000000000000}]}]}");
    QCOMPARE(QProcess::execute(program, {in, folder.filePath(QStringLiteral("out"))}), 0);
    QCOMPARE(QProcess::execute(program, {in, QStringLiteral("/nowhere/out")}), 1);
}

void TestReportFormats::officeOpensWithoutFormulas()
{
    const auto office = QStandardPaths::findExecutable(QStringLiteral("soffice"));
    if (office.isEmpty())
        QSKIP("LibreOffice is not installed");
    audit::Table table{"naughty", {"text"}, {}};
    for (const auto &text : naughtyStrings())
        table.rows.push_back({text});
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("x.xlsx")), audit::workbookOf({table}).value());
    write(folder.filePath(QStringLiteral("c.csv")), audit::toCsv(table).value());
    outputOf(office,
        {QStringLiteral("--headless"), QStringLiteral("--convert-to"), QStringLiteral("fods"),
            QStringLiteral("--outdir"), folder.path(), folder.filePath(QStringLiteral("x.xlsx")),
            folder.filePath(QStringLiteral("c.csv"))});
    for (const char *name : {"x.fods", "c.fods"}) {
        const auto sheet = support::contentOf(folder.filePath(QLatin1String(name)).toStdString());
        QVERIFY2(sheet.find("<table:table-cell") != std::string::npos, name);
        QVERIFY2(sheet.find("table:formula") == std::string::npos, name);
    }
}

QTEST_GUILESS_MAIN(TestReportFormats)
#include "tst_reportformats.moc"
