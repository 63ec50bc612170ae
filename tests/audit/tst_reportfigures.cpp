// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/bundlemutator.h"
#include "tests/support/testcase.h"

#include <QtCore/QProcess>

#include <fstream>

using namespace chancery;
using core::evidence::BundleFinding;
using core::evidence::BundleVerdict;
using core::evidence::Files;
using support::ReportWorld;

namespace {

struct Answer {
    int code = -1;
    std::string out;
    std::string errors;
};

// What the program in Python says of a file.
Answer saidByPython(const std::string &bytes, const std::vector<core::NoteVerifier> &keys)
{
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("bundle"));
    std::ofstream(file.toStdString(), std::ios::binary) << bytes;
    QStringList arguments{QStringLiteral("docs/samples/verify_bundle.py"), file};
    for (const auto &key : keys)
        arguments << QStringLiteral("--key") << QString::fromStdString(core::toVkey(key));
    QProcess python;
    python.start(QStringLiteral("python3"), arguments);
    if (!python.waitForFinished(120'000))
        return {};
    return {python.exitCode(), python.readAllStandardOutput().toStdString(),
        python.readAllStandardError().toStdString()};
}

} // namespace

// What a bundle says of itself is found again from the entries, whoever has signed it; by the
// definitions that it carries, and within bounds, for those may be hostile.
class TestReportFigures : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyFigureIsFoundAgain_data();
    void everyFigureIsFoundAgain();
    void olderDefinitionsVerifyByThemselves();
    void otherDefinitionsAreTold();
    void hostileDefinitionsAreRefused_data();
    void hostileDefinitionsAreRefused();
    void absurdEntriesAreTakenAlike();
    void absurdArchivesAreMalformed();
    void theSecondVerifierKnowsTheDefinitionsOfToday();

private:
    void bothSay(const std::string &bytes, BundleVerdict verdict);

    ReportWorld m_world;
    BundleFinding m_finding; // of the last look
    std::string m_out; // what Python said beside its code
};

void TestReportFigures::bothSay(const std::string &bytes, BundleVerdict verdict)
{
    m_finding = core::evidence::verifyBundle(bytes, m_world.keys());
    const auto answer = saidByPython(bytes, m_world.keys());
    m_out = answer.out;
    QVERIFY2(m_finding.verdict == verdict, m_finding.what.c_str());
    QVERIFY2(answer.code == int(verdict), answer.out.c_str());
    QVERIFY2(answer.errors.empty(), answer.errors.c_str());
}

void TestReportFigures::everyFigureIsFoundAgain_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("into");
    const auto row = [](const char *from, const char *into) {
        QTest::addRow("%s", into) << QByteArray(from) << QByteArray(into);
    };
    row("\"entriesOfPeriod\":", "\"entriesOfPeriod\":1");
    row("\"firstOfPeriod\":", "\"firstOfPeriod\":1");
    row("\"lastOfPeriod\":", "\"lastOfPeriod\":1");
    row("\"gaps\":\"none\"", "\"gaps\":\"entries of other times between\"");
    row("\"unreadable\":0", "\"unreadable\":1");
    row("\"verification\":\"verified\"", "\"verification\":\"unverified\"");
    row("\"asOf\":\"2026-12", "\"asOf\":\"2026-11");
    row("\"zone\":\"UTC\"", "\"zone\":\"CET\"");
    row("\"listed\":2", "\"listed\":0");
    row("\"population\":19", "\"population\":18");
    row("\"recount\":{\"exceptions\":14", "\"recount\":{\"exceptions\":13");
    row("\"seed\":\"1\"", "\"seed\":\"7\"");
    row("\"size\":2}", "\"size\":3}");
    row("\"sample\":[\"", "\"sample\":[\"1");
    row("\"limits\":\"", "\"limits\":\"not ");
    row("\"name\":\"Production changes", "\"name\":\"All changes");
    row("\"name\":\"All evidence queries\"", "\"name\":\"SOC 2\"");
    row("\"statement\":\"Supports assessment of", "\"statement\":\"Proves compliance with");
    row("\"status\":\"not collected\",\"version\":2", "\"status\":\"not collected\",\"version\":9");
}

void TestReportFigures::everyFigureIsFoundAgain()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, into);
    auto files = core::evidence::readZip(m_world.bundle()).value();
    auto &manifest = files["manifest.json"];
    QVERIFY2(manifest.find(from.toStdString()) != std::string::npos, manifest.c_str());
    support::replaceFirst(manifest, from.toStdString(), into.toStdString());
    bothSay(
        support::signedAgain(files, m_world.key, m_world.signer().name), BundleVerdict::Mismatch);
}

// Made before approvals named what they were given for.
void TestReportFigures::olderDefinitionsVerifyByThemselves()
{
    std::vector<core::NoteVerifier> keys;
    std::istringstream lines(support::contentOf("docs/samples/keys.txt"));
    for (std::string line; std::getline(lines, line);)
        keys.push_back(core::readVerifier(line).value());
    const auto bundle = support::contentOf(support::dataFile("evidence/older.cmsr"));
    const auto finding = core::evidence::verifyBundle(bundle, keys);
    QVERIFY2(finding.verdict == BundleVerdict::Fine, finding.what.c_str());
    QVERIFY(std::ranges::count(finding.differs, "tables") == 1);
    QVERIFY(std::ranges::count(finding.differs, "Q01") == 1);
    QVERIFY(std::ranges::count(finding.differs, "Q12") == 0);
    const auto answer = saidByPython(bundle, keys);
    QCOMPARE(answer.code, 0);
    std::string told = "by definitions that are not today's:";
    for (const auto &name : finding.differs)
        told += ' ' + name;
    QVERIFY2(answer.out.find(told) != std::string::npos, answer.out.c_str());
}

// Whoever has the signing key may ask otherwise; then it says so.
void TestReportFigures::otherDefinitionsAreTold()
{
    auto files = core::evidence::readZip(m_world.bundle()).value();
    auto content = files.at("definitions/Q01.json");
    support::replaceFirst(content, "seconds = 0 AND emergency = 0", "0 AND emergency = 0");
    support::redefine(files, "definitions/Q01.json", content);
    auto &manifest = files["manifest.json"];
    const auto signedNow
        = [&] { return support::signedAgain(files, m_world.key, m_world.signer().name); };
    bothSay(signedNow(), BundleVerdict::Mismatch);
    support::replaceFirst(
        manifest, "\"exceptions\":14,\"id\":\"Q01\"", "\"exceptions\":0,\"id\":\"Q01\"");
    support::replaceFirst(
        manifest, "\"recount\":{\"exceptions\":14", "\"recount\":{\"exceptions\":0");
    bothSay(signedNow(), BundleVerdict::Fine);
    QCOMPARE(m_finding.differs, std::vector<std::string>{"Q01"});
    QVERIFY2(m_out.find("not today's: Q01") != std::string::npos, m_out.c_str());
}

void TestReportFigures::hostileDefinitionsAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("line");
    const auto script = [](const char *line) {
        QTest::addRow("script %s", line) << QByteArray("tables") << QByteArray(line);
    };
    const auto query = [](const char *line) {
        QTest::addRow("query %s", line) << QByteArray("Q01") << QByteArray(line);
    };
    script("ATTACH '/tmp/x' AS x;");
    script("CREATE TABLE x(a);");
    script("DELETE FROM event;");
    script("INSERT INTO event(seq) VALUES(999);");
    script("PRAGMA writable_schema = ON;");
    script("CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END;");
    script("CREATE VIRTUAL TABLE x USING fts5(a);");
    script("COMMIT;");
    query("SELECT a.seq AS id, a.seq, '' AS detail FROM event AS a, event AS b, event AS c, event "
          "AS d, event AS e");
    query("WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT x AS id, x AS seq, x "
          "AS detail FROM r");
    query("SELECT load_extension('x') AS id, 1 AS seq, 1 AS detail");
    query("SELECT name AS id, 1 AS seq, 1 AS detail FROM pragma_database_list");
    query("SELECT printf('%.*c', 40000000, 'x') || printf('%.*c', 40000000, 'x') AS id, 1 AS seq, "
          "1 AS detail");
    query("DELETE FROM event");
    query("SELECT seq AS id, seq, :nobody AS detail FROM event");
}

void TestReportFigures::hostileDefinitionsAreRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, line);
    auto files = core::evidence::readZip(m_world.bundle()).value();
    const auto file = "definitions/" + name.toStdString() + ".json";
    const auto key
        = name == "tables" ? std::string("\"script\":[") : std::string("\"population\":[");
    auto content = files.at(file);
    const auto at = content.rfind(key);
    QVERIFY(at != std::string::npos);
    if (name == "tables")
        content.insert(at + key.size(), '"' + line.toStdString() + "\",");
    else
        content.replace(at, content.find(']', at) + 1 - at, key + '"' + line.toStdString() + "\"]");
    support::redefine(files, file, content);
    bothSay(
        support::signedAgain(files, m_world.key, m_world.signer().name), BundleVerdict::Malformed);
}

// Entries that no server writes, and a log that holds them all the same: two readers take them for
// the same, or one of them could be shown another log.
void TestReportFigures::absurdEntriesAreTakenAlike()
{
    const auto at = [](const std::string &time, const std::string &more = "\"seq\":0") {
        return "{\"event\":\"authn.login\",\"outcome\":\"failure\",\"time\":\"" + time + "\","
            + more + '}';
    };
    const std::string good = "2026-11-05T00:00:00.000000Z";
    const auto nested = [&](int depth) {
        return at(good,
            "\"x\":" + std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']'));
    };
    for (const auto &leaf :
        {std::string(), std::string("null"), std::string("[]"), std::string("\xff\xfe"),
            std::string("\xef\xbb\xbf{}"), at(good), at("2026-11-05T00:00:00Z"),
            at("2026-11-05T00:00:00.5Z"), at("2026-11-05T00:00:60.000000Z"),
            at("2026-02-30T00:00:00.000000Z"), at("0000-01-01T00:00:00.000000Z"),
            at("0001-01-01T00:00:00.000000Z"), at("9999-12-31T23:59:59.999999Z"),
            at("99999-01-01T00:00:00.000000Z"), at("2026-11-05T25:00:00.000000Z"), at(""),
            at(good, "\"seq\":9007199254740992"), at(good, "\"seq\":-9007199254740991"),
            at(good, "\"seq\":1e400"), at(good, "\"seq\":1.5"), at(good, "\"seq\":\"1\""),
            at(good, "\"seq\":[1]"), at(good, "\"seq\":" + std::string(5000, '9')),
            at(good, "\"x\":NaN"), at(good, "\"x\":-Infinity"), at(good, "\"time\":1"),
            at(good, "\"a\":1,\"a\":2"), at(good, "\"x\":\"\\ud800\""), at(good, "\"x\":\"\t\""),
            at(good, "\"related\":{\"type\":\"role\"}"),
            at(good, "\"related\":[7,null,{\"type\":7}]"), at(good, "\"actor\":[1,2]"),
            at(good, "\"actor\":{\"roles\":[1,\"admin\",null]}"),
            at(good, "\"actor\":{\"roles\":\"admin\",\"authn\":{\"amr\":{\"a\":\"b\"}}}"),
            at(good, "\"actor\":{\"sub\":12,\"id\":true}"), nested(500), nested(511), nested(512),
            nested(2'000), nested(100'000)})
        m_world.story.log.appendLeaf(leaf);
    const auto run = m_world.run();
    QVERIFY(run.agrees());
    QVERIFY(run.unreadable > 15);
    bothSay(m_world.bundle(), BundleVerdict::Fine);
    m_world = ReportWorld();
}

void TestReportFigures::absurdArchivesAreMalformed()
{
    const auto good = core::evidence::writeZip({{"a", "hello"}}).value();
    std::string many;
    for (int i = 0; i < 70'000; ++i) {
        auto entry = good.substr(0, 36);
        entry[30] = 'b';
        const auto name = "n" + std::to_string(i);
        entry.replace(30, 1, name);
        entry[26] = static_cast<char>(name.size());
        many += entry;
    }
    bothSay(many, BundleVerdict::Malformed);
    bothSay(good.substr(0, 36) + good, BundleVerdict::Malformed); // one name twice
    bothSay(std::string("PK\3\4") + std::string(26, '\xff'), BundleVerdict::Malformed);
    auto files = core::evidence::readZip(m_world.bundle()).value();
    auto &manifest = files["manifest.json"];
    const auto with = [&](const std::string &text) {
        manifest = text;
        return support::signedAgain(files, m_world.key, m_world.signer().name);
    };
    for (const auto &text : {std::string("[]"), std::string("7"), std::string("\"\""),
             std::string("{\"a\":1,\"a\":2}"), std::string(100'000, '['), std::string("NaN"),
             std::string("{\"format\":\"chancery.report.v1\"}")})
        bothSay(with(text), BundleVerdict::Malformed);
    QCOMPARE(saidByPython("x", {}).code, 2);
}

void TestReportFigures::theSecondVerifierKnowsTheDefinitionsOfToday()
{
    const auto program = support::contentOf("docs/samples/verify_bundle.py");
    const auto knows = [&program](const std::string &id, const std::string &digest) {
        return program.find(id + ':' + digest.substr(7, 8)) != std::string::npos;
    };
    const auto all = core::evidence::definitions().value();
    for (const auto &one : all)
        QVERIFY2(knows(one.id, one.digest), (one.id + ':' + one.digest.substr(7, 8)).c_str());
    const auto tables = core::evidence::tables().value();
    QVERIFY2(knows("tables", tables.digest), tables.digest.substr(7, 8).c_str());
}

QTEST_GUILESS_MAIN(TestReportFigures)
#include "tst_reportfigures.moc"
