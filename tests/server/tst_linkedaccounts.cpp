// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeidentityprovider.h"
#include "engine/api/describelinkedaccounts.h"
#include "tests/server/emergencyworld.h"
#include "tests/server/fakeprovider.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;

// Two accounts of one person whose names say nothing of it: administrators say so, and from then on
// they are one wherever heads are counted. Adam and Eve administer and are in nobody's hands but
// the first administrator's.
class TestLinkedAccounts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov02_linkedAccountsAreOnePairOfEyes();
    void gov02_linkedAccountsCountOnce();
    void gov02_aLinkThatComesLaterTakesTheVoteAway();
    void gov02_anAccountAtTheProviderIsLinkedAsWell();
    void gov32_aLinkIsTakenBackByTwoPeople();
    void gov32_whoTheyAreAboutSaysNothing();
    void gov32_norDoesWhoIsInTheirHands();
    void gov32_nobodyGivesRightsToTheirOtherAccount();
    void nobodyIsMadeHelplessByALink();
    void nobodyIsMadeHelplessByALinkAndASession();
    void gov14_whatWasOpenIsNotApprovedByWhoWasTakenOut();
    void gov40_nobodyReviewsByTheirOtherAccount();
    void nobodyErasesTheirOtherAccount();
    void whatIsNoSecondAccountIsRefused();
    void theLogSaysItAndNamesNobody();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &etag = {}, const std::string &query = {})
    {
        return m_world->ask(method, path, body, etag, query);
    }
    std::string etagOf(const std::string &account);
    // By whoever asks now; without the other: it is somebody else's.
    Response say(const std::string &account, const std::string &other,
        const std::string &reason = "The badge office says so");
    std::string id(const std::string &name) { return m_world->idOf(name); }
    Response request(const std::string &place = "live");
    int vote(const std::string &who, const Response &request);
    std::string have(const Response &request);

    std::unique_ptr<FakeProvider> m_provider;
    std::unique_ptr<ServiceWorld> m_world;
    std::string m_config;
    int m_texts = 0;
};

void TestLinkedAccounts::init()
{
    m_world = std::make_unique<ServiceWorld>();
    m_provider = std::make_unique<FakeProvider>();
    m_world->prepare = [this](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid", "profile"}};
        provider.rolesOfGroups = {{"leads", {"approver"}}};
        options.provider = provider;
        options.fetcher = m_provider.get();
    };
    m_world->begin();
    QVERIFY(!m_world->environment("live", true, true).empty());
    QCOMPARE(ask("POST", "/v1/environments",
                 R"({"id":"two","title":"","tier":2,"order":1,"gated":true,)"
                 R"("requiredApprovals":2,"rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    for (const char *who : {"ann", "zoe"})
        m_world->signUp(who, {"author"});
    for (const char *who : {"bob", "cid"})
        m_world->signUp(who, {"approver"});
    for (const char *who : {"adam", "eve"})
        m_world->signUp(who, {"admin"});
    m_world->clock.time += std::chrono::seconds(1);
    m_world->as("ann");
    m_config = m_world->config("a/app");
}

std::string TestLinkedAccounts::etagOf(const std::string &account)
{
    const auto all = ask("GET", "/v1/principals", {}, {}, "limit=100");
    const auto reading = core::readJson(*all.body);
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["id"].text() == account)
            return std::string(item.value()["etag"].text());
    }
    return {};
}

Response TestLinkedAccounts::say(
    const std::string &account, const std::string &other, const std::string &reason)
{
    return ask("PUT", "/v1/principals/" + account + "/same-person",
        R"({"sameAs":)" + (other.empty() ? "null" : inQuotes(other)) + R"(,"reason":)"
            + inQuotes(reason) + '}',
        etagOf(account));
}

Response TestLinkedAccounts::request(const std::string &place)
{
    m_world->as("ann");
    return m_world->request(
        m_world->item(m_config, place, R"({"x":)" + std::to_string(++m_texts) + '}'));
}

int TestLinkedAccounts::vote(const std::string &who, const Response &request)
{
    m_world->as(who);
    const auto path = "/v1/change-requests/" + ServiceWorld::at(request, "/id");
    const auto seen = ask("GET", path);
    return ask("POST", path + ":vote",
        R"({"kind":"approve","cycle":1,"comment":"","contentDigest":)"
            + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
        seen.etag)
        .status;
}

std::string TestLinkedAccounts::have(const Response &request)
{
    return ServiceWorld::at(ask("GET", "/v1/change-requests/" + ServiceWorld::at(request, "/id")),
        "/requirements/0/have");
}

void TestLinkedAccounts::gov02_linkedAccountsAreOnePairOfEyes()
{
    m_world->as("adam");
    const auto said = say(id("bob"), id("zoe"));
    QCOMPARE(said.status, 200);
    QCOMPARE(m_world->read<core::LinkedAccounts>(said)->accounts.size(), std::size_t(2));
    // Whoever is linked with either is linked with both.
    QCOMPARE(say(id("zoe"), id("ann")).status, 200);
    const auto all = ask("GET", "/v1/linked-accounts");
    QCOMPARE(all.status, 200);
    QVERIFY(!ServiceWorld::at(all, "/items/0/accounts/2").empty());
    const auto asked = request();
    QCOMPARE(vote("bob", asked), 403);
    QCOMPARE(vote("cid", asked), 200);
}

void TestLinkedAccounts::gov02_linkedAccountsCountOnce()
{
    const auto asked = request("two");
    QCOMPARE(vote("bob", asked), 200);
    QCOMPARE(vote("cid", asked), 200);
    QCOMPARE(have(asked), std::string("2"));
    m_world->as("adam");
    QCOMPARE(say(id("cid"), id("bob")).status, 200);
    QCOMPARE(have(asked), std::string("1"));
}

void TestLinkedAccounts::gov02_aLinkThatComesLaterTakesTheVoteAway()
{
    const auto asked = request();
    QCOMPARE(vote("bob", asked), 200);
    m_world->as("adam");
    QCOMPARE(say(id("ann"), id("bob")).status, 200);
    m_world->as("ann");
    const auto path = "/v1/change-requests/" + ServiceWorld::at(asked, "/id");
    QCOMPARE(ask("POST", path + ":apply", "{}", ask("GET", path).etag).status, 409);
}

void TestLinkedAccounts::gov02_anAccountAtTheProviderIsLinkedAsWell()
{
    const auto token = m_provider->token(m_world->clock.time,
        {{"sub", R"("s-lea")"}, {"preferred_username", R"("lea")"}, {"groups", R"(["leads"])"}});
    const auto session = *m_world->read<core::Session>(m_world->askAs({}, "POST",
        "/v1/sessions:exchange", R"({"idToken":)" + inQuotes(token) + R"(,"nonce":"n-1"})"));
    m_world->adopt("lea", session.token.reveal());
    m_world->clock.time += std::chrono::seconds(1);
    m_world->as("adam");
    QCOMPARE(say(session.principal.id.text(), id("ann")).status, 200);
    QCOMPARE(vote("lea", request()), 403);
}

void TestLinkedAccounts::gov32_aLinkIsTakenBackByTwoPeople()
{
    m_world->as("adam");
    QCOMPARE(say(id("bob"), id("ann")).status, 200);
    const auto first = say(id("bob"), {});
    QCOMPARE(first.status, 200);
    QCOMPARE(m_world->read<core::LinkedAccounts>(first)->partings.size(), std::size_t(1));
    // Neither the same one again nor whoever has made them what they are.
    QCOMPARE(m_world->read<core::LinkedAccounts>(first)->accounts.size(), std::size_t(2));
    QCOMPARE(say(id("bob"), {}).status, 403);
    m_world->as();
    QCOMPARE(say(id("bob"), {}).status, 403);
    m_world->as("eve");
    const auto second = say(id("bob"), {});
    QCOMPARE(second.status, 200);
    QCOMPARE(m_world->read<core::LinkedAccounts>(second)->accounts.size(), std::size_t(1));
    m_world->clock.time += std::chrono::seconds(1);
    QCOMPARE(vote("bob", request()), 200);
    // What was asked for long ago begins anew.
    m_world->as("adam");
    QCOMPARE(say(id("bob"), id("ann")).status, 200);
    QCOMPARE(say(id("bob"), {}).status, 200);
    m_world->tick(std::chrono::days(8));
    m_world->signInAgain("eve");
    const auto late = say(id("bob"), {});
    QCOMPARE(m_world->read<core::LinkedAccounts>(late)->accounts.size(), std::size_t(2));
}

void TestLinkedAccounts::gov32_whoTheyAreAboutSaysNothing()
{
    m_world->as("adam");
    QCOMPARE(say(id("bob"), id("eve")).status, 200);
    m_world->as("eve");
    QCOMPARE(say(id("bob"), {}).status, 403);
    // And not by the other end of it.
    QCOMPARE(say(id("eve"), {}).status, 403);
    m_world->as("bob");
    QCOMPARE(say(id("bob"), {}).status, 403);
}

// Who has made others administrators does not let them say it.
void TestLinkedAccounts::gov32_norDoesWhoIsInTheirHands()
{
    m_world->as("adam");
    QCOMPARE(say(id("eve"), id("zoe")).status, 200);
    m_world->as("eve");
    for (const char *who : {"mia", "nia"}) {
        m_world->as("eve");
        m_world->adopt(who, m_world->person(who, R"(["admin"])"));
        m_world->as(who);
        const auto refused = say(id("zoe"), {});
        QCOMPARE(refused.status, 403);
        QVERIFY2(refused.body->find("in that person's hands") != std::string::npos,
            refused.body->c_str());
    }
}

void TestLinkedAccounts::gov32_nobodyGivesRightsToTheirOtherAccount()
{
    m_world->as("adam");
    const auto give = [this](const char *who) {
        return ask("PUT", "/v1/principals/" + id(who) + "/roles",
            R"({"roles":["author","approver"],"reason":""})", etagOf(id(who)))
            .status;
    };
    QCOMPARE(say(id("zoe"), id("adam")).status, 200);
    QCOMPARE(give("zoe"), 403);
    QCOMPARE(give("ann"), 200);
}

// Adam declares the other administrator to be himself: she takes his rights all the same.
void TestLinkedAccounts::nobodyIsMadeHelplessByALink()
{
    m_world->as("adam");
    QCOMPARE(say(id("eve"), id("adam")).status, 200);
    m_world->as("eve");
    const auto give = [this](const char *roles) {
        return ask("PUT", "/v1/principals/" + id("adam") + "/roles",
            R"({"roles":[)" + std::string(roles) + R"(],"reason":""})", etagOf(id("adam")))
            .status;
    };
    QCOMPARE(give(""), 200);
    QCOMPARE(give(R"("approver")"), 403);
    const auto set = [this](const char *verb) {
        return ask("POST", "/v1/principals/" + id("adam") + verb, R"({"reason":"left"})",
            etagOf(id("adam")))
            .status;
    };
    QCOMPARE(set(":disable"), 200);
    QCOMPARE(set(":enable"), 403);
}

void TestLinkedAccounts::nobodyIsMadeHelplessByALinkAndASession()
{
    support::EmergencyWorld world;
    world.beginEmergencies();
    const auto idOf = [&world](const std::string &token) {
        return ServiceWorld::at(world.askAs(token, "GET", "/v1/sessions/current"), "/principal/id");
    };
    const auto etagOf = [&world](const std::string &account) {
        const auto all = world.ask("GET", "/v1/principals", {}, {}, "limit=100");
        const auto reading = core::readJson(*all.body);
        for (const auto &item : reading.tree().root()["items"]) {
            if (item.value()["id"].text() == account)
                return std::string(item.value()["etag"].text());
        }
        return std::string();
    };
    world.actAs({});
    const auto root = ServiceWorld::at(world.ask("GET", "/v1/sessions/current"), "/principal/id");
    const auto ann = idOf(world.ann);
    QCOMPARE(world
                 .ask("PUT", "/v1/principals/" + root + "/same-person",
                     R"({"sameAs":)" + inQuotes(ann) + R"(,"reason":""})", etagOf(root))
                 .status,
        200);
    QVERIFY(!world.open(world.ann).id.isEmpty());
    world.actAs({});
    QCOMPARE(world.ask("POST", "/v1/namespaces", R"({"id":"x","title":"","owners":[],"etag":""})")
                 .status,
        403);
    QCOMPARE(
        world.ask("POST", "/v1/principals/" + ann + ":disable", R"({"reason":"left"})", etagOf(ann))
            .status,
        200);
}

void TestLinkedAccounts::gov14_whatWasOpenIsNotApprovedByWhoWasTakenOut()
{
    m_world->as("adam");
    QCOMPARE(say(id("ann"), id("bob")).status, 200); // Bob's is the one that stands for both
    const auto asked = request();
    m_world->clock.time += std::chrono::seconds(1);
    for (const char *who : {"adam", "eve"}) {
        m_world->as(who);
        QCOMPARE(say(id("bob"), {}).status, 200);
    }
    QCOMPARE(vote("bob", asked), 403);
    m_world->clock.time += std::chrono::seconds(1);
    QCOMPARE(vote("bob", request()), 200);
}

void TestLinkedAccounts::gov40_nobodyReviewsByTheirOtherAccount()
{
    support::EmergencyWorld world;
    world.beginEmergencies();
    world.actAs({});
    const auto idOf = [&world](const std::string &token) {
        return ServiceWorld::at(world.askAs(token, "GET", "/v1/sessions/current"), "/principal/id");
    };
    const auto all = world.ask("GET", "/v1/principals", {}, {}, "limit=100");
    std::string etag;
    const auto reading = core::readJson(*all.body);
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["id"].text() == idOf(world.cid))
            etag = item.value()["etag"].text();
    }
    QCOMPARE(world
                 .ask("PUT", "/v1/principals/" + idOf(world.cid) + "/same-person",
                     R"({"sameAs":)" + inQuotes(idOf(world.ann)) + R"(,"reason":""})", etag)
                 .status,
        200);
    const auto session = world.ended(R"({"x":7})");
    QCOMPARE(world.review(world.cid, session).status, 403);
    QCOMPARE(world.review(world.bob, session).status, 200);
}

void TestLinkedAccounts::nobodyErasesTheirOtherAccount()
{
    m_world->as("adam");
    QCOMPARE(say(id("zoe"), id("eve")).status, 200);
    const auto path = "/v1/principals/" + id("zoe");
    QCOMPARE(ask("POST", path + ":disable", R"({"reason":"left"})", etagOf(id("zoe"))).status, 200);
    const auto erase = [&] {
        return ask(
            "POST", path + ":erase", R"({"reason":"Art. 17","ticket":"DSR-1"})", etagOf(id("zoe")));
    };
    m_world->as("eve");
    QCOMPARE(ServiceWorld::at(erase(), "/detail"), std::string("Nobody erases their own traces"));
    // Nor by another account of who has shut it.
    m_world->signUp("adam.second", {"admin"});
    m_world->as();
    QCOMPARE(say(id("adam.second"), id("adam")).status, 200);
    m_world->as("adam.second");
    QCOMPARE(erase().status, 403);
    // And what one of their accounts takes part in stays open to none.
    QCOMPARE(say(id("zoe"), id("ann")).status, 200);
    const auto asked = request();
    m_world->as();
    QCOMPARE(ServiceWorld::at(erase(), "/code"), std::string("state-conflict"));
    m_world->as("ann");
    const auto open = "/v1/change-requests/" + ServiceWorld::at(asked, "/id");
    QCOMPARE(ask("POST", open + ":withdraw", "{}", asked.etag).status, 200);
    m_world->as();
    QCOMPARE(erase().status, 200);
}

void TestLinkedAccounts::whatIsNoSecondAccountIsRefused()
{
    m_world->as("ann");
    QCOMPARE(say(id("bob"), id("ann")).status, 403);
    m_world->as("adam");
    QCOMPARE(say(id("bob"), id("bob")).status, 422);
    QCOMPARE(say(id("bob"), "usr_none").status, 404);
    QCOMPARE(say(id("bob"), {}).status, 409);
    QCOMPARE(say(id("bob"), id("ann"), std::string(5000, 'x')).status, 422);
    const auto service = ask("POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","roles":["viewer"],"password":""})");
    QCOMPARE(say(id("bob"), ServiceWorld::at(service, "/id")).status, 422);
    QCOMPARE(ask("PUT", "/v1/principals/" + id("bob") + "/same-person",
                 R"({"sameAs":null,"reason":""})", "9-00000000")
                 .status,
        412);
    // What is so already changes nothing.
    QCOMPARE(say(id("bob"), id("ann")).status, 200);
    const auto before = etagOf(id("bob"));
    QCOMPARE(say(id("bob"), id("ann")).etag, before);
}

void TestLinkedAccounts::theLogSaysItAndNamesNobody()
{
    m_world->as("adam");
    QCOMPARE(say(id("bob"), id("ann")).status, 200);
    QCOMPARE(say(id("bob"), {}).status, 200);
    m_world->as("eve");
    QCOMPARE(say(id("bob"), {}).status, 200);
    for (const char *event : {"principal.link", "principal.unlink_ask", "principal.unlink"}) {
        int count = 0;
        for (const auto &[key, leaf] : m_world->store->snapshot()) {
            const bool isIt = key.starts_with("audit-leaf/")
                && leaf->find(R"("event":")" + std::string(event) + '"') != std::string::npos
                && leaf->find(id("ann")) != std::string::npos
                && leaf->find("The badge office says so") != std::string::npos;
            count += isIt ? 1 : 0;
        }
        QCOMPARE(count, 1);
    }
}

QTEST_GUILESS_MAIN(TestLinkedAccounts)
#include "tst_linkedaccounts.moc"
