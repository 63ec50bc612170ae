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

// People who sign in at an identity provider, and everything that can go wrong on the way. The
// provider is a fake without a network; members of its group "ops" are operators, those of "leads"
// approvers as well.
class TestIdentity : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsWhereToSignIn();
    void withoutAProviderThereIsNothing();
    void firstSignInMakesAnAccount();
    void laterSignInsFindIt();
    void thePersonIsTheSubjectAndNotTheName();
    void aLocalAccountIsNeverTakenOver();
    void namesAreMadePlain_data();
    void namesAreMadePlain();
    void groupsGiveAndTakeRoles();
    void whatWasGivenByHandStays();
    void aTokenOpensOneSession();
    void aSpentTokenIsForgottenAfterItsEnd();
    void disabledAccountsStayOut();
    void refusalsAreLoggedWithTheirReason_data();
    void refusalsAreLoggedWithTheirReason();
    void aProviderThatIsAwaySaysSo_data();
    void aProviderThatIsAwaySaysSo();
    void aSlowProviderKeepsNobodyElseWaiting();
    void aNewKeyIsLookedForOnceInAWhile();
    void knownKeysOutliveADayWithoutTheProvider();
    void manyFailuresHaveToWait();
    void noPasswordForWhoSignsInElsewhere();
    void aLocalAdministratorAlwaysRemains();
    void groupsCannotGiveEverything();

private:
    Response exchange(const std::string &token, const std::string &nonce = "n-1")
    {
        return m_world.askAs({}, "POST", "/v1/sessions:exchange",
            R"({"idToken":)" + inQuotes(token) + R"(,"nonce":)" + inQuotes(nonce) + '}');
    }
    Response signIn(const Claims &claims = {})
    {
        return exchange(m_provider->token(now(), claims));
    }
    core::Instant now() const { return m_world.clock.time; }
    // Every token is another one.
    void later(std::chrono::seconds time = std::chrono::seconds(1)) { m_world.clock.time += time; }
    core::Session session(const Response &response)
    {
        return *m_world.read<core::Session>(response);
    }
    std::string nameIn(const Response &response) { return session(response).principal.name; }
    std::string log()
    {
        m_world.as();
        return *m_world.ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=1000").body;
    }
    bool isLogged(const std::string &text) { return log().find(text) != std::string::npos; }
    static std::string reasonOf(const QByteArray &why)
    {
        return R"("reason":)" + inQuotes(why.toStdString());
    }
    void change(const std::string &id, const std::string &verb)
    {
        m_world.as();
        const auto all = m_world.ask("GET", "/v1/principals");
        const auto list = *all.body;
        const auto at = list.find("\"etag\":\"", list.find(id)) + 8;
        const auto etag = list.substr(at, list.find('"', at) - at);
        QCOMPARE(m_world.ask("POST", "/v1/principals/" + id + ':' + verb, R"({"reason":""})", etag)
                     .status,
            200);
    }
    int askedForKeys() const { return m_provider->asked["https://id.example/jwks"]; }

    std::unique_ptr<FakeProvider> m_provider;
    ServiceWorld m_world;
};

void TestIdentity::init()
{
    auto fresh = std::make_unique<FakeProvider>();
    m_world.prepare = [fetcher = fresh.get()](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid", "profile"}};
        provider.rolesOfGroups = {{"ops", {"operator"}}, {"leads", {"operator", "approver"}}};
        options.provider = provider;
        options.fetcher = fetcher;
    };
    m_world.begin();
    m_provider = std::move(fresh); // the old one ends after the service that had it
}

void TestIdentity::tellsWhereToSignIn()
{
    const auto answer = m_world.askAs({}, "GET", "/v1/identity-provider");
    QCOMPARE(answer.status, 200);
    const auto provider = *m_world.read<core::IdentityProvider>(answer);
    QCOMPARE(provider.issuer, FakeProvider::issuer);
    QCOMPARE(provider.clientId, "chancery");
    QCOMPARE(provider.scopes, (std::vector<std::string>{"openid", "profile"}));
}

void TestIdentity::withoutAProviderThereIsNothing()
{
    m_world.prepare = nullptr;
    m_world.begin();
    QCOMPARE(m_world.askAs({}, "GET", "/v1/identity-provider").status, 404);
    QCOMPARE(signIn().status, 404);
}

void TestIdentity::firstSignInMakesAnAccount()
{
    const auto answer = signIn({{"groups", R"(["ops","others"])"}});
    QCOMPARE(answer.status, 201);
    const auto made = session(answer);
    QCOMPARE(made.principal.name, "ann");
    QCOMPARE(made.principal.displayName, "Ann Example");
    QCOMPARE(made.principal.roles, std::vector<std::string>{"operator"});
    QCOMPARE(m_world.askAs(made.token.reveal(), "GET", "/v1/configs").status, 200);
    QVERIFY(isLogged(R"("event":"principal.create")"));
    QVERIFY(isLogged(R"("event":"authn.login")"));
    QVERIFY(isLogged("\"id\":" + inQuotes(FakeProvider::issuer)));
    QVERIFY(isLogged(R"("type":"identity-provider")"));
}

void TestIdentity::laterSignInsFindIt()
{
    const auto first = session(signIn());
    later();
    // The provider calls her something else by now.
    const auto second = session(signIn({{"preferred_username", R"("ann.example")"}}));
    QCOMPARE(second.principal.id, first.principal.id);
    QCOMPARE(second.principal.name, "ann");
    QVERIFY(second.token.reveal() != first.token.reveal());
}

void TestIdentity::thePersonIsTheSubjectAndNotTheName()
{
    const auto ann = session(signIn());
    later();
    const auto other = session(signIn({{"sub", R"("u-18")"}}));
    QVERIFY(other.principal.id != ann.principal.id);
    QCOMPARE(other.principal.name, "ann-2");
}

void TestIdentity::aLocalAccountIsNeverTakenOver()
{
    m_world.signUp("ann", {"author"});
    const auto local = m_world.idOf("ann");
    const auto answer = signIn({{"email", R"("ann")"}});
    QCOMPARE(nameIn(answer), "ann-2");
    QVERIFY(session(answer).principal.id.text() != local);
    QVERIFY(session(answer).principal.roles.empty());
    later();
    QCOMPARE(
        nameIn(signIn({{"sub", R"("u-1")"}, {"preferred_username", R"("admin")"}})), "admin-2");
    // And Ann still comes in with her password.
    QVERIFY(!m_world.signIn("ann").empty());
}

void TestIdentity::namesAreMadePlain_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("email");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("capitals") << QByteArray("Ann.Example") << QByteArray("")
                              << QByteArray("ann.example");
    QTest::newRow("umlauts") << QByteArray("J\xc3\xbcrgen M") << QByteArray("")
                             << QByteArray("j-rgen-m");
    QTest::newRow("path") << QByteArray("../admin") << QByteArray("") << QByteArray("..-admin");
    QTest::newRow("nothing left") << QByteArray("\xe2\x82\xac") << QByteArray("")
                                  << QByteArray("user");
    QTest::newRow("mail alone") << QByteArray("") << QByteArray("ann@id.example")
                                << QByteArray("ann@id.example");
    QTest::newRow("nothing at all") << QByteArray("") << QByteArray("") << QByteArray("user");
    QTest::newRow("endless") << QByteArray(1000, 'a') << QByteArray("") << QByteArray(56, 'a');
}

void TestIdentity::namesAreMadePlain()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, email);
    QFETCH(QByteArray, name);
    const auto answer = signIn({{"preferred_username", inQuotes(said.toStdString())},
        {"email", inQuotes(email.toStdString())}, {"name", ""}});
    QCOMPARE(answer.status, 201);
    QCOMPARE(nameIn(answer), name.toStdString());
}

void TestIdentity::groupsGiveAndTakeRoles()
{
    const auto first = session(signIn({{"groups", R"(["leads"])"}}));
    QCOMPARE(first.principal.roles, (std::vector<std::string>{"approver", "operator"}));
    later();
    const auto second = session(signIn({{"groups", R"("ops")"}}));
    QCOMPARE(second.principal.roles, std::vector<std::string>{"operator"});
    QVERIFY(isLogged(R"("event":"role.revoke")"));
    // The session of before has no more than the account.
    QCOMPARE(
        m_world.askAs(first.token.reveal(), "GET", "/v1/sessions/current").body->find("approve"),
        std::string::npos);
    later();
    QVERIFY(session(signIn()).principal.roles.empty());
}

void TestIdentity::whatWasGivenByHandStays()
{
    const auto first = session(signIn({{"groups", R"(["ops"])"}}));
    m_world.as();
    const auto set = m_world.ask("PUT", "/v1/principals/" + first.principal.id.text() + "/roles",
        R"({"roles":["operator","secret.reveal","author"],"reason":""})",
        first.principal.etag.text());
    QCOMPARE(set.status, 200);
    later();
    QCOMPARE(session(signIn({{"groups", R"(["ops"])"}})).principal.roles,
        (std::vector<std::string>{"operator", "secret.reveal"}));
}

void TestIdentity::aTokenOpensOneSession()
{
    const auto token = m_provider->token(now());
    QCOMPARE(exchange(token).status, 201);
    const auto again = exchange(token);
    QCOMPARE(again.status, 401);
    QCOMPARE(ServiceWorld::at(again, "/detail"), "replayed");
    // The same claims under another signature are the same token.
    const auto signedPart = token.substr(0, token.rfind('.'));
    const auto twin
        = signedPart + '.' + support::base64UrlOf(m_provider->key.signature("ES256", signedPart));
    QVERIFY(twin != token);
    QCOMPARE(exchange(twin).status, 401);
    QVERIFY(isLogged("replayed"));
}

void TestIdentity::aSpentTokenIsForgottenAfterItsEnd()
{
    const auto spent = [this] {
        int count = 0;
        for (const auto &[key, value] : m_world.store->snapshot())
            count += key.starts_with("token-spent/") ? 1 : 0;
        return count;
    };
    QCOMPARE(signIn().status, 201);
    QCOMPARE(spent(), 1);
    const auto sweep = [this](std::chrono::seconds wall) {
        for (int i = 0; i < 130; ++i)
            m_world.tick(i == 0 ? wall : std::chrono::seconds(0));
    };
    sweep(std::chrono::seconds(360)); // the token has ended, clocks may differ
    QCOMPARE(spent(), 1);
    sweep(std::chrono::seconds(600));
    QCOMPARE(spent(), 0);
}

void TestIdentity::disabledAccountsStayOut()
{
    const auto ann = session(signIn());
    change(ann.principal.id.text(), "disable");
    later();
    const auto refused = signIn();
    QCOMPARE(refused.status, 401);
    QCOMPARE(ServiceWorld::at(refused, "/detail"), "disabled");
    QCOMPARE(m_world.askAs(ann.token.reveal(), "GET", "/v1/sessions/current").status, 401);
    change(ann.principal.id.text(), "enable");
    later();
    QCOMPARE(signIn().status, 201);
}

void TestIdentity::refusalsAreLoggedWithTheirReason_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("reason");
    const auto add = [](const char *name, const char *value, const char *reason) {
        QTest::newRow(reason) << QByteArray(name) << QByteArray(value) << QByteArray(reason);
    };
    add("iss", R"("https://evil.example")", "iss");
    add("aud", R"("mail")", "aud");
    add("azp", R"("mail")", "azp");
    add("nonce", R"("n-2")", "nonce");
    add("exp", "1000", "expired");
    add("iat", "1000", "iat-old");
    add("iat", "1800000000", "iat-future");
    add("nbf", "1800000000", "nbf");
    add("sub", "", "sub-missing");
}

void TestIdentity::refusalsAreLoggedWithTheirReason()
{
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, reason);
    const auto answer = signIn({{member.toStdString(), value.toStdString()}});
    QCOMPARE(answer.status, 401);
    QCOMPARE(ServiceWorld::at(answer, "/code"), "identity-refused");
    QCOMPARE(ServiceWorld::at(answer, "/detail"), reason.toStdString());
    QVERIFY(isLogged(reasonOf(reason)));
    QVERIFY(isLogged(R"("code":"AN001W")"));
}

void TestIdentity::aProviderThatIsAwaySaysSo_data()
{
    QTest::addColumn<QByteArray>("trouble");
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("why");
    const QByteArray good = QByteArray::fromStdString(FakeProvider().document);
    QTest::newRow("down") << QByteArray("offline") << good << QByteArray() << QByteArray("offline");
    QTest::newRow("slow") << QByteArray("timeout") << good << QByteArray() << QByteArray("timeout");
    QTest::newRow("garbage") << QByteArray() << QByteArray("<html>") << QByteArray()
                             << QByteArray("discovery-malformed");
    QTest::newRow("another issuer")
        << QByteArray()
        << QByteArray(R"({"issuer":"https://evil.example","jwks_uri":"https://e/"})")
        << QByteArray() << QByteArray("discovery-issuer");
    QTest::newRow("keys in the clear")
        << QByteArray()
        << QByteArray(R"({"issuer":"https://id.example/realms/ops","jwks_uri":"http://e/jwks"})")
        << QByteArray() << QByteArray("discovery-url");
    QTest::newRow("no algorithm of ours")
        << QByteArray()
        << QByteArray(R"({"issuer":"https://id.example/realms/ops","jwks_uri":"https://e/jwks",)"
                      R"("id_token_signing_alg_values_supported":["HS256","none"]})")
        << QByteArray() << QByteArray("discovery-algorithms");
    QTest::newRow("no keys") << QByteArray() << good << QByteArray(R"({"keys":[]})")
                             << QByteArray("jwks-empty");
    QTest::newRow("keys of another kind")
        << QByteArray() << good << QByteArray("[]") << QByteArray("jwks-malformed");
}

void TestIdentity::aProviderThatIsAwaySaysSo()
{
    QFETCH(QByteArray, trouble);
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, keys);
    QFETCH(QByteArray, why);
    const auto goodDocument = m_provider->document;
    const auto goodKeys = m_provider->keys;
    m_provider->trouble = trouble.toStdString();
    m_provider->document = document.toStdString();
    m_provider->keys = keys.toStdString();
    const auto answer = signIn();
    QCOMPARE(answer.status, 503);
    QCOMPARE(ServiceWorld::at(answer, "/code"), "identity-unavailable");
    QVERIFY(isLogged(reasonOf(why)));
    QVERIFY(isLogged(R"("code":"AN001E")"));
    // A good day again.
    m_provider->trouble.clear();
    m_provider->document = goodDocument;
    m_provider->keys = goodKeys;
    later();
    QCOMPARE(signIn().status, 503); // it was asked a moment ago
    later(std::chrono::seconds(30));
    QCOMPARE(signIn().status, 201);
}

void TestIdentity::aSlowProviderKeepsNobodyElseWaiting()
{
    m_world.signUp("bob", {"viewer"});
    std::mutex mutex;
    std::condition_variable wake;
    bool isAnswered = false;
    int status = 0;
    std::string token;
    m_provider->beforeAnswer = [&] {
        // Not before others were served meanwhile.
        m_world.post([&] {
            status = m_world.askAs({}, "GET", "/v1/meta").status;
            token = m_world.signIn("bob");
            const std::lock_guard lock(mutex);
            isAnswered = true;
            wake.notify_one();
        });
        std::unique_lock lock(mutex);
        wake.wait_for(lock, std::chrono::seconds(10), [&] { return isAnswered; });
    };
    QCOMPARE(signIn().status, 201);
    QVERIFY(isAnswered);
    QCOMPARE(status, 200);
    QVERIFY(!token.empty());
}

void TestIdentity::aNewKeyIsLookedForOnceInAWhile()
{
    QCOMPARE(signIn().status, 201);
    QCOMPARE(askedForKeys(), 1);
    const support::ProviderKey fresh(support::ProviderKey::Kind::Ed25519, "k2");
    const auto tokenOfFresh = [&] {
        later();
        return support::signedToken(fresh, "EdDSA", m_provider->claims(now()));
    };
    // Too soon to ask again; and then the provider has it.
    QCOMPARE(ServiceWorld::at(exchange(tokenOfFresh()), "/detail"), "kid-unknown");
    QCOMPARE(askedForKeys(), 1);
    later(std::chrono::seconds(30));
    m_provider->keys = support::keySet(fresh.jwk());
    QCOMPARE(exchange(tokenOfFresh()).status, 201);
    QCOMPARE(askedForKeys(), 2);
    // What the provider has withdrawn is worth nothing.
    later();
    QCOMPARE(ServiceWorld::at(signIn(), "/detail"), "kid-unknown");
    // Names that are made up do not make us ask more often.
    for (int i = 0; i < 5; ++i) {
        later();
        QCOMPARE(signIn().status, 401);
    }
    QCOMPARE(askedForKeys(), 2);
}

void TestIdentity::knownKeysOutliveADayWithoutTheProvider()
{
    QCOMPARE(signIn().status, 201);
    m_provider->trouble = "offline";
    later(std::chrono::hours(2));
    QCOMPARE(signIn().status, 201);
    QCOMPARE(m_provider->asked.rbegin()->second, 2); // of the document; no keys were got
    later(std::chrono::hours(23));
    QCOMPARE(signIn().status, 503);
}

void TestIdentity::manyFailuresHaveToWait()
{
    const auto bad = m_provider->token(now(), {{"nonce", R"("n-2")"}});
    for (int i = 0; i < 5; ++i)
        QCOMPARE(exchange(bad).status, 401);
    QCOMPARE(exchange(bad).status, 429);
    QVERIFY(isLogged(R"("event":"authn.lockout")"));
    // Somebody else from the same address does not.
    QCOMPARE(signIn().status, 201);
}

void TestIdentity::noPasswordForWhoSignsInElsewhere()
{
    const auto ann = session(signIn());
    m_world.as();
    QCOMPARE(m_world
                 .ask("POST", "/v1/principals/" + ann.principal.id.text() + ":reset-password",
                     R"({"password":"12345678","reason":""})")
                 .status,
        422);
    QCOMPARE(m_world.ask("POST", "/v1/sessions", R"({"name":"ann","password":""})").status, 401);
}

void TestIdentity::aLocalAdministratorAlwaysRemains()
{
    m_world.prepare = [previous = m_world.prepare](server::ServiceOptions &options) {
        previous(options);
        options.provider->rolesOfGroups["root"] = {"admin"};
    };
    m_world.begin();
    const auto ann = session(signIn({{"groups", R"(["root"])"}}));
    QCOMPARE(ann.principal.roles, std::vector<std::string>{"admin"});
    const auto admin = m_world.ask("GET", "/v1/sessions/current");
    const auto id = ServiceWorld::at(admin, "/principal/id");
    // The provider may take her role back any day.
    const auto refused
        = m_world.askAs(ann.token.reveal(), "POST", "/v1/principals/" + id + ":disable",
            R"({"reason":""})", ServiceWorld::at(admin, "/principal/etag"));
    QCOMPARE(refused.status, 409);
}

void TestIdentity::groupsCannotGiveEverything()
{
    QVERIFY(server::isMappableRole("admin"));
    QVERIFY(!server::isMappableRole("secret.reveal"));
    QVERIFY(!server::isMappableRole("emergency.activate"));
    QVERIFY(!server::isMappableRole("agent"));
    QVERIFY(!server::isMappableRole("king"));
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
