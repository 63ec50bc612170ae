// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// A request put onto what became live meanwhile, from the command line, on the real server.
class TestRebaseCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void whatBecameLiveIsTakenAlong();
    void theSamePlaceIsToldAndAnswered();
    void whatHasNotMovedIsSaid();

private:
    Outcome rebase(const char *more) const
    {
        return m_shell->run(("rebase " + m_request + ' ' + more).c_str());
    }
    std::string textOf() const
    {
        return at(m_cms.admin().get("/v1/change-requests/" + m_request), "/items/0/text");
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::unique_ptr<ProbeClient> m_paula;
    std::string m_config;
    std::string m_request; // from rate 1 to rate 2
    int m_number = 0;
};

void TestRebaseCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_paula = std::make_unique<ProbeClient>(makePerson(m_cms.admin(), "paula", R"(["author"])"));
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("paula")));
}

void TestRebaseCli::init()
{
    m_config = makeConfig(m_cms.admin(), "payments/one-" + std::to_string(++m_number));
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 1, "burst": 1})").status, 200);
    const auto base = at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/dev"), "/version");
    const auto request = m_paula->post(
        "/v1/change-requests", requestBody(m_config, "dev", base, R"({"rate": 2, "burst": 1})"));
    m_request = at(request, "/id");
    QVERIFY2(m_request.starts_with("CR-"), request.body.c_str());
}

void TestRebaseCli::whatBecameLiveIsTakenAlong()
{
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 1, "burst": 7})").status, 200);
    const auto shown = rebase("--preview");
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QVERIFY2(
        shown.out.find("+{\"rate\": 2, \"burst\": 7}") != std::string::npos, shown.out.c_str());
    const auto done = m_shell->run(("rebase " + m_request).c_str());
    QVERIFY2(done.exitCode == 0, (done.out + done.errors).c_str());
    QCOMPARE(textOf(), std::string(R"({"rate": 2, "burst": 7})"));
    const auto request = m_cms.admin().get("/v1/change-requests/" + m_request);
    QCOMPARE(m_cms.admin().post(verb(request, "apply"), "{}", request.etag()).status, 200);
    // It is a merge in the graph.
    const auto drawn
        = m_shell->run(("log payments/one-" + std::to_string(m_number) + " --graph").c_str());
    QVERIFY2(drawn.out.find(" dev merge (live)") != std::string::npos, drawn.out.c_str());
}

void TestRebaseCli::theSamePlaceIsToldAndAnswered()
{
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 9, "burst": 7})").status, 200);
    const auto shown = rebase("--preview");
    QCOMPARE(shown.exitCode, 1);
    QVERIFY2(shown.out.find("conflict: /rate was 1, v") != std::string::npos, shown.out.c_str());
    QVERIFY2(shown.out.find("made it 9, this request 2") != std::string::npos, shown.out.c_str());
    const auto refused = m_shell->run(("rebase " + m_request).c_str());
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.find("--on-conflict") != std::string::npos, refused.errors.c_str());
    QCOMPARE(rebase("--on-conflict mine").exitCode, 0);
    QCOMPARE(textOf(), std::string(R"({"rate": 2, "burst": 7})"));
}

void TestRebaseCli::whatHasNotMovedIsSaid()
{
    const auto done = m_shell->run(("rebase " + m_request).c_str());
    QCOMPARE(done.exitCode, 1);
    QVERIFY2(done.errors.find("begins at what is live") != std::string::npos, done.errors.c_str());
}

QTEST_GUILESS_MAIN(TestRebaseCli)
#include "tst_rebasecli.moc"
