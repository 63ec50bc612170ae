// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeidentityprovider.h"
#include "tests/server/fakeprovider.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;
using Claims = std::map<std::string, std::string>;

// Nobody is their own second pair of eyes: neither by another account, nor by a right that they
// give themselves.
class TestSecondAccounts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov02_aSecondAccountIsNoSecondPairOfEyes();
    void gov02_aChainOfAccountsIsNoSecondPairOfEyes_data();
    void gov02_aChainOfAccountsIsNoSecondPairOfEyes();
    void gov32_nobodyGivesThemselvesRightsAlone();

private:
    core::Session session(const Claims &claims)
    {
        const auto answer = m_world.askAs({}, "POST", "/v1/sessions:exchange",
            R"({"idToken":)" + inQuotes(m_provider->token(m_world.clock.time, claims))
                + R"(,"nonce":"n-1"})");
        return *m_world.read<core::Session>(answer);
    }
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    std::string inDev(const std::string &config, const std::string &text)
    {
        m_world.as("pia");
        return ServiceWorld::at(m_world.request(m_world.item(config, "dev", text)), "/id");
    }
    Response apply(const std::string &request)
    {
        m_world.as("pia");
        const auto path = "/v1/change-requests/" + request;
        return ask("POST", path + ":apply", "{}", ask("GET", path, {}).etag);
    }
    int approve(const std::string &request)
    {
        m_world.as("bob");
        const auto path = "/v1/change-requests/" + request;
        const auto seen = ask("GET", path, {});
        return ask("POST", path + ":vote",
            R"({"kind":"approve","cycle":1,"contentDigest":)"
                + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + R"(,"comment":""})",
            seen.etag)
            .status;
    }

    std::unique_ptr<FakeProvider> m_provider;
    ServiceWorld m_world;
};

void TestSecondAccounts::init()
{
    auto fresh = std::make_unique<FakeProvider>();
    m_world.prepare = [fetcher = fresh.get()](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid", "profile"}};
        provider.rolesOfGroups = {{"leads", {"approver"}}};
        options.provider = provider;
        options.fetcher = fetcher;
    };
    m_world.begin();
    m_provider = std::move(fresh); // the old one ends after the service that had it
}

// Ann has an account here and signs in at the provider too, where her group may approve.
void TestSecondAccounts::gov02_aSecondAccountIsNoSecondPairOfEyes()
{
    QCOMPARE(m_world
                 .ask("POST", "/v1/environments",
                     R"({"id":"live","title":"","tier":2,"order":1,"gated":true,)"
                     R"("requiredApprovals":1,"rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    m_world.signUp("ann", {"author"});
    const auto other = session(
        {{"sub", R"("s-ann")"}, {"preferred_username", R"("ann")"}, {"groups", R"(["leads"])"}});
    QCOMPARE(other.principal.name, "ann-2");
    const auto third = session(
        {{"sub", R"("s-lea")"}, {"preferred_username", R"("lea")"}, {"groups", R"(["leads"])"}});
    m_world.clock.time += std::chrono::seconds(1);
    m_world.as("ann");
    const auto config = m_world.config("a/app");
    const auto request = m_world.request(m_world.item(config, "live", "{}"));
    const auto vote = [&](const core::Session &who) {
        return m_world.askAs(who.token.reveal(), "POST",
            "/v1/change-requests/" + ServiceWorld::at(request, "/id") + ":vote",
            R"({"kind":"approve","cycle":1,"contentDigest":)"
                + inQuotes(ServiceWorld::at(request, "/contentDigest")) + R"(,"comment":""})",
            request.etag);
    };
    const auto refused = vote(other);
    QCOMPARE(refused.status, 403);
    QCOMPARE(ServiceWorld::at(refused, "/code"), std::string("self-approval"));
    QCOMPARE(vote(third).status, 200);
}

// Not even where everything else may be changed alone: who edits policies would get what is granted
// by name. Nor through the groups that the rules name, nor by going back.
void TestSecondAccounts::gov32_nobodyGivesThemselvesRightsAlone()
{
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    m_world.signUp("ann", {"author"});
    m_world.signUp("bob", {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    const auto access = m_world.config("sys/access");
    const auto groups = m_world.config("sys/groups");
    // Nothing hangs on them yet.
    QCOMPARE(apply(inDev(groups, R"({"groups":[{"name":"g","members":["ann"]}]})")).status, 200);
    const auto rights
        = inDev(access, R"({"rules":[{"id":"r","to":["g"],"permissions":["secret.reveal"]}]})");
    QCOMPARE(apply(rights).status, 409);
    QCOMPARE(approve(rights), 200);
    const auto first = ServiceWorld::at(apply(rights), "/appliedVersions/0");
    QVERIFY(!first.empty());
    QCOMPARE(apply(inDev(groups, R"({"groups":[{"name":"g","members":["pia"]}]})")).status, 409);
    const auto none = inDev(access, R"({"rules":[]})");
    QCOMPARE(approve(none), 200);
    QCOMPARE(apply(none).status, 200);
    const auto back = ask("POST", "/v1/configs/" + access + "/heads/dev:rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"r","ticket":""})",
        ask("GET", "/v1/configs/" + access + "/heads/dev", {}).etag);
    QCOMPARE(back.status, 201);
    QCOMPARE(ServiceWorld::at(back, "/state"), std::string("open"));
}

void TestSecondAccounts::gov02_aChainOfAccountsIsNoSecondPairOfEyes_data()
{
    QTest::addColumn<bool>("isMachine");
    QTest::newRow("by a second administrator") << false;
    QTest::newRow("by a machine") << true;
}

// Max makes an account that may make accounts, and that one makes who approves what Max asks for.
void TestSecondAccounts::gov02_aChainOfAccountsIsNoSecondPairOfEyes()
{
    QFETCH(const bool, isMachine);
    QVERIFY(!m_world.environment("live", true, true).empty());
    m_world.signUp("max", {"admin", "author"});
    m_world.as("max");
    const auto made = ask("POST", "/v1/principals",
        isMachine
            ? R"({"kind":"service","name":"tom","displayName":"tom","roles":["admin"],"password":""})"
            : R"({"kind":"user","name":"tom","displayName":"tom","roles":["admin"],"password":"12345678"})");
    QCOMPARE(made.status, 201);
    const auto tom = isMachine
        ? ServiceWorld::at(
              ask("POST", "/v1/principals/" + ServiceWorld::at(made, "/id") + ":create-token",
                  "{}"),
              "/token")
        : m_world.signIn("tom");
    QVERIFY(!tom.empty());
    QCOMPARE(m_world
                 .askAs(tom, "POST", "/v1/principals",
                     R"({"kind":"user","name":"eve","displayName":"eve","roles":["approver"],)"
                     R"("password":"12345678"})")
                 .status,
        201);
    m_world.as("max");
    const auto config = m_world.config("a/app");
    const auto asked = m_world.request(m_world.item(config, "live", R"({"x":1})"));
    const auto path = "/v1/change-requests/" + ServiceWorld::at(asked, "/id");
    QCOMPARE(m_world
                 .askAs(m_world.signIn("eve"), "POST", path + ":vote",
                     R"({"kind":"approve","cycle":1,"comment":"","contentDigest":)"
                         + inQuotes(ServiceWorld::at(asked, "/contentDigest")) + '}',
                     asked.etag)
                 .status,
        403);
}

QTEST_GUILESS_MAIN(TestSecondAccounts)
#include "tst_secondaccounts.moc"
