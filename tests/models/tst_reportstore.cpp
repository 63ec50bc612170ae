// SPDX-License-Identifier: Apache-2.0
#include "models/reportlines.h"
#include "models/reportperiod.h"
#include "tests/models/reportconsole.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Standing;
using models::ReportFormat;
using models::ReportStore;
using support::ReportConsole;

// Reports as the console makes them: what stands against them first.
class TestReportStore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void withoutALogThereIsNone();
    void whatIsAskedWronglyIsSaid();
    void anAlarmIsShownAndBlocksFiles();
    void anAlarmAfterwardsBlocksFiles();
    void aCopyThatIsNotWholeIsUnverified();
    void theLogIsToldOfIt();
    void aFileWaitsForWhatTheLogSays();
    void whoCancelsGetsNothing();
    void whoLeavesIsNotWaitedFor();
    void anUnwritableFolderIsSaid();
    void aFullDiskLeavesNoHalf();
    void aMissingKeyIsSaid();
    void aBundleIsOfAllQueries();
    void whoCancelsAFileFindsNone();
    void aReportIsMadeWhileTheLogGrows();
    void periodsAreWholeDays_data();
    void periodsAreWholeDays();
    void zonesMoveThePeriodAndNothingElse();
    void trendsAddUp();
    void coverageIsCounted();
};

void TestReportStore::withoutALogThereIsNone()
{
    const ReportConsole console;
    QCOMPARE(console.store->state(), ReportStore::State::Idle);
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->state(), ReportStore::State::Failed);
    QCOMPARE(console.store->error().code, std::string("report-log-empty"));
    QVERIFY(!console.store->result());
    QVERIFY(console.write("a.pdf", ReportFormat::Pdf));
    QCOMPARE(console.store->exporting().error().code, std::string("report-none"));
}

void TestReportStore::whatIsAskedWronglyIsSaid()
{
    const ReportConsole console;
    QVERIFY(console.sync());
    auto request = console.world.request;
    std::swap(request.from, request.to);
    QVERIFY(console.run(request));
    QCOMPARE(console.store->error().code, std::string("report-period"));
    request = console.world.request;
    request.given["Q12.hours"] = {"many"};
    QVERIFY(console.run(request));
    QCOMPARE(console.store->error().code, std::string("report-parameter"));
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->state(), ReportStore::State::Done);
}

void TestReportStore::anAlarmIsShownAndBlocksFiles()
{
    ReportConsole console;
    QVERIFY(console.sync());
    console.server.bendTo(support::Bend::SignsBadly);
    QVERIFY(console.sync());
    QTRY_COMPARE(console.audit->alarm(), QStringLiteral("signature-bad"));
    QVERIFY(console.run(console.world.request));
    // It can be looked at, and says what it is.
    QCOMPARE(console.store->state(), ReportStore::State::Done);
    QCOMPARE(console.store->standing(), Standing::Failed);
    QCOMPARE(console.store->fault(), std::string("signature-bad"));
    console.writeKey();
    for (const auto format :
        {ReportFormat::Pdf, ReportFormat::Exceptions, ReportFormat::Tables, ReportFormat::Workbook,
            ReportFormat::Data, ReportFormat::Oscal, ReportFormat::Bundle}) {
        QVERIFY(console.write("file", format));
        QCOMPARE(console.store->exporting().error().code, std::string("report-not-verified"));
    }
    QCOMPARE(console.files(), QStringList(QStringLiteral("report.key")));
}

void TestReportStore::anAlarmAfterwardsBlocksFiles()
{
    ReportConsole console;
    QVERIFY(console.sync());
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->standing(), Standing::Verified);
    QVERIFY(!console.store->refusal(ReportFormat::Pdf, {}));
    QSignalSpy changed(console.store.get(), &ReportStore::changed);
    console.server.bendTo(support::Bend::GivesGarbage);
    QVERIFY(console.sync());
    QTRY_COMPARE(console.store->standing(), Standing::Failed);
    QVERIFY(!changed.isEmpty());
    QVERIFY(console.store->refusal(ReportFormat::Pdf, {}));
}

void TestReportStore::aCopyThatIsNotWholeIsUnverified()
{
    ReportConsole console;
    const auto whole = console.world.story.log.size();
    console.server.log.append(9000);
    console.audit->sync();
    QTRY_VERIFY(console.audit->size() > 0);
    QVERIFY(console.run(console.world.request));
    // The rest may have come by now; what was taken is judged by what it was.
    const auto result = console.store->result();
    QVERIFY2(result, console.store->error().code.c_str());
    const bool isWhole = result->log.checkpoint.size == whole + 9000;
    QCOMPARE(result->standing, isWhole ? Standing::Verified : Standing::Unverified);
    QTRY_COMPARE(std::uint64_t(console.audit->size()), whole + 9000);
}

// That it was made, and that it was given away; where that fails, the report is there all the same.
void TestReportStore::theLogIsToldOfIt()
{
    ReportConsole console;
    QVERIFY(console.sync());
    QVERIFY(console.run(console.world.request));
    QTRY_VERIFY(console.store->toldAs());
    QCOMPARE(console.server.told.size(), std::size_t(1));
    const auto &told = console.server.told.front();
    QCOMPARE(told.kind, core::AuditActivityKind::ReportRun);
    QCOMPARE(told.subject, console.store->result()->run.id);
    QCOMPARE(told.treeSize, std::int64_t(console.store->result()->run.checkpoint.size));
    QVERIFY(console.write("a.csv", ReportFormat::Exceptions));
    QTRY_COMPARE(console.server.told.size(), std::size_t(2));
    QCOMPARE(console.server.told.back().kind, core::AuditActivityKind::ReportExport);
    console.server.noTelling = core::Error{core::ErrorKind::Offline, "unreachable", {}, {}, {}, {}};
    QVERIFY(console.run(console.world.request));
    QTRY_VERIFY(console.store->telling().hasFailed());
    QCOMPARE(console.store->state(), ReportStore::State::Done);
    QVERIFY(!console.store->toldAs());
}

// Written in the moment in which the report is there; and where the log does not say anything, that
// is not taken for its word.
void TestReportStore::aFileWaitsForWhatTheLogSays()
{
    ReportConsole console;
    QVERIFY(console.sync());
    const auto written = [&console] {
        if (!console.run(console.world.request) || !console.write("a.zip", ReportFormat::Tables))
            return std::string("nothing");
        QFile file(console.folder.filePath(QStringLiteral("a.zip")));
        if (!file.open(QIODevice::ReadOnly))
            return std::string("no file");
        return core::evidence::readZip(file.readAll().toStdString()).value().at("about.csv");
    };
    console.server.writesItDown = true;
    auto about = written();
    QVERIFY2(about.find("\"run by\",\"usr_ada\"") != std::string::npos, about.c_str());
    console.server.noEntries = core::Error{core::ErrorKind::Offline, "away", {}, {}, {}, {}};
    about = written();
    QVERIFY2(about.find("which was not read") != std::string::npos, about.c_str());
    console.server.noTelling = console.server.noEntries;
    about = written();
    QVERIFY2(about.find("had not acknowledged") != std::string::npos, about.c_str());
}

void TestReportStore::whoCancelsGetsNothing()
{
    ReportConsole console;
    console.server.log.append(4000);
    QVERIFY(console.sync());
    console.store->run(console.world.request);
    console.store->cancel(); // while the entries are taken
    QCOMPARE(console.store->state(), ReportStore::State::Cancelled);
    console.store->run(console.world.request);
    QTRY_COMPARE(console.store->step().phase, models::ReportStep::Phase::Reading);
    QVERIFY(console.store->running().isRunning());
    console.store->cancel();
    QCOMPARE(console.store->state(), ReportStore::State::Cancelled);
    // Its thread is free again long before the report would have been there.
    bool isFree = false;
    const auto call = console.reports.run<core::Done>(
        [](const core::CancelToken &) { return core::Done(); }, [&](auto) { isFree = true; });
    QTRY_VERIFY_WITH_TIMEOUT(isFree, 1000);
    QVERIFY(!console.store->result());
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->state(), ReportStore::State::Done);
}

void TestReportStore::whoLeavesIsNotWaitedFor()
{
    ReportConsole console;
    console.server.log.append(4000);
    QVERIFY(console.sync());
    console.store->run(console.world.request);
    QTRY_COMPARE(console.store->step().phase, models::ReportStep::Phase::Reading);
    console.store.reset();
    bool isFree = false;
    const auto call = console.reports.run<core::Done>(
        [](const core::CancelToken &) { return core::Done(); }, [&](auto) { isFree = true; });
    QTRY_VERIFY_WITH_TIMEOUT(isFree, 1000);
}

void TestReportStore::anUnwritableFolderIsSaid()
{
    const ReportConsole console;
    QVERIFY(console.sync());
    QVERIFY(console.run(console.world.request));
    QVERIFY(console.write("no/such/folder.ndjson", ReportFormat::Data));
    QVERIFY(console.store->exporting().hasFailed());
    QCOMPARE(console.store->exporting().error().code, std::string("file-not-made"));
    QVERIFY(console.files().isEmpty());
    // The report is still there.
    QVERIFY(console.write("log.ndjson", ReportFormat::Data));
    QCOMPARE(console.files(), QStringList(QStringLiteral("log.ndjson")));
}

void TestReportStore::aFullDiskLeavesNoHalf()
{
    const ReportConsole console;
    QVERIFY(console.sync());
    QVERIFY(console.run(console.world.request));
    console.writeKey();
    for (const auto format : {ReportFormat::Data, ReportFormat::Tables, ReportFormat::Workbook,
             ReportFormat::Pdf, ReportFormat::Bundle}) {
        {
            const support::FileLimit limit(2000);
            QVERIFY(console.write("file", format));
        }
        QVERIFY(console.store->exporting().hasFailed());
        QCOMPARE(console.files(), QStringList(QStringLiteral("report.key")));
    }
    // One that is there stays as it is.
    QFile old(console.folder.filePath(QStringLiteral("old.ndjson")));
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    {
        const support::FileLimit limit(2000);
        QVERIFY(console.write("old.ndjson", ReportFormat::Data));
    }
    QVERIFY(console.store->exporting().hasFailed());
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("old"));
}

void TestReportStore::aMissingKeyIsSaid()
{
    const ReportConsole console;
    QVERIFY(console.sync());
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->refusal(ReportFormat::Bundle, {"a", {}})->code,
        std::string("report-key-missing"));
    QVERIFY(console.write("a.cmsr", ReportFormat::Bundle));
    QCOMPARE(console.store->exporting().error().code, std::string("report-key"));
    QFile key(console.folder.filePath(QStringLiteral("report.key")));
    QVERIFY(key.open(QIODevice::WriteOnly) && key.write("no key") > 0);
    key.close();
    QVERIFY(console.write("a.cmsr", ReportFormat::Bundle));
    QCOMPARE(console.store->exporting().error().code, std::string("report-key"));
    QCOMPARE(console.files(), QStringList(QStringLiteral("report.key")));
}

void TestReportStore::aBundleIsOfAllQueries()
{
    const ReportConsole console;
    QVERIFY(console.sync());
    auto request = console.world.request;
    request.queries = {"Q01"};
    QVERIFY(console.run(request));
    QCOMPARE(console.store->result()->run.queries.size(), std::size_t(1));
    console.writeKey();
    QVERIFY(console.write("a.cmsr", ReportFormat::Bundle));
    QCOMPARE(console.store->exporting().error().code, std::string("report-partial"));
    QVERIFY(console.write("a.csv", ReportFormat::Exceptions));
    QVERIFY(!console.store->exporting().hasFailed());
}

void TestReportStore::whoCancelsAFileFindsNone()
{
    const ReportConsole console;
    QVERIFY(console.sync());
    QVERIFY(console.run(console.world.request));
    QFile program(console.folder.filePath(QStringLiteral("chancery-reportpdf")));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\nexec sleep 600\n");
    program.close();
    program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    console.store->usePrograms(models::fromQt(console.folder.path()));
    console.store->exportTo(console.path("a.pdf"), ReportFormat::Pdf, {});
    QVERIFY(console.store->exporting().isRunning());
    console.store->exporting().cancel();
    QVERIFY(!console.store->exporting().isRunning());
    QVERIFY(!console.store->exporting().hasFailed());
    // And nobody waits for the program: the next file is written.
    QVERIFY(console.write("a.csv", ReportFormat::Exceptions));
    QCOMPARE(console.files(),
        QStringList({QStringLiteral("a.csv"), QStringLiteral("chancery-reportpdf")}));
}

void TestReportStore::aReportIsMadeWhileTheLogGrows()
{
    ReportConsole console;
    QVERIFY(console.sync());
    const auto size = console.world.story.log.size();
    QVERIFY(console.run(console.world.request));
    console.server.log.append(10);
    QVERIFY(console.sync());
    QCOMPARE(std::uint64_t(console.audit->size()), size + 10);
    // What is written is what was shown.
    QVERIFY(console.write("log.ndjson", ReportFormat::Data));
    QFile data(console.folder.filePath(QStringLiteral("log.ndjson")));
    QVERIFY(data.open(QIODevice::ReadOnly));
    QCOMPARE(std::uint64_t(data.readAll().count('\n')), size);
}

void TestReportStore::periodsAreWholeDays_data()
{
    QTest::addColumn<models::PeriodChoice>("choice");
    QTest::addColumn<QDate>("today");
    QTest::addColumn<QString>("period");
    using models::PeriodChoice;
    const auto row = [](const char *name, PeriodChoice choice, QDate today, const char *period) {
        QTest::newRow(name) << choice << today << QString::fromLatin1(period);
    };
    const QDate november(2026, 11, 29);
    row("last month", PeriodChoice::LastMonth, november, "2026-10-01 2026-11-01");
    row("of last year", PeriodChoice::LastMonth, {2026, 1, 31}, "2025-12-01 2026-01-01");
    row("last quarter", PeriodChoice::LastQuarter, november, "2026-07-01 2026-10-01");
    row("over new year", PeriodChoice::LastQuarter, {2026, 3, 31}, "2025-10-01 2026-01-01");
    row("this quarter", PeriodChoice::ThisQuarter, november, "2026-10-01 2027-01-01");
    row("last year", PeriodChoice::LastYear, november, "2025-01-01 2026-01-01");
    row("custom begins with", PeriodChoice::Custom, november, "2026-10-01 2027-01-01");
}

void TestReportStore::periodsAreWholeDays()
{
    QFETCH(models::PeriodChoice, choice);
    QFETCH(QDate, today);
    QFETCH(QString, period);
    const auto found = models::periodOf(choice, today, QTimeZone::utc());
    QCOMPARE(found.first.toString(Qt::ISODate) + u' ' + found.end.toString(Qt::ISODate), period);
    QVERIFY(found.isValid());
    QCOMPARE(core::toRfc3339(found.from()),
        models::fromQt(found.first.toString(Qt::ISODate)) + "T00:00:00.000000Z");
}

// A quarter in which clocks are put back has an hour more, and begins two hours before UTC's.
void TestReportStore::zonesMoveThePeriodAndNothingElse()
{
    const auto here = models::periodOf(
        models::PeriodChoice::ThisQuarter, {2026, 11, 29}, QTimeZone("Europe/Berlin"));
    QCOMPARE(core::toRfc3339(here.from()), std::string("2026-09-30T22:00:00.000000Z"));
    QCOMPARE(core::toRfc3339(here.to()), std::string("2026-12-31T23:00:00.000000Z"));
    const ReportConsole console;
    QVERIFY(console.sync());
    auto request = console.world.request;
    request.from = here.from();
    request.to = here.to();
    QVERIFY(console.run(request));
    const auto local = console.store->result()->run.exceptions();
    const auto utc
        = models::periodOf(models::PeriodChoice::ThisQuarter, {2026, 11, 29}, QTimeZone::utc());
    request.from = utc.from();
    request.to = utc.to();
    QVERIFY(console.run(request));
    QCOMPARE(console.store->result()->run.exceptions(), local);
}

void TestReportStore::trendsAddUp()
{
    const support::ReportWorld world;
    const auto run = world.run();
    const auto sum = [](const std::vector<models::TrendBar> &bars) {
        qint64 exceptions = 0;
        for (const auto &bar : bars)
            exceptions += bar.exceptions;
        return exceptions;
    };
    const auto weeks = models::trendOf(run, {}, models::TrendStep::Week);
    const auto months = models::trendOf(run, {}, models::TrendStep::Month);
    QCOMPARE(weeks.size(), std::size_t(6)); // 26 October to 30 November
    QCOMPARE(weeks.front().label, QStringLiteral("26 Oct 2026"));
    QCOMPARE(months.size(), std::size_t(1));
    QCOMPARE(months.front().label, QStringLiteral("November 2026"));
    QCOMPARE(sum(weeks), sum(months));
    const auto *query = models::queryOf(run, "Q01");
    QVERIFY(query);
    QVERIFY(query->result.count().exceptions > 0);
    QCOMPARE(sum(models::trendOf(run, "Q01", models::TrendStep::Week)),
        qint64(query->result.count().exceptions));
    QVERIFY(!models::queryOf(run, "Q99"));
}

void TestReportStore::coverageIsCounted()
{
    support::ReportWorld world;
    QCOMPARE(models::coverageOf(world.run()).all(), 0);
    world.request.framework = "soc2";
    const auto run = world.run();
    const auto coverage = models::coverageOf(run);
    QCOMPARE(std::size_t(coverage.all()), run.controls.size());
    QVERIFY(coverage.full > 0 && coverage.partly > 0);
    QVERIFY(models::populationOf(run) > 0);
}

QTEST_GUILESS_MAIN(TestReportStore)

#include "tst_reportstore.moc"
