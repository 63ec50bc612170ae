// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/reportworld.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/console.h"
#include "tests/support/httpconsole.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"
#include "views/reports/trendchart.h"

#include <QAccessible>
#include <QComboBox>
#include <QDateEdit>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTreeWidget>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 30'000;

// The month of a small company, with what was planted in it.
void fillMonth(ScriptedCms &cms)
{
    fillDemoWorld(cms);
    const ReportWorld world;
    cms.auditLeaves.clear();
    for (std::uint64_t seq = 0; seq < world.story.log.size(); ++seq)
        cms.auditLeaves.push_back(world.story.log.leaf(seq));
    cms.current = nullptr;
}

// So many entries that a report takes its time.
void fillLong(ScriptedCms &cms)
{
    fillMonth(cms);
    auto event = TestLog::event();
    for (int i = 0; i < 8000; ++i) {
        event.seq = std::int64_t(cms.auditLeaves.size());
        event.eventId = "event-" + std::to_string(event.seq);
        cms.auditLeaves.push_back(core::toLeaf(event).value());
    }
}

bool enter(Console &console)
{
    if (!console.connectToServer() || !console.signIn(QStringLiteral("carol"))
        || !console.openView(QStringLiteral("reports")))
        return false;
    console.window().activateWindow();
    return QTest::qWaitForWindowActive(&console.window())
        && QTest::qWaitFor([&] { return console.isAtRest(); }, patience)
        && QTest::qWaitFor(
            [&] {
                return console.composition().stores()->audit.size()
                    == qint64(console.cms().auditLeaves.size());
            },
            patience);
}

bool run(ConsoleDriver &console)
{
    return console.trigger(QStringLiteral("runReport"))
        && QTest::qWaitFor(
            [&] { return !console.textOf(QStringLiteral("reportStanding")).isEmpty(); }, patience);
}

bool choose(ConsoleDriver &console, const char *combo, const QString &text)
{
    auto *box = console.find<QComboBox>(QString::fromLatin1(combo));
    const int index = box ? box->findText(text, Qt::MatchContains) : -1;
    if (index >= 0)
        box->setCurrentIndex(index);
    return index >= 0;
}

bool chooseQuery(ConsoleDriver &console, const QString &id)
{
    auto *tree = console.find<QTreeWidget>(QStringLiteral("reportQueryTree"));
    const auto found = tree ? tree->findItems(id, Qt::MatchStartsWith | Qt::MatchRecursive)
                            : QList<QTreeWidgetItem *>();
    if (!found.isEmpty())
        tree->setCurrentItem(found.front());
    return !found.isEmpty() && console.textOf(QStringLiteral("reportQueryTitle")).startsWith(id);
}

bool write(ConsoleDriver &console, const char *action, const QString &file)
{
    if (!console.trigger(QString::fromLatin1(action)))
        return false;
    auto *dialog = console.window().findChild<QFileDialog *>(QStringLiteral("reportExportDialog"));
    if (!dialog)
        return false;
    Q_EMIT dialog->fileSelected(file);
    dialog->close();
    auto &exporting = console.composition().stores()->reports.exporting();
    return QTest::qWaitFor([&] { return !exporting.isRunning(); }, patience);
}

bool says(const ConsoleDriver &console, const QString &words)
{
    return QTest::qWaitFor([&] { return console.banners().join(u'\n').contains(words); }, patience);
}

} // namespace

// An auditor's report in the console, from the first look to the bundle that an outsider checks.
class ReportJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void beforeTheFirstRunItSaysSo();
    void whatCannotBeAskedIsSaid();
    void anAlarmBlocksFiles();
    void whoCancelsGetsNothing();
    void anUnwritableFolderIsSaid();
    void anExceptionLeadsToItsEvent();
    void aQueryThatIsNotCollectedSaysWhy();
    void chartsAreToldInWords();
    void singleQueriesAreAsked();
    void aBundleWantsAKey();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
    void aQuarterOfSoc2WithARealServer();
};

void ReportJourney::beforeTheFirstRunItSaysSo()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QCOMPARE(console.textOf(QStringLiteral("reportMessage")),
        QStringLiteral("No report has been run yet"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("reportFramework"));
    QVERIFY(!console.action(QStringLiteral("exportReportPdf"))->isEnabled());
    QVERIFY(console.action(QStringLiteral("exportReportPdf"))
            ->toolTip()
            .contains(QStringLiteral("Run one first")));
    QVERIFY(console.banners().isEmpty());
    console.picture(QStringLiteral("reports-empty"));
}

void ReportJourney::whatCannotBeAskedIsSaid()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    auto *from = console.find<QDateEdit>(QStringLiteral("reportFrom"));
    QVERIFY(from);
    from->setDate({2030, 1, 1});
    QCOMPARE(console.textOf(QStringLiteral("reportProblem")),
        QStringLiteral("The period ends before it begins."));
    QVERIFY(!console.action(QStringLiteral("runReport"))->isEnabled());
    from->setDate({2026, 11, 1});
    QVERIFY(console.textOf(QStringLiteral("reportProblem")).isEmpty());
    QCOMPARE(console.find<QComboBox>(QStringLiteral("reportPeriod"))->currentText(),
        QStringLiteral("Other Days"));
    QVERIFY(choose(console, "reportFramework", QStringLiteral("Single")));
    QVERIFY(console.textOf(QStringLiteral("reportProblem")).startsWith(QStringLiteral("Check")));
    // A value that a query does not take is said when it is asked.
    QVERIFY(choose(console, "reportFramework", QStringLiteral("SOC 2")));
    auto *parameters = console.find<QTreeWidget>(QStringLiteral("reportParameters"));
    const auto hours = parameters->findItems(QStringLiteral("Q12"), Qt::MatchStartsWith);
    QCOMPARE(hours.size(), 1);
    hours.front()->setText(1, QStringLiteral("many"));
    QVERIFY(console.trigger(QStringLiteral("runReport")));
    QVERIFY(says(console, QStringLiteral("A parameter has a value")));
    QCOMPARE(console.textOf(QStringLiteral("reportMessage")), QStringLiteral("There is no report"));
    hours.front()->setText(1, QStringLiteral("48"));
    QVERIFY(run(console));
    QVERIFY(console.banners().isEmpty());
}

void ReportJourney::anAlarmBlocksFiles()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(run(console));
    QCOMPARE(console.textOf(QStringLiteral("reportStanding")), QStringLiteral("VERIFIED"));
    QVERIFY(console.action(QStringLiteral("exportReportPdf"))->isEnabled());
    auto &leaves = console.cms().auditLeaves;
    std::swap(leaves[4], leaves[5]);
    leaves.push_back(leaves.back());
    console.composition().stores()->audit.sync();
    // The report on screen is none any more.
    QTRY_COMPARE(console.textOf(QStringLiteral("reportStanding")), QStringLiteral("FAILED"));
    QVERIFY(says(console, QStringLiteral("does not verify (history-rewritten)")));
    QVERIFY(!console.action(QStringLiteral("exportReportPdf"))->isEnabled());
    QVERIFY(console.action(QStringLiteral("exportReportPdf"))
            ->toolTip()
            .contains(QStringLiteral("not verified")));
    console.picture(QStringLiteral("reports-alarm"));
    // Nor is another one.
    QVERIFY(run(console));
    QCOMPARE(console.textOf(QStringLiteral("reportStanding")), QStringLiteral("FAILED"));
    QVERIFY(!console.action(QStringLiteral("exportReportData"))->isEnabled());
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_COMPARE(console.window().workArea()->currentId(), QStringLiteral("audit"));
}

void ReportJourney::whoCancelsGetsNothing()
{
    Console console(views::Theme::Kind::Light, fillLong);
    QVERIFY(enter(console));
    QVERIFY(console.trigger(QStringLiteral("runReport")));
    QTRY_VERIFY(console.textOf(QStringLiteral("reportStepText")).contains(QStringLiteral(" of ")));
    QVERIFY(!console.action(QStringLiteral("runReport"))->isEnabled());
    QVERIFY(console.click(QStringLiteral("cancelReportButton")));
    QCOMPARE(console.textOf(QStringLiteral("reportMessage")),
        QStringLiteral("The report was cancelled"));
    QVERIFY(console.isAtRest());
    QVERIFY(!console.composition().stores()->reports.result());
    QVERIFY(run(console));
    QCOMPARE(console.textOf(QStringLiteral("reportStanding")), QStringLiteral("VERIFIED"));
}

void ReportJourney::anUnwritableFolderIsSaid()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(run(console));
    const QTemporaryDir folder;
    QVERIFY(
        write(console, "exportReportData", folder.filePath(QStringLiteral("not/there.ndjson"))));
    QVERIFY(says(console, QStringLiteral("The file cannot be made there")));
    console.picture(QStringLiteral("reports-unwritable"));
    QVERIFY(QDir(folder.path()).isEmpty());
    QVERIFY(write(console, "exportReportData", folder.filePath(QStringLiteral("log.ndjson"))));
    QVERIFY(says(console, QStringLiteral("Written to")));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList(QStringLiteral("log.ndjson")));
}

void ReportJourney::anExceptionLeadsToItsEvent()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(run(console));
    QVERIFY(chooseQuery(console, QStringLiteral("Q01")));
    QVERIFY(console.textOf(QStringLiteral("reportVerdict"))
            .startsWith(QStringLiteral("15 exceptions found in population 20.")));
    const QStringList rows = console.rowsOf(QStringLiteral("evidenceTable"));
    QCOMPARE(rows.size(), 15);
    auto *table = console.find<QTableView>(QStringLiteral("evidenceTable"));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    const QString entry = rows[1].section(QStringLiteral(" | "), 0, 0);
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(console.window().workArea()->currentId(), QStringLiteral("audit"));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("eventTitle")).startsWith(entry + QStringLiteral("  ")));
    QVERIFY(console.textOf(QStringLiteral("eventProof")).startsWith(QStringLiteral("✓ Proved")));
    QTRY_VERIFY(console.rowsOf(QStringLiteral("eventsTable")).join(u'\n').contains(entry));
    // The report is still there when one comes back.
    QVERIFY(console.openView(QStringLiteral("reports")));
    QCOMPARE(console.rowsOf(QStringLiteral("evidenceTable")), rows);
}

void ReportJourney::aQueryThatIsNotCollectedSaysWhy()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(run(console));
    QVERIFY(chooseQuery(console, QStringLiteral("Q35")));
    QVERIFY(console.textOf(QStringLiteral("reportVerdict"))
            .startsWith(QStringLiteral("Not collected")));
    QVERIFY(console.textOf(QStringLiteral("reportLimits")).startsWith(QStringLiteral("Why: ")));
    QCOMPARE(console.textOf(QStringLiteral("emptyTitle")), QStringLiteral("Not collected"));
    QVERIFY(!console.find<QComboBox>(QStringLiteral("reportKind"))->isEnabled());
    QVERIFY(!console.find<QPushButton>(QStringLiteral("openEventButton"))->isEnabled());
    console.picture(QStringLiteral("reports-notcollected"));
}

void ReportJourney::chartsAreToldInWords()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(run(console));
    QVERIFY(chooseQuery(console, QStringLiteral("Q01")));
    auto *chart = console.find<views::TrendChart>(QStringLiteral("reportTrend"));
    QVERIFY(chart);
    chart->setFocus();
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(chart);
    QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("Exceptions of Q01 over time"));
    QTest::keyClick(chart, Qt::Key_Home);
    int exceptions = 0;
    QStringList told;
    while (!told.contains(chart->currentText())) {
        told << chart->currentText();
        QCOMPARE(spoken->text(QAccessible::Description), chart->currentText());
        exceptions
            += chart->currentText().section(QStringLiteral(": "), 1).section(u' ', 0, 0).toInt();
        QTest::keyClick(chart, Qt::Key_Right);
    }
    QCOMPARE(exceptions, 15);
    QVERIFY(choose(console, "reportStep", QStringLiteral("By Month")));
    QTest::keyClick(chart, Qt::Key_Home);
    QTest::keyClick(chart, Qt::Key_Right);
    QCOMPARE(chart->currentText(), QStringLiteral("November 2026: 14 exceptions in population 19"));
    auto *coverage = console.find<views::CoverageBar>(QStringLiteral("reportCoverage"));
    QVERIFY(coverage);
    QCOMPARE(
        coverage->accessibleDescription(), console.textOf(QStringLiteral("reportCoverageText")));
    QVERIFY(coverage->accessibleDescription().contains(QStringLiteral("controls covered")));
}

void ReportJourney::singleQueriesAreAsked()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "reportFramework", QStringLiteral("Single")));
    auto *queries = console.find<QTreeWidget>(QStringLiteral("reportQueries"));
    QVERIFY(queries);
    queries->setFocus();
    queries->setCurrentItem(queries->topLevelItem(0));
    QTest::keyClick(queries, Qt::Key_Space);
    QVERIFY(run(console));
    auto *tree = console.find<QTreeWidget>(QStringLiteral("reportQueryTree"));
    QCOMPARE(tree->topLevelItemCount(), 1);
    QCOMPARE(console.rowsOf(QStringLiteral("evidenceTable")).size(), 15);
    QVERIFY(console.write(QStringLiteral("reportSigner"), QStringLiteral("a")));
    QVERIFY(console.write(QStringLiteral("reportKeyFile"), QStringLiteral("/b")));
    QVERIFY(!console.action(QStringLiteral("exportReportBundle"))->isEnabled());
    QVERIFY(console.action(QStringLiteral("exportReportBundle"))
            ->toolTip()
            .contains(QStringLiteral("all queries")));
    QVERIFY(console.action(QStringLiteral("exportReportExceptions"))->isEnabled());
    console.picture(QStringLiteral("reports-single"));
}

void ReportJourney::aBundleWantsAKey()
{
    Console console(views::Theme::Kind::Light, fillMonth);
    QVERIFY(enter(console));
    QVERIFY(run(console));
    QAction *bundle = console.action(QStringLiteral("exportReportBundle"));
    QVERIFY(!bundle->isEnabled());
    QVERIFY(bundle->toolTip().contains(QStringLiteral("report key")));
    QVERIFY(console.write(QStringLiteral("reportSigner"), QStringLiteral("example.org/reports")));
    QVERIFY(console.write(QStringLiteral("reportKeyFile"), QStringLiteral("/no/such/key")));
    const QTemporaryDir folder;
    QVERIFY(write(console, "exportReportBundle", folder.filePath(QStringLiteral("a.cmsr"))));
    QVERIFY(says(console, QStringLiteral("holds no key that signs reports")));
    QVERIFY(QDir(folder.path()).isEmpty());
}

void ReportJourney::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void ReportJourney::whatIsSeenIsInBothThemes()
{
    QFETCH(views::Theme::Kind, theme);
    Console console(theme, fillMonth);
    QVERIFY(enter(console));
    console.window().resize(1440, 900);
    console.picture(QStringLiteral("reports-none"));
    QVERIFY(run(console));
    console.picture(QStringLiteral("reports"));
    console.find<views::TrendChart>(QStringLiteral("reportTrend"))->setFocus();
    QVERIFY(choose(console, "reportKind", QStringLiteral("Sample")));
    console.picture(QStringLiteral("reports-sample"));
}

// Five failed sign-ins within a quarter of an hour are planted. Ida, who may only look, finds them,
// opens one, and hands on a bundle that is checked without the console.
void ReportJourney::aQuarterOfSoc2WithARealServer()
{
    CmsProcess cms;
    QVERIFY(cms.start());
    makePlaces(cms.admin());
    (void)makePerson(cms.admin(), "ida", R"(["auditor"])");
    (void)makePerson(cms.admin(), "pia", R"(["author"])");
    const ProbeClient nobody(cms.port(), "");
    for (int attempt = 0; attempt < 5; ++attempt)
        (void)nobody.post("/v1/sessions", R"({"name":"pia","password":"wrong horse"})");
    const QTemporaryDir folder;
    const Shell shell(folder.filePath(QStringLiteral("home")));
    const QString keyFile = folder.filePath(QStringLiteral("report.key"));
    const auto key
        = shell.run({QStringLiteral("report"), QStringLiteral("key"), QStringLiteral("--out"),
            keyFile, QStringLiteral("--signer"), QStringLiteral("ida.example/reports")});
    QVERIFY2(key.exitCode == 0, key.errors.c_str());
    HttpConsole console;
    QVERIFY(console.arrive(cms.port(), QStringLiteral("ida"), QStringLiteral("prod")));
    QVERIFY(console.openView(QStringLiteral("reports")));
    QTRY_VERIFY_WITH_TIMEOUT(
        console.composition().stores()->audit.size() > 0 && console.isAtRest(), patience);
    QVERIFY(choose(console, "reportFramework", QStringLiteral("SOC 2")));
    QVERIFY(choose(console, "reportPeriod", QStringLiteral("This Quarter")));
    QVERIFY(run(console));
    QCOMPARE(console.textOf(QStringLiteral("reportStanding")), QStringLiteral("VERIFIED"));
    QVERIFY(chooseQuery(console, QStringLiteral("Q19")));
    const QString verdict = console.textOf(QStringLiteral("reportVerdict"));
    QVERIFY2(!verdict.startsWith(QStringLiteral("No exceptions")), qPrintable(verdict));
    QVERIFY2(verdict.endsWith(QStringLiteral("the same.")), qPrintable(verdict));
    const auto rows = console.rowsOf(QStringLiteral("evidenceTable"));
    QVERIFY(!rows.isEmpty());
    QVERIFY(console.click(QStringLiteral("openEventButton")));
    const QString entry = rows.front().section(QStringLiteral(" | "), 0, 0);
    QTRY_VERIFY_WITH_TIMEOUT(
        console.textOf(QStringLiteral("eventTitle")).startsWith(entry), patience);
    QVERIFY(console.openView(QStringLiteral("reports")));
    QVERIFY(console.write(QStringLiteral("reportSigner"), QStringLiteral("ida.example/reports")));
    QVERIFY(console.write(QStringLiteral("reportKeyFile"), keyFile));
    const QString bundle = folder.filePath(QStringLiteral("quarter.cmsr"));
    QVERIFY(write(console, "exportReportBundle", bundle));
    QVERIFY(says(console, QStringLiteral("Written to")));
    console.picture(QStringLiteral("reports-real"));
    const auto checked = shell.run({QStringLiteral("bundle"), QStringLiteral("verify"), bundle,
        QStringLiteral("--key"), QString::fromStdString(key.out).trimmed()});
    QVERIFY2(checked.exitCode == 0, (checked.out + checked.errors).c_str());
    QVERIFY2(checked.out.find("Verified soc2-") != std::string::npos, checked.out.c_str());
}

QTEST_MAIN(ReportJourney)

#include "tst_reportjourney.moc"
