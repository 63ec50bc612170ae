// SPDX-License-Identifier: Apache-2.0
#include "audit/report/pdfprogram.h"
#include "audit/report/printedreport.h"
#include "audit/report/reportlog.h"
#include "tests/audit/reportworld.h"
#include "tests/support/testcase.h"

#include <QtCore/QFile>

using namespace chancery;
using audit::ReportLog;
using audit::Standing;
using support::ReportWorld;
using support::TestCache;

namespace {

// Takes a copy to its end in pieces of seven.
std::optional<ReportLog::Judged> judged(TestCache &world)
{
    auto cache = world.open();
    ReportLog log;
    while (cache && !log.isComplete()) {
        if (!log.take(*cache, 7))
            return std::nullopt;
    }
    return std::move(log).judge(world.log.identity());
}

// A program of that name that does what the script says.
QString folderWithProgram(const QTemporaryDir &folder, const QByteArray &script)
{
    QFile program(folder.filePath(QStringLiteral("chancery-reportpdf")));
    if (!program.open(QIODevice::WriteOnly))
        qFatal("no program");
    program.write("#!/bin/sh\n" + script);
    program.close();
    program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return folder.path();
}

} // namespace

// A log on its way into a report: how far it can be believed, and that whoever cancels is heard.
class ReportLogTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void anAlarmIsAFailure();
    void aChangedEntryIsAFailure();
    void anotherKeyIsAFailure();
    void aCopyThatIsNotWholeIsUnverified();
    void anEmptyCopyGivesNone();
    void aCopyThatBecameShorterGivesNone();
    void aWholeCopyIsVerified();
    void whoCancelsIsHeardAtTheNextStep();
    void aQueryIsEndedInItsMiddle();
    void progressIsTold();
    void singleQueriesAreAsked();
    void aProgramThatHangsIsEnded();
    void aProgramThatFailsIsSaid();
    void aPeriodWithinADayIsSaidToTheSecond();
};

void ReportLogTest::anAlarmIsAFailure()
{
    TestCache world;
    world.fill(20);
    {
        auto cache = world.open();
        cache->report(audit::Alarm::SplitView, "another note", "seen in a test");
    }
    const auto log = judged(world);
    QVERIFY(log);
    QCOMPARE(log->standing, Standing::Failed);
    QCOMPARE(log->fault, std::string("split-view"));
    QCOMPARE(log->log.checkpoint.size, std::uint64_t(20));
}

void ReportLogTest::aChangedEntryIsAFailure()
{
    TestCache world;
    world.fill(20);
    world.tamper(
        "UPDATE leaf SET raw = CAST(replace(CAST(raw AS TEXT), 'usr_ada', 'usr_bob') AS BLOB)"
        " WHERE seq = 4");
    const auto log = judged(world);
    QVERIFY(log);
    QCOMPARE(log->standing, Standing::Failed);
    QCOMPARE(log->fault, std::string("leaves-do-not-match"));
}

void ReportLogTest::anotherKeyIsAFailure()
{
    TestCache world;
    world.fill(20);
    auto cache = world.open();
    ReportLog log;
    QVERIFY(log.take(*cache, 100));
    const support::TestLog other('x');
    const auto foreign = std::move(log).judge(other.identity());
    QCOMPARE(foreign.standing, Standing::Failed);
    QVERIFY(!foreign.fault.empty());
}

void ReportLogTest::aCopyThatIsNotWholeIsUnverified()
{
    TestCache world;
    world.log.append(30);
    {
        auto cache = world.open();
        QVERIFY(cache->append(world.log.pieceOf(0, 12, 0)));
        QCOMPARE(cache->size(), std::uint64_t(12));
    }
    const auto log = judged(world);
    QVERIFY(log);
    QCOMPARE(log->standing, Standing::Unverified);
    QCOMPARE(log->log.checkpoint.size, std::uint64_t(12));
    QVERIFY(log->log.leaf(11));
    QVERIFY(!log->log.leaf(12));
}

void ReportLogTest::anEmptyCopyGivesNone()
{
    TestCache world;
    auto cache = world.open();
    ReportLog log;
    QCOMPARE(log.take(*cache, 7).error().code, std::string("report-log-empty"));
    QVERIFY(!log.isComplete());
}

void ReportLogTest::aCopyThatBecameShorterGivesNone()
{
    TestCache world;
    world.fill(20);
    ReportLog log;
    {
        auto cache = world.open();
        QVERIFY(log.take(*cache, 7));
    }
    TestCache shorter;
    shorter.fill(10);
    auto cache = shorter.open();
    QCOMPARE(log.take(*cache, 7).error().code, std::string("report-log-changed"));
}

void ReportLogTest::aWholeCopyIsVerified()
{
    TestCache world;
    world.fill(20);
    const auto log = judged(world);
    QVERIFY(log);
    QCOMPARE(log->standing, Standing::Verified);
    QVERIFY(log->fault.empty());
    QCOMPARE(log->log.note, world.log.note());
    QCOMPARE(log->log.leaf(19).value(), world.log.leaf(19));
    const auto proof = core::inclusionProof(4, 20, log->log.nodes);
    QVERIFY(proof);
    QVERIFY(
        core::verifyInclusion(4, 20, core::leafHash(world.log.leaf(4)), *proof, world.log.root()));
}

// Wherever it is: the entry, the query or the file that is next is not begun any more.
void ReportLogTest::whoCancelsIsHeardAtTheNextStep()
{
    const ReportWorld world;
    const auto log = world.log();
    const auto whole = world.run();
    for (int last = 0;; last += 7) {
        int steps = 0;
        const audit::ReportWatch watch{[&] { return ++steps > last; }, {}};
        auto run = audit::runReport(log, world.request, watch);
        const auto files = run ? audit::reportFiles(*run, log, {}, watch)
                               : core::Result<core::evidence::Files>(run.error());
        QVERIFY(steps <= last + 1);
        if (files)
            break;
        QCOMPARE(files.error().kind, core::ErrorKind::Cancelled);
        QVERIFY(last < 10'000);
    }
}

void ReportLogTest::aQueryIsEndedInItsMiddle()
{
    const ReportWorld world;
    auto base = audit::baseOf(core::evidence::tables().value(), world.log());
    // Some million steps, far below what is too long.
    const std::string few = "(SELECT seq FROM event LIMIT 20)";
    const auto sql = "SELECT count(*) AS id, 1 AS seq, 1 AS detail FROM " + few + ',' + few + ','
        + few + ',' + few + ',' + few;
    int asked = 0;
    const core::evidence::Period period{0, 1, 0};
    QCOMPARE(base->run(sql, {}, period, [&asked] { return ++asked < 0; })->size(), 1u);
    QVERIFY(asked > 20);
    asked = 0;
    const auto ended = base->run(sql, {}, period, [&asked] { return ++asked == 7; });
    QCOMPARE(ended.error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(asked, 7);
    // It is there for the next one.
    QCOMPARE(base->run(sql, {}, period)->size(), 1u);
}

void ReportLogTest::progressIsTold()
{
    const ReportWorld world;
    const auto log = world.log();
    std::map<audit::ReportWatch::Stage, std::uint64_t> most;
    const audit::ReportWatch watch{{}, [&](auto stage, auto done, auto total) {
                                       QVERIFY(done <= total);
                                       most[stage] = std::max(most[stage], done);
                                   }};
    auto run = audit::runReport(log, world.request, watch);
    QVERIFY(run);
    QVERIFY(audit::reportFiles(*run, log, {}, watch));
    using Stage = audit::ReportWatch::Stage;
    QCOMPARE(most[Stage::Reading], log.checkpoint.size - 1);
    QCOMPARE(most[Stage::Counting], log.checkpoint.size - 1);
    QCOMPARE(most[Stage::Asking], run->queries.size() - 1);
    QVERIFY(most[Stage::Writing] >= log.checkpoint.size - 1);
}

void ReportLogTest::singleQueriesAreAsked()
{
    ReportWorld world;
    const auto whole = world.run();
    world.request.queries = {"Q13", "Q01"};
    const auto run = world.run();
    QCOMPARE(run.queries.size(), std::size_t(2));
    QCOMPARE(run.queries[0].result.definition.id, std::string("Q01"));
    QCOMPARE(run.queries[0].result.population, whole.queries[0].result.population);
    QVERIFY(run.id != whole.id);
    const auto refused = audit::bundleOf(run, {}, world.signer());
    QCOMPARE(refused.error().code, std::string("report-partial"));
    world.request.queries = {"Q99"};
    const auto none = audit::runReport(world.log(), world.request);
    QCOMPARE(none.error().code, std::string("report-queries"));
}

void ReportLogTest::aProgramThatHangsIsEnded()
{
    const ReportWorld world;
    const QTemporaryDir folder;
    const auto program = folderWithProgram(folder, "exec sleep 600\n").toStdString();
    int looks = 0;
    const auto pdf = audit::pdfByProgram(program);
    const auto answer = pdf(world.run(), {[&] { return ++looks > 2; }, {}});
    QCOMPARE(answer.error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(looks, 3);
}

void ReportLogTest::aProgramThatFailsIsSaid()
{
    const ReportWorld world;
    const auto fails = [](const audit::ReportRun &, const audit::ReportWatch &) {
        return core::Result<std::string>(
            core::Error{core::ErrorKind::Invalid, "report-pdf", {}, {}, {}, {}});
    };
    const auto files = audit::reportFiles(world.run(), world.log(), fails);
    QCOMPARE(files.error().code, std::string("report-pdf"));
    const QTemporaryDir folder;
    const auto code = [&] {
        return audit::pdfByProgram(folder.path().toStdString())(world.run(), {}).error().code;
    };
    QCOMPARE(code(), std::string("report-pdf")); // it is not there
    folderWithProgram(folder, "exit 1\n");
    QCOMPARE(code(), std::string("report-pdf"));
    folderWithProgram(folder, "kill -9 $$\n");
    QCOMPARE(code(), std::string("report-pdf"));
    folderWithProgram(folder, "exit 0\n");
    QCOMPARE(code(), std::string("report-pdf")); // and has written nothing
}

void ReportLogTest::aPeriodWithinADayIsSaidToTheSecond()
{
    ReportWorld world;
    QCOMPARE(audit::printedReport(world.run()).subtitle,
        std::string("2026-11-01 to 2026-12-01 (exclusive), UTC"));
    world.request.from += std::chrono::hours(23);
    QCOMPARE(audit::printedReport(world.run()).subtitle,
        std::string("2026-11-01 23:00:00 to 2026-12-01 (exclusive), UTC"));
}

QTEST_GUILESS_MAIN(ReportLogTest)

#include "tst_reportlog.moc"
