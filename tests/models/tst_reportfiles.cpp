// SPDX-License-Identifier: Apache-2.0
#include "tests/models/reportconsole.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::ReportFormat;
using support::ReportConsole;

// What the console writes and what "chancery-cli report run" writes of the same log, period and
// parameters are the same bytes.
class TestReportFiles : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theBundleIsTheSame();
    void everyFileIsTheOneInTheBundle_data();
    void everyFileIsTheOneInTheBundle();
    void theTablesAreThoseInTheBundle();

private:
    void save(const char *name, const std::string &bytes) const;
    std::string read(const QString &file) const;

    std::unique_ptr<ReportConsole> m_console;
    std::string m_bundle; // of the program
    core::evidence::Files m_files;
};

void TestReportFiles::save(const char *name, const std::string &bytes) const
{
    QFile file(m_console->folder.filePath(QString::fromLatin1(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(bytes));
}

std::string TestReportFiles::read(const QString &file) const
{
    QFile in(m_console->folder.filePath(file));
    return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
}

void TestReportFiles::initTestCase()
{
    m_console = std::make_unique<ReportConsole>();
    auto &request = m_console->world.request;
    request.framework = "soc2";
    request.from = core::fromRfc3339("2026-09-30T22:00:00Z").value(); // a quarter in Berlin
    request.to = core::fromRfc3339("2026-12-31T23:00:00Z").value();
    request.given = {{"environments", {"prod", "live"}}, {"Q12.hours", {"48"}}};
    request.seed = "4711";
    m_console->writeKey();
    const auto &log = m_console->server.log;
    std::string entries;
    for (std::uint64_t seq = 0; seq < log.size(); ++seq)
        entries += log.leaf(seq) + '\n';
    save("entries", entries);
    save("note", log.note());
    const support::Shell shell(m_console->folder.filePath(QStringLiteral("home")));
    const auto file = [this](const char *name) {
        return m_console->folder.filePath(QString::fromLatin1(name));
    };
    const auto signer = QString::fromStdString(m_console->world.signer().name);
    const auto done = shell.run({QStringLiteral("report"), QStringLiteral("run"),
        QStringLiteral("--framework"), QStringLiteral("soc2"), QStringLiteral("--from"),
        QStringLiteral("2026-10-01T00:00:00+02:00"), QStringLiteral("--to"),
        QStringLiteral("2027-01-01T00:00:00+01:00"), QStringLiteral("--set"),
        QStringLiteral("environments=prod,live"), QStringLiteral("--set"),
        QStringLiteral("Q12.hours=48"), QStringLiteral("--seed"), QStringLiteral("4711"),
        QStringLiteral("--sample"), QStringLiteral("2"), QStringLiteral("--by"),
        QStringLiteral("Ida Auditor"), QStringLiteral("--signing-key"), file("report.key"),
        QStringLiteral("--signer"), signer, QStringLiteral("--log"), file("entries"),
        QStringLiteral("--checkpoint"), file("note"), QStringLiteral("--key"),
        QString::fromStdString(core::toVkey({support::TestLog::origin, log.key().publicKey()})),
        QStringLiteral("--out"), file("program.cmsr")});
    QVERIFY2(done.exitCode == 0, (done.out + done.errors).c_str());
    m_bundle = read(QStringLiteral("program.cmsr"));
    m_files = core::evidence::readZip(m_bundle).value();
    // Made from files, the program has told no log of it; so must the console not have.
    m_console->server.noTelling
        = core::Error{core::ErrorKind::Offline, "unreachable", {}, {}, {}, {}};
    QVERIFY(m_console->sync());
    QVERIFY(m_console->run(request));
    QCOMPARE(m_console->store->standing(), audit::Standing::Verified);
}

void TestReportFiles::theBundleIsTheSame()
{
    QVERIFY(m_console->write("console.cmsr", ReportFormat::Bundle));
    QVERIFY(!m_console->store->exporting().hasFailed());
    const auto bundle = read(QStringLiteral("console.cmsr"));
    QVERIFY(bundle == m_bundle);
    const auto finding = core::evidence::verifyBundle(bundle, m_console->world.keys());
    QVERIFY2(finding.verdict == core::evidence::BundleVerdict::Fine, finding.what.c_str());
    QVERIFY(finding.isLogKeyKnown);
}

void TestReportFiles::everyFileIsTheOneInTheBundle_data()
{
    QTest::addColumn<ReportFormat>("format");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *name, ReportFormat format) {
        QTest::newRow(name) << format << QString::fromLatin1(name);
    };
    row("report.pdf", ReportFormat::Pdf);
    row("exceptions.csv", ReportFormat::Exceptions);
    row("evidence.xlsx", ReportFormat::Workbook);
    row("data.ndjson", ReportFormat::Data);
    row("oscal-assessment-results.json", ReportFormat::Oscal);
}

void TestReportFiles::everyFileIsTheOneInTheBundle()
{
    QFETCH(ReportFormat, format);
    QFETCH(QString, name);
    QVERIFY(m_console->write("file", format));
    QVERIFY(!m_console->store->exporting().hasFailed());
    const auto bytes = read(QStringLiteral("file"));
    QVERIFY(!bytes.empty());
    QVERIFY(bytes == m_files.at(name.toStdString()));
}

void TestReportFiles::theTablesAreThoseInTheBundle()
{
    QVERIFY(m_console->write("file", ReportFormat::Tables));
    const auto tables = core::evidence::readZip(read(QStringLiteral("file"))).value();
    std::size_t count = 0;
    for (const auto &[name, bytes] : m_files) {
        if (!name.ends_with(".csv"))
            continue;
        ++count;
        QVERIFY(tables.at(name) == bytes);
    }
    QCOMPARE(tables.size(), count);
    QVERIFY(count > 5);
}

QTEST_GUILESS_MAIN(TestReportFiles)

#include "tst_reportfiles.moc"
