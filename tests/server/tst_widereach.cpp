// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;
using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

// Defaults that thousands inherit: they are changed and rolled back, all of these are looked at,
// and the writer does not wait for that.
class TestWideReach : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void thousandsAreReached();
    void gov22_aViolationFarBehindIsFound();
    void whatIsLiveNowhereDoesNotCount();
    void whatBecomesLiveMeanwhileIsLookedAtAgain();
    void aVoteStandsForWhatManyInherit();

private:
    // Live copies of a config below "a/x", made in the store, for a request each would take long.
    void multiply(const std::string &config, int count, bool isLive = true);
    std::string schema()
    {
        return support::publishSchema(
            *this, R"({"type":"object","properties":{"v":{"type":"integer","maximum":9}}})");
    }

    Strings m_ids;
};

void TestWideReach::multiply(const std::string &config, int count, bool isLive)
{
    m_ids.clear();
    auto map = store->snapshot();
    const auto put = [&](const std::string &key, const std::string &text) {
        map[key] = std::make_shared<const std::string>(text);
    };
    const auto stored = *map.at(keys::join(keys::config, config));
    const auto head = *map.at(keys::join(keys::head, config, "dev"));
    const auto replaced = [](std::string text, const std::string &what, const std::string &with) {
        for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
            text.replace(at, what.size(), with);
        return text;
    };
    for (int i = 0; i < count; ++i) {
        const auto number = std::to_string(10'000 + i);
        const auto id = "cfg_many-" + number;
        const auto path = "a/x/n" + number;
        m_ids.push_back(id);
        const auto own = [&](const std::string &text) {
            return replaced(replaced(text, config, id), "a/x/one", path);
        };
        put(keys::join(keys::config, id), own(stored));
        put(keys::join(keys::configPath, path), id);
        if (isLive)
            put(keys::join(keys::head, id, "dev"), own(head));
    }
    open(std::move(map));
}

void TestWideReach::thousandsAreReached()
{
    const auto defaults = config("a/x/defaults");
    const auto one = config("a/x/one", schema());
    const auto first = publish(defaults, "dev", R"({"v": 1})");
    publish(one, "dev", R"({"w": 1})");
    multiply(one, 2500);
    clock.time += 1h;
    QVERIFY(!publish(defaults, "dev", R"({"v": 2})").empty());
    const auto far = "/v1/configs/" + m_ids.back() + "/effective";
    QCOMPARE(at(ask("GET", far, {}, {}, "environment=dev"), "/text").find("2") != std::string::npos,
        true);
    const auto head = "/v1/configs/" + defaults + "/heads/dev";
    const auto back = ask("POST", head + ":rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"worse","ticket":""})",
        ask("GET", head).etag);
    QVERIFY2(back.status == 201, back.body->c_str());
    QCOMPARE(at(back, "/state"), std::string("applied"));
}

void TestWideReach::gov22_aViolationFarBehindIsFound()
{
    const auto defaults = config("a/x/defaults");
    const auto one = config("a/x/one", schema());
    publish(defaults, "dev", R"({"v": 1})");
    publish(one, "dev", R"({"v": 2})"); // says so itself, like all the others but one
    multiply(one, 2500);
    // That one no longer says what it wants.
    QVERIFY(!publish(m_ids[2399], "dev", R"({"w": 1})").empty());
    const auto refused = request(item(defaults, "dev", R"({"v": 10})"));
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/code"), std::string("schema-violation"));
    QVERIFY2(refused.body->find("a/x/n12399") != std::string::npos, refused.body->c_str());
    QCOMPARE(request(item(defaults, "dev", R"({"v": 9})")).status, 201);
}

void TestWideReach::whatIsLiveNowhereDoesNotCount()
{
    const auto defaults = config("a/x/defaults");
    const auto one = config("a/x/one");
    publish(defaults, "dev", R"({"v": 1})");
    publish(one, "dev", R"({"w": 1})");
    multiply(one, 2500, false);
    QVERIFY(!publish(defaults, "dev", R"({"v": 2})").empty());
}

// Two at once: while the one is looked at, the other makes live what it would break.
void TestWideReach::whatBecomesLiveMeanwhileIsLookedAtAgain()
{
    const auto defaults = config("a/x/defaults");
    const auto one = config("a/x/one", schema());
    publish(defaults, "dev", R"({"v": 1})");
    publish(one, "dev", R"({"v": 2})");
    multiply(one, 1000);
    const auto wide = request(item(defaults, "dev", R"({"v": 10})"));
    QVERIFY2(wide.status == 201, wide.body->c_str());
    const auto narrow = request(item(m_ids[700], "dev", R"({"w": 1})"));
    QCOMPARE(narrow.status, 201);
    const auto path
        = [](const Response &of) { return "/v1/change-requests/" + at(of, "/id") + ":apply"; };
    const auto answers = together(
        {{"", "POST", path(wide), "{}", wide.etag}, {"", "POST", path(narrow), "{}", narrow.etag}});
    // Whichever came first, what is live is right: one of them was refused.
    QVERIFY((answers[0].status == 200) != (answers[1].status == 200));
    QCOMPARE(answers[1].status, 200); // it did not wait for the other
    QVERIFY(answers[0].body->find("a/x/n10700") != std::string::npos);
}

void TestWideReach::aVoteStandsForWhatManyInherit()
{
    const auto defaults = config("a/x/defaults");
    const auto one = config("a/x/one");
    publish(defaults, "dev", R"({"v": 1})");
    publish(one, "dev", R"({"w": 1})");
    multiply(one, 2500);
    // What waits for one of them sees another effect (GOV-11).
    const auto waiting = request(item(m_ids[2300], "dev", R"({"w": 2})"));
    QCOMPARE(waiting.status, 201);
    QVERIFY(!publish(defaults, "dev", R"({"v": 2})").empty());
    QCOMPARE(
        at(ask("GET", "/v1/change-requests/" + at(waiting, "/id")), "/cycle"), std::string("2"));
}

QTEST_GUILESS_MAIN(TestWideReach)
#include "tst_widereach.moc"
