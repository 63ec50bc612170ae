// SPDX-License-Identifier: Apache-2.0
#include "engine/server/attempts.h"
#include "engine/server/handlers/names.h"
#include "engine/server/hub.h"
#include "engine/server/idempotency.h"
#include "engine/server/readcache.h"
#include "engine/server/view.h"
#include "tests/server/memorystore.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;

// The small parts of the server, each alone.
class TestParts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void ifMatchIsReadStrictly();
    void idempotencyKeysAreBounded();
    void pathsAreStrict();
    void guessesCostMoreAndMore();
    void manyNamesFromOneAddressWaitToo();
    void cacheForgetsAndStaysSmall();
    void slowStreamsKeepTheirOrder();
    void streamsTellOfTheirEnd();
    void queryIsDecoded();
};

void TestParts::ifMatchIsReadStrictly()
{
    QVERIFY(allowsMatch("\"1-ab\"", "1-ab"));
    QVERIFY(allowsMatch(" \"x\" , \"1-ab\"", "1-ab"));
    QVERIFY(allowsMatch("*", "1-ab"));
    QVERIFY(!allowsMatch("1-ab", "1-ab"));
    QVERIFY(!allowsMatch("W/\"1-ab\"", "1-ab"));
    QVERIFY(!allowsMatch("\"1-a\"", "1-ab"));
    QVERIFY(!allowsMatch("", "1-ab"));
}

void TestParts::idempotencyKeysAreBounded()
{
    const std::string shortest(16, 'k');
    QCOMPARE(idempotencyKeyOf('"' + shortest + '"'), shortest);
    QCOMPARE(idempotencyKeyOf(shortest), shortest);
    QVERIFY(idempotencyKeyOf(std::string(15, 'k')).empty());
    QVERIFY(idempotencyKeyOf(std::string(129, 'k')).empty());
    QVERIFY(idempotencyKeyOf("../../../../other-key").empty());
}

void TestParts::pathsAreStrict()
{
    QVERIFY(isConfigPath("payments/api/limits.v1_x-y"));
    std::string deep = "a";
    for (int i = 1; i < 16; ++i)
        deep += "/a";
    QVERIFY(isConfigPath(deep));
    for (const std::string &bad : {std::string(), std::string("/a"), std::string("a/"),
             std::string("a//b"), std::string("a/../b"), std::string("a/.b"), std::string("A"),
             std::string("a/b..c"), std::string(64, 'a'), deep + "/a", std::string("a/%2e")})
        QVERIFY2(!isConfigPath(bad), bad.c_str());
}

void TestParts::guessesCostMoreAndMore()
{
    Attempts attempts;
    const Attempts::Caller a{"a", "10.0.0.1"};
    const Attempts::Caller b{"b", "10.0.0.1"};
    auto now = Attempts::Clock::now();
    for (int i = 0; i < 4; ++i)
        QVERIFY(!attempts.failed(a, now));
    QCOMPARE(attempts.mustWait(a, now).count(), 0);
    QCOMPARE(attempts.standing(a, now), std::string("\"sign-in\";r=1;t=900"));
    QVERIFY(attempts.failed(a, now)); // a wait begins
    const auto first = attempts.mustWait(a, now);
    QVERIFY(first.count() > 0);
    QCOMPARE(attempts.mustWait(b, now).count(), 0);
    QCOMPARE(attempts.mustWait({"a", "10.0.0.2"}, now).count(), 0);
    now += first;
    QCOMPARE(attempts.mustWait(a, now).count(), 0);
    QVERIFY(!attempts.failed(a, now)); // told once
    QVERIFY(attempts.mustWait(a, now) > first);
    attempts.succeeded(a);
    QCOMPARE(attempts.mustWait(a, now).count(), 0);
}

void TestParts::manyNamesFromOneAddressWaitToo()
{
    Attempts attempts;
    auto now = Attempts::Clock::now();
    const auto caller = [](int i) { return Attempts::Caller{"n" + std::to_string(i), "10.0.0.1"}; };
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(attempts.mustWait(caller(i), now).count(), 0);
        QCOMPARE(attempts.failed(caller(i), now), i == 49);
    }
    QVERIFY(attempts.mustWait(caller(50), now).count() > 0);
    QCOMPARE(attempts.mustWait({"n50", "10.0.0.2"}, now).count(), 0);
    attempts.succeeded(caller(3)); // one right guess does not wash the others away
    QVERIFY(attempts.mustWait(caller(50), now).count() > 0);
    for (int i = 0; i < 100; ++i)
        attempts.failed(caller(i), now);
    QVERIFY(attempts.mustWait(caller(50), now) <= std::chrono::seconds(300));
    now += std::chrono::minutes(16);
    attempts.tidy(now);
    QCOMPARE(attempts.standing(caller(50), now), std::string("\"sign-in\";r=5;t=900"));
}

void TestParts::cacheForgetsAndStaysSmall()
{
    MemoryStore store;
    MemoryStore::Map map;
    for (int i = 0; i < 100; ++i)
        map["k" + std::to_string(i)] = std::make_shared<const std::string>(std::string(1000, 'x'));
    store.replace(map);
    ReadCache cache(std::move(*store.openReader()), 10'000);
    for (int i = 0; i < 100; ++i)
        QVERIFY(*cache.get("k" + std::to_string(i)) != nullptr);
    map["k99"] = std::make_shared<const std::string>("new");
    map["k1"] = std::make_shared<const std::string>("new");
    store.replace(map);
    QCOMPARE((*cache.get("k99"))->size(), std::size_t(1000)); // kept
    QCOMPARE(**cache.get("k1"), std::string("new")); // dropped for lack of room
    cache.forget("k99");
    QCOMPARE(**cache.get("k99"), std::string("new"));
    QVERIFY(*cache.get("absent") == nullptr);
    map["absent"] = std::make_shared<const std::string>("here");
    store.replace(map);
    QVERIFY(*cache.get("absent") != nullptr);
}

void TestParts::slowStreamsKeepTheirOrder()
{
    Hub hub;
    const auto subscription = std::make_shared<Subscription>(std::make_shared<Actor>());
    hub.subscribe(subscription);
    hub.publish({{1, "a", "/1", "", ""}});
    hub.publish({{2, "b", "/2", "", ""}, {3, "c", "/3", "", ""}});
    std::string received;
    subscription->setSink([&](const Frame &frame) { received += frame ? *frame : "END"; });
    hub.publish({{4, "d", "/4", "", ""}});
    const auto one = received.find("id: 1\n");
    const auto three = received.find("id: 3\n");
    const auto four = received.find("id: 4\n");
    QVERIFY(one < three && three < four && four != std::string::npos);
    QCOMPARE(hub.revision(), std::uint64_t(4));
    // Who has lost the right is told and cut.
    hub.endStreams([](const Actor &) { return false; });
    QVERIFY(received.find("event: reauth") != std::string::npos);
    QVERIFY(received.find("END") != std::string::npos);
}

void TestParts::streamsTellOfTheirEnd()
{
    const auto now = core::SystemClock().now();
    const auto actor = std::make_shared<Actor>();
    actor->expiresAt = now + std::chrono::seconds(90);
    Hub hub;
    const auto subscription = std::make_shared<Subscription>(actor);
    std::string received;
    subscription->setSink([&](const Frame &frame) { received += frame ? *frame : "END"; });
    hub.subscribe(subscription);
    const auto warnings = [&] {
        const auto first = received.find("event: token-expiring");
        return first == std::string::npos                                            ? 0
            : received.find("event: token-expiring", first + 1) == std::string::npos ? 1
                                                                                     : 2;
    };
    hub.tick(Hub::Clock::now(), now);
    QCOMPARE(warnings(), 0);
    hub.tick(Hub::Clock::now(), now + std::chrono::seconds(31));
    hub.tick(Hub::Clock::now(), now + std::chrono::seconds(32));
    QCOMPARE(warnings(), 1);
    QVERIFY(received.find(core::toRfc3339(actor->expiresAt)) != std::string::npos);
    QVERIFY(received.find("END") == std::string::npos);
    hub.tick(Hub::Clock::now(), now + std::chrono::seconds(91));
    QVERIFY(received.find("event: reauth") != std::string::npos && received.ends_with("END"));
}

void TestParts::queryIsDecoded()
{
    Request request;
    request.query = "prefix=a%2Fb+c&flag&limit=3";
    QCOMPARE(request.parameter("prefix"), std::string("a/b c"));
    QCOMPARE(request.parameter("limit"), std::string("3"));
    QVERIFY(request.parameter("flag").empty());
    QVERIFY(request.parameter("fix").empty());
}

QTEST_GUILESS_MAIN(TestParts)
#include "tst_parts.moc"
