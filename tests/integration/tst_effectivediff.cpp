// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// What holds in one place beside what would hold, from the command line, on the real server.
class TestEffectiveDiff : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aRegionsLayerCoversTheChange();
    void aFileStandsForTheDraft();
    void itIsToldByKeyToo();
    void whereNothingIsLiveEverythingIsNew();
    void wrongUsesAreTold();

private:
    Outcome diff(const char *more) const
    {
        return m_shell->run(("diff payments/api --effective " + std::string(more)).c_str());
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    QString m_file;
};

void TestEffectiveDiff::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto api = makeConfig(m_cms.admin(), "payments/api");
    const auto region = makeConfig(m_cms.admin(), "payments/api-eu");
    QCOMPARE(declareLayers(m_cms.admin(), api, regionLayer("eu", region)).status, 200);
    QCOMPARE(publishInDev(m_cms.admin(), api, R"({"rate": 1, "burst": 1})").status, 200);
    QCOMPARE(publishInDev(m_cms.admin(), region, R"({"rate": 9})").status, 200);
    (void)makePerson(m_cms.admin(), "paula", R"(["author"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("paula")));
    m_file = m_home.filePath(QStringLiteral("wanted.json"));
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"rate": 3, "burst": 7})");
}

void TestEffectiveDiff::aFileStandsForTheDraft()
{
    const auto run = [this](const QStringList &more) {
        return m_shell->run(
            QStringList{QStringLiteral("diff"), QStringLiteral("payments/api"), m_file,
                QStringLiteral("--effective"), QStringLiteral("-e"), QStringLiteral("dev")}
            + more);
    };
    const auto plain = run({});
    QVERIFY2(plain.exitCode == 1, plain.errors.c_str());
    QVERIFY2(plain.out.find("+  \"rate\": 3") != std::string::npos, plain.out.c_str());
    QVERIFY2(plain.out.find("+  \"burst\": 7") != std::string::npos, plain.out.c_str());
    // The region says the rate, whatever the config's own text does.
    const auto there = run({QStringLiteral("--region"), QStringLiteral("eu")});
    QVERIFY2(there.out.find("+  \"burst\": 7") != std::string::npos, there.out.c_str());
    QVERIFY2(there.out.find("+  \"rate\"") == std::string::npos, there.out.c_str());
}

void TestEffectiveDiff::aRegionsLayerCoversTheChange()
{
    const auto none = diff("-e dev");
    QVERIFY2(none.errors.find("no draft") != std::string::npos, none.errors.c_str());
    const auto draft = m_home.filePath(QStringLiteral("draft.json"));
    QFile file(draft);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"rate\": 2, \"burst\": 1}");
    file.close();
    const auto put = m_shell->run(QStringList{QStringLiteral("put"), QStringLiteral("payments/api"),
        draft, QStringLiteral("-e"), QStringLiteral("dev")});
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
    QCOMPARE(diff("-e dev").exitCode, 1);
    const auto there = diff("-e dev --region eu");
    QVERIFY2(there.exitCode == 0 && there.out.empty(), (there.out + there.errors).c_str());
}

void TestEffectiveDiff::itIsToldByKeyToo()
{
    QCOMPARE(diff("-e dev --format tree").out, std::string("~ /rate: 1 -> 2\n"));
    const auto patch = diff("-e dev --format json-patch").out;
    QVERIFY2(
        patch.find("\"op\": \"replace\", \"path\": \"/rate\"") != std::string::npos, patch.c_str());
    const auto places = diff("-e dev --json").out;
    QVERIFY2(places.starts_with("[{\"leftLine\":"), places.c_str());
}

void TestEffectiveDiff::whereNothingIsLiveEverythingIsNew()
{
    const auto there = m_shell->run(QStringList{QStringLiteral("diff"),
        QStringLiteral("payments/api"), m_file, QStringLiteral("--effective"), QStringLiteral("-e"),
        QStringLiteral("prod"), QStringLiteral("--format"), QStringLiteral("tree")});
    QVERIFY2(there.exitCode == 1, there.errors.c_str());
    QVERIFY2(there.out.find("+ /rate: 3") != std::string::npos, there.out.c_str());
}

void TestEffectiveDiff::wrongUsesAreTold()
{
    QVERIFY(diff("").errors.find("--environment") != std::string::npos);
    const auto one = m_shell->run("diff only.txt");
    QVERIFY2(
        one.exitCode == 2 && one.errors.find("RIGHT") != std::string::npos, one.errors.c_str());
    const auto region = m_shell->run("diff a.txt b.txt --region eu");
    QVERIFY2(region.errors.find("--effective") != std::string::npos, region.errors.c_str());
}

QTEST_GUILESS_MAIN(TestEffectiveDiff)
#include "tst_effectivediff.moc"
