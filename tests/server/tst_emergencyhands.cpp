// SPDX-License-Identifier: Apache-2.0
#include "tests/server/emergencyworld.h"
#include "tests/server/fakeprovider.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace std::chrono_literals;
using core::EmergencyState;
using support::FakeProvider;
using support::inQuotes;
using Claims = std::map<std::string, std::string>;

namespace {

// Outlives the service that asks it.
struct Provided {
    std::unique_ptr<FakeProvider> provider;
};

} // namespace

// Whoever has emergency access is not their own second person: neither by an account that they
// made, nor by one that belongs to the same person.
class TestEmergencyHands : public support::TestCase,
                           private Provided,
                           private support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov40_anAccountInOnesHandsConfirmsNothing_data();
    void gov40_anAccountInOnesHandsConfirmsNothing();
    void gov47_anAccountInOnesHandsReviewsNothing();
    void gov49_anAccountInOnesHandsOwesTheReviewToo();
    void gov40_theSamePersonAtTheProviderConfirmsAndReviewsNothing();

private:
    void askForTwo();
    // Made by whoever has the token.
    std::string madeBy(const std::string &token, const std::string &name, const std::string &roles);
    // At the provider, whose password is asked for there.
    std::string proven(const std::string &name);

    std::string m_max; // an administrator with emergency access
};

void TestEmergencyHands::init()
{
    auto fresh = std::make_unique<FakeProvider>();
    prepare = [fetcher = fresh.get()](server::ServiceOptions &options) {
        server::ProviderOptions asked;
        asked.provider = {FakeProvider::issuer, "chancery", {"openid", "profile"}};
        asked.rolesOfGroups = {{"leads", {"viewer"}}};
        options.provider = asked;
        options.fetcher = fetcher;
    };
    beginEmergencies();
    provider = std::move(fresh); // the old one ends after the service that had it
    m_max = person("max", R"(["admin","author","emergency.activate"])");
}

void TestEmergencyHands::askForTwo()
{
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    actAs(ann);
    const auto settings = config("sys/emergency");
    actAs({});
    publishLive(settings, R"({"twoPerson":true,"maximumMinutes":60})");
}

std::string TestEmergencyHands::madeBy(
    const std::string &token, const std::string &name, const std::string &roles)
{
    const auto made = askAs(token, "POST", "/v1/principals",
        R"({"kind":"user","displayName":"","password":"12345678","name":)" + inQuotes(name)
            + R"(,"roles":)" + roles + '}');
    return made.status == 201 ? signIn(name) : std::string();
}

std::string TestEmergencyHands::proven(const std::string &name)
{
    const auto token = [&] {
        clock.time += 1s;
        const auto now
            = std::chrono::duration_cast<std::chrono::seconds>(clock.time.time_since_epoch());
        return R"({"idToken":)"
            + inQuotes(provider->token(clock.time,
                Claims{{"sub", inQuotes("s-" + name)}, {"preferred_username", inQuotes(name)},
                    {"groups", R"(["leads"])"}, {"auth_time", std::to_string(now.count())}}))
            + R"(,"nonce":"n-1")";
    };
    const auto signedUp = askAs({}, "POST", "/v1/sessions:exchange", token() + '}');
    const auto accounts = read<api::Page<core::Principal>>(ask("GET", "/v1/principals"));
    const auto account = std::ranges::find(
        accounts->items, core::PrincipalId(at(signedUp, "/principal/id")), &core::Principal::id);
    (void)ask("PUT", "/v1/principals/" + account->id.text() + "/roles",
        R"({"roles":["emergency.activate","emergency.review"],"reason":"on call"})",
        account->etag.text());
    const auto session = at(askAs({}, "POST", "/v1/sessions:exchange", token() + '}'), "/token");
    const auto proof
        = askAs(session, "POST", "/v1/sessions/current:prove", token() + R"(,"password":""})");
    return proof.status == 200 ? session : std::string();
}

void TestEmergencyHands::gov40_anAccountInOnesHandsConfirmsNothing_data()
{
    QTest::addColumn<bool>("isChain");
    QTest::newRow("that one made oneself") << false;
    QTest::newRow("that such an account made") << true;
}

void TestEmergencyHands::gov40_anAccountInOnesHandsConfirmsNothing()
{
    QFETCH(const bool, isChain);
    askForTwo();
    auto hand = madeBy(m_max, "tom", R"(["admin","emergency.activate","emergency.review"])");
    if (isChain)
        hand = madeBy(hand, "eve", R"(["emergency.activate","emergency.review"])");
    QVERIFY(!hand.empty());
    const auto session = open(m_max);
    QVERIFY(session.state == EmergencyState::Requested);
    const auto refused = step(hand, session, "confirm", R"("x":0)");
    QCOMPARE(refused.status, 403);
    QVERIFY(at(refused, "/detail").starts_with("A second person confirms it"));
    QVERIFY(present(session).state == EmergencyState::Requested);
    QCOMPARE(step(bob, session, "confirm", R"("x":0)").status, 200);
}

void TestEmergencyHands::gov47_anAccountInOnesHandsReviewsNothing()
{
    const auto hand = madeBy(m_max, "tom", R"(["emergency.review"])");
    const auto opened = open(m_max);
    const auto over = sessionOf(step(m_max, opened, "end", R"("reason":"fixed")"));
    const auto refused = review(hand, over, {});
    QCOMPARE(refused.status, 403);
    QVERIFY(at(refused, "/detail").starts_with("Nobody reviews a session"));
    QCOMPARE(review(cid, present(over), {}).status, 200);
}

void TestEmergencyHands::gov49_anAccountInOnesHandsOwesTheReviewToo()
{
    (void)madeBy(m_max, "tom", R"(["emergency.activate"])");
    const auto opened = open(m_max);
    (void)step(m_max, opened, "end", R"("reason":"fixed")");
    tick(73h, 73h);
    QVERIFY(open(signIn("tom")).needsTwo);
    QVERIFY(!open(signIn("ann")).needsTwo);
}

void TestEmergencyHands::gov40_theSamePersonAtTheProviderConfirmsAndReviewsNothing()
{
    askForTwo();
    const auto session = open(ann);
    const auto twin = proven("ann");
    QVERIFY(!twin.empty());
    const auto act = [this](const std::string &who, const Session &of, const std::string &verb,
                         const std::string &members) {
        return askAs(who, "POST", "/v1/emergency-sessions/" + of.id.text() + ':' + verb,
            R"({"password":"")" + members + '}', of.etag.text());
    };
    const auto refused = act(twin, session, "confirm", {});
    QCOMPARE(refused.status, 403);
    QVERIFY(at(refused, "/detail").starts_with("A second person confirms it"));
    const auto other = proven("lea");
    const auto opened = sessionOf(act(other, session, "confirm", {}));
    QVERIFY(opened.state == EmergencyState::Active);
    const auto over = sessionOf(step(ann, opened, "end", R"("reason":"fixed")"));
    const std::string verdict
        = R"(,"verdict":"justified","text":"It was needed and it helped","actions":[])";
    for (const auto &who : {twin, other}) {
        const auto answer = act(who, over, "review", verdict);
        QCOMPARE(answer.status, 403);
        QVERIFY(at(answer, "/detail").starts_with("Nobody reviews a session"));
    }
    QCOMPARE(act(proven("kim"), over, "review", verdict).status, 200);
}

QTEST_GUILESS_MAIN(TestEmergencyHands)
#include "tst_emergencyhands.moc"
