// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeaccount.h"
#include "engine/core/evidence/eventbase.h"
#include "engine/core/evidence/recount.h"
#include "tests/server/emergencyworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace std::chrono_literals;
using core::evidence::Definition;
using core::evidence::EventBase;
using support::inQuotes;

namespace {

std::vector<std::string> leavesIn(const server::MemoryStore::Map &map)
{
    std::vector<std::string> leaves;
    for (auto at = map.lower_bound("audit-leaf/");
        at != map.end() && at->first.starts_with("audit-leaf/"); ++at)
        leaves.push_back(*at->second);
    return leaves;
}

// What the queries find in entries, by their statements and by the code that counts again.
class LogQuestions {
public:
    explicit LogQuestions(std::vector<std::string> leaves)
        : m_facts(factsOf(leaves))
        , m_base(EventBase::build(
              core::evidence::tables().value(), {0, leaves.size()}, [&leaves](std::uint64_t seq) {
                  return core::Result(leaves[seq]);
              }).value())
    {
    }

    // "population/exceptions"; or what is wrong.
    std::string operator()(const Definition &definition, const core::evidence::Given &given)
    {
        if (!definition.isCollected)
            return "not collected";
        const core::evidence::Period period{0, m_base.last() + 1, m_base.last()};
        const auto parameters = core::evidence::parametersOf(definition, given).value();
        const auto population = m_base.run(definition.populationSql, parameters, period);
        const auto exceptions = m_base.run(definition.exceptionsSql, parameters, period);
        const auto again = core::evidence::recount(m_facts, definition.id, parameters, period);
        if (!population || !exceptions || !again)
            return "cannot be asked";
        const core::evidence::Count count{
            std::int64_t(population->size()), std::int64_t(exceptions->size())};
        const auto text = std::to_string(count.population) + '/' + std::to_string(count.exceptions);
        return *again == count ? text : text + " by statements, not counted again";
    }

private:
    static core::evidence::Facts factsOf(const std::vector<std::string> &leaves)
    {
        std::vector<core::evidence::Fact> all;
        all.reserve(leaves.size());
        for (const auto &leaf : leaves)
            all.push_back(core::evidence::factOf(std::int64_t(all.size()), leaf));
        return core::evidence::Facts(std::move(all));
    }

    core::evidence::Facts m_facts;
    EventBase m_base;
};

} // namespace

// The evidence queries over the log of a real server in which what they look for was done: they
// find that, and nothing in what was done as it should be. What the server makes impossible has a
// population and no exception here.
class TestLoggedEvidence : public support::TestCase, protected support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        clock.time = TurnedClock().time;
        beginEmergencies();
    }
    void everyQueryIsCountedTwice();
    void changesThatNobodyElseApproved();
    void whatARequestDoesNotSay();
    void emergenciesThatNobodyReviewed();
    void leavers();
    void privilegesThatSleep();
    void rightsThatAreGiven();
    void wrongPasswordsAndDenials();
    void valuesThatAreSeen();
    void policiesThatChange();
    void keysThatGrowOld();
    void startsStopsAndTheClock();
    void whoReadsTheLog();

private:
    // "population/exceptions" of a query about "live" and "prod".
    std::string asked(const std::string &query, core::evidence::Given given = {})
    {
        const auto definitions = core::evidence::definitions().value();
        const auto definition = std::ranges::find(definitions, query, &Definition::id);
        given.try_emplace("environments", std::vector<std::string>{"live", "prod"});
        return LogQuestions(leavesIn(store->snapshot()))(*definition, given);
    }
    std::string sealed(const std::string &who, const std::string &value)
    {
        return at(askAs(who, "POST", "/v1/configs/" + cards + "/environments/live:seal",
                      R"({"pointer":"/key","value":)" + inQuotes(value) + R"(,"replaces":""})"),
            "/text");
    }
    // By whose right nobody has approved it: prod is not gated here.
    void publishAlone() { publish(cards, "prod", R"({"a":)" + std::to_string(++m_number) + '}'); }
    int m_number = 0;
};

void TestLoggedEvidence::everyQueryIsCountedTwice()
{
    publishAlone();
    (void)ended(R"({"limit":20})");
    const auto bobs = signIn("bob");
    (void)sealed(ann, "\"x\"");
    LogQuestions asked(leavesIn(store->snapshot()));
    int collected = 0;
    const auto definitions = core::evidence::definitions().value();
    for (const auto &definition : definitions) {
        const auto found = asked(definition, {});
        QVERIFY2(!found.ends_with("again") && !found.starts_with("cannot"),
            (definition.id + ": " + found).c_str());
        collected += definition.isCollected ? 1 : 0;
    }
    QCOMPARE(collected, 30);
}

void TestLoggedEvidence::changesThatNobodyElseApproved()
{
    const auto before = asked("Q01");
    QCOMPARE(before, std::string("1/0")); // the first version in live had its vote
    publishAlone();
    QCOMPARE(asked("Q01"), std::string("2/1"));
    QCOMPARE(asked("Q28"), std::string("2/1"));
    publishLive(cards, R"({"limit":11})");
    for (const char *query : {"Q01", "Q28"})
        QCOMPARE(asked(query), std::string("3/1"));
    // The server lets none of these through.
    for (const char *query : {"Q05", "Q40"})
        QVERIFY2(asked(query).ends_with("/0") && !asked(query).starts_with("0/"), query);
    for (const char *query : {"Q02", "Q04"})
        QCOMPARE(asked(query), std::string("2/0"));
}

void TestLoggedEvidence::whatARequestDoesNotSay()
{
    publishLive(cards, R"({"limit":11})");
    const auto all = asked("Q08", {{"Q08.ticketDemanded", {"1"}}});
    const auto slash = all.find('/');
    QCOMPARE(all.substr(0, slash), all.substr(slash + 1)); // none of this world has a ticket
    QCOMPARE(asked("Q09"), std::string("2/0"));
}

void TestLoggedEvidence::emergenciesThatNobodyReviewed()
{
    const auto session = ended(R"({"limit":20})");
    QCOMPARE(asked("Q11"), std::string("1/0"));
    QCOMPARE(asked("Q12"), std::string("1/0")); // not due yet
    tick(73h, 73h);
    (void)signIn("bob");
    QCOMPARE(asked("Q12"), std::string("1/1"));
    cid = signIn("cid");
    QCOMPARE(review(cid, present(session)).status, 200);
    QCOMPARE(asked("Q12"), std::string("1/1")); // it came too late
    QVERIFY(asked("Q13").starts_with("1/"));
    QVERIFY(asked("Q42").starts_with("2/"));
}

void TestLoggedEvidence::leavers()
{
    signUp("leo", {"author"});
    as();
    QCOMPARE(asked("Q17"), std::string("0/0"));
    const auto page
        = read<api::Page<core::Account>>(ask("GET", "/v1/accounts", {}, {}, "limit=99"));
    QVERIFY(page);
    const auto leo = std::ranges::find(
        page->items, "leo", [](const core::Account &one) { return one.principal.name; });
    QVERIFY(leo != page->items.end());
    const auto disabled = ask("POST", "/v1/principals/" + idOf("leo") + ":disable",
        R"({"reason":"left"})", leo->principal.etag.text());
    QVERIFY2(disabled.status == 200, disabled.body ? disabled.body->c_str() : "");
    QVERIFY(signIn("leo").empty());
    QCOMPARE(asked("Q17"), std::string("1/0"));
}

void TestLoggedEvidence::privilegesThatSleep()
{
    (void)person("otto", R"(["approver"])");
    const auto before = asked("Q18");
    QVERIFY2(before.ends_with("/0"), before.c_str());
    tick(24h * 100, 24h * 100);
    (void)signIn("bob"); // an approver who came back
    const auto after = asked("Q18");
    QCOMPARE(after.substr(0, after.find('/')), before.substr(0, before.find('/')));
    const auto sleeping = std::stoi(after.substr(after.find('/') + 1));
    const auto all = std::stoi(after);
    QVERIFY2(sleeping > 0 && sleeping < all, after.c_str());
}

void TestLoggedEvidence::rightsThatAreGiven()
{
    const auto before = std::stoi(asked("Q15"));
    (void)person("otto", R"(["approver"])");
    QCOMPARE(std::stoi(asked("Q15")), before + 1);
    (void)person("vera", R"(["viewer"])");
    QCOMPARE(std::stoi(asked("Q15")), before + 1);
}

void TestLoggedEvidence::wrongPasswordsAndDenials()
{
    const auto vera = person("vera", R"(["viewer"])");
    QCOMPARE(asked("Q22"), std::string("0/0"));
    for (int i = 0; i < 12; ++i) {
        clock.time += 1s; // from the tenth on
        QCOMPARE(askAs(vera, "POST", "/v1/configs", "{}").status, 403);
    }
    QCOMPARE(QByteArray::fromStdString(asked("Q22")), QByteArray("12/3"));
    const auto before = asked("Q19");
    for (int i = 0; i < 3; ++i)
        (void)askAs({}, "POST", "/v1/sessions", R"({"name":"vera","password":"wrong horse"})");
    const auto after = asked("Q19");
    QCOMPARE(std::stoi(after), std::stoi(before) + 3);
    QVERIFY(!asked("Q20").starts_with("0/")); // all of them by passwords
}

void TestLoggedEvidence::valuesThatAreSeen()
{
    const auto text = sealed(ann, "\"old\"");
    publishLive(cards, R"({"key":)" + text + '}');
    const auto dan = person("dan", R"(["author","secret.reveal"])");
    for (int i = 0; i < 2; ++i) {
        clock.time += 1s;
        QCOMPARE(askAs(dan, "POST", "/v1/configs/" + cards + "/environments/live:reveal",
                     R"({"pointer":"/key","sealed":)" + inQuotes(text) + R"(,"reason":"look"})")
                     .status,
            200);
    }
    QCOMPARE(asked("Q21"), std::string("2/0"));
    QCOMPARE(asked("Q21", {{"Q21.most", {"1"}}}), std::string("2/1"));
}

void TestLoggedEvidence::policiesThatChange()
{
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    const auto pia = person("pia", R"(["author","policy.edit"])");
    actAs(pia);
    const auto freezes = config("sys/freezes");
    const auto before = asked("Q27");
    QVERIFY(!publish(freezes, "prod", R"({"windows":[]})").empty());
    const auto after = asked("Q27");
    QCOMPARE(std::stoi(after), std::stoi(before) + 1);
    QVERIFY2(after.ends_with("/1"), after.c_str()); // nobody else has looked at it
}

void TestLoggedEvidence::keysThatGrowOld()
{
    (void)sealed(ann, "\"x\"");
    QCOMPARE(asked("Q29"), std::string("1/0"));
    tick(24h * 400, 24h * 400);
    (void)signIn("bob");
    QCOMPARE(asked("Q29"), std::string("1/1"));
}

void TestLoggedEvidence::startsStopsAndTheClock()
{
    QCOMPARE(asked("Q33"), std::string("1/0"));
    QVERIFY2(asked("Q36").ends_with("/0"), asked("Q36").c_str());
    ServiceWorld::open({}); // as a server that is asked to end
    QCOMPARE(asked("Q33"), std::string("3/0"));
    ServiceWorld::open(store->snapshot()); // killed
    QCOMPARE(asked("Q33"), std::string("4/1"));
    QVERIFY2(asked("Q36").ends_with("/0"), asked("Q36").c_str());
    QVERIFY(asked("Q32").ends_with("/0"));
    tick(-5min, 1s);
    (void)signIn("bob");
    QVERIFY2(!asked("Q36").ends_with("/0"), asked("Q36").c_str());
}

void TestLoggedEvidence::whoReadsTheLog()
{
    const auto ida = person("ida", R"(["auditor"])");
    QCOMPARE(askAs(ida, "GET", "/v1/audit/entries", {}, {}, "from=0&to=10").status, 200);
    QCOMPARE(asked("Q34"), std::string("1/0"));
    QCOMPARE(ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=10").status, 200);
    QCOMPARE(asked("Q34"), std::string("2/1")); // the administrator is no auditor
}

QTEST_GUILESS_MAIN(TestLoggedEvidence)
#include "tst_loggedevidence.moc"
