// SPDX-License-Identifier: Apache-2.0
#include "wayaroundworld.h"

#include <QTest>

namespace chancery::support {

using server::Response;

void WayAroundWorld::beginWayAround(bool rollbackNeedsApproval)
{
    begin();
    QVERIFY(!environment("live", true, rollbackNeedsApproval).empty());
    signUp("ann", {"author", "operator"});
    signUp("bob", {"approver"});
    as("ann");
    m_app = config("a/app");
    for (const char *text : {R"({"limit":1})", R"({"limit":2})"}) {
        m_first = m_live;
        as("ann");
        const auto id = ServiceWorld::at(request(item(m_app, "live", text)), "/id");
        as("bob");
        const auto seen = ask("GET", "/v1/change-requests/" + id, {});
        QCOMPARE(ask("POST", "/v1/change-requests/" + id + ":vote",
                     R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
                         + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
                     seen.etag)
                     .status,
            200);
        as("ann");
        const auto path = "/v1/change-requests/" + id;
        QCOMPARE(ask("POST", path + ":apply", "{}", etagOf(path)).status, 200);
        m_live = live(m_app, "live");
    }
    m_request = ServiceWorld::at(request(item(m_app, "live", otherText())), "/id");
    QVERIFY(!m_first.empty() && !m_live.empty() && !m_request.empty());
}

// Of each kind of thing one, so that nothing is refused because it is not there. The loose world
// has every switch thrown that asks for less.
void WayAroundWorld::makeMore(bool isLoose)
{
    m_isLoose = isLoose;
    as();
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    signUp("max",
        {"author", "operator", "admin", "policy.edit", "freeze.override", "emergency.review"});
    signUp("hero", {"viewer", "emergency.activate"});
    signUp("vic", {"viewer"});
    as();
    const auto robot = ask("POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","password":"","roles":["author",)"
        R"("approver","operator","admin","agent","policy.edit","freeze.override",)"
        R"("emergency.activate","emergency.review","secret.reveal"]})");
    m_robot = ServiceWorld::at(robot, "/id");
    adopt("robot",
        ServiceWorld::at(
            ask("POST", "/v1/principals/" + m_robot + ":create-token", "{}"), "/token"));
    m_session = ServiceWorld::at(
        ask("GET", "/v1/principals/" + idOf("vic") + "/tokens", {}), "/items/0/id");
    m_schema = publishSchema(*this, R"({"type":"object"})", "urn:any");
    const auto hold
        = ask("POST", "/v1/legal-holds", R"({"principal":"","reason":"Court","ticket":"CASE-7"})");
    m_hold = ServiceWorld::at(hold, "/id");
    as("robot");
    m_agent = ServiceWorld::at(ask("POST", "/v1/agents",
                                   R"({"name":"a1","environment":"live","service":"a","region":"",)"
                                   R"("build":"1","paths":["a/**"]})"),
        "/id");
    as("ann");
    m_other = config("a/other");
    m_elsewhere = publish(m_app, "dev", otherText());
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
    as("hero");
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
void WayAroundWorld::loosen()
{
    as("max");
    const auto policy = config("sys/policy");
    const auto asked = request(item(policy, "live",
        R"({"rules":[],"expedited":{"ticket":"INC-[0-9]+","approvals":1,"risk":100,)"
        R"("confirmWithinDays":2},"freshApprovals":false})"));
    QCOMPARE(asked.status, 201);
    as("bob");
    const auto path = "/v1/change-requests/" + ServiceWorld::at(asked, "/id");
    QCOMPARE(ask("POST", path + ":vote",
                 R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
                     + inQuotes(ServiceWorld::at(asked, "/contentDigest")) + '}',
                 asked.etag)
                 .status,
        200);
    as("max");
    QCOMPARE(ask("POST", path + ":apply", "{}", etagOf(path)).status, 200);
}

std::string WayAroundWorld::filled(std::string_view pattern)
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
        {"/v1/versions/", m_first}, {"/v1/principals/", idOf("vic")}, {"/v1/drafts/", m_draft},
        {"/v1/emergency-sessions/", m_emergency}, {"/v1/agents/", m_agent},
        {"/v1/legal-holds/", m_hold}};
    for (const auto &[prefix, id] : kinds) {
        if (path.starts_with(prefix))
            put("{id}", id);
    }
    return path;
}

// Of what the operation changes: its own, or the one that it has in the nearest list above it.
std::string WayAroundWorld::etagFor(const std::string &path)
{
    auto place = path.substr(0, path.find(':'));
    for (; place.size() > 3; place.resize(place.rfind('/'))) {
        const auto answer = ask("GET", place, {}, {}, "limit=100");
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

ContractBodies::Words WayAroundWorld::words()
{
    const auto text = inQuotes(otherText());
    const auto soon = inQuotes(core::toRfc3339(clock.time + std::chrono::hours(1)));
    const ContractBodies::Words things{{"config", {inQuotes(m_app)}},
        {"environment", {R"("live")"}}, {"base", {inQuotes(m_live), "null"}},
        {"RollbackItem.base", {inQuotes(m_live)}}, {"text", {text}},
        {"target", {inQuotes(m_first)}}, {"EmergencyItem.target", {"null", inQuotes(m_first)}},
        {"version", {inQuotes(m_first)}}, {"promotedFrom", {"null", inQuotes(m_elsewhere)}},
        {"at", {soon}}, {"RollbackScope.at", {"null"}}, {"NewRollback.at", {"null"}},
        {"contentDigest", {inQuotes(m_digest)}}, {"cycle", {"1"}}, {"epoch", {"2"}},
        {"schema", {inQuotes(m_schema)}}, {"NewItem.schema", {"null", inQuotes(m_schema)}},
        {"sameAs", {inQuotes(idOf("bob")), "null"}}, {"numbers", {"[1]"}},
        {"layers", {"[]", R"([{"kind":"base","name":"","config":)" + inQuotes(m_other) + "}]"}},
        {"configs", {'[' + inQuotes(m_app) + ']'}}, {"actions", {"[]"}}, {"dependencies", {"[]"}},
        {"keys", {"[]", R"(["/limit"])"}}, {"roles", {R"(["viewer"])", R"(["admin","approver"])"}}};
    auto all = plainWords();
    all.insert(things.begin(), things.end());
    return all;
}

// What says the same in every world.
ContractBodies::Words WayAroundWorld::plainWords()
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
        {"within", {R"("anywhere")", R"("keys")", R"("values")"}}, {"places", {R"("")"}},
        {"NewAgent.places", {"[]"}}};
}

// Whatever is asked for is well-formed and about something that is there, so that only a rule
// refuses it: that it may not be done by them, or not as things stand.
bool WayAroundWorld::isForARule(std::string_view operation, const Response &answer)
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

QStringList WayAroundWorld::wrongOf(
    const api::Route &route, const std::string &who, Breadth breadth)
{
    QStringList wrong;
    const auto beginning = store->snapshot();
    const auto begin = clock.time;
    auto bodies = m_bodies.of(route.operationId, words());
    if (breadth == Breadth::OneBody)
        bodies.resize(1);
    for (const auto &body : bodies) {
        open(beginning);
        clock.time = begin;
        const auto path = filled(route.path);
        as(who);
        auto etag = etagFor(path);
        if (etag.empty()) {
            as("max");
            etag = etagFor(path);
        }
        as(who);
        const auto answer
            = ask(std::string(route.method), path, body, etag.empty() ? "1-00000000" : etag);
        as();
        auto live = this->live(m_app, "live");
        // What is scheduled is due.
        clock.time += std::chrono::hours(2);
        tick();
        if (live == m_live)
            live = this->live(m_app, "live");
        // Back to what was approved before, where that may be done without being asked for again.
        const auto text = ask("GET", "/v1/versions/" + live + "/text", {});
        const bool isApproved
            = live == m_live || (m_isLoose && text.body && *text.body == R"({"limit":1})");
        const bool isRefusedByARule
            = breadth == Breadth::OneBody || isForARule(route.operationId, answer);
        if (isApproved && isRefusedByARule)
            continue;
        const auto why = answer.body ? *answer.body : std::string();
        wrong.append(QString::fromStdString(who + ": " + path + ' ' + body + ": "
            + std::to_string(answer.status) + ' ' + why + ", live is " + live));
    }
    return wrong;
}

} // namespace chancery::support
