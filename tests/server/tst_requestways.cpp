// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// The ways of a request beside "so many approve, then it is applied": standard and expedited
// changes, and what becomes of an item when live has moved on. Ann and Ada write, Bob, Cy and Dot
// approve, Pia may edit policies; "live" asks for two approvals.
class TestRequestWays : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aStandardChangeNeedsNoVote();
    void aStandardChangeIsOneForItsHeirsTooOrNone();
    void aRollbackIsNoStandardChange();
    void rulesBindStandardChangesUnlessTheySayOtherwise();
    void gov14_aStandardThatIsTakenBackBindsAtOnce();
    void gov14_aNewStandardLowersNoOpenRequest();
    void whatGovernsIsNeverStandard();
    void anExpeditedChangeGoesWithOneAndOwesTheOther();
    void whatAnExpeditedChangeOwesIsToldWhenItIsDue();
    void whoOwesGetsNoOtherExpeditedChange();
    void anExpeditedChangeMustKeepToItsTerms_data();
    void anExpeditedChangeMustKeepToItsTerms();
    void gov12_askingToBeExpeditedVoidsTheVotes();
    void gov02_theRequesterDoesNotConfirmIt();
    void gov20_disjointEditsMergeByThemselves();
    void gov20_whatBothChangedIsDecidedByAPerson();
    void gov20_anItemIsDroppedAndTheLastOneNot();
    void gov20_aRebaseOfSomeIsOneOfAllThatAreNamedOrNone();
    void gov20_whoRebasesAnothersRequestContributes();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    Response read(const std::string &request)
    {
        return ask("GET", "/v1/change-requests/" + request, {});
    }
    std::string at(const std::string &request, std::string_view pointer)
    {
        return ServiceWorld::at(read(request), pointer);
    }
    Response verb(const std::string &request, const std::string &name, const std::string &body)
    {
        return ask("POST", "/v1/change-requests/" + request + ':' + name, body, read(request).etag);
    }
    Response vote(
        const std::string &who, const std::string &request, const std::string &kind = "approve")
    {
        m_world.as(who);
        const auto seen = read(request);
        return verb(request, "vote",
            R"({"kind":)" + inQuotes(kind) + R"(,"cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                + R"(,"comment":""})");
    }
    Response apply(const std::string &request) { return verb(request, "apply", "{}"); }
    std::string change(const std::string &config, const std::string &text)
    {
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", text)), "/id");
    }
    void land(const std::string &request)
    {
        for (const char *who : {"bob", "cy"})
            QCOMPARE(vote(who, request).status, 200);
        QCOMPARE(apply(request).status, 200);
    }
    void govern(const std::string &text)
    {
        m_world.as("pia");
        land(change(m_policy, text));
    }
    Response expedite(const std::string &text, const std::string &ticket = "INC-7")
    {
        m_world.as("ann");
        return ask("POST", "/v1/change-requests",
            R"({"title":"Urgent","description":"","reason":"It hurts","ticket":)" + inQuotes(ticket)
                + R"(,"items":[)" + m_world.item(m_app, "live", text)
                + R"(],"submit":true,"expedited":true})");
    }
    Response rebase(const std::string &request, const std::string &items)
    {
        return verb(request, "rebase", R"({"items":[)" + items + "]}");
    }
    std::string way(const std::string &config, const std::string &name)
    {
        return R"({"config":)" + inQuotes(config) + R"(,"environment":"live","way":)"
            + inQuotes(name) + '}';
    }
    int askedToReview(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto inbox = ask("GET", "/v1/notifications", {});
        int count = 0;
        for (int i = 0; i < 20; ++i) {
            const auto event = "/items/" + std::to_string(i) + "/event";
            count += ServiceWorld::at(inbox, event + "/kind") == "review-asked"
                && ServiceWorld::at(inbox, event + "/subject") == request;
        }
        return count;
    }
    int recorded(const std::string &event)
    {
        int count = 0;
        for (const auto &[key, leaf] : *m_world.store->present())
            count += key.starts_with("audit-leaf/")
                && leaf->find("\"event\":\"" + event + '"') != std::string::npos;
        return count;
    }

    ServiceWorld m_world;
    std::string m_app;
    std::string m_other;
    std::string m_policy;
};

namespace {

constexpr const char *standards
    = R"({"rules":[],"standardChanges":[{"id":"limits","paths":["a/**"],"keys":[{"key":"/limit","minimum":0,"maximum":100}]}]})";
constexpr const char *expedited
    = R"({"rules":[],"expedited":{"approvals":1,"risk":60,"ticket":"INC-[0-9]+","confirmWithinDays":2}})";

} // namespace

void TestRequestWays::init()
{
    m_world.clock.time = ServiceWorld::TurnedClock().time; // a Wednesday
    m_world.begin();
    QCOMPARE(ask("POST", "/v1/environments",
                 R"({"id":"live","title":"","tier":2,"order":1,"gated":true,"requiredApprovals":2,)"
                 R"("rollbackNeedsApproval":true,"etag":""})")
                 .status,
        201);
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    for (const char *name : {"ann", "ada"})
        m_world.signUp(name, {"author", "operator"});
    for (const char *name : {"bob", "cy", "dot"})
        m_world.signUp(name, {"approver", "operator"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_policy = m_world.config("sys/policy");
    m_app = m_world.config("a/app");
    m_other = m_world.config("a/other");
    m_world.as("ann");
    land(change(m_app, R"({"limit":10,"mode":"slow","name":"x"})"));
}

void TestRequestWays::aStandardChangeNeedsNoVote()
{
    govern(standards);
    m_world.as("ann");
    const auto standard = change(m_app, R"({"limit":90,"mode":"slow","name":"x"})");
    QCOMPARE(at(standard, "/state"), std::string("approved"));
    QCOMPARE(at(standard, "/items/0/standardChange"), std::string("limits"));
    QCOMPARE(recorded("policy.auto_approved"), 1);
    for (const char *text : {R"({"limit":101,"mode":"slow","name":"x"})",
             R"({"limit":90,"mode":"fast","name":"x"})", R"({"mode":"slow","name":"x"})"}) {
        const auto other = change(m_app, text);
        QCOMPARE(at(other, "/state"), std::string("open"));
        QCOMPARE(at(other, "/requirements/0/need"), std::string("2"));
    }
    QCOMPARE(recorded("policy.auto_approved"), 1);
    QCOMPARE(apply(standard).status, 200);
    // A first version is none: nobody has seen any of it.
    QCOMPARE(at(change(m_other, R"({"limit":5})"), "/state"), std::string("open"));
}

void TestRequestWays::aStandardChangeIsOneForItsHeirsTooOrNone()
{
    govern(standards);
    m_world.as("ann");
    const auto heir = m_world.config("b/heir");
    const auto layers = ask("GET", "/v1/configs/" + heir + "/layers", {});
    QCOMPARE(ask("PUT", "/v1/configs/" + heir + "/layers",
                 R"({"layers":[{"config":)" + inQuotes(m_app)
                     + R"(,"kind":"base","name":"","path":"a/app"}],"dependencies":[]})",
                 layers.etag)
                 .status,
        200);
    QCOMPARE(at(change(m_app, R"({"limit":90,"mode":"slow","name":"x"})"), "/state"),
        std::string("open"));
}

void TestRequestWays::aRollbackIsNoStandardChange()
{
    govern(standards);
    const auto first = m_world.live(m_app, "live");
    m_world.as("ann");
    QCOMPARE(apply(change(m_app, R"({"limit":90,"mode":"slow","name":"x"})")).status, 200);
    const auto head = "/v1/configs/" + m_app + "/heads/live";
    const auto back = ask("POST", head + ":rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"r","ticket":""})",
        ask("GET", head, {}).etag);
    QCOMPARE(ServiceWorld::at(back, "/state"), std::string("open"));
}

void TestRequestWays::rulesBindStandardChangesUnlessTheySayOtherwise()
{
    const std::string standard = std::string(standards).substr(std::string(standards).find(','));
    govern(R"({"rules":[{"id":"all","require":[{"id":"one"}]}])" + standard);
    const std::string text = R"({"limit":90,"mode":"slow","name":"x"})";
    m_world.as("ann");
    const auto bound = change(m_app, text);
    QCOMPARE(at(bound, "/state"), std::string("open"));
    QCOMPARE(at(bound, "/requirements/0/need"), std::string("1"));
    m_world.clock.time += std::chrono::seconds(1);
    govern(R"({"rules":[{"id":"all","when":{"unlessStandard":true},"require":[{"id":"one"}]}])"
        + standard);
    m_world.clock.time += std::chrono::seconds(1);
    m_world.as("ann");
    QCOMPARE(at(change(m_app, text), "/state"), std::string("approved"));
    QCOMPARE(at(bound, "/state"), std::string("open"));
    QCOMPARE(at(change(m_app, R"({"limit":90,"mode":"fast","name":"x"})"), "/state"),
        std::string("open"));
}

void TestRequestWays::gov14_aStandardThatIsTakenBackBindsAtOnce()
{
    govern(standards);
    m_world.as("ann");
    const auto id = change(m_app, R"({"limit":90,"mode":"slow","name":"x"})");
    QCOMPARE(at(id, "/state"), std::string("approved"));
    govern(R"({"rules":[]})");
    QCOMPARE(at(id, "/state"), std::string("open"));
    m_world.as("ann");
    QCOMPARE(apply(id).status, 409);
}

void TestRequestWays::gov14_aNewStandardLowersNoOpenRequest()
{
    m_world.as("ann");
    const auto id = change(m_app, R"({"limit":90,"mode":"slow","name":"x"})");
    m_world.clock.time += std::chrono::seconds(1);
    govern(standards);
    QCOMPARE(at(id, "/state"), std::string("open"));
    QCOMPARE(at(id, "/requirements/0/need"), std::string("2"));
}

void TestRequestWays::whatGovernsIsNeverStandard()
{
    govern(
        R"({"rules":[],"standardChanges":[{"id":"own","paths":["**"],"keys":[{"key":"/expiry/open","minimum":1}]}],"expiry":{"open":3}})");
    m_world.as("pia");
    const auto id = change(m_policy,
        R"({"rules":[],"standardChanges":[{"id":"own","paths":["**"],"keys":[{"key":"/expiry/open","minimum":1}]}],"expiry":{"open":9}})");
    QCOMPARE(at(id, "/state"), std::string("open"));
}

void TestRequestWays::anExpeditedChangeGoesWithOneAndOwesTheOther()
{
    govern(expedited);
    const auto id = ServiceWorld::at(expedite(R"({"limit":11,"mode":"slow","name":"x"})"), "/id");
    QCOMPARE(at(id, "/requirements/0/need"), std::string("1"));
    QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(apply(id).status, 200);
    QCOMPARE(at(id, "/state"), std::string("applied"));
    QCOMPARE(
        at(id, "/confirmation/dueAt"), core::toRfc3339(m_world.clock.time + std::chrono::days(2)));
    QCOMPARE(at(id, "/requirements/0/need"), std::string("2"));
    // It waits for those who may still approve it.
    m_world.as("cy");
    const auto waiting = m_world.ask("GET", "/v1/change-requests", {}, {}, "waitingForMe=true");
    QVERIFY(waiting.body->find('"' + id + '"') != std::string::npos);
    QCOMPARE(askedToReview("cy", id), 2); // when it was opened, and for what it owes
    QCOMPARE(vote("bob", id).status, 200); // the same person once more is nobody new
    QVERIFY(at(id, "/confirmation/at").empty());
    QCOMPARE(vote("cy", id).status, 200);
    QVERIFY(!at(id, "/confirmation/at").empty());
    QCOMPARE(recorded("change_request.confirm"), 1);
    QCOMPARE(vote("dot", id).status, 409);
}

void TestRequestWays::whatAnExpeditedChangeOwesIsToldWhenItIsDue()
{
    govern(expedited);
    const auto id = ServiceWorld::at(expedite(R"({"limit":11,"mode":"slow","name":"x"})"), "/id");
    QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(apply(id).status, 200);
    m_world.clock.time += std::chrono::days(2) - std::chrono::seconds(2);
    m_world.tick();
    m_world.signInAgain("cy");
    QCOMPARE(at(id, "/confirmation/isOverdue"), std::string("false"));
    m_world.tick();
    m_world.tick();
    QCOMPARE(at(id, "/confirmation/isOverdue"), std::string("true"));
    m_world.tick();
    QCOMPARE(at(id, "/confirmation/isOverdue"), std::string("true"));
    QCOMPARE(recorded("change_request.confirm_overdue"), 1);
    QCOMPARE(askedToReview("cy", id), 3);
    // Late is better than never.
    QCOMPARE(vote("cy", id).status, 200);
    QVERIFY(!at(id, "/confirmation/at").empty());
}

void TestRequestWays::whoOwesGetsNoOtherExpeditedChange()
{
    govern(expedited);
    const auto id = ServiceWorld::at(expedite(R"({"limit":11,"mode":"slow","name":"x"})"), "/id");
    QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(apply(id).status, 200);
    QCOMPARE(expedite(R"({"limit":12,"mode":"slow","name":"x"})").status, 201);
    m_world.clock.time += std::chrono::days(3);
    m_world.tick();
    for (const char *name : {"ann", "cy"})
        m_world.signInAgain(name);
    QCOMPARE(expedite(R"({"limit":13,"mode":"slow","name":"x"})").status, 422);
    // Nor with a hand in somebody else's.
    m_world.signInAgain("ada");
    const auto other = ServiceWorld::at(
        ask("POST", "/v1/change-requests",
            R"({"title":"t","description":"","reason":"","ticket":"INC-8","items":[)"
                + m_world.item(m_app, "live", R"({"limit":14,"mode":"slow","name":"x"})")
                + R"(],"submit":true,"expedited":true})"),
        "/id");
    QVERIFY(!other.empty());
    m_world.as("ann");
    QCOMPARE(ask("PUT", "/v1/change-requests/" + other,
                 R"({"title":"t","description":"","reason":"","ticket":"INC-8","items":[)"
                     + m_world.item(m_app, "live", R"({"limit":15,"mode":"slow","name":"x"})")
                     + R"(],"submit":false,"expedited":true})",
                 read(other).etag)
                 .status,
        422);
    QCOMPARE(vote("cy", id).status, 200);
    QCOMPARE(expedite(R"({"limit":13,"mode":"slow","name":"x"})").status, 201);
}

void TestRequestWays::anExpeditedChangeMustKeepToItsTerms_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("ticket");
    const QString terms = QString::fromUtf8(expedited);
    const auto small = QStringLiteral(R"({"limit":11,"mode":"slow","name":"x"})");
    QTest::newRow("no such way") << QStringLiteral(R"({"rules":[]})") << small << "INC-7";
    QTest::newRow("no ticket") << terms << small << "";
    QTest::newRow("a ticket of another form") << terms << small << "CHG-7";
    QTest::newRow("too risky")
        << terms << QStringLiteral(R"({"limit":9999,"mode":"slow","name":"x","auth":{"on":true}})")
        << "INC-7";
}

void TestRequestWays::anExpeditedChangeMustKeepToItsTerms()
{
    QFETCH(const QString, policy);
    QFETCH(const QString, text);
    QFETCH(const QString, ticket);
    govern(policy.toStdString());
    const auto answer = expedite(text.toStdString(), ticket.toStdString());
    QCOMPARE(answer.status, 422);
    QCOMPARE(ServiceWorld::at(answer, "/errors/0/pointer"), std::string("/expedited"));
}

void TestRequestWays::gov12_askingToBeExpeditedVoidsTheVotes()
{
    govern(expedited);
    const std::string text = R"({"limit":11,"mode":"slow","name":"x"})";
    m_world.as("ann");
    const auto id = change(m_app, text);
    QCOMPARE(vote("bob", id).status, 200);
    m_world.as("ann");
    const auto answer = ask("PUT", "/v1/change-requests/" + id,
        R"({"title":"Urgent","description":"","reason":"","ticket":"INC-7","items":[)"
            + m_world.item(m_app, "live", text) + R"(],"submit":false,"expedited":true})",
        read(id).etag);
    QCOMPARE(answer.status, 200);
    QCOMPARE(at(id, "/state"), std::string("open"));
    QCOMPARE(at(id, "/cycle"), std::string("2"));
    QCOMPARE(at(id, "/requirements/0/have"), std::string("0"));
}

void TestRequestWays::gov02_theRequesterDoesNotConfirmIt()
{
    govern(expedited);
    m_world.signUp("eve", {"author", "approver", "operator"});
    m_world.as("eve");
    const auto id = ServiceWorld::at(
        ask("POST", "/v1/change-requests",
            R"({"title":"Urgent","description":"","reason":"","ticket":"INC-7","items":[)"
                + m_world.item(m_app, "live", R"({"limit":11,"mode":"slow","name":"x"})")
                + R"(],"submit":true,"expedited":true})"),
        "/id");
    QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(apply(id).status, 200);
    QCOMPARE(vote("eve", id).status, 403);
    QVERIFY(at(id, "/confirmation/at").empty());
}

void TestRequestWays::gov20_disjointEditsMergeByThemselves()
{
    m_world.as("ann");
    const auto mine = change(m_app, R"({"limit":10,"mode":"slow","name":"mine"})");
    const auto theirs = change(m_app, R"({"limit":12,"mode":"slow","name":"x"})");
    land(theirs);
    QCOMPARE(at(mine, "/items/0/needsRebase"), std::string("true"));
    m_world.as("ann");
    QCOMPARE(rebase(mine, way(m_app, "merge")).status, 200);
    QCOMPARE(at(mine, "/items/0/needsRebase"), std::string("false"));
    QCOMPARE(at(mine, "/items/0/text"), std::string(R"({"limit":12,"mode":"slow","name":"mine"})"));
    land(mine);
    QCOMPARE(m_world.live(m_app, "live").empty(), false);
}

void TestRequestWays::gov20_whatBothChangedIsDecidedByAPerson()
{
    m_world.as("ann");
    const auto first = change(m_app, R"({"limit":20,"mode":"slow","name":"mine"})");
    const auto second = change(m_app, R"({"limit":21,"mode":"slow","name":"mine"})");
    const auto same = change(m_app, R"({"limit":30,"mode":"slow","name":"x"})");
    land(change(m_app, R"({"limit":30,"mode":"fast","name":"x"})"));
    m_world.as("ann");
    const auto refused = rebase(first, way(m_app, "merge"));
    QCOMPARE(refused.status, 409);
    QCOMPARE(ServiceWorld::at(refused, "/code"), std::string("merge-conflict"));
    QCOMPARE(
        ServiceWorld::at(refused, "/errors/0/message"), std::string("a/app: both changed /limit"));
    QCOMPARE(at(first, "/items/0/needsRebase"), std::string("true"));
    QCOMPARE(rebase(first, way(m_app, "theirs")).status, 200);
    QCOMPARE(
        at(first, "/items/0/text"), std::string(R"({"limit":30,"mode":"fast","name":"mine"})"));
    QCOMPARE(rebase(second, way(m_app, "mine")).status, 200);
    QCOMPARE(
        at(second, "/items/0/text"), std::string(R"({"limit":21,"mode":"fast","name":"mine"})"));
    // What is live already is no change.
    QCOMPARE(rebase(same, way(m_app, "merge")).status, 422);
}

void TestRequestWays::gov20_anItemIsDroppedAndTheLastOneNot()
{
    m_world.as("ann");
    const auto id = ServiceWorld::at(m_world.request(m_world.item(m_app, "live", R"({"limit":20})")
                                         + ',' + m_world.item(m_other, "live", R"({"y":1})")),
        "/id");
    land(change(m_app, R"({"limit":30})"));
    m_world.as("ann");
    QCOMPARE(rebase(id, way(m_app, "drop")).status, 200);
    QCOMPARE(at(id, "/items/0/path"), std::string("a/other"));
    QCOMPARE(at(id, "/items/1/path"), std::string());
    QCOMPARE(rebase(id, way(m_other, "drop")).status, 422);
    for (const auto &items : {std::string(), way(m_app, "drop"), way(m_other, "other"),
             way(m_other, "merge") + ',' + way(m_other, "drop")})
        QCOMPARE(rebase(id, items).status, 422);
}

void TestRequestWays::gov20_aRebaseOfSomeIsOneOfAllThatAreNamedOrNone()
{
    m_world.as("ann");
    land(change(m_other, R"({"y":1})"));
    m_world.as("ann");
    const auto id = ServiceWorld::at(
        m_world.request(m_world.item(m_app, "live", R"({"limit":10,"mode":"slow","name":"mine"})")
            + ',' + m_world.item(m_other, "live", R"({"y":2})")),
        "/id");
    land(change(m_app, R"({"limit":11,"mode":"slow","name":"x"})"));
    m_world.as("ann");
    land(change(m_other, R"({"y":3})"));
    m_world.as("ann");
    QCOMPARE(rebase(id, way(m_app, "merge") + ',' + way(m_other, "merge")).status, 409);
    QCOMPARE(at(id, "/items/0/needsRebase"), std::string("true"));
    QCOMPARE(rebase(id, way(m_app, "merge") + ',' + way(m_other, "mine")).status, 200);
    QCOMPARE(at(id, "/items/0/needsRebase"), std::string("false"));
    QCOMPARE(at(id, "/items/1/needsRebase"), std::string("false"));
    land(id);
}

void TestRequestWays::gov20_whoRebasesAnothersRequestContributes()
{
    m_world.signUp("eve", {"author", "approver"});
    m_world.as("ann");
    const auto mine = change(m_app, R"({"limit":10,"mode":"slow","name":"mine"})");
    land(change(m_app, R"({"limit":12,"mode":"slow","name":"x"})"));
    m_world.as("eve");
    QCOMPARE(rebase(mine, way(m_app, "merge")).status, 200);
    QCOMPARE(vote("eve", mine).status, 403);
    m_world.as("bob"); // who may not edit
    QCOMPARE(rebase(mine, way(m_app, "mine")).status, 403);
}

QTEST_GUILESS_MAIN(TestRequestWays)
#include "tst_requestways.moc"
