// SPDX-License-Identifier: Apache-2.0
#include "tests/server/fakeprovider.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;

// How somebody has shown who they are stands in every entry of their session.
class TestLoggedProof : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theLogSaysHowTheyHaveShownIt();

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

QTEST_GUILESS_MAIN(TestLoggedProof)
#include "tst_loggedproof.moc"
