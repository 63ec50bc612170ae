// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditfeed/feedentry.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <sstream>

using namespace chancery;
using namespace chancery::support;

namespace {

std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

QByteArray told(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.errors + outcome.out.substr(0, 2000));
}

} // namespace

// "chancery-cli audit export" over the log of a real server.
class TestAuditExport : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theKeyMustBeKnown();
    void aWholeLogIsVerified_data();
    void aWholeLogIsVerified();
    void theLinesAreTheLoggedOnes();
    void aPartSaysThatItIsOne();
    void namesAreWrittenWhenAskedFor();
    void whatCannotBeWrittenLeavesNoFile();

private:
    Outcome run(const QString &arguments) const;
    QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    CmsProcess m_cms;
    QTemporaryDir m_folder;
    std::optional<Shell> m_auditor;
};

Outcome TestAuditExport::run(const QString &arguments) const
{
    return m_auditor->run((QStringLiteral("audit export ") + arguments).split(QLatin1Char(' ')));
}

void TestAuditExport::initTestCase()
{
    QVERIFY(m_cms.start());
    const auto admin = m_cms.admin();
    makePlaces(admin);
    (void)makePerson(admin, "ida", R"(["auditor"])");
    for (int i = 0; i < 40; ++i)
        QVERIFY(!makeConfig(admin, "payments/c" + std::to_string(i)).empty());
    m_auditor.emplace(m_folder.filePath(QStringLiteral("ida")));
    QVERIFY(m_auditor->login(m_cms.port(), QStringLiteral("ida")));
}

void TestAuditExport::theKeyMustBeKnown()
{
    const auto refused = run(QStringLiteral("--format ocsf"));
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.errors.find("audit verify") != std::string::npos, told(refused).constData());
    QVERIFY(refused.out.empty());
    QCOMPARE(m_auditor->run("audit verify").exitCode, 0);
}

void TestAuditExport::aWholeLogIsVerified_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("linesMore");
    QTest::newRow("ocsf") << QStringLiteral("ocsf") << 0;
    QTest::newRow("cloudevents") << QStringLiteral("cloudevents") << 0;
    QTest::newRow("ndjson") << QStringLiteral("ndjson") << 0;
    QTest::newRow("csv") << QStringLiteral("csv") << 1;
}

void TestAuditExport::aWholeLogIsVerified()
{
    QFETCH(QString, format);
    QFETCH(int, linesMore);
    const auto first = file("first");
    const auto made = run(QStringLiteral("--format %1 -o %2").arg(format, first));
    QVERIFY2(made.exitCode == 0, told(made).constData());
    QVERIFY2(made.errors.find("the one that the log has signed") != std::string::npos,
        told(made).constData());
    const auto text = contentOf(first.toStdString());
    const auto printed = run(QStringLiteral("--format %1 --json").arg(format));
    const auto verdict = core::readJson(printed.errors.substr(0, printed.errors.find('\n')));
    QVERIFY2(bool(verdict), told(printed).constData());
    QVERIFY(verdict.tree().root()["verified"].isTrue());
    const auto entries = *verdict.tree().root()["entries"].integer();
    QCOMPARE(std::int64_t(linesOf(printed.out).size()), entries + linesMore);
    // The log may have grown since; what was there is there with the same bytes.
    QVERIFY(printed.out.starts_with(text));
    QVERIFY(text.size() > 10'000);
}

void TestAuditExport::theLinesAreTheLoggedOnes()
{
    const auto leaves = linesOf(run(QStringLiteral("--format ndjson --count 40")).out);
    const auto ocsf = linesOf(run(QStringLiteral("--format ocsf --count 40")).out);
    const auto cloud = linesOf(run(QStringLiteral("--format cloudevents --count 40")).out);
    QCOMPARE(leaves.size(), std::size_t(40));
    QCOMPARE(ocsf.size(), leaves.size());
    QCOMPARE(cloud.size(), leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto record = core::readJson(ocsf[i]);
        const auto root = record.tree().root();
        QCOMPARE(std::string(root["raw_data"].text()), leaves[i]);
        QCOMPARE(std::string(root["unmapped"]["leaf_hash"].text()), core::leafHashText(leaves[i]));
        QCOMPARE(*root["metadata"]["sequence"].integer(), std::int64_t(i));
        QVERIFY(cloud[i].starts_with("{\"data\":" + leaves[i]));
    }
}

void TestAuditExport::aPartSaysThatItIsOne()
{
    const auto part = run(QStringLiteral("--format ocsf --from 10 --count 5"));
    QVERIFY2(part.exitCode == 0, told(part).constData());
    QCOMPARE(linesOf(part.out).size(), std::size_t(5));
    QVERIFY2(part.errors.find("not verified") != std::string::npos, told(part).constData());
    const auto beyond = run(QStringLiteral("--format ocsf --from 1000000"));
    QVERIFY2(beyond.exitCode == 0, told(beyond).constData());
    QVERIFY(beyond.out.empty());
}

void TestAuditExport::namesAreWrittenWhenAskedFor()
{
    const auto without = run(QStringLiteral("--format ocsf"));
    QVERIFY(without.out.find("\"ip\":\"127.0.0.1\"") == std::string::npos);
    const auto with = run(QStringLiteral("--format ocsf --names"));
    QVERIFY2(with.exitCode == 0, told(with).constData());
    QVERIFY(with.out.find("\"ip\":\"127.0.0.1\"") != std::string::npos);
    QVERIFY(with.out.find("\"name\":\"admin\"") != std::string::npos
        || with.out.find("\"name\":\"Administrator\"") != std::string::npos);
}

void TestAuditExport::whatCannotBeWrittenLeavesNoFile()
{
    const auto refused = run(QStringLiteral("--format ocsf -o /dev/full/none"));
    QVERIFY2(refused.exitCode != 0, told(refused).constData());
    const auto broken = file("broken");
    m_cms.kill();
    const auto offline = run(QStringLiteral("--format ocsf -o %1").arg(broken));
    QVERIFY(offline.exitCode != 0);
    QVERIFY(!QFile::exists(broken));
    QVERIFY(!QFile::exists(broken + QStringLiteral(".part")));
}

QTEST_GUILESS_MAIN(TestAuditExport)
#include "tst_auditexport.moc"
