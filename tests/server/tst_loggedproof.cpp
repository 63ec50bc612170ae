// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "tests/server/fakeprovider.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;

// What an entry says of who acted and when, whatever the clock does.
class TestLoggedProof : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theLogSaysHowTheyHaveShownIt();
    void reasonsNameNobody();
    void aClockThatStepsBackReordersNothing();
    void aClockThatWasSetBackWhileNobodyLooked();

private:
    server::Response signIn(const std::map<std::string, std::string> &claims)
    {
        return m_world.askAs({}, "POST", "/v1/sessions:exchange",
            R"({"idToken":)" + inQuotes(m_provider->token(m_world.clock.time, claims))
                + R"(,"nonce":"n-1"})");
    }
    // Every token is another one.
    void later() { m_world.clock.time += std::chrono::seconds(1); }
    std::string log()
    {
        m_world.as();
        return *m_world.ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=1000").body;
    }
    std::vector<core::AuditEvent> events()
    {
        const auto lines = log();
        std::vector<core::AuditEvent> events;
        for (std::size_t at = 0; at < lines.size();) {
            const auto end = lines.find('\n', at);
            events.push_back(core::fromLeaf(lines.substr(at, end - at)).value());
            at = end + 1;
        }
        return events;
    }
    int stepsTold()
    {
        const auto all = events();
        return int(std::ranges::count_if(
            all, [](const core::AuditEvent &event) { return event.event == "audit.clock_step"; }));
    }
    bool isLogged(const std::string &text) { return log().find(text) != std::string::npos; }

    std::unique_ptr<FakeProvider> m_provider;
    ServiceWorld m_world;
};

void TestLoggedProof::init()
{
    auto fresh = std::make_unique<FakeProvider>();
    m_world.prepare = [fetcher = fresh.get()](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid"}};
        provider.rolesOfGroups = {{"ops", {"operator"}}};
        options.provider = provider;
        options.fetcher = fetcher;
    };
    m_world.begin();
    m_provider = std::move(fresh); // the old one ends after the service that had it
}

// By the provider's word, in the sign-in and in what is done afterwards.
void TestLoggedProof::theLogSaysHowTheyHaveShownIt()
{
    const auto hardware = *m_world.read<core::Session>(
        signIn({{"groups", R"(["ops"])"}, {"amr", R"(["pwd","hwk"])"}, {"acr", R"("gold")"}}));
    const std::string gold = R"("authn":{"acr":"gold","amr":["pwd","hwk"],"authTime":null,)"
                             R"("method":"oidc","mfa":true})";
    QVERIFY2(isLogged(gold), log().c_str());
    const auto before = log().size();
    QCOMPARE(m_world.askAs(hardware.token.reveal(), "DELETE", "/v1/sessions/current").status, 204);
    QVERIFY(log().find(gold, before) != std::string::npos);
    later();
    QCOMPARE(signIn({{"amr", R"(["pwd"])"}}).status, 201);
    QVERIFY(isLogged(R"("amr":["pwd"],"authTime":null,"method":"oidc","mfa":false)"));
    later();
    // What is too long or no text is left out, and so is what is too much.
    std::string many = "[7,\"" + std::string(65, 'x') + '"';
    for (int i = 0; i < 40; ++i)
        many += ",\"way\"";
    QCOMPARE(signIn({{"amr", many + ']'}}).status, 201);
    QVERIFY(!isLogged("xxxxx"));
    std::string kept = R"("amr":["way")";
    for (int i = 1; i < 16; ++i)
        kept += ",\"way\"";
    QVERIFY(isLogged(kept + ']'));
}

// AUD-11: when something happened is as the clock says. Entries are in order by their number; by
// their times they are from one told step of the clock to the next, and the step has the true time.
void TestLoggedProof::aClockThatStepsBackReordersNothing()
{
    m_world.environment("one", false, false);
    const auto before = m_world.clock.time;
    m_world.tick(); // the server looks at its clock every second
    m_world.tick(-std::chrono::minutes(10), std::chrono::seconds(1));
    m_world.environment("two", false, false);
    QCOMPARE(stepsTold(), 1);
    core::Instant recorded;
    for (const auto &event : events()) {
        if (event.event == "audit.clock_step")
            QCOMPARE(event.recordedTime, m_world.clock.time);
        else
            QVERIFY(event.recordedTime >= recorded);
        QVERIFY(event.recordedTime >= event.time);
        recorded = event.recordedTime;
    }
    QVERIFY(events().back().time < before);
    QCOMPARE(recorded, m_world.clock.time);
    // Who was undone has left nothing of its time behind.
    m_world.clock.time += std::chrono::hours(1);
    m_world.store->failsCommit = true;
    QVERIFY(m_world
                .ask("POST", "/v1/namespaces",
                    R"({"id":"","slug":"x","title":"","owner":"","etag":""})")
                .status
        >= 500);
    m_world.store->failsCommit = false;
    m_world.clock.time -= std::chrono::minutes(30);
    m_world.environment("three", false, false);
    QCOMPARE(events().back().recordedTime, m_world.clock.time);
}

void TestLoggedProof::aClockThatWasSetBackWhileNobodyLooked()
{
    m_world.environment("one", false, false);
    m_world.clock.time -= std::chrono::hours(1);
    m_world.prepare = nullptr;
    m_world.open(m_world.store->snapshot());
    m_world.environment("two", false, false);
    QCOMPARE(stepsTold(), 1);
    const auto all = events();
    const auto step = std::ranges::find(all, "audit.clock_step", &core::AuditEvent::event);
    QCOMPARE(step->reason, std::string("The clock stepped by -3600000 ms"));
    // An hour later as well: nothing has happened since.
    m_world.open(m_world.store->snapshot());
    m_world.environment("three", false, false);
    QCOMPARE(stepsTold(), 1);
}

// What is written into the log of somebody stays there for ever.
void TestLoggedProof::reasonsNameNobody()
{
    const auto made = m_world.ask("POST", "/v1/principals",
        R"({"kind":"user","name":"ada.lovelace","displayName":"Ada King Lovelace",)"
        R"("roles":["viewer"],"password":"12345678"})");
    const auto ada = ServiceWorld::at(made, "/id");
    const auto ask
        = [this](const std::string &method, const std::string &path, const std::string &body,
              const std::string &etag = {}) { return m_world.ask(method, path, body, etag); };
    const auto post = [&](const std::string &path, const std::string &body) {
        return ask("POST", path, body, made.etag).status;
    };
    const auto account = "/v1/principals/" + ada;
    const std::string naming = R"({"reason":"Ada King Lovelace has left"})";
    QCOMPARE(post(account + ":disable", naming), 422);
    QCOMPARE(post(account + ":reset-password",
                 R"({"password":"12345678","reason":"ada.lovelace forgot it"})"),
        422);
    QCOMPARE(ask("PUT", account + "/roles", R"({"roles":[],"reason":"no work for ada.lovelace"})",
                 made.etag)
                 .status,
        422);
    QCOMPARE(post("/v1/legal-holds",
                 R"({"principal":)" + inQuotes(ada)
                     + R"(,"reason":"the case of ada.lovelace","ticket":"CASE-9"})"),
        422);
    const auto hold = ask("POST", "/v1/legal-holds",
        R"({"principal":)" + inQuotes(ada) + R"(,"reason":"case","ticket":"CASE-9"})");
    m_world.signUp("second", {"admin"});
    m_world.as("second");
    const auto lift = "/v1/legal-holds/" + ServiceWorld::at(hold, "/id") + ":lift";
    QCOMPARE(ask("POST", lift, naming, hold.etag).status, 422);
    QCOMPARE(ask("POST", lift, R"({"reason":"settled"})", hold.etag).status, 204);
    QCOMPARE(post(account + ":disable", R"({"reason":"has left"})"), 200);
}

QTEST_GUILESS_MAIN(TestLoggedProof)
#include "tst_loggedproof.moc"
