// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// Another schema comes with a change, from the command line, on the real server.
class TestSchemaCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anUnknownSchemaIsNamed();
    void whatIsLiveIsHeldAgainstAnother();
    void whatItRefusesIsToldWithItsPlace();
    void theMatrixReadsEachByItsOwn();
    void aPromotionBringsItByChoice();
    void aDraftKeepsIt();

private:
    std::string schema(const std::string &text)
    {
        return at(m_cms.admin().post("/v1/schemas",
                      R"({"uri":"urn:limits","name":"limits","text":)" + jsonText(text) + '}'),
            "/id");
    }
    Outcome submit(const char *more) const
    {
        return m_shell->run(
            (std::string("submit payments/limits --title T --reason R ") + more).c_str());
    }
    std::string bound(const char *place) const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/" + place), "/schema");
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::unique_ptr<ProbeClient> m_bob;
    std::string m_config;
    std::string m_first;
    std::string m_second; // calls the token sensitive
};

void TestSchemaCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_first = schema(R"({"properties":{"rate":{"maximum":50}}})");
    m_second = schema(
        R"({"properties":{"rate":{"maximum":5000},"token":{"x-sensitive":true}},"required":["rate"]})");
    m_config = makeConfig(m_cms.admin(), "payments/limits", "json", m_first);
    const auto ann = makePerson(m_cms.admin(), "ann", R"(["author"])");
    m_bob = std::make_unique<ProbeClient>(
        makePerson(m_cms.admin(), "bob", R"(["approver","operator"])"));
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 1, "token": "alpha"})").status, 200);
    const auto first = ann.post("/v1/change-requests",
        requestBody(m_config, "prod", "", R"({"rate": 2, "token": "omega"})"));
    const auto voted = m_bob->post(verb(first, "vote"), voteBody(first, "approve"), first.etag());
    QCOMPARE(m_bob->post(verb(first, "apply"), "{}", voted.etag()).status, 200);
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("ann")));
}

void TestSchemaCli::anUnknownSchemaIsNamed()
{
    const auto refused = submit("-e prod --schema urn:nowhere");
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.errors.find("There is no schema urn:nowhere") != std::string::npos,
        refused.errors.c_str());
    // Without a draft there is something to be submitted only with another schema.
    QVERIFY(submit("-e prod").exitCode != 0);
}

void TestSchemaCli::whatIsLiveIsHeldAgainstAnother()
{
    const auto asked = submit("-e prod --schema urn:limits");
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    QVERIFY2(
        asked.out.find("payments/limits: with another schema, " + m_second) != std::string::npos,
        asked.out.c_str());
    QCOMPARE(bound("prod"), m_first);
    const auto id = asked.out.substr(0, asked.out.find(' '));
    const auto request = m_cms.admin().get("/v1/change-requests/" + id);
    const auto voted
        = m_bob->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(voted.status, 200);
    QCOMPARE(m_bob->post(verb(request, "apply"), "{}", voted.etag()).status, 200);
    QCOMPARE(bound("prod"), m_second);
    QCOMPARE(bound("dev"), m_first);
}

void TestSchemaCli::whatItRefusesIsToldWithItsPlace()
{
    const auto strict = schema(R"({"properties":{"rate":{"minimum":100}}})");
    const auto refused = submit(("-e prod --schema " + strict).c_str());
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.errors.find("/rate") != std::string::npos, refused.errors.c_str());
}

// What one calls sensitive is masked there, whatever another says elsewhere.
void TestSchemaCli::theMatrixReadsEachByItsOwn()
{
    const auto shown = m_shell->run("matrix payments/limits");
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QVERIFY2(shown.out.find("omega") == std::string::npos, shown.out.c_str());
    QVERIFY2(shown.out.find("/rate") != std::string::npos, shown.out.c_str());
}

// "prod" has the second by now, "dev" the first.
void TestSchemaCli::aPromotionBringsItByChoice()
{
    const std::string promote = "promote payments/limits --from prod --to dev --key /rate ";
    const auto said = m_shell->run((promote + "--dry-run").c_str());
    QVERIFY2(said.out.find("schema   stays " + m_first + "; the source has " + m_second)
            != std::string::npos,
        (said.out + said.errors).c_str());
    const auto brought = m_shell->run((promote + "--schema").c_str());
    QCOMPARE(brought.exitCode, 0);
    QVERIFY2(brought.out.find("schema   " + m_second + " comes along in the place of " + m_first)
            != std::string::npos,
        brought.out.c_str());
    QCOMPARE(bound("dev"), m_first); // it is a draft
}

// Also when its text is put anew.
void TestSchemaCli::aDraftKeepsIt()
{
    const auto file = m_home.filePath(QStringLiteral("text.json"));
    QFile text(file);
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(R"({"rate": 900, "token": "alpha"})");
    text.close();
    const auto put
        = m_shell->run(("put payments/limits " + file.toStdString() + " -e dev").c_str());
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
    const auto asked = submit("-e dev"); // 900 is too much for the first
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    QVERIFY2(
        asked.out.find("payments/limits: with another schema, " + m_second) != std::string::npos,
        asked.out.c_str());
}

QTEST_GUILESS_MAIN(TestSchemaCli)
#include "tst_schemacli.moc"
