// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// Ways around the rules of governance.md that somebody would try, against the real program.
class TestServerTricks : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gov15ARejectionEndsTheCycle();
    void gov12AnotherReasonIsAnotherCycle();
    void gov12AnotherTitleIsNot();
    void gov22ManyOldViolationsHideNoNewOne();
    void gov29OtherPlacesTextsAreNoRollback();
    void gov21OneOpenGateHoldsTheWholeRequest();
    void gov1KeysOfOthersAreNotReplayed();
    void gov1AgentsSpeakForThemselves();
    void wordsHaveAnEnd_data();
    void wordsHaveAnEnd();

private:
    ProbeAnswer propose(const ProbeClient &who, const std::string &config,
        const std::string &environment, const std::string &base, const std::string &text) const;
    ProbeAnswer edited(const ProbeAnswer &request, const std::string &body) const;
    std::string live(const std::string &config, const std::string &environment) const;

    CmsProcess m_cms;
    int m_words = 0;
    std::optional<ProbeClient> m_ann; // author
    std::optional<ProbeClient> m_eve; // approver
};

void TestServerTricks::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_ann.emplace(makePerson(m_cms.admin(), "ann", R"(["author","operator"])"));
    m_eve.emplace(makePerson(m_cms.admin(), "eve", R"(["approver"])"));
    QVERIFY(!m_ann->token().empty() && !m_eve->token().empty());
}

ProbeAnswer TestServerTricks::propose(const ProbeClient &who, const std::string &config,
    const std::string &environment, const std::string &base, const std::string &text) const
{
    return who.post("/v1/change-requests", requestBody(config, environment, base, text));
}

ProbeAnswer TestServerTricks::edited(const ProbeAnswer &request, const std::string &body) const
{
    return m_ann->send("PUT", "/v1/change-requests/" + at(request, "/id"), body,
        {{"If-Match", '"' + request.etag() + '"'}});
}

std::string TestServerTricks::live(const std::string &config, const std::string &environment) const
{
    return at(m_cms.admin().get("/v1/configs/" + config + "/heads/" + environment), "/version");
}

void TestServerTricks::gov15ARejectionEndsTheCycle()
{
    const auto config = makeConfig(m_cms.admin(), "payments/rejected");
    auto request = propose(*m_ann, config, "prod", "", R"({"a":1})");
    request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(at(request, "/state"), std::string("approved"));
    request = m_eve->post(verb(request, "reject"), R"({"reason":"wait"})", request.etag());
    QCOMPARE(at(request, "/state"), std::string("rejected"));
    // The same content once more, submitted by the edit itself.
    request = edited(request, requestBody(config, "prod", "", R"({"a":1})"));
    QCOMPARE(request.status, 200);
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/cycle"), std::string("2"));
    const auto applied = m_ann->post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(at(applied, "/code"), std::string("approval-required"));
    QCOMPARE(live(config, "prod"), std::string());
}

void TestServerTricks::gov12AnotherReasonIsAnotherCycle()
{
    const auto config = makeConfig(m_cms.admin(), "payments/reason");
    auto request = propose(*m_ann, config, "prod", "", R"({"a":1})");
    request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(at(request, "/state"), std::string("approved"));
    // The reason becomes the version's message: not what the reviewer saw.
    auto body = requestBody(config, "prod", "", R"({"a":1})");
    body.replace(body.find("because"), 7, "ordered by Eve");
    request = edited(request, body);
    QCOMPARE(request.status, 200);
    QCOMPARE(at(request, "/state"), std::string("open"));
    body.replace(body.find("T-1"), 3, "T-2");
    QCOMPARE(at(edited(request, body), "/cycle"), std::string("3"));
}

void TestServerTricks::gov12AnotherTitleIsNot()
{
    const auto config = makeConfig(m_cms.admin(), "payments/title");
    auto request = propose(*m_ann, config, "prod", "", R"({"a":1})");
    request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    auto body = requestBody(config, "prod", "", R"({"a":1})");
    body.replace(body.find("Change"), 6, "Better");
    request = edited(request, body);
    QCOMPARE(at(request, "/state"), std::string("approved"));
    QCOMPARE(at(request, "/cycle"), std::string("1"));
}

void TestServerTricks::gov22ManyOldViolationsHideNoNewOne()
{
    const auto config = makeConfig(m_cms.admin(), "payments/violations");
    std::string old = "[\"x\"";
    for (int i = 0; i < 150; ++i)
        old += ",\"x\"";
    auto request = propose(*m_ann, config, "dev", "", old + "]");
    request = m_ann->post(verb(request, "apply"), "{}", request.etag());
    const auto base = at(request, "/appliedVersions/0");
    QVERIFY(!base.empty());
    const auto schema = m_cms.admin().post("/v1/schemas",
        R"({"uri":"https://x/numbers","name":"","text":"{\"items\":{\"type\":\"integer\"}}"})");
    QCOMPARE(schema.status, 201);
    const auto before = m_ann->get("/v1/configs/" + config);
    const auto chosen = m_ann->send("PUT", "/v1/configs/" + config + "/schema",
        R"({"schema":")" + at(schema, "/id") + "\"}", {{"If-Match", '"' + before.etag() + '"'}});
    QCOMPARE(chosen.status, 200);
    // What was wrong may stay, and what is right may come.
    QCOMPARE(propose(*m_ann, config, "dev", base, old + ",1]").status, 201);
    const auto refused = propose(*m_ann, config, "dev", base, old + ",\"new\"]");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/code"), std::string("schema-violation"));
}

void TestServerTricks::gov29OtherPlacesTextsAreNoRollback()
{
    const auto config = makeConfig(m_cms.admin(), "payments/elsewhere");
    auto request = propose(*m_ann, config, "prod", "", R"({"a":1})");
    request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    request = m_ann->post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(at(request, "/state"), std::string("applied"));
    // Live in dev without a vote, and never in prod.
    auto trial = propose(*m_ann, config, "dev", "", R"({"evil":1})");
    trial = m_ann->post(verb(trial, "apply"), "{}", trial.etag());
    const auto evil = at(trial, "/appliedVersions/0");
    QVERIFY(!evil.empty());
    const auto path = "/v1/configs/" + config + "/heads/prod";
    const auto head = m_ann->get(path);
    const auto answer = m_ann->post(path + ":rollback",
        R"({"target":")" + evil + R"(","reason":"r","ticket":""})", head.etag());
    QCOMPARE(at(answer, "/code"), std::string("policy-violation"));
    QCOMPARE(live(config, "prod"), at(head, "/version"));
}

void TestServerTricks::gov21OneOpenGateHoldsTheWholeRequest()
{
    const auto config = makeConfig(m_cms.admin(), "payments/mixed");
    const auto item = [&](const std::string &environment) {
        return R"({"config":")" + config + R"(","environment":")" + environment
            + R"(","base":null,"text":"{}"})";
    };
    const auto request = m_ann->post("/v1/change-requests",
        R"({"title":"t","description":"","reason":"","ticket":"","items":[)" + item("dev") + ','
            + item("prod") + R"(],"submit":true})");
    QCOMPARE(at(request, "/state"), std::string("open"));
    const auto applied = m_ann->post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(at(applied, "/code"), std::string("approval-required"));
    QCOMPARE(live(config, "dev"), std::string());
}

void TestServerTricks::gov1KeysOfOthersAreNotReplayed()
{
    const ProbeClient::Headers key{{"Idempotency-Key", "the-same-key-of-both"}};
    const auto config = makeConfig(m_cms.admin(), "payments/keys");
    const auto body = requestBody(config, "prod", "", "{}");
    const auto first = m_ann->post("/v1/change-requests", body, {}, key);
    const auto second = m_cms.admin().post("/v1/change-requests", body, {}, key);
    QCOMPARE(second.status, 201);
    QVERIFY(at(first, "/id") != at(second, "/id"));
    QVERIFY(at(first, "/requester") != at(second, "/requester"));
}

void TestServerTricks::gov1AgentsSpeakForThemselves()
{
    const auto one = makeService(m_cms.admin(), "agent-one", R"(["agent"])");
    const auto two = makeService(m_cms.admin(), "agent-two", R"(["agent"])");
    const auto config = makeConfig(m_cms.admin(), "payments/agents");
    const std::string self
        = R"({"name":"shop-1","environment":"prod","service":"","region":"","build":"1",)"
          R"("paths":[]})";
    const auto agent = one.post("/v1/agents", self);
    QCOMPARE(agent.status, 201);
    const auto report = R"({"config":")" + config
        + R"(","path":"","version":"sha256:1","epoch":1,"status":"applied","reason":"",)"
        + R"("at":"2026-01-01T00:00:00Z"})";
    const auto path = "/v1/agents/" + at(agent, "/id") + ":report";
    QCOMPARE(one.post(path, report).status, 200);
    QCOMPARE(two.post(path, report).status, 403);
    QCOMPARE(two.post("/v1/agents", self).status, 403);
    // Started again it is still the same.
    QCOMPARE(at(one.post("/v1/agents", self), "/id"), at(agent, "/id"));
    // Whoever administers may hand the name to another account.
    QCOMPARE(m_cms.admin().post("/v1/agents", self).status, 201);
}

void TestServerTricks::wordsHaveAnEnd_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("most");
    const auto row = [](const char *name, const char *path, const char *before, const char *after,
                         int most) {
        QTest::newRow(name) << QByteArray(path) << QByteArray(before) << QByteArray(after) << most;
    };
    row("config's description", "/v1/configs",
        R"({"path":"payments/%","format":"json","schema":null,"owner":"","description":")", "\"}",
        64 * 1024);
    row("config's owner", "/v1/configs",
        R"({"path":"payments/%","format":"json","schema":null,"description":"","owner":")", "\"}",
        256);
    row("namespace's title", "/v1/namespaces",
        R"({"id":"","slug":"s%","owner":"","etag":"","title":")", "\"}", 500);
    row("namespace's owner", "/v1/namespaces",
        R"({"id":"","slug":"s%","title":"","etag":"","owner":")", "\"}", 256);
    row("environment's title", "/v1/environments",
        R"({"id":"e%","tier":0,"order":0,"gated":false,"requiredApprovals":0,)"
        R"("rollbackNeedsApproval":false,"etag":"","title":")",
        "\"}", 500);
    row("person's name", "/v1/principals",
        R"({"kind":"service","name":"n%","roles":[],"password":"","displayName":")", "\"}", 256);
    row("schema's name", "/v1/schemas", R"({"uri":"urn:%","text":"true","name":")", "\"}", 256);
    row("agent's service", "/v1/agents",
        R"({"name":"a%","environment":"dev","region":"","build":"","paths":[],"service":")", "\"}",
        256);
}

void TestServerTricks::wordsHaveAnEnd()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(int, most);
    const auto send = [&](int size) {
        auto begin = before;
        begin.replace('%', QByteArray::number(++m_words));
        return m_cms.admin().post(
            path.toStdString(), (begin + QByteArray(size, 'w') + after).toStdString());
    };
    QCOMPARE(send(most).status, 201);
    const auto refused = send(most + 1);
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("maxLength"));
}

QTEST_GUILESS_MAIN(TestServerTricks)
#include "tst_servertricks.moc"
