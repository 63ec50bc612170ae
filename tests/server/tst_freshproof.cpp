// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeidentityprovider.h"
#include "tests/server/emergencyworld.h"
#include "tests/server/fakeprovider.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;
using Claims = std::map<std::string, std::string>;
using namespace std::chrono_literals;

// What is open only to who was asked a moment ago who they are: approvals where the environment's
// policy says so, and emergency access everywhere (GOV-40). Pia writes, Bob approves with a
// password, Zoe approves and signs in at the provider.
class TestFreshProof : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signingInIsAProof();
    void gov40_afterFiveMinutesItIsAskedForAgain();
    void gov14_aLooserPolicyAsksOpenRequestsOnAsBefore();
    void aClockThatStepsBackShowsNothing();
    void aWrongPasswordIsNoProofAndHasToWait();
    void otherVotesAndPlacesDoNotAsk();
    void aPolicyThatNobodyCanReadAsks();
    void theProviderProvesItByAuthTime();
    void whatTheProviderSaysIsNotEnough_data();
    void whatTheProviderSaysIsNotEnough();
    void anIdTokenProvesOnce();
    void withoutItsWordAProvidersSignInIsNoProof();
    void gov40_anEmergencyWithAFreshProofNeedsNoPassword();
    void machinesAreNotAsked();

private:
    core::Instant now() const { return m_world.clock.time; }
    std::string secondsAgo(std::chrono::seconds ago) const
    {
        const auto at = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch());
        return std::to_string((at - ago).count());
    }
    static std::string code(const Response &response)
    {
        return ServiceWorld::at(response, "/code");
    }
    void govern(const std::string &policy)
    {
        m_world.as("pol");
        if (m_policy.empty())
            m_policy = m_world.config("sys/policy");
        const auto request = m_world.request(m_world.item(m_policy, "live", policy));
        QCOMPARE(request.status, 201);
        for (const char *who : {"bob", "cy"}) {
            m_world.as(who);
            const auto path = "/v1/change-requests/" + ServiceWorld::at(request, "/id");
            const auto seen = m_world.ask("GET", path);
            (void)vote(who, path, seen);
        }
        m_world.as("pol");
        const auto path = "/v1/change-requests/" + ServiceWorld::at(request, "/id");
        QCOMPARE(
            m_world.ask("POST", path + ":apply", "{}", m_world.ask("GET", path).etag).status, 200);
    }
    Response vote(const std::string &who, const std::string &path, const Response &seen,
        const std::string &kind = "approve")
    {
        m_world.as(who);
        return m_world.ask("POST", path + ":vote",
            R"({"kind":)" + inQuotes(kind) + R"(,"cycle":1,"contentDigest":)"
                + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + R"(,"comment":""})",
            seen.etag);
    }
    Response propose(const std::string &place = "live")
    {
        m_world.as("pia");
        const auto config = m_world.config("a/c" + std::to_string(++m_configs));
        return m_world.request(m_world.item(config, place, "{}"));
    }
    Response approve(
        const std::string &who, const Response &request, const std::string &kind = "approve")
    {
        return vote(who, "/v1/change-requests/" + ServiceWorld::at(request, "/id"), request, kind);
    }
    Response prove(const std::string &who, const std::string &password,
        const std::string &idToken = {}, const std::string &nonce = {})
    {
        m_world.as(who);
        return m_world.ask("POST", "/v1/sessions/current:prove",
            R"({"password":)" + inQuotes(password) + R"(,"idToken":)" + inQuotes(idToken)
                + R"(,"nonce":)" + inQuotes(nonce) + '}');
    }
    // At the provider, as Zoe unless the claims say otherwise.
    std::string idToken(const Claims &claims)
    {
        Claims all{
            {"sub", R"("zoe-1")"}, {"preferred_username", R"("zoe")"}, {"groups", R"(["leads"])"}};
        for (const auto &[name, value] : claims)
            all[name] = value;
        return m_provider->token(now(), all);
    }
    std::string signInAtProvider(const Claims &claims)
    {
        return ServiceWorld::at(
            m_world.askAs({}, "POST", "/v1/sessions:exchange",
                R"({"idToken":)" + inQuotes(idToken(claims)) + R"(,"nonce":"n-1"})"),
            "/token");
    }
    bool isLogged(const std::string &text)
    {
        m_world.as();
        return m_world.ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=1000").body->find(text)
            != std::string::npos;
    }

    std::unique_ptr<FakeProvider> m_provider;
    ServiceWorld m_world;
    std::string m_policy;
    int m_configs = 0;
};

void TestFreshProof::init()
{
    m_policy.clear();
    auto fresh = std::make_unique<FakeProvider>();
    m_world.prepare = [fetcher = fresh.get()](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid", "profile"}};
        provider.rolesOfGroups = {{"leads", {"operator", "approver"}}};
        options.provider = provider;
        options.fetcher = fetcher;
    };
    m_world.begin();
    m_provider = std::move(fresh);
    m_world.as();
    QCOMPARE(m_world
                 .ask("POST", "/v1/namespaces",
                     R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                 .status,
        201);
    (void)m_world.environment("live", true, true);
    m_world.signUp("pol", {"author", "policy.edit"});
    m_world.signUp("pia", {"author"});
    m_world.signUp("bob", {"approver", "emergency.activate"});
    m_world.signUp("cy", {"approver"});
    govern(R"({"freshApprovals":true})");
}

void TestFreshProof::signingInIsAProof()
{
    QCOMPARE(approve("bob", propose()).status, 200);
    m_world.as("bob");
    const auto session = *m_world.read<core::Session>(m_world.ask("GET", "/v1/sessions/current"));
    QCOMPARE(session.provenAt.value(), now());
    QVERIFY(session.proof == core::ProofKind::Password);
}

void TestFreshProof::gov40_afterFiveMinutesItIsAskedForAgain()
{
    const auto request = propose();
    m_world.clock.time += 5min;
    QCOMPARE(approve("bob", request).status, 200);
    const auto next = propose();
    m_world.clock.time += 1s;
    const auto refused = approve("bob", next);
    QCOMPARE(refused.status, 403);
    QCOMPARE(code(refused), std::string("step-up-required"));
    QVERIFY(!isLogged(R"("authn.step_up")"));
    const auto proven = prove("bob", "12345678");
    QCOMPARE(proven.status, 200);
    QVERIFY(m_world.read<core::Session>(proven)->token.isEmpty());
    QCOMPARE(approve("bob", next).status, 200);
    QVERIFY(isLogged(R"("authn.step_up")"));
}

void TestFreshProof::gov14_aLooserPolicyAsksOpenRequestsOnAsBefore()
{
    const auto before = propose();
    m_world.clock.time += 1s;
    govern(R"({"freshApprovals":false})");
    m_world.clock.time += 6min;
    QCOMPARE(code(approve("bob", before)), std::string("step-up-required"));
    QCOMPARE(approve("bob", propose()).status, 200);
    QCOMPARE(prove("bob", "12345678").status, 200);
    QCOMPARE(approve("bob", before).status, 200);
}

void TestFreshProof::aClockThatStepsBackShowsNothing()
{
    const auto request = propose();
    m_world.clock.time -= 1s;
    QCOMPARE(code(approve("bob", request)), std::string("step-up-required"));
}

void TestFreshProof::aWrongPasswordIsNoProofAndHasToWait()
{
    const auto request = propose();
    m_world.clock.time += 6min;
    int tries = 0;
    while (prove("bob", "not this one").status == 403 && tries < 50)
        ++tries;
    QVERIFY(tries > 1 && tries < 50);
    QCOMPARE(prove("bob", "12345678").status, 429);
    QCOMPARE(code(approve("bob", request)), std::string("step-up-required"));
}

void TestFreshProof::otherVotesAndPlacesDoNotAsk()
{
    m_world.as();
    (void)m_world.environment("calm", true, true);
    m_world.clock.time += 6min;
    QCOMPARE(approve("bob", propose("calm")).status, 200);
    QCOMPARE(approve("bob", propose(), "request-changes").status, 200);
    QCOMPARE(approve("bob", propose(), "comment").status, 200);
}

// It became unreadable only in the store: the way there is through the checks of a document.
void TestFreshProof::aPolicyThatNobodyCanReadAsks()
{
    auto map = m_world.store->snapshot();
    int spoilt = 0;
    for (auto &[key, value] : map) {
        if (key.starts_with("text/") && value->find("freshApprovals") != std::string::npos) {
            value = std::make_shared<const std::string>("no document");
            ++spoilt;
        }
    }
    QCOMPARE(spoilt, 1);
    const auto request = propose();
    m_world.open(map);
    m_world.clock.time += 6min;
    QVERIFY(approve("bob", request).status >= 400);
}

void TestFreshProof::theProviderProvesItByAuthTime()
{
    m_world.adopt("zoe", signInAtProvider({{"auth_time", secondsAgo(4min)}}));
    const auto request = propose();
    QCOMPARE(approve("zoe", request).status, 200);
    m_world.clock.time += 2min;
    const auto next = propose();
    QCOMPARE(code(approve("zoe", next)), std::string("step-up-required"));
    QCOMPARE(prove("zoe", {}, idToken({{"auth_time", secondsAgo(10s)}}), "n-1").status, 200);
    QCOMPARE(approve("zoe", next).status, 200);
    m_world.as("zoe");
    const auto session = *m_world.read<core::Session>(m_world.ask("GET", "/v1/sessions/current"));
    QVERIFY(session.proof == core::ProofKind::Provider);
    QCOMPARE(session.provenAt.value(), now() - 10s);
}

void TestFreshProof::whatTheProviderSaysIsNotEnough_data()
{
    QTest::addColumn<QString>("claim");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("why");
    QTest::newRow("no auth_time") << "auth_time" << "" << "auth-time-missing";
    QTest::newRow("asked long ago") << "auth_time" << "361" << "auth-time-old";
    QTest::newRow("somebody else") << "sub" << R"("bea-2")" << "somebody-else";
    QTest::newRow("another question") << "nonce" << R"("n-2")" << "nonce";
}

void TestFreshProof::whatTheProviderSaysIsNotEnough()
{
    QFETCH(QString, claim);
    QFETCH(QString, value);
    QFETCH(QString, why);
    m_world.adopt("zoe", signInAtProvider({{"auth_time", secondsAgo(0s)}}));
    m_world.clock.time += 6min;
    auto text = value.toStdString();
    if (claim == QLatin1String("auth_time") && !text.empty())
        text = secondsAgo(std::chrono::seconds(value.toInt()));
    Claims claims{{"auth_time", secondsAgo(0s)}};
    claims[claim.toStdString()] = text;
    const auto refused = prove("zoe", {}, idToken(claims), "n-1");
    QCOMPARE(refused.status, 403);
    QCOMPARE(code(refused), std::string("proof-refused"));
    QCOMPARE(ServiceWorld::at(refused, "/detail"), why.toStdString());
    QVERIFY(isLogged(R"("reason":)" + inQuotes(why.toStdString())));
    QCOMPARE(code(approve("zoe", propose())), std::string("step-up-required"));
}

void TestFreshProof::anIdTokenProvesOnce()
{
    m_world.adopt("zoe", signInAtProvider({{"auth_time", secondsAgo(0s)}}));
    m_world.clock.time += 1s;
    const auto token = idToken({{"auth_time", secondsAgo(0s)}});
    QCOMPARE(prove("zoe", {}, token, "n-1").status, 200);
    QCOMPARE(ServiceWorld::at(prove("zoe", {}, token, "n-1"), "/detail"), std::string("replayed"));
    // Nor does it open a session any more.
    QCOMPARE(m_world
                 .askAs({}, "POST", "/v1/sessions:exchange",
                     R"({"idToken":)" + inQuotes(token) + R"(,"nonce":"n-1"})")
                 .status,
        401);
}

// Who has a cookie there may have been asked days ago.
void TestFreshProof::withoutItsWordAProvidersSignInIsNoProof()
{
    m_world.adopt("zoe", signInAtProvider({}));
    QCOMPARE(code(approve("zoe", propose())), std::string("step-up-required"));
    m_world.adopt("zoe", signInAtProvider({{"auth_time", secondsAgo(24h)}}));
    QCOMPARE(code(approve("zoe", propose())), std::string("step-up-required"));
}

void TestFreshProof::gov40_anEmergencyWithAFreshProofNeedsNoPassword()
{
    const auto activate = [this](const std::string &password) {
        m_world.as("bob");
        return m_world.ask("POST", "/v1/emergency-sessions",
            R"({"environment":"live","namespaces":["a"],"reason":"Checkout refuses every card",)"
            R"("incident":"INC-1","minutes":5,"password":)"
                + inQuotes(password) + '}');
    };
    m_world.clock.time += 6min;
    QCOMPARE(code(activate({})), std::string("step-up-required"));
    QCOMPARE(code(activate("not this one")), std::string("step-up-failed"));
    QCOMPARE(prove("bob", "12345678").status, 200);
    QCOMPARE(activate({}).status, 201);
}

void TestFreshProof::machinesAreNotAsked()
{
    m_world.as();
    const auto made = m_world.ask("POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","roles":["viewer"],"password":""})");
    const auto robot = ServiceWorld::at(
        m_world.ask(
            "POST", "/v1/principals/" + ServiceWorld::at(made, "/id") + ":create-token", "{}"),
        "/token");
    const auto answer = m_world.askAs(robot, "POST", "/v1/sessions/current:prove",
        R"({"password":"12345678","idToken":"","nonce":""})");
    QCOMPARE(answer.status, 403);
}

QTEST_GUILESS_MAIN(TestFreshProof)
#include "tst_freshproof.moc"
