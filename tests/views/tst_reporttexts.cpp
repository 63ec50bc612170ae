// SPDX-License-Identifier: Apache-2.0
#include "app/console/englishplurals.h"
#include "tests/audit/reportworld.h"
#include "tests/support/testcase.h"
#include "views/reports/reportrows.h"
#include "views/reports/reporttexts.h"

using namespace chancery;
using namespace chancery::views;
using audit::Standing;

// The words of reports: what does not verify, and counts that differ, are said loudly.
class TestReportTexts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatDoesNotVerifyIsSaid();
    void timeStampsAreSaid();
    void countsThatDifferAreSaid();
    void coverageIsNeverCalledCompliance();
    void stepsAreCounted();
    void periodsNameTheirZone();
    void rowsAreCountedByKind();
};

void TestReportTexts::whatDoesNotVerifyIsSaid()
{
    QCOMPARE(standingText(Standing::Verified), QStringLiteral("VERIFIED"));
    QCOMPARE(standingText(Standing::Unverified), QStringLiteral("UNVERIFIED"));
    QCOMPARE(standingText(Standing::Failed), QStringLiteral("FAILED"));
    QVERIFY(
        standingSentence(Standing::Failed, "split-view").contains(QStringLiteral("(split-view)")));
    for (const auto standing : {Standing::Unverified, Standing::Failed})
        QVERIFY(standingSentence(standing, "x").contains(QStringLiteral("no evidence")));
    QCOMPARE(QString::fromLatin1(standingTone(Standing::Failed)), QStringLiteral("bad"));
}

void TestReportTexts::timeStampsAreSaid()
{
    audit::AnchorFinding finding;
    QCOMPARE(stampsText(finding), QStringLiteral("None is known"));
    QVERIFY(stampsHint(finding).contains(QStringLiteral("--audit-tsa")));
    finding.anchors = {{9, {}}, {1200, {}}};
    finding.newestSize = 1200;
    finding.newestTime = "20261130120000Z";
    QCOMPARE(stampsText(finding),
        QStringLiteral("2 by whoever it was, the last of 30 Nov 2026 12:00:00 UTC"));
    QVERIFY(stampsHint(finding).contains(QStringLiteral("first 1,200 entries")));
    finding.isTrustKnown = true;
    QCOMPARE(stampsText(finding),
        QStringLiteral("2 BY NOBODY WHO IS TRUSTED, the last of 30 Nov 2026 12:00:00 UTC"));
    finding.trusted = 1;
    finding.trustedTime = "20261130110000Z";
    QCOMPARE(stampsText(finding),
        QStringLiteral("1 by a trusted authority, the last of 30 Nov 2026 11:00:00 UTC"));
    finding.refused = 3;
    QVERIFY(stampsHint(finding).contains(QStringLiteral("3 of what the server offers")));
    finding.contradicts = 9;
    QCOMPARE(stampsText(finding), QStringLiteral("ANOTHER PAST at 9 entries"));
    QVERIFY(standingSentence(Standing::Failed, "anchor-contradicts")
            .contains(QStringLiteral("was rewritten")));
}

void TestReportTexts::countsThatDifferAreSaid()
{
    app::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    const support::ReportWorld world;
    auto result = models::queryOf(world.run(), "Q01")->result;
    QCOMPARE(verdictText(result),
        QStringLiteral("14 exceptions found in population 19. Counted again over the raw entries: "
                       "the same."));
    result.recounted.exceptions = 1;
    QCOMPARE(verdictText(result),
        QStringLiteral("14 exceptions found in population 19. COUNTED AGAIN over the raw entries: "
                       "1 exception in population 19."));
    result.exceptions.clear();
    result.recounted.exceptions = 0;
    QVERIFY(
        verdictText(result).startsWith(QStringLiteral("No exceptions found in population 19.")));
    result.definition.isCollected = false;
    QVERIFY(verdictText(result).startsWith(QStringLiteral("Not collected")));
}

void TestReportTexts::coverageIsNeverCalledCompliance()
{
    QCOMPARE(coverageText(models::CoverageCount{4, 7, 3}),
        QStringLiteral("4 of 14 controls covered, 7 in part, 3 not by this tool"));
    QVERIFY(coverageText(models::CoverageCount{}).startsWith(QStringLiteral("No controls")));
    for (const auto coverage :
        {audit::Coverage::None, audit::Coverage::Partly, audit::Coverage::Full})
        QVERIFY(!coverageText(coverage).contains(QStringLiteral("compliant"), Qt::CaseInsensitive));
}

void TestReportTexts::stepsAreCounted()
{
    using Phase = models::ReportStep::Phase;
    QCOMPARE(stepText({Phase::Reading, 12'000, 88'000}),
        QStringLiteral("Reading entries: 12,000 of 88,000"));
    QCOMPARE(stepText({Phase::Writing, 0, 0}), QStringLiteral("Writing the file…"));
}

void TestReportTexts::periodsNameTheirZone()
{
    QCOMPARE(periodText({{2026, 10, 1}, {2027, 1, 1}, QTimeZone("Europe/Berlin")}),
        QStringLiteral("1 Oct 2026 to before 1 Jan 2027, Europe/Berlin"));
}

void TestReportTexts::rowsAreCountedByKind()
{
    support::ReportWorld world;
    world.request.sampleSize = 4;
    const auto run = world.run();
    const auto *query = models::queryOf(run, "Q01");
    QCOMPARE(countOf(*query, RowKind::Sample), qint64(4));
    QCOMPARE(countOf(*query, RowKind::Population), qint64(19));
    QCOMPARE(rowKindText(RowKind::Sample, 4), QStringLiteral("Sample (4)"));
}

QTEST_GUILESS_MAIN(TestReportTexts)

#include "tst_reporttexts.moc"
