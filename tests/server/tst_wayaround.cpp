// SPDX-License-Identifier: Apache-2.0
#include "engine/api/routes.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// Whatever an author, an operator and a machine with every role ask for: nothing becomes live in a
// gated environment that nobody approved, and nothing that a request refers to goes.
class TestWayAround : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov53_noOperationIsAWayAround_data();
    void gov53_noOperationIsAWayAround();
    void gov53_manyStepsAreNoWayAround();
    void gov26_nothingThatARequestRefersToIsDeleted();
    void gov26_anAccountThatGoesLeavesWhatItDid();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    std::string etagOf(const std::string &path) { return ask("GET", path, {}).etag; }
    std::string place() { return "/v1/change-requests/" + m_request; }
    // With what the address names in its variables.
    std::string filled(std::string_view pattern);
    std::string bodyOf(std::string_view operation);
    std::string otherText() { return R"({"limit":999})"; }

    ServiceWorld m_world;
    std::string m_app;
    std::string m_first; // the version that was live before
    std::string m_live;
    std::string m_request; // Ann's, open
};

void TestWayAround::init()
{
    m_world.begin();
    QVERIFY(!m_world.environment("live", true, true).empty());
    m_world.signUp("ann", {"author", "operator"});
    m_world.signUp("bob", {"approver"});
    m_world.as("ann");
    m_app = m_world.config("a/app");
    for (const char *text : {R"({"limit":1})", R"({"limit":2})"}) {
        m_first = m_live;
        m_world.as("ann");
        const auto id = ServiceWorld::at(m_world.request(m_world.item(m_app, "live", text)), "/id");
        m_world.as("bob");
        const auto seen = ask("GET", "/v1/change-requests/" + id, {});
        QCOMPARE(ask("POST", "/v1/change-requests/" + id + ":vote",
                     R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
                         + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
                     seen.etag)
                     .status,
            200);
        m_world.as("ann");
        const auto path = "/v1/change-requests/" + id;
        QCOMPARE(ask("POST", path + ":apply", "{}", etagOf(path)).status, 200);
        m_live = m_world.live(m_app, "live");
    }
    m_request = ServiceWorld::at(m_world.request(m_world.item(m_app, "live", otherText())), "/id");
    QVERIFY(!m_first.empty() && !m_live.empty() && !m_request.empty());
}

std::string TestWayAround::filled(std::string_view pattern)
{
    std::string path(pattern);
    const auto put = [&path](const std::string &variable, const std::string &value) {
        if (const auto at = path.find(variable); at != std::string::npos)
            path.replace(at, variable.size(), value);
    };
    put("{environment}", "live");
    if (path.starts_with("/v1/configs/"))
        put("{id}", m_app);
    else if (path.starts_with("/v1/environments/"))
        put("{id}", "live");
    else if (path.starts_with("/v1/change-requests/"))
        put("{id}", m_request);
    else if (path.starts_with("/v1/versions/"))
        put("{id}", m_first);
    else if (path.starts_with("/v1/principals/"))
        put("{id}", m_world.idOf("ann"));
    return path;
}

// What would change the config if anything did; for the rest nothing.
std::string TestWayAround::bodyOf(std::string_view operation)
{
    const auto item = m_world.item(m_app, "live", otherText());
    const std::string words = R"("title":"t","description":"","reason":"r","ticket":"INC-1",)";
    if (operation == "createChangeRequest" || operation == "updateChangeRequest")
        return '{' + words + R"("items":[)" + item + R"(],"submit":true})";
    if (operation == "rollBack")
        return R"({"target":)" + inQuotes(m_first) + R"(,"reason":"r","ticket":""})";
    if (operation == "rollBackSeveral" || operation == "previewRollback")
        return R"({"items":[{"config":)" + inQuotes(m_app) + R"(,"target":)" + inQuotes(m_first)
            + R"(}],"reason":"r","ticket":""})";
    if (operation == "createDraft")
        return R"({"config":)" + inQuotes(m_app) + R"(,"environment":"live","base":)"
            + inQuotes(m_live) + R"(,"text":)" + inQuotes(otherText()) + '}';
    if (operation == "scheduleChangeRequest")
        return R"({"at":)" + inQuotes(core::toRfc3339(m_world.clock.time + std::chrono::hours(1)))
            + R"(,"zone":"UTC"})";
    if (operation == "voteOnChangeRequest")
        return R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
            + inQuotes(ServiceWorld::at(ask("GET", place(), {}), "/contentDigest")) + '}';
    if (operation == "setConfigLayers")
        return R"({"layers":[],"dependencies":[]})";
    return R"({"reason":"because it must be","text":"x"})";
}

void TestWayAround::gov53_noOperationIsAWayAround_data()
{
    QTest::addColumn<int>("row");
    for (const auto &route : api::routes()) {
        if (route.method != "GET")
            QTest::newRow(std::string(route.operationId).c_str()) << int(route.operation);
    }
}

void TestWayAround::gov53_noOperationIsAWayAround()
{
    QFETCH(const int, row);
    const auto &route = api::route(api::Operation(row));
    m_world.as();
    m_world.signUp("max", {"author", "operator", "admin", "policy.edit", "freeze.override"});
    for (const char *who : {"ann", "max"}) {
        m_world.as(who);
        const auto path = filled(route.path);
        const auto resource = path.substr(0, path.find(':'));
        const auto answer
            = ask(std::string(route.method), path, bodyOf(route.operationId), etagOf(resource));
        QVERIFY(answer.status < 500);
        m_world.as();
        QCOMPARE(m_world.live(m_app, "live"), m_live);
    }
    m_world.clock.time += std::chrono::hours(2);
    m_world.tick(); // what is scheduled is due
    m_world.signInAgain("ann");
    QCOMPARE(m_world.live(m_app, "live"), m_live);
}

void TestWayAround::gov53_manyStepsAreNoWayAround()
{
    // By an environment without a gate, by another config, and by two halves.
    m_world.as("ann");
    const auto version = m_world.publish(m_app, "dev", otherText());
    QVERIFY(!version.empty());
    const auto promoted = m_world.request(m_world.item(m_app, "live", otherText(), version));
    const auto id = ServiceWorld::at(promoted, "/id");
    QCOMPARE(ServiceWorld::at(promoted, "/state"), std::string("open"));
    QCOMPARE(ask("POST", "/v1/change-requests/" + id + ":apply", "{}", promoted.etag).status, 409);
    const auto both = m_world.request(m_world.item(m_app, "dev", R"({"limit":5})") + ','
        + m_world.item(m_app, "live", R"({"limit":5})"));
    QCOMPARE(ServiceWorld::at(both, "/state"), std::string("open"));
    const auto path = "/v1/change-requests/" + ServiceWorld::at(both, "/id");
    QCOMPARE(ask("POST", path + ":apply", "{}", both.etag).status, 409);
    QCOMPARE(m_world.live(m_app, "live"), m_live);
    QCOMPARE(m_world.live(m_app, "dev"), version); // all or nothing
}

void TestWayAround::gov26_nothingThatARequestRefersToIsDeleted()
{
    // What has been live stays for good; so do environments, namespaces and accounts, for which
    // there is no such operation.
    for (const auto &route : api::routes()) {
        // Tokens end, and no account with them.
        const bool isKept = !route.path.ends_with("/tokens/{token}")
            && !route.path.ends_with("/tokens")
            && (route.path.starts_with("/v1/environments")
                || route.path.starts_with("/v1/namespaces")
                || route.path.starts_with("/v1/principals")
                || route.path.starts_with("/v1/change-requests"));
        QVERIFY2(route.method != "DELETE" || !isKept, std::string(route.operationId).c_str());
    }
    m_world.as("ann");
    const auto fresh = m_world.config("a/fresh");
    const auto id
        = ServiceWorld::at(m_world.request(m_world.item(fresh, "live", R"({"x":1})")), "/id");
    const auto path = "/v1/configs/" + fresh;
    QCOMPARE(ask("DELETE", path, {}, etagOf(path)).status, 409);
    const auto request = "/v1/change-requests/" + id;
    QCOMPARE(ask("POST", request + ":withdraw", "{}", etagOf(request)).status, 200);
    QCOMPARE(ask("DELETE", path, {}, etagOf(path)).status, 204);
    QCOMPARE(ServiceWorld::at(ask("GET", request, {}), "/state"), std::string("withdrawn"));
}

void TestWayAround::gov26_anAccountThatGoesLeavesWhatItDid()
{
    m_world.as("bob");
    const auto seen = ask("GET", place(), {});
    QCOMPARE(ask("POST", place() + ":vote",
                 R"({"kind":"approve","comment":"Fine","cycle":1,"contentDigest":)"
                     + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
                 seen.etag)
                 .status,
        200);
    m_world.as();
    for (const char *name : {"bob", "ann"}) {
        const auto path = "/v1/principals/" + m_world.idOf(name);
        const auto people = m_world.ask("GET", "/v1/principals", {}, {}, "limit=100");
        std::string etag;
        for (int i = 0; i < 10; ++i) {
            const auto item = "/items/" + std::to_string(i);
            if (ServiceWorld::at(people, item + "/name") == name)
                etag = ServiceWorld::at(people, item + "/etag");
        }
        QCOMPARE(ask("POST", path + ":disable", R"({"reason":"left"})", etag).status, 200);
    }
    const auto after = ask("GET", place(), {});
    QCOMPARE(ServiceWorld::at(after, "/reviews/0/comment"), std::string("Fine"));
    QCOMPARE(ServiceWorld::at(after, "/requesterName"), std::string("ann"));
    QCOMPARE(ServiceWorld::at(after, "/requirements/0/have"), std::string("0"));
    QCOMPARE(ServiceWorld::at(after, "/orphanedBecause"), std::string("disabled"));
}

QTEST_GUILESS_MAIN(TestWayAround)
#include "tst_wayaround.moc"
