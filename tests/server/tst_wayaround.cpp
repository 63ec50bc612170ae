// SPDX-License-Identifier: Apache-2.0
#include "engine/api/routes.h"
#include "tests/server/contractbodies.h"
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
    std::string etagFor(const std::string &path);
    void makeMore(bool isLoose);
    void loosen();
    support::ContractBodies::Words words();
    static support::ContractBodies::Words plainWords();
    static bool isForARule(std::string_view operation, const Response &answer);
    QStringList wrongOf(const api::Route &route, const std::string &who);
    std::string otherText() { return R"({"limit":999})"; }

    ServiceWorld m_world;
    std::string m_app;
    std::string m_first; // the version that was live before
    std::string m_live;
    std::string m_request; // Ann's, open
    support::ContractBodies m_bodies;
    // What else there is to try it with: of each kind one.
    std::string m_other; // a config
    std::string m_elsewhere; // the version that is live in "dev"
    std::string m_draft;
    std::string m_robot;
    std::string m_session; // of Vic
    std::string m_emergency;
    std::string m_agent;
    std::string m_thread;
    std::string m_hold;
    std::string m_schema;
    std::string m_digest; // of the request
    bool m_isLoose = false;
};

void TestWayAround::init()
{
    m_world.begin();
    const auto row = QByteArray(QTest::currentDataTag());
    QVERIFY(!m_world.environment("live", true, !row.endsWith("thrown")).empty());
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

// Of each kind of thing one, so that nothing is refused because it is not there. The loose world
// has every switch thrown that asks for less.
void TestWayAround::makeMore(bool isLoose)
{
    m_world.as();
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    m_world.signUp("max",
        {"author", "operator", "admin", "policy.edit", "freeze.override", "emergency.review"});
    m_world.signUp("hero", {"viewer", "emergency.activate"});
    m_world.signUp("vic", {"viewer"});
    m_world.as();
    const auto robot = ask("POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","password":"","roles":["author",)"
        R"("approver","operator","admin","agent","policy.edit","freeze.override",)"
        R"("emergency.activate","emergency.review","secret.reveal"]})");
    m_robot = ServiceWorld::at(robot, "/id");
    m_world.adopt("robot",
        ServiceWorld::at(ask("POST", "/v1/principals/" + m_robot + ":create-token"), "/token"));
    m_session = ServiceWorld::at(
        ask("GET", "/v1/principals/" + m_world.idOf("vic") + "/tokens", {}), "/items/0/id");
    m_schema = support::publishSchema(m_world, R"({"type":"object"})", "urn:any");
    const auto hold
        = ask("POST", "/v1/legal-holds", R"({"principal":"","reason":"Court","ticket":"CASE-7"})");
    m_hold = ServiceWorld::at(hold, "/id");
    m_world.as("robot");
    m_agent = ServiceWorld::at(ask("POST", "/v1/agents",
                                   R"({"name":"a1","environment":"live","service":"a","region":"",)"
                                   R"("build":"1","paths":["a/**"]})"),
        "/id");
    m_world.as("ann");
    m_other = m_world.config("a/other");
    m_elsewhere = m_world.publish(m_app, "dev", otherText());
    m_draft = ServiceWorld::at(
        ask("POST", "/v1/drafts",
            R"({"config":)" + inQuotes(m_app) + R"(,"environment":"live","base":)"
                + inQuotes(m_live) + R"(,"text":)" + inQuotes(otherText()) + '}'),
        "/id");
    m_thread = ServiceWorld::at(ask("POST", place() + "/threads",
                                    R"({"config":)" + inQuotes(m_app)
                                        + R"(,"environment":"live","key":"/limit","text":"Why?"})"),
        "/id");
    m_digest = ServiceWorld::at(ask("GET", place(), {}), "/contentDigest");
    m_world.as("hero");
    m_emergency = ServiceWorld::at(ask("POST", "/v1/emergency-sessions",
                                       R"({"environment":"live","namespaces":["a"],"minutes":30,)"
                                       R"("reason":"Payments are down, customers wait",)"
                                       R"("incident":"INC-1","password":"12345678"})"),
        "/id");
    for (const auto *id : {&m_schema, &m_hold, &m_agent, &m_draft, &m_thread, &m_emergency,
             &m_other, &m_elsewhere, &m_robot, &m_session})
        QVERIFY(!id->empty());
    if (isLoose)
        loosen();
}

// As much as two people can agree to ask for: expedited changes with one approval, and a rollback
// without any. What the server is started with asks for one-time passwords, and knows a key.
void TestWayAround::loosen()
{
    m_world.as("max");
    const auto policy = m_world.config("sys/policy");
    const auto asked = m_world.request(m_world.item(policy, "live",
        R"({"rules":[],"expedited":{"ticket":"INC-[0-9]+","approvals":1,"risk":100,)"
        R"("confirmWithinDays":2},"freshApprovals":false})"));
    QCOMPARE(asked.status, 201);
    m_world.as("bob");
    const auto path = "/v1/change-requests/" + ServiceWorld::at(asked, "/id");
    QCOMPARE(ask("POST", path + ":vote",
                 R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
                     + inQuotes(ServiceWorld::at(asked, "/contentDigest")) + '}',
                 asked.etag)
                 .status,
        200);
    m_world.as("max");
    QCOMPARE(ask("POST", path + ":apply", "{}", etagOf(path)).status, 200);
}

std::string TestWayAround::filled(std::string_view pattern)
{
    std::string path(pattern);
    const auto put = [&path](const std::string &variable, const std::string &value) {
        if (const auto at = path.find(variable); at != std::string::npos)
            path.replace(at, variable.size(), value);
    };
    put("{environment}", "live");
    put("{thread}", m_thread);
    put("{token}", m_session);
    if (pattern.ends_with(":create-token"))
        put("{id}", m_robot);
    const std::pair<const char *, std::string> kinds[]{{"/v1/configs/", m_app},
        {"/v1/environments/", "live"}, {"/v1/change-requests/", m_request},
        {"/v1/versions/", m_first}, {"/v1/principals/", m_world.idOf("vic")},
        {"/v1/drafts/", m_draft}, {"/v1/emergency-sessions/", m_emergency},
        {"/v1/agents/", m_agent}, {"/v1/legal-holds/", m_hold}};
    for (const auto &[prefix, id] : kinds) {
        if (path.starts_with(prefix))
            put("{id}", id);
    }
    return path;
}

// Of what the operation changes: its own, or the one that it has in the nearest list above it.
std::string TestWayAround::etagFor(const std::string &path)
{
    auto place = path.substr(0, path.find(':'));
    for (; place.size() > 3; place.resize(place.rfind('/'))) {
        const auto answer = m_world.ask("GET", place, {}, {}, "limit=100");
        if (answer.status != 200 || !answer.body)
            continue;
        if (!answer.etag.empty())
            return answer.etag;
        const auto reading = core::readJson(*answer.body);
        for (const auto &item : reading.tree().root()["items"]) {
            const std::string id(item.value()["id"].text());
            if (!id.empty() && path.find('/' + id) != std::string::npos)
                return std::string(item.value()["etag"].text());
        }
    }
    return {};
}

support::ContractBodies::Words TestWayAround::words()
{
    const auto text = inQuotes(otherText());
    const auto soon = inQuotes(core::toRfc3339(m_world.clock.time + std::chrono::hours(1)));
    const support::ContractBodies::Words things{{"config", {inQuotes(m_app)}},
        {"environment", {R"("live")"}}, {"base", {inQuotes(m_live), "null"}},
        {"RollbackItem.base", {inQuotes(m_live)}}, {"text", {text}},
        {"target", {inQuotes(m_first)}}, {"EmergencyItem.target", {"null", inQuotes(m_first)}},
        {"version", {inQuotes(m_first)}}, {"promotedFrom", {"null", inQuotes(m_elsewhere)}},
        {"at", {soon}}, {"RollbackScope.at", {"null"}}, {"NewRollback.at", {"null"}},
        {"contentDigest", {inQuotes(m_digest)}}, {"cycle", {"1"}}, {"epoch", {"2"}},
        {"schema", {inQuotes(m_schema)}}, {"NewItem.schema", {"null", inQuotes(m_schema)}},
        {"sameAs", {inQuotes(m_world.idOf("bob")), "null"}}, {"numbers", {"[1]"}},
        {"layers", {"[]", R"([{"kind":"base","name":"","config":)" + inQuotes(m_other) + "}]"}},
        {"configs", {'[' + inQuotes(m_app) + ']'}}, {"actions", {"[]"}}, {"dependencies", {"[]"}},
        {"keys", {"[]", R"(["/limit"])"}}, {"roles", {R"(["viewer"])", R"(["admin","approver"])"}}};
    auto all = plainWords();
    all.insert(things.begin(), things.end());
    return all;
}

// What says the same in every world.
support::ContractBodies::Words TestWayAround::plainWords()
{
    return {{"reason", {R"("because it must be so")"}}, {"ticket", {R"("INC-1")"}},
        {"incident", {R"("INC-1")"}}, {"zone", {R"("UTC")"}}, {"graceMinutes", {"15"}},
        {"minutes", {"30"}}, {"password", {R"("12345678")"}}, {"idToken", {R"("")"}},
        {"nonce", {R"("")"}}, {"currentPassword", {R"("12345678")"}},
        {"newPassword", {R"("87654321")"}}, {"Credentials.name", {R"("ann")"}},
        {"Vote.kind", {R"("approve")", R"("request-changes")", R"("comment")"}},
        {"way", {R"("mine")", R"("theirs")", R"("merge")", R"("drop")"}},
        {"expedited", {"false", "true"}}, {"queue", {"false", "true"}},
        {"namespaces", {R"(["a"])"}}, {"namespace", {R"("a")"}},
        {"RollbackScope.namespace", {R"("")"}}, {"service", {R"("")"}}, {"region", {R"("")"}},
        {"group", {R"("")"}}, {"instance", {R"("")"}}, {"NewConfig.path", {R"("a/fresh")"}},
        {"format", {R"("json")"}}, {"owner", {R"("")"}}, {"NewSchema.text", {R"("{}")"}},
        {"uri", {R"("urn:new")"}}, {"slug", {R"("fresh")"}}, {"Environment.id", {R"("fresh")"}},
        {"id", {R"("")"}}, {"etag", {R"("")"}}, {"ConfigLayer.kind", {R"("base")"}},
        {"NewPrincipal.kind", {R"("user")"}}, {"NewPrincipal.name", {R"("new")"}},
        {"ThreadReply.text", {R"("Because")"}}, {"NewThread.text", {R"("Why?")"}},
        {"NewEmergencyReview.text", {R"("It was right to do this then")"}},
        {"key", {R"("/limit")"}}, {"pointer", {R"("/limit")"}}, {"NewSeal.value", {R"("\"x\"")"}},
        {"replaces", {R"("")"}}, {"permission", {R"("apply")"}}, {"principal", {R"("")"}},
        {"path", {R"("a/app")"}}, {"paths", {R"(["a/**"])"}}, {"status", {R"("applied")"}},
        {"verdict", {R"("justified")"}}, {"AuditActivity.kind", {R"("report-run")"}},
        {"within", {R"("anywhere")", R"("keys")", R"("values")"}}, {"places", {R"("")"}}};
}

void TestWayAround::gov53_noOperationIsAWayAround_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<bool>("isLoose");
    for (const auto &route : api::routes()) {
        if (route.method == "GET")
            continue;
        const std::string name(route.operationId);
        QTest::newRow(name.c_str()) << int(route.operation) << false;
        QTest::newRow((name + ", every switch thrown").c_str()) << int(route.operation) << true;
    }
}

// Whatever is asked for is well-formed and about something that is there, so that only a rule
// refuses it: that it may not be done by them, or not as things stand.
bool TestWayAround::isForARule(std::string_view operation, const Response &answer)
{
    if (answer.status < 400 || answer.status == 403 || answer.status == 409)
        return true;
    // What this world has not got: keys, a provider, receivers, checks; and others' drafts.
    static const std::map<std::string_view, std::string_view> absent{
        {"createRecoveryChallenge", "No recovery keys are enrolled here"},
        {"openRecoverySession", "No recovery keys are enrolled here"},
        {"exchangeIdToken", "People sign in here with name and password alone"},
        {"testReceiver", "There is no receiver"},
        {"acknowledgeChangeRequest", "Nothing of that has to be acknowledged"},
        {"updateDraft", "There is no draft"}, {"deleteDraft", "There is no draft"},
        // Rules that are said of the body.
        {"rebaseChangeRequest", "Nothing would be left of the request"},
        {"createChangeRequest", "a/app in live cannot be expedited"},
        {"updateChangeRequest", "a/app in live cannot be expedited"}};
    const auto known = absent.find(operation);
    return known != absent.end() && ServiceWorld::at(answer, "/detail").starts_with(known->second);
}

QStringList TestWayAround::wrongOf(const api::Route &route, const std::string &who)
{
    QStringList wrong;
    const auto beginning = m_world.store->snapshot();
    const auto begin = m_world.clock.time;
    for (const auto &body : m_bodies.of(route.operationId, words())) {
        m_world.open(beginning);
        m_world.clock.time = begin;
        const auto path = filled(route.path);
        m_world.as(who);
        auto etag = etagFor(path);
        if (etag.empty()) {
            m_world.as("max");
            etag = etagFor(path);
        }
        m_world.as(who);
        const auto answer
            = ask(std::string(route.method), path, body, etag.empty() ? "1-00000000" : etag);
        m_world.as();
        auto live = m_world.live(m_app, "live");
        // What is scheduled is due.
        m_world.clock.time += std::chrono::hours(2);
        m_world.tick();
        if (live == m_live)
            live = m_world.live(m_app, "live");
        // Back to what was approved before, where that may be done without being asked for again.
        const auto text = ask("GET", "/v1/versions/" + live + "/text", {});
        const bool isApproved
            = live == m_live || (m_isLoose && text.body && *text.body == R"({"limit":1})");
        if (isApproved && isForARule(route.operationId, answer))
            continue;
        const auto why = answer.body ? *answer.body : std::string();
        wrong.append(QString::fromStdString(who + ": " + path + ' ' + body + ": "
            + std::to_string(answer.status) + ' ' + why + ", live is " + live));
    }
    return wrong;
}

void TestWayAround::gov53_noOperationIsAWayAround()
{
    QFETCH(const int, row);
    QFETCH(const bool, isLoose);
    const auto &route = api::route(api::Operation(row));
    m_isLoose = isLoose;
    makeMore(isLoose);
    if (route.operation == api::Operation::liftFreeze) { // which needs one
        m_world.as("max");
        QCOMPARE(ask("POST", "/v1/environments/live:freeze",
                     R"({"minutes":30,"reason":"because it must be so"})")
                     .status,
            201);
    }
    const auto beginning = m_world.store->snapshot();
    const auto begin = m_world.clock.time;
    QStringList wrong;
    for (const char *who : {"ann", "max", "robot"}) {
        m_world.open(beginning);
        m_world.clock.time = begin;
        wrong += wrongOf(route, who);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
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
