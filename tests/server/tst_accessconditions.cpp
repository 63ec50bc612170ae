// SPDX-License-Identifier: Apache-2.0
#include "tests/server/fakeprovider.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;

// Conditions of sys/access over what the identity provider says of a person, over what is touched,
// and over how and from where it is asked for. Ann writes, Bob and Cy approve, Pia may do all and
// edits policies, all with accounts here; Eva and Max come from the provider. "live" is a
// production with one approval.
class TestAccessConditions : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatTheProviderSaysOfThemDecides();
    void whatIsTouchedDecides();
    void howSomebodySignedInDecides();
    void fromWhereSomebodyAsksDecides();
    void whoSchedulesIsAskedAsOneWhoApplies();
    void aProofThatIsOldIsNotEnough();
    void explainNamesTheConditionAndWhatIsAssumed();
    void gov04_aVoteFallsWithTheAttribute();
    void gov14_anAttributeThatComesLaterCountsForLaterRequests();
    void gov14_aStricterRuleAsksHowTheVoteWasGiven();
    void nobodyLocksEverybodyOutByTheirOwnAddress();
    void theLogNamesTheAttributeAndKeepsItsValueBeside();

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
    Response act(
        const std::string &request, const std::string &verb, const std::string &body = "{}")
    {
        return ask("POST", "/v1/change-requests/" + request + ':' + verb, body, read(request).etag);
    }
    Response vote(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        return act(request, "vote",
            R"({"kind":"approve","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                + R"(,"comment":""})");
    }
    Response change(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return m_world.request(m_world.item(config, "live", text));
    }
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        return ServiceWorld::at(change(who, config, text), "/id");
    }
    // Live by the votes of Bob and Cy.
    void govern(const std::string &text)
    {
        const auto id = asked("pia", m_access, text);
        QVERIFY(!id.empty());
        QCOMPARE(vote("bob", id).status, 200);
        QCOMPARE(vote("cy", id).status, 200);
        m_world.as("pia");
        QCOMPARE(act(id, "apply").status, 200);
    }
    // Signs in at the provider, with what its token says beside.
    void arrive(const std::string &name, std::map<std::string, std::string> claims)
    {
        claims["preferred_username"] = inQuotes(name);
        claims["sub"] = inQuotes("u-" + name);
        m_world.clock.time += std::chrono::seconds(1); // another token
        const auto token = m_provider->token(m_world.clock.time, claims);
        const auto answer = m_world.askAs({}, "POST", "/v1/sessions:exchange",
            R"({"idToken":)" + inQuotes(token) + R"(,"nonce":"n-1"})");
        QCOMPARE(answer.status, 201);
        m_world.adopt(name, ServiceWorld::at(answer, "/token"));
    }
    std::string explained(const std::string &permission, const std::string &principal = {})
    {
        const auto answer = ask("POST", "/v1/authz:explain",
            R"({"principal":)" + inQuotes(principal) + R"(,"permission":)" + inQuotes(permission)
                + R"(,"environment":"live","path":"a/app"})");
        const auto assumed = ServiceWorld::at(answer, "/assumed/0");
        return ServiceWorld::at(answer, "/allowed") + ' ' + ServiceWorld::at(answer, "/detail")
            + (assumed.empty() ? "" : "[" + assumed + ']');
    }
    int draft(const std::string &who, const std::string &config)
    {
        m_world.as(who);
        return ask("POST", "/v1/drafts",
            R"({"config":)" + inQuotes(config)
                + R"(,"environment":"live","base":null,"text":"{}"})")
            .status;
    }
    std::string states(const std::string &request)
    {
        const auto seen = read(request);
        return ServiceWorld::at(seen, "/state") + ' '
            + ServiceWorld::at(seen, "/reviews/0/voidedBecause");
    }

    std::unique_ptr<FakeProvider> m_provider; // ends after the world's service
    ServiceWorld m_world;
    std::string m_access;
    std::string m_app; // a/app
    std::string m_other; // b/app
};

void TestAccessConditions::init()
{
    // The service of the test before ends with begin(), and still knows its provider.
    if (!m_provider)
        m_provider = std::make_unique<FakeProvider>();
    m_world.prepare = [this](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid"}};
        provider.rolesOfGroups = {{"staff", {"viewer"}}, {"leads", {"viewer", "approver"}}};
        provider.attributes = {"department"};
        options.provider = std::move(provider);
        options.fetcher = m_provider.get();
    };
    m_world.remote = "10.1.0.7";
    m_world.begin();
    QCOMPARE(ask("POST", "/v1/environments",
                 R"({"id":"live","title":"","tier":3,"order":1,"gated":true,"requiredApprovals":1,)"
                 R"("rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    for (const char *space :
        {R"("slug":"sys","title":"","owner":"")", R"("slug":"c","title":"","owner":"team-c")"})
        QCOMPARE(
            ask("POST", "/v1/namespaces", R"({"id":"",)" + std::string(space) + R"(,"etag":""})")
                .status,
            201);
    m_world.signUp("ann", {"author"});
    for (const char *name : {"bob", "cy"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_access = m_world.config("sys/access");
    m_app = m_world.config("a/app");
    m_other = m_world.config("c/app");
    QVERIFY(!m_access.empty() && !m_app.empty() && !m_other.empty());
}

void TestAccessConditions::whatTheProviderSaysOfThemDecides()
{
    govern(R"({"rules":[
        {"id":"pay","roles":["author"],"when":{"person":{"department":["payments"]}}},
        {"id":"no","effect":"forbid","permissions":["edit"],
         "when":{"person":{"department":["external"]}}}]})");
    arrive("eva", {{"groups", R"(["staff"])"}, {"department", R"("payments")"}});
    arrive("max", {{"groups", R"(["staff"])"}, {"department", R"("ops")"}});
    QCOMPARE(draft("eva", m_app), 201);
    QCOMPARE(draft("max", m_app), 403);
    QCOMPARE(draft("ann", m_app), 201); // by her role
    // Forbid beats permit.
    arrive("max", {{"groups", R"(["staff"])"}, {"department", R"(["payments","external"])"}});
    QCOMPARE(draft("max", m_app), 403);
    // It is the account's: the session of before knows it.
    arrive("eva", {{"groups", R"(["staff"])"}});
    QCOMPARE(draft("eva", m_app), 403);
}

void TestAccessConditions::whatIsTouchedDecides()
{
    govern(R"({"rules":[{"id":"own","effect":"forbid","to":["ann"],"permissions":["edit"],
        "unless":{"resource":{"owners":["team-c"],"tiers":[3]}}}]})");
    QCOMPARE(draft("ann", m_app), 403);
    QCOMPARE(draft("ann", m_other), 201);
}

void TestAccessConditions::howSomebodySignedInDecides()
{
    govern(R"({"rules":[
        {"id":"pay","roles":["author"],"when":{"person":{"department":["payments"]},
         "circumstances":{"secondFactor":true,"methods":["oidc"],"levels":["gold"]}}}]})");
    std::map<std::string, std::string> claims{{"groups", R"(["staff"])"},
        {"department", R"("payments")"}, {"amr", R"(["pwd","otp"])"}, {"acr", R"("gold")"}};
    arrive("eva", claims);
    QCOMPARE(draft("eva", m_app), 201);
    for (const auto &[claim, value] :
        {std::pair{"amr", R"(["pwd"])"}, std::pair{"acr", R"("silver")"}}) {
        auto weaker = claims;
        weaker[claim] = value;
        arrive("eva", weaker);
        QCOMPARE(draft("eva", m_other), 403);
    }
}

void TestAccessConditions::fromWhereSomebodyAsksDecides()
{
    govern(R"({"rules":[{"id":"here","effect":"forbid","to":["ann"],"permissions":["edit"],
        "unless":{"circumstances":{"addresses":["10.1.0.0/16"]}}}]})");
    QCOMPARE(draft("ann", m_app), 201);
    m_world.remote = "10.2.0.7";
    QCOMPARE(draft("ann", m_other), 403);
    m_world.remote = "";
    QCOMPARE(draft("ann", m_other), 403);
    QCOMPARE(change("ann", m_app, R"({"x":1})").status, 403);
}

// When it is applied nobody is there who could be asked from where.
void TestAccessConditions::whoSchedulesIsAskedAsOneWhoApplies()
{
    govern(R"({"rules":[{"id":"here","effect":"forbid","to":["pia"],"permissions":["apply"],
        "unless":{"circumstances":{"addresses":["10.1.0.0/16"]}}}]})");
    const auto id = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("bob", id).status, 200);
    m_world.as("pia");
    const auto body = R"({"at":")" + core::toRfc3339(m_world.clock.time + std::chrono::minutes(5))
        + R"(","zone":"UTC"})";
    const auto here = std::exchange(m_world.remote, "10.2.0.7");
    QCOMPARE(act(id, "apply").status, 403);
    QCOMPARE(act(id, "schedule", body).status, 403);
    m_world.remote = here;
    QCOMPARE(act(id, "schedule", body).status, 200);
}

void TestAccessConditions::aProofThatIsOldIsNotEnough()
{
    govern(R"({"rules":[{"id":"fresh","effect":"forbid","to":["ann"],"permissions":["edit"],
        "unless":{"circumstances":{"provenWithin":15}}}]})");
    m_world.signInAgain("ann");
    QCOMPARE(draft("ann", m_app), 201);
    m_world.clock.time += std::chrono::minutes(15) + std::chrono::seconds(1);
    QCOMPARE(draft("ann", m_other), 403);
    // A clock that was set back makes no proof younger.
    m_world.clock.time -= std::chrono::hours(1);
    QCOMPARE(draft("ann", m_other), 403);
}

void TestAccessConditions::explainNamesTheConditionAndWhatIsAssumed()
{
    govern(R"({"rules":[
        {"id":"pay","roles":["author"],"when":{"person":{"department":["payments","ops"]}}},
        {"id":"here","effect":"forbid","to":["ann"],"permissions":["edit"],
         "unless":{"circumstances":{"addresses":["10.1.0.0/16"]}}}]})");
    arrive("eva", {{"groups", R"(["staff"])"}, {"department", R"("hr")"}});
    m_world.as("eva");
    QCOMPARE(explained("edit"),
        std::string("false This needs the permission \"edit\" for a/app in live: nothing gives it; "
                    "the rule \"pay\" lets it through where this holds: person.department: "
                    "payments, ops; a rule of sys/access can give it"));
    m_world.remote = "192.0.2.1";
    m_world.as("ann");
    QCOMPARE(explained("edit"),
        std::string(
            "false This needs the permission \"edit\" for a/app in live: the rule \"here\" "
            "of sys/access forbids it; the rule \"here\" lets it through where this holds: "
            "circumstances.addresses: 10.1.0.0/16; whoever keeps sys/access can lift that"));
    // Of somebody else nobody knows from where they will ask.
    m_world.as();
    QCOMPARE(explained("edit", "ann"), std::string("true [circumstances.addresses: 10.1.0.0/16]"));
}

void TestAccessConditions::gov04_aVoteFallsWithTheAttribute()
{
    govern(R"({"rules":[{"id":"pay","permissions":["approve"],
        "when":{"person":{"department":["payments"]}}}]})");
    arrive("eva", {{"groups", R"(["staff"])"}, {"department", R"("payments")"}});
    m_world.clock.time += std::chrono::seconds(1);
    const auto id = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("eva", id).status, 200);
    QCOMPARE(states(id), std::string("approved "));
    arrive("eva", {{"groups", R"(["staff"])"}, {"department", R"("ops")"}});
    m_world.tick(std::chrono::minutes(2), std::chrono::minutes(2));
    m_world.as("ann");
    QCOMPARE(states(id), std::string("open lost-right"));
    m_world.as("pia");
    QCOMPARE(act(id, "apply").status, 409);
}

void TestAccessConditions::gov14_anAttributeThatComesLaterCountsForLaterRequests()
{
    govern(R"({"rules":[{"id":"pay","permissions":["approve"],
        "when":{"person":{"department":["payments"]}}}]})");
    arrive("eva", {{"groups", R"(["staff"])"}});
    const auto earlier = asked("ann", m_app, R"({"x":1})");
    arrive("eva", {{"groups", R"(["staff"])"}, {"department", R"("payments")"}});
    QCOMPARE(vote("eva", earlier).status, 403);
    const auto later = asked("ann", m_other, R"({"x":1})");
    QCOMPARE(vote("eva", later).status, 200);
}

void TestAccessConditions::gov14_aStricterRuleAsksHowTheVoteWasGiven()
{
    arrive("eva", {{"groups", R"(["leads"])"}, {"amr", R"(["pwd","otp"])"}});
    arrive("max", {{"groups", R"(["leads"])"}, {"amr", R"(["pwd"])"}});
    m_world.clock.time += std::chrono::seconds(1);
    const auto strong = asked("ann", m_app, R"({"x":1})");
    const auto weak = asked("ann", m_other, R"({"x":1})");
    QCOMPARE(vote("eva", strong).status, 200);
    QCOMPARE(vote("max", weak).status, 200);
    govern(R"({"rules":[{"id":"strong","effect":"forbid","to":["eva","max"],
        "permissions":["approve"],"unless":{"circumstances":{"secondFactor":true}}}]})");
    QCOMPARE(states(strong), std::string("approved "));
    QCOMPARE(states(weak), std::string("open lost-right"));
    QCOMPARE(vote("max", weak).status, 403);
}

void TestAccessConditions::nobodyLocksEverybodyOutByTheirOwnAddress()
{
    const auto refused = change("pia", m_access,
        R"({"rules":[{"id":"here","effect":"forbid","when":{"person":{"kind":["user"]}},
            "permissions":["edit","approve"],
            "unless":{"circumstances":{"addresses":["10.11.0.0/16"]}}}]})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(ServiceWorld::at(refused, "/errors/0/code"), std::string("lock-out"));
    govern(R"({"rules":[{"id":"here","effect":"forbid","when":{"person":{"kind":["user"]}},
        "permissions":["edit","approve"],
        "unless":{"circumstances":{"addresses":["10.1.0.0/16"]}}}]})");
}

void TestAccessConditions::theLogNamesTheAttributeAndKeepsItsValueBeside()
{
    arrive("eva", {{"groups", R"(["staff"])"}, {"department", R"("payments-7")"}});
    bool isNamed = false;
    bool isKept = false;
    for (const auto &[key, bytes] : *m_world.store->present()) {
        if (key.starts_with("audit-leaf/")) {
            QVERIFY(bytes->find("payments-7") == std::string::npos);
            isNamed = isNamed || bytes->find("department") != std::string::npos;
        }
        isKept = isKept
            || (key.starts_with("personal/") && bytes->find("payments-7") != std::string::npos);
    }
    QVERIFY(isNamed);
    QVERIFY(isKept);
}

QTEST_GUILESS_MAIN(TestAccessConditions)
#include "tst_accessconditions.moc"
