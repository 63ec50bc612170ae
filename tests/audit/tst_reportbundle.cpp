// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/bundleforgery.h"
#include "tests/support/testcase.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>

#include <fstream>
#include <set>

using namespace chancery;
using core::evidence::BundleFinding;
using core::evidence::BundleVerdict;
using core::evidence::Files;
using support::exchange;
using support::replaceFirst;
using support::ReportWorld;
using support::signedAgain;

namespace {

BundleFinding verified(const ReportWorld &world, const std::string &bytes)
{
    return core::evidence::verifyBundle(bytes, world.keys());
}

} // namespace

class TestReportBundle : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aZipHasOneForm();
    void aZipThatDiffersIsRefused_data();
    void aZipThatDiffersIsRefused();
    void theSameRequestGivesTheSameBytes();
    void aFineBundleVerifies();
    void keysDecideWhoIsTrusted();
    void whatWasSignedAgainIsStillFound();
    void everyFileIsUnderTheManifest();
    void theSampleOfTheGuideIsFine();
    void theGuideListsWhatIsNotCollected();
    void theSampleFollowsItsSeed();
    void anEmptyLogMakesAReport();
    void aLeafWithALineBreakIsRefused();
    void requestsAreChecked();
    void whatTwoProgramsMightReadOtherwiseIsRefused();
};

void TestReportBundle::aZipHasOneForm()
{
    const Files files{{"a/b.txt", "hello"}, {"empty", ""}, {"z.bin", std::string("\0\xff", 2)}};
    const auto bytes = core::evidence::writeZip(files);
    QVERIFY(bytes.ok());
    QVERIFY(core::evidence::readZip(*bytes).value() == files);
    QCOMPARE(core::evidence::crc32("123456789"), 0xcbf43926u);
    for (const char *name :
        {"", "/a", "a/", "../a", "a/../b", ".a", "a//b", "a\\b", "ä", "a b", "a\n"})
        QVERIFY2(!core::evidence::writeZip({{name, ""}}), name);
    // Others read it too.
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("a.zip"));
    std::ofstream(file.toStdString(), std::ios::binary) << *bytes;
    QProcess python;
    python.start(QStringLiteral("python3"),
        {QStringLiteral("-m"), QStringLiteral("zipfile"), QStringLiteral("-t"), file});
    QVERIFY(python.waitForFinished());
    QCOMPARE(python.exitCode(), 0);
}

void TestReportBundle::aZipThatDiffersIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto good = QByteArray::fromStdString(
        core::evidence::writeZip({{"a", "hello"}, {"b", "world"}}).value());
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no entries") << QByteArray::fromStdString(core::evidence::writeZip({}).value());
    QTest::newRow("something in front") << QByteArray("x") + good;
    QTest::newRow("something behind") << good + QByteArray(1, '\0');
    QTest::newRow("cut") << good.left(good.size() - 1);
    for (int i = 0; i < good.size(); ++i) {
        // The content itself is guarded by its checksum.
        auto bytes = good;
        bytes[i] = static_cast<char>(bytes[i] ^ 0x20);
        QTest::addRow("byte %d", i) << bytes;
    }
    // Twice the same name: the first entry, then all again.
    QTest::newRow("twice") << good.left(36) + good;
}

void TestReportBundle::aZipThatDiffersIsRefused()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!core::evidence::readZip(bytes.toStdString()));
}

void TestReportBundle::theSameRequestGivesTheSameBytes()
{
    const ReportWorld world;
    const auto first = world.bundle();
    QVERIFY(first == ReportWorld().bundle());
    auto other = ReportWorld();
    other.request.seed = "2";
    QVERIFY(first != other.bundle());
    QVERIFY(world.run().id != other.run().id);
}

void TestReportBundle::aFineBundleVerifies()
{
    const ReportWorld world;
    const auto finding = verified(world, world.bundle());
    QVERIFY2(finding.verdict == BundleVerdict::Fine, finding.what.c_str());
    QCOMPARE(finding.entries, world.story.log.size());
    QCOMPARE(finding.queries, 30);
    QVERIFY(finding.differs.empty());
    QVERIFY(finding.isLogKeyKnown);
    QVERIFY(finding.report.starts_with("all-20261101-20261201-"));
    QVERIFY(world.run().agrees());
}

void TestReportBundle::keysDecideWhoIsTrusted()
{
    const ReportWorld world;
    const auto bundle = world.bundle();
    const auto verdict = [&](std::vector<core::NoteVerifier> keys) {
        return core::evidence::verifyBundle(bundle, keys).verdict;
    };
    const auto keys = world.keys();
    const auto other = core::SigningKey::generate().publicKey();
    QCOMPARE(verdict({}), BundleVerdict::UnknownKey);
    QCOMPARE(verdict({keys[0]}), BundleVerdict::UnknownKey);
    QCOMPARE(verdict({keys[1]}), BundleVerdict::Fine);
    QCOMPARE(verdict({{"cms.example/reports", other}}), BundleVerdict::UnknownKey);
    QCOMPARE(verdict({keys[1], {keys[0].name, other}}), BundleVerdict::Mismatch);
    QVERIFY(!core::evidence::verifyBundle(bundle, std::span(&keys[1], 1)).isLogKeyKnown);
}

void TestReportBundle::whatWasSignedAgainIsStillFound()
{
    const ReportWorld world;
    const auto files = core::evidence::readZip(world.bundle()).value();
    auto lied = files;
    const std::string told = "\"exceptions\":14,\"id\":\"Q01\"";
    QVERIFY(lied["manifest.json"].find(told) != std::string::npos);
    replaceFirst(lied["manifest.json"], told, "\"exceptions\":0,\"id\":\"Q01\"");
    auto finding = verified(world, signedAgain(lied, world.key, world.signer().name));
    QCOMPARE(finding.verdict, BundleVerdict::Mismatch);
    QCOMPARE(finding.what, std::string("counted again, Q01 has other numbers"));
    auto shortened = files;
    const auto data = files.at("data.ndjson");
    exchange(shortened, "data.ndjson", data.substr(data.find('\n') + 1));
    finding = verified(world, signedAgain(shortened, world.key, world.signer().name));
    QCOMPARE(finding.verdict, BundleVerdict::Mismatch);
    auto renamed = files;
    replaceFirst(renamed["manifest.json"], "\"report\":\"all-", "\"report\":\"soc2-");
    finding = verified(world, signedAgain(renamed, world.key, world.signer().name));
    QCOMPARE(finding.verdict, BundleVerdict::Mismatch);
    auto emptied = files;
    emptied["manifest.json"] = "{}";
    finding = verified(world, signedAgain(emptied, world.key, world.signer().name));
    QCOMPARE(finding.verdict, BundleVerdict::Malformed);
}

void TestReportBundle::everyFileIsUnderTheManifest()
{
    const ReportWorld world;
    const auto files = core::evidence::readZip(world.bundle()).value();
    for (const char *name : {"README.txt", "about.csv", "summary.csv", "controls.csv",
             "population.csv", "exceptions.csv", "listed.csv", "trends.csv", "sample.csv",
             "evidence.xlsx", "data.ndjson", "checkpoint.note", "keys.txt", "framework.json",
             "oscal-assessment-results.json", "definitions/Q01.json", "definitions/Q42.json",
             "definitions/tables.json", "dossiers/Q01-1.txt"})
        QVERIFY2(files.contains(name), name);
    for (const auto &[name, content] : files) {
        if (name.starts_with("manifest."))
            continue;
        auto changed = files;
        changed[name] += ' ';
        const auto finding = verified(world, core::evidence::writeZip(changed).value());
        QVERIFY2(finding.verdict == BundleVerdict::Mismatch, name.c_str());
    }
}

// Made by "report run" from its own entries and checkpoint, with the signing key of ReportWorld; to
// be made again when a definition has changed.
void TestReportBundle::theSampleOfTheGuideIsFine()
{
    std::vector<core::NoteVerifier> keys;
    std::istringstream lines(support::contentOf("docs/samples/keys.txt"));
    for (std::string line; std::getline(lines, line);)
        keys.push_back(core::readVerifier(line).value());
    const auto bundle = support::contentOf("docs/samples/november.cmsr");
    const auto finding = core::evidence::verifyBundle(bundle, keys);
    QVERIFY2(finding.verdict == BundleVerdict::Fine, finding.what.c_str());
    QVERIFY(finding.isLogKeyKnown);
    const auto guide = support::contentOf("docs/auditor-guide.md");
    QVERIFY(guide.find("Verified " + finding.report) != std::string::npos);
}

// Whoever goes by the guide must not throw a finding away.
void TestReportBundle::theGuideListsWhatIsNotCollected()
{
    const auto all = core::evidence::definitions().value();
    std::set<std::string> missing;
    for (const auto &one : all) {
        if (!one.isCollected)
            missing.insert(one.id);
    }
    const auto guide = support::contentOf("docs/auditor-guide.md");
    const auto said = std::to_string(all.size() - missing.size()) + " are collected. "
        + std::to_string(missing.size()) + " are not,";
    QVERIFY2(guide.find(said) != std::string::npos, said.c_str());
    std::set<std::string> listed;
    std::istringstream lines(guide);
    for (std::string line; std::getline(lines, line);) {
        const auto cell = line.starts_with("| Q") ? line.substr(2, line.find(" |") - 2) : "";
        std::istringstream ids(cell);
        for (std::string id; ids >> id;)
            QVERIFY2(listed.insert(id.substr(0, 3)).second, id.c_str());
    }
    QVERIFY(listed == missing);
}

void TestReportBundle::theSampleFollowsItsSeed()
{
    const std::vector<std::string> ids{"1", "2", "3", "4", "5", "6", "7"};
    const auto first = core::evidence::sampleOf(ids, "auditor", 3);
    QCOMPARE(first.size(), 3u);
    QVERIFY(first == core::evidence::sampleOf({ids.rbegin(), ids.rend()}, "auditor", 3));
    QVERIFY(first != core::evidence::sampleOf(ids, "somebody", 3));
    const auto more = core::evidence::sampleOf(ids, "auditor", 99);
    QCOMPARE(more.size(), ids.size());
    QVERIFY(std::equal(first.begin(), first.end(), more.begin()));
    // By the rule as it is written.
    const auto rank
        = [](const std::string &id) { return core::sha256("cms.sample.v1\nauditor\n" + id); };
    for (const auto &id : ids)
        QVERIFY(rank(more.front()) <= rank(id));
}

void TestReportBundle::anEmptyLogMakesAReport()
{
    const support::StoryLog story("");
    const auto log = story.evidence().value();
    ReportWorld world;
    const auto run = audit::runReport(log, world.request).value();
    QCOMPARE(run.exceptions(), 0);
    const auto bundle
        = audit::bundleOf(run, audit::reportFiles(run, log).value(), world.signer()).value();
    const auto finding = core::evidence::verifyBundle(bundle, world.keys());
    QVERIFY2(finding.verdict == BundleVerdict::Fine, finding.what.c_str());
}

void TestReportBundle::aLeafWithALineBreakIsRefused()
{
    support::StoryLog story("1d authn.login ada on=ada\n");
    story.log.appendLeaf("{\"event\":\n\"authn.login\"}");
    const auto log = story.evidence().value();
    const auto run = audit::runReport(log, ReportWorld().request).value();
    QCOMPARE(audit::reportFiles(run, log).error().code, std::string("report-leaf"));
}

void TestReportBundle::requestsAreChecked()
{
    const ReportWorld world;
    const auto codeOf = [&](const auto &change) {
        auto request = world.request;
        change(request);
        const auto run = audit::runReport(world.log(), request);
        return run ? std::string("fine") : run.error().code;
    };
    using Request = audit::ReportRequest;
    QCOMPARE(codeOf([](Request &) { }), std::string("fine"));
    QCOMPARE(codeOf([](Request &r) { r.framework = "sox"; }), std::string("report-framework"));
    QCOMPARE(codeOf([](Request &r) { r.to = r.from; }), std::string("report-period"));
    QCOMPARE(codeOf([](Request &r) { r.given["k"] = {"x"}; }), std::string("report-parameter"));
    QCOMPARE(
        codeOf([](Request &r) { r.given["nothing"] = {"1"}; }), std::string("report-parameter"));
    QCOMPARE(codeOf([](Request &r) { r.given["environments"] = {"pr\u202eod"}; }),
        std::string("report-parameter"));
    QCOMPARE(codeOf([](Request &r) { r.seed = "a\nb"; }), std::string("report-parameter"));
    QCOMPARE(codeOf([](Request &r) { r.by = "\x1b[31m"; }), std::string("report-parameter"));
}

// Signed by who may: numbers and names that programs write in several ways, and what SQLite keeps
// for itself, of which another program knows nothing.
void TestReportBundle::whatTwoProgramsMightReadOtherwiseIsRefused()
{
    const ReportWorld world;
    const auto files = core::evidence::readZip(world.bundle()).value();
    QTemporaryDir folder;
    QStringList arguments{QStringLiteral("docs/samples/verify_bundle.py")};
    for (const auto &key : world.keys())
        arguments << QStringLiteral("--key") << QString::fromStdString(core::toVkey(key));
    int count = 0;
    const auto add = [&](const core::evidence::Files &changed) {
        const auto bytes = support::signedAgain(changed, world.key, world.signer().name);
        const auto file = folder.filePath(QString::number(count++));
        std::ofstream(file.toStdString(), std::ios::binary) << bytes;
        arguments << file;
        QCOMPARE(verified(world, bytes).verdict, BundleVerdict::Malformed);
    };
    for (const char *member :
        {"\"x\":1e-7", "\"x\":0.000001", "\"x\":100000000000000000000", "\"x\":9007199254740993",
            "\"x\":0.5", "\"x\U00010000\":1,\"x\ue000\":1", "\"x\":{\"\xc3\xa4\":1}"}) {
        auto changed = files;
        auto &manifest = changed["manifest.json"];
        manifest.insert(manifest.size() - 1, std::string(",") + member);
        add(changed);
    }
    for (const char *table : {"sqlite_master", "sqlite_schema", "sqlite_stat1"}) {
        auto changed = files;
        auto definition = changed["definitions/Q32.json"];
        support::replaceFirst(definition, "SELECT seq AS id, seq, '' AS detail FROM event",
            "SELECT 1 AS id, 1 AS seq, '' AS detail FROM " + std::string(table));
        support::replaceFirst(definition,
            "WHERE (time_us >= :from AND time_us < :to) OR unreadable = 1", "WHERE :from < :to");
        QVERIFY(definition.find(table) != std::string::npos);
        support::redefine(changed, "definitions/Q32.json", definition);
        add(changed);
    }
    QProcess python;
    python.start(QStringLiteral("python3"), arguments);
    QVERIFY(python.waitForFinished(120'000));
    const auto lines = python.readAllStandardOutput().split('\n');
    QCOMPARE(int(lines.size()), count + 1);
    for (int i = 0; i < count; ++i)
        QVERIFY2(lines[i].startsWith("2 "), lines[i].constData());
}

QTEST_GUILESS_MAIN(TestReportBundle)
#include "tst_reportbundle.moc"
