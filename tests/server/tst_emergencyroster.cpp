// SPDX-License-Identifier: Apache-2.0
#include "tests/server/emergencyworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::EmergencyState;

// Who is let in is a governed document too (GOV-32): beside the right it is the roster that
// decides, in sys/emergency, which two people change in production.
class TestEmergencyRoster : public support::TestCase, private support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov32_onlyTheRosterIsLetIn();
    void gov32_aGroupOnTheRosterIsLetIn();
    void gov32_theRosterBindsTheSecondPersonToo();
    void gov32_whoIsTakenOffActsNoMore();
    void gov32_theRosterIsGoverned();

private:
    void govern(const char *path, const std::string &text)
    {
        actAs(ann);
        auto &config = m_configs[path];
        if (config.empty())
            config = this->config(path);
        actAs({});
        QVERIFY(!publishLive(config, text).empty());
    }

    std::map<std::string, std::string> m_configs;
};

void TestEmergencyRoster::init()
{
    beginEmergencies();
    m_configs.clear();
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
}

void TestEmergencyRoster::gov32_onlyTheRosterIsLetIn()
{
    const auto max = person("max", R"(["author","emergency.activate"])");
    const auto eva = person("eva", R"(["author","emergency.activate"])");
    QCOMPARE(activate(max).status, 201);
    govern("sys/emergency", R"({"roster":["bob"]})");
    const auto refused = activate(eva);
    QCOMPARE(refused.status, 403);
    QVERIFY2(refused.body->find("roster") != std::string::npos, refused.body->c_str());
    QCOMPARE(activate(bob).status, 201);
    // A name gives no right.
    QCOMPARE(activate(cid).status, 403);
}

void TestEmergencyRoster::gov32_aGroupOnTheRosterIsLetIn()
{
    govern("sys/groups", R"({"groups":[{"name":"oncall","members":["ann"]}]})");
    govern("sys/emergency", R"({"roster":["oncall"]})");
    QCOMPARE(activate(bob).status, 403);
    QCOMPARE(activate(ann).status, 201);
}

void TestEmergencyRoster::gov32_theRosterBindsTheSecondPersonToo()
{
    const auto max = person("max", R"(["author","emergency.activate"])");
    const auto eva = person("eva", R"(["author","emergency.activate"])");
    govern("sys/emergency", R"({"twoPerson":true,"roster":["max","bob"]})");
    const auto waiting = sessionOf(activate(max));
    QVERIFY(waiting.state == EmergencyState::Requested);
    QCOMPARE(step(eva, waiting, "confirm", R"("x":0)").status, 403);
    QCOMPARE(step(bob, waiting, "confirm", R"("x":0)").status, 200);
}

void TestEmergencyRoster::gov32_whoIsTakenOffActsNoMore()
{
    const auto max = person("max", R"(["author","emergency.activate"])");
    const auto session = open(max);
    QCOMPARE(act(max, session, edit(R"({"limit":11})")).status, 200);
    govern("sys/emergency", R"({"roster":["bob"]})");
    QCOMPARE(act(max, present(session), edit(R"({"limit":12})")).status, 403);
}

// Nobody puts themselves on it.
void TestEmergencyRoster::gov32_theRosterIsGoverned()
{
    govern("sys/emergency", R"({"roster":["bob"]})");
    actAs(ann);
    const auto &config = m_configs["sys/emergency"];
    const auto own = request(item(config, "live", R"({"roster":["ann"]})"));
    QCOMPARE(own.status, 201);
    for (const char *list : {"[]", "\"ann\"", "[1]", "[\"\"]"})
        QCOMPARE(
            request(item(config, "live", R"({"roster":)" + std::string(list) + '}')).status, 422);
    actAs({});
    const auto refused
        = ask("POST", "/v1/change-requests/" + at(own, "/id") + ":apply", "{}", own.etag);
    QCOMPARE(at(refused, "/code"), std::string("approval-required"));
    QCOMPARE(activate(ann).status, 403);
}

QTEST_GUILESS_MAIN(TestEmergencyRoster)
#include "tst_emergencyroster.moc"
