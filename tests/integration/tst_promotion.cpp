// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// Keys promoted from the command line, and schemas with their versions, on the real server.
class TestPromotion : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void commandLinePromotesKeys();
    void laterPromotionsKeepWhatWasChangedThere();
    void commandLineDrawsTheGraph();
    void schemasAreLabelledByWhatTheyChange();

private:
    std::string config(const std::string &path, const std::string &schema)
    {
        return makeConfig(m_cms.admin(), path, "json", schema);
    }
    ProbeAnswer post(const std::string &uri, const std::string &text)
    {
        return m_cms.admin().post(
            "/v1/schemas", R"({"uri":")" + uri + R"(","name":"","text":)" + jsonText(text) + '}');
    }
    std::string publishSchema(const std::string &uri, const std::string &text)
    {
        return at(post(uri, text), "/id");
    }
    // Made live in dev at once.
    int publish(const std::string &config, const std::string &text)
    {
        return publishInDev(m_cms.admin(), config, text).status;
    }
    int applyAsked(const std::string &told, const ProbeClient &approver);
    int applied(const ProbeAnswer &request, const ProbeClient &approver);

    CmsProcess m_cms;
};

void TestPromotion::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
}

void TestPromotion::commandLinePromotesKeys()
{
    const auto id = config("payments/own",
        publishSchema("urn:own",
            R"({"properties": {"host": {"x-per-environment": true}, "token": {"x-sensitive": true},
                "rate": {"maximum": 50}}})"));
    QCOMPARE(publish(id, R"({"host": "d", "token": "t-hunter2", "rate": 9, "new": [1]})"), 200);
    (void)makePerson(m_cms.admin(), "paula", R"(["author"])");
    const QTemporaryDir home;
    const Shell shell(home.path());
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("paula")));
    const auto has = [](const auto &answer, const char *text) {
        return answer.out.find(text) != std::string::npos;
    };
    const auto matrix = shell.run("matrix payments/own");
    QVERIFY2(matrix.exitCode == 0, matrix.errors.c_str());
    QVERIFY2(
        has(matrix, "/host") && has(matrix, "own") && has(matrix, "missing"), matrix.out.c_str());
    QVERIFY(has(matrix, "(sensitive)") && !has(matrix, "hunter2"));
    QVERIFY(!has(shell.run("matrix payments/own --differing"), "/host"));
    QVERIFY(!has(shell.run("matrix payments/own --json"), "hunter2"));
    // What would happen, and that nothing has.
    const auto dry = shell.run("promote payments/own --from dev --to prod --key / --dry-run");
    QVERIFY2(dry.exitCode == 0, dry.errors.c_str());
    QVERIFY2(has(dry, "copied   /rate") && has(dry, "stays    /host belongs")
            && has(dry, "stays    /token is sensitive") && !has(dry, "hunter2"),
        dry.out.c_str());
    QVERIFY(shell.run("get payments/own -e prod --draft").exitCode != 0);
    const auto draft
        = shell.run("promote payments/own --from dev --to prod --key /rate --key /new/0");
    QVERIFY2(draft.exitCode == 0, draft.errors.c_str());
    QCOMPARE(shell.run("get payments/own -e prod --draft").out,
        std::string(R"({"rate": 9, "new": [1]})"));
    QVERIFY(shell.run("promote payments/own --from dev --to prod --key /nowhere").exitCode != 0);
    const auto asked = shell.run(
        "promote payments/own --from dev --to prod --key /host --own --submit --reason why");
    QVERIFY2(asked.exitCode == 0 && has(asked, "CR-"), (asked.out + asked.errors).c_str());
}

// The request that a command told of.
int TestPromotion::applyAsked(const std::string &told, const ProbeClient &approver)
{
    const auto number = told.substr(told.find("CR-"));
    return applied(
        m_cms.admin().get("/v1/change-requests/" + number.substr(0, number.find(' '))), approver);
}

int TestPromotion::applied(const ProbeAnswer &request, const ProbeClient &approver)
{
    const auto voted
        = approver.post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    return voted.status == 200 ? approver.post(verb(request, "apply"), "{}", voted.etag()).status
                               : voted.status;
}

void TestPromotion::laterPromotionsKeepWhatWasChangedThere()
{
    const auto id = config("payments/kept", "");
    QCOMPARE(publish(id, R"({"rate": 1, "mode": "a"})"), 200);
    (void)makePerson(m_cms.admin(), "petra", R"(["author"])");
    const auto approver = makePerson(m_cms.admin(), "queenie", R"(["approver", "operator"])");
    const QTemporaryDir home;
    const Shell shell(home.path());
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("petra")));
    const std::string promote = "promote payments/kept --from dev --to prod --key / ";
    const auto first = shell.run((promote + "--submit --reason why").c_str());
    QCOMPARE(applyAsked(first.out, approver), 200);
    // A hotfix in production, and something else in development.
    const auto head = at(m_cms.admin().get("/v1/configs/" + id + "/heads/prod"), "/version");
    const auto onCall = makePerson(m_cms.admin(), "oscar", R"(["author"])");
    const auto hotfix = onCall.post(
        "/v1/change-requests", requestBody(id, "prod", head, R"({"rate": 5, "mode": "a"})"));
    QCOMPARE(applied(hotfix, approver), 200);
    QCOMPARE(publish(id, R"({"rate": 1, "mode": "b"})"), 200);
    const auto second = shell.run((promote + "--dry-run").c_str());
    QVERIFY2(second.out.find("copied   /mode") != std::string::npos
            && second.out.find("stays    /rate was changed there") != std::string::npos,
        (second.out + second.errors).c_str());
    QCOMPARE(shell.run((promote + "--overwrite").c_str()).exitCode, 0);
    QCOMPARE(shell.run("get payments/kept -e prod --draft").out,
        std::string(R"({"rate": 1, "mode": "b"})"));
}

void TestPromotion::commandLineDrawsTheGraph()
{
    const auto id = config("payments/drawn", "");
    QCOMPARE(publish(id, R"({"rate": 1})"), 200);
    (void)makePerson(m_cms.admin(), "pia", R"(["author"])");
    const auto approver = makePerson(m_cms.admin(), "quentin", R"(["approver", "operator"])");
    const QTemporaryDir home;
    const Shell shell(home.path());
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("pia")));
    const auto asked = shell.run(
        "promote payments/drawn --from dev --to prod --key /rate --submit --reason why");
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    QCOMPARE(applyAsked(asked.out, approver), 200);
    const auto drawn = shell.run("log payments/drawn --graph");
    QVERIFY2(drawn.exitCode == 0, drawn.errors.c_str());
    // Two lines: the promoted version, and below it in the same lane the one that it is from.
    QCOMPARE(std::ranges::count(drawn.out, '\n'), 2);
    QVERIFY2(drawn.out.starts_with("* ") && drawn.out.find(" prod promotion (live) ") < 20,
        drawn.out.c_str());
    QVERIFY2(drawn.out.find("\n* ") != std::string::npos
            && drawn.out.find(" dev edit (live) ") != std::string::npos,
        drawn.out.c_str());
}

void TestPromotion::schemasAreLabelledByWhatTheyChange()
{
    const auto label = [this](const std::string &text) {
        const auto answer = post("urn:labelled", text);
        return at(answer, "/semver") + ' ' + at(answer, "/level");
    };
    QCOMPARE(label(R"({"properties": {"a": {"type": "integer"}}})"), std::string("1.0.0 "));
    // The same text is the same schema.
    QCOMPARE(label(R"({"properties": {"a": {"type": "integer"}}})"), std::string("1.0.0 "));
    QCOMPARE(label(R"({"title": "A", "properties": {"a": {"type": "integer"}}})"),
        std::string("1.0.1 patch"));
    QCOMPARE(label(R"({"title": "A", "properties": {"a": {"type": "integer"}, "b": {}}})"),
        std::string("1.1.0 minor"));
    QCOMPARE(label(R"({"title": "A", "required": ["a"],
                       "properties": {"a": {"type": "integer"}, "b": {}}})"),
        std::string("2.0.0 major"));
    QCOMPARE(post("urn:labelled", "{").status, 422);
    // Another URI is counted by itself.
    QCOMPARE(at(post("urn:other", "{}"), "/semver"), std::string("1.0.0"));
    const QTemporaryDir home;
    const Shell shell(home.path());
    (void)makePerson(m_cms.admin(), "audrey", R"(["auditor", "viewer"])");
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("audrey")));
    const auto listed = shell.run("schemas --prefix urn:labelled");
    QVERIFY2(listed.exitCode == 0, listed.errors.c_str());
    QVERIFY2(listed.out.find("2.0.0") != std::string::npos
            && listed.out.find("major") != std::string::npos
            && listed.out.find("urn:other") == std::string::npos,
        listed.out.c_str());
    const auto events = shell.run("audit list --json");
    QVERIFY2(events.out.find("2.0.0, major") != std::string::npos, events.errors.c_str());
}

QTEST_GUILESS_MAIN(TestPromotion)
#include "tst_promotion.moc"
