// SPDX-License-Identifier: Apache-2.0
#include "audit/report/anchorcheck.h"
#include "audit/report/reportlog.h"
#include "audit/report/reporttables.h"
#include "tests/audit/bundleforgery.h"
#include "tests/support/testcase.h"

#include <QtCore/QProcess>

#include <fstream>

using namespace chancery;
using core::evidence::BundleVerdict;
using support::ReportWorld;
using support::TestCache;

namespace {

constexpr std::uint64_t gone = 768; // two subtrees

std::string aboutOf(const audit::ReportRun &run, const std::string &what)
{
    for (const auto &table : audit::tablesOf(run)) {
        for (std::size_t i = 0; table.name == "about" && i < table.rows.size(); ++i) {
            if (table.rows[i][0].text == what)
                return table.rows[i][1].text;
        }
    }
    return "no such line";
}

audit::Coverage coverageOf(const audit::ReportRun &run, std::size_t control)
{
    return run.controls[control].coverage;
}

// What the second program says of a bundle.
QByteArray pythonOn(const ReportWorld &world, const std::string &bundle)
{
    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("pruned.cmsr"));
    std::ofstream(file.toStdString(), std::ios::binary) << bundle;
    QStringList arguments{QStringLiteral("docs/samples/verify_bundle.py"), file};
    for (const auto &key : world.keys())
        arguments << QStringLiteral("--key") << QString::fromStdString(core::toVkey(key));
    QProcess python;
    python.start(QStringLiteral("python3"), arguments);
    python.waitForFinished(120'000);
    return python.readAllStandardOutput() + python.readAllStandardError();
}

} // namespace

// A report of a log whose beginning was pruned as it should: it is made of what is left, proved by
// the same checkpoint, and says what nobody has looked at.
class TestPrunedReport : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyQueryIsCountedTwiceOverWhatIsLeft();
    void theHeaderSaysWhatIsGone();
    void coverageIsFullOnlyWhereNothingIsMissing();
    void bothProgramsVerifyIt();
    void bothProgramsRefuseWhatDoesNotFit_data();
    void bothProgramsRefuseWhatDoesNotFit();
    void aPruningThatNoEntryTellsOfGivesNoReport();
    void stampsOfWhatIsGoneStayOut();
    void aCopyThatBeginsBehindGivesTheSame();

private:
    ReportWorld m_world{gone};
    std::string m_bundle;
};

void TestPrunedReport::initTestCase()
{
    m_world.request.sampleSize = 1;
    m_bundle = m_world.bundle();
}

// The month alone, in a log of its own, is what the figures have to be; but for the entry that
// tells of the pruning.
void TestPrunedReport::everyQueryIsCountedTwiceOverWhatIsLeft()
{
    const auto run = m_world.run();
    QVERIFY(run.agrees());
    QCOMPARE(run.firstEntry, gone);
    const ReportWorld alone;
    const auto other = alone.run();
    QCOMPARE(run.extent.count, other.extent.count + 1);
    QCOMPARE(run.extent.first, std::int64_t(gone));
    QCOMPARE(run.extent.last, std::int64_t(m_world.story.log.size()) - 1);
    for (std::size_t i = 0; i < run.queries.size(); ++i) {
        const auto &result = run.queries[i].result;
        const auto &id = result.definition.id;
        if (!result.isCollected() || id == "Q32" || id == "Q36") // these are about every entry
            continue;
        const auto &expected = other.queries[i].result;
        QVERIFY2(result.count() == expected.count(), id.c_str());
        for (std::size_t row = 0; row < result.exceptions.size(); ++row) {
            const auto &seq = expected.exceptions[row].seq;
            if (seq)
                QCOMPARE(*result.exceptions[row].seq, *seq + std::int64_t(gone));
        }
    }
}

void TestPrunedReport::theHeaderSaysWhatIsGone()
{
    const auto run = m_world.run();
    const auto said = aboutOf(run, "pruned");
    QVERIFY2(said.starts_with("the first 768 entries, before 2026-11-"), said.c_str());
    QVERIFY(
        said.ends_with("no query has looked at them, and the period begins before what is left"));
    auto later = m_world.request;
    later.from += std::chrono::days(20);
    const auto after = audit::runReport(m_world.log(), later).value();
    QVERIFY(aboutOf(after, "pruned").ends_with("no query has looked at them"));
    QCOMPARE(aboutOf(ReportWorld().run(), "pruned"), std::string("no such line"));
}

// Whether something is an exception hangs on what was before it, as who wrote a request that was
// approved: also a period that begins behind what is gone is covered in part.
void TestPrunedReport::coverageIsFullOnlyWhereNothingIsMissing()
{
    auto request = m_world.request;
    request.framework = "soc2";
    const ReportWorld alone;
    const auto whole = audit::runReport(alone.log(), request).value();
    const auto cut = audit::runReport(m_world.log(), request).value();
    request.from += std::chrono::days(20);
    const auto later = audit::runReport(m_world.log(), request).value();
    std::size_t full = 0;
    for (std::size_t i = 0; i < whole.controls.size(); ++i) {
        QVERIFY(coverageOf(cut, i) != audit::Coverage::Full);
        if (coverageOf(whole, i) != audit::Coverage::Full)
            continue;
        ++full;
        QCOMPARE(coverageOf(later, i), audit::Coverage::Partly);
    }
    QVERIFY(full > 0);
}

void TestPrunedReport::bothProgramsVerifyIt()
{
    const auto finding = core::evidence::verifyBundle(m_bundle, m_world.keys());
    QVERIFY2(finding.verdict == BundleVerdict::Fine, finding.what.c_str());
    QCOMPARE(finding.pruned, gone);
    QCOMPARE(finding.entries, m_world.story.log.size() - gone);
    const auto said = pythonOn(m_world, m_bundle);
    QVERIFY2(said.startsWith("0 "), said.constData());
    QVERIFY(said.contains("768 before them were pruned"));
}

void TestPrunedReport::bothProgramsRefuseWhatDoesNotFit_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("into");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char *name, const char *file, const QByteArray &from,
                         const QByteArray &into, BundleVerdict verdict) {
        QTest::newRow(name) << QByteArray(file) << from << into << int(verdict);
    };
    using enum BundleVerdict;
    row("another number", "manifest.json", "\"first\":768", "\"first\":512", Mismatch);
    row("no whole tiles", "manifest.json", "\"first\":768", "\"first\":767", Malformed);
    row("none pruned", "manifest.json", "\"first\":768,", "", Malformed);
    row("zero", "manifest.json", "\"first\":768", "\"first\":0", Malformed);
    row("more than there are", "manifest.json", "\"first\":768", "\"first\":76800", Malformed);
    row("as a text", "manifest.json", "\"first\":768", "\"first\":\"768\"", Malformed);
    row("no hashes", "pruned.hashes", {}, {}, Malformed);
    row("no line", "pruned.hashes", "\n", "", Malformed);
    row("another hash", "pruned.hashes", "A", "B", Mismatch);
    row("one more", "pruned.hashes", "\n", "\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        Malformed);
    row("another size", "pruned.note", "\n768\n", "\n512\n", Malformed);
    row("another log", "pruned.note", "cms.example/audit/prod\n", "cms.example/audit/dev\n",
        Mismatch);
    row("not signed", "pruned.note", "\u2014 cms.example/audit/prod", "\u2014 cms.example/other",
        Mismatch);
    row("no entry tells of it", "data.ndjson", "0-767", "0-766", Mismatch);
}

// By whoever has the key that signs reports.
void TestPrunedReport::bothProgramsRefuseWhatDoesNotFit()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, into);
    QFETCH(int, verdict);
    auto files = core::evidence::readZip(m_bundle).value();
    auto content = files.at(file.toStdString());
    const auto before = content;
    if (from.isEmpty())
        content.clear();
    else
        support::replaceFirst(content, from.toStdString(), into.toStdString());
    QVERIFY(content != before);
    if (file == "manifest.json")
        files["manifest.json"] = content;
    else
        support::exchange(files, file.toStdString(), content);
    const auto bundle = support::signedAgain(files, m_world.key, "cms.example/reports");
    const auto finding = core::evidence::verifyBundle(bundle, m_world.keys());
    QCOMPARE(int(finding.verdict), verdict);
    const auto said = pythonOn(m_world, bundle);
    QVERIFY2(said.startsWith(QByteArray::number(verdict) + ' '),
        (said + " / " + QByteArray::fromStdString(finding.what)).constData());
}

void TestPrunedReport::aPruningThatNoEntryTellsOfGivesNoReport()
{
    support::TestLog log;
    log.append(300);
    const auto record = log.prune(256, false);
    const auto evidence = audit::evidenceOf(
        log.batchFrom(256).leaves, log.note(), log.identity().verifiers, record);
    QCOMPARE(evidence.error().code, std::string("audit-broken"));
    auto another = record;
    another.hashes.front() = core::toBase64(std::string(32, 'x'));
    log.prune(256);
    const auto bent = audit::evidenceOf(
        log.batchFrom(256).leaves, log.note(), log.identity().verifiers, another);
    QCOMPARE(bent.error().code, std::string("audit-broken"));
    QVERIFY(
        audit::evidenceOf(log.batchFrom(256).leaves, log.note(), log.identity().verifiers, record));
}

// A reader of the bundle could not lead them to anything that is there.
void TestPrunedReport::stampsOfWhatIsGoneStayOut()
{
    const std::vector<audit::ReportAnchor> anchors{
        {m_world.story.log.note(512), "no stamp"}, {m_world.story.log.note(100), "no stamp"}};
    const auto found = audit::checkAnchors(anchors, m_world.log(), m_world.keys(), {});
    QCOMPARE(found.later, std::size_t(2));
    QVERIFY(found.anchors.empty());
    QVERIFY(!found.contradicts);
}

void TestPrunedReport::aCopyThatBeginsBehindGivesTheSame()
{
    TestCache test;
    auto &log = test.log;
    log.append(600);
    const auto record = log.prune(512);
    log.append(20);
    auto batch = log.batchFrom(512);
    batch.consistency.clear();
    batch.pruned = record;
    auto cache = test.open();
    QVERIFY(cache->append(batch).ok());
    audit::ReportLog taken;
    while (!taken.isComplete())
        QVERIFY(taken.take(*cache, 7));
    QCOMPARE(taken.taken(), log.size());
    const auto judged = std::move(taken).judge(log.identity());
    QCOMPARE(judged.standing, audit::Standing::Verified);
    QCOMPARE(judged.log.first, std::uint64_t(512));
    const auto request = m_world.request;
    const auto run = audit::runReport(judged.log, request).value();
    const auto other
        = audit::evidenceOf(log.batchFrom(512).leaves, log.note(), log.identity().verifiers, record)
              .value();
    const auto again = audit::runReport(other, request).value();
    QCOMPARE(run.id, again.id);
    const audit::ReportSigner signer = m_world.signer();
    const auto made = audit::bundleOf(run, audit::reportFiles(run, judged.log).value(), signer);
    const auto same = audit::bundleOf(again, audit::reportFiles(again, other).value(), signer);
    QVERIFY(made.value() == same.value());
}

QTEST_GUILESS_MAIN(TestPrunedReport)
#include "tst_prunedreport.moc"
