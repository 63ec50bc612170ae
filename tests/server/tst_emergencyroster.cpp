// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describe.h"
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
    void gov32_aGroupsNameIsNoAccount();
    void gov32_aRosterThatNobodyIsOnIsRefused_data();
    void gov32_aRosterThatNobodyIsOnIsRefused();
    void gov32_theGroupOfARosterStays();

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

    Response asked(const char *path, const std::string &text)
    {
        actAs(ann);
        auto &config = m_configs[path];
        if (config.empty())
            config = this->config(path);
        return request(item(config, "live", text));
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

// Whoever makes accounts lets nobody in alone.
void TestEmergencyRoster::gov32_aGroupsNameIsNoAccount()
{
    govern("sys/groups", R"({"groups":[{"name":"oncall","members":["bob"]}]})");
    govern("sys/emergency", R"({"roster":["oncall"]})");
    const auto taker = person("oncall", R"(["author","emergency.activate"])");
    QCOMPARE(activate(taker).status, 403);
    QCOMPARE(activate(bob).status, 201);
}

void TestEmergencyRoster::gov32_aRosterThatNobodyIsOnIsRefused_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *document, const char *code) {
        QTest::newRow(document) << QByteArray(document) << QByteArray(code);
    };
    row(R"({"roster":["bob"]})", "");
    row(R"({"roster":["onlcall"]})", "unknown-name");
    row(R"({"roster":["bob","both"]})", "ambiguous-name");
    row(R"({"roster":["nobody"]})", "empty-roster");
    row(R"({"roster":["gone"]})", "empty-roster");
    row(R"({"twoPerson":true,"roster":["bob"]})", "empty-roster");
    row(R"({"twoPerson":true,"roster":["bob","cid"]})", "");
    row(R"({"twoPerson":true,"roster":["nobody","bob","ann"]})", "");
}

void TestEmergencyRoster::gov32_aRosterThatNobodyIsOnIsRefused()
{
    QFETCH(const QByteArray, document);
    QFETCH(const QByteArray, code);
    govern("sys/groups",
        R"({"groups":[{"name":"nobody","members":[]},{"name":"both","members":["bob"]}]})");
    QVERIFY(!person("both", R"(["author"])").empty());
    QVERIFY(!person("gone", R"(["author","emergency.activate"])").empty());
    actAs({});
    const auto people
        = read<api::Page<core::Principal>>(ask("GET", "/v1/principals", {}, {}, "limit=99"));
    const auto left = std::ranges::find(people->items, std::string("gone"), &core::Principal::name);
    const auto disabled = ask("POST", "/v1/principals/" + left->id.text() + ":disable",
        R"({"reason":"moved on"})", left->etag.text());
    QVERIFY2(disabled.status == 200, disabled.body->c_str());
    const auto answer = asked("sys/emergency", document.toStdString());
    QCOMPARE(answer.status, code.isEmpty() ? 201 : 422);
    QCOMPARE(at(answer, "/errors/0/code"), code.toStdString());
}

void TestEmergencyRoster::gov32_theGroupOfARosterStays()
{
    govern("sys/groups", R"({"groups":[{"name":"oncall","members":["bob"]}]})");
    govern("sys/emergency", R"({"roster":["oncall"]})");
    const auto without = asked("sys/groups", R"({"groups":[]})");
    QCOMPARE(without.status, 422);
    QCOMPARE(at(without, "/errors/0/code"), std::string("unknown-name"));
    const auto empty = asked("sys/groups", R"({"groups":[{"name":"oncall","members":[]}]})");
    QCOMPARE(at(empty, "/errors/0/code"), std::string("empty-roster"));
    const auto other = asked("sys/groups", R"({"groups":[{"name":"oncall","members":["cid"]}]})");
    QCOMPARE(other.status, 201);
}

QTEST_GUILESS_MAIN(TestEmergencyRoster)
#include "tst_emergencyroster.moc"
