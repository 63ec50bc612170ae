// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerequests.h"
#include "engine/api/describerollback.h"
#include "engine/server/handlers/rollbackplan.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;

// More than one request carries goes back to an instant all the same, one request after the other.
class TestLargeInstant : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void namespacesStayWhole();
    void whatIsNoPartIsRefused();
    void anEnvironmentOfManyGoesBackInTurn();

private:
    // As many as it is long, all in one request, of one environment without a gate.
    void publishAll(const std::vector<std::string> &configs, const std::string &text);
};

// One that is too much by itself is divided, by its configs and by its bytes.
void TestLargeInstant::namespacesStayWhole()
{
    std::vector<core::RequestItem> items;
    const auto add = [&](const std::string &space, int count, std::size_t bytes) {
        for (int i = 0; i < count; ++i) {
            items.emplace_back();
            items.back().path = space + "/n" + std::to_string(i);
            items.back().text.assign(bytes, 'x');
        }
    };
    const auto sizes = [&] {
        std::vector<int> counts;
        for (const int part : partsOf(items)) {
            counts.resize(std::size_t(part));
            ++counts.back();
        }
        return counts;
    };
    QVERIFY(sizes().empty());
    add("a", 480, 10);
    QVERIFY(sizes() == std::vector<int>{480});
    add("b", 700, 10);
    add("c", 20, 10); // goes with what is left of the one before
    QVERIFY(sizes() == (std::vector<int>{480, 500, 220}));
    items.clear();
    add("a", 3, std::size_t(1) << 20);
    add("b", 14, std::size_t(1) << 20);
    add("c", 20, std::size_t(1) << 20);
    QVERIFY(sizes() == (std::vector<int>{3, 14, 16, 4}));
}

void TestLargeInstant::whatIsNoPartIsRefused()
{
    const auto one = config("a/one");
    const auto first = publish(one, "dev", R"({"x": 1})");
    const auto second = publish(one, "dev", R"({"x": 2})");
    const auto asked = [&](const std::string &part) {
        return ask("POST", "/v1/environments/dev:rollback",
            R"({"items":[{"config":)" + inQuotes(one) + R"(,"base":)" + inQuotes(second)
                + R"(,"target":)" + inQuotes(first)
                + R"(,"keys":[]}],"reason":"worse","ticket":"","part":)" + part + '}')
            .status;
    };
    QCOMPARE(asked(R"({"number":3,"of":2,"first":"CR-1"})"), 422);
    QCOMPARE(asked(R"({"number":2,"of":2})"), 422);
    QCOMPARE(asked(R"({"number":2,"of":2,"first":"CR-1"})"), 422); // no rollback
    QCOMPARE(asked(R"({"number":2,"of":2,"first":"CR-99"})"), 404);
    QCOMPARE(asked(R"({"number":1,"of":2})"), 201);
}

void TestLargeInstant::publishAll(const std::vector<std::string> &configs, const std::string &text)
{
    std::string items;
    for (const auto &config : configs)
        items += (items.empty() ? "" : ",") + item(config, "dev", text);
    const auto made = read<core::ChangeRequest>(request(items));
    QVERIFY2(made, made ? "" : made.error().detail.c_str());
    const auto applied
        = ask("POST", "/v1/change-requests/" + made->id.text() + ":apply", "{}", made->etag.text());
    QCOMPARE(applied.status, 200);
}

// One more than a request carries: two, each of a namespace, and all is as it was.
void TestLargeInstant::anEnvironmentOfManyGoesBackInTurn()
{
    std::map<std::string, std::vector<std::string>> configs;
    for (int i = 0; i < 501; ++i) {
        const std::string space = i < 260 ? "a" : "b";
        configs[space].push_back(config(space + "/n" + std::to_string(i)));
    }
    for (const auto &[space, all] : configs)
        publishAll(all, R"({"x": 1})");
    const auto then = core::toRfc3339(clock.time);
    clock.time += std::chrono::hours(1);
    for (const auto &[space, all] : configs)
        publishAll(all, R"({"x": 2})");
    const auto preview
        = read<core::RollbackPreview>(ask("POST", "/v1/environments/dev:preview-rollback",
            R"({"items":[],"at":)" + inQuotes(then) + R"(,"namespace":"","service":""})"));
    QVERIFY2(preview, preview ? "" : preview.error().detail.c_str());
    QVERIFY(!preview->isTruncated);
    QCOMPARE(preview->partCount.value_or(0), 2);
    std::map<int, core::NewRollback> parts;
    for (const auto &step : preview->steps)
        parts[step.part.value_or(0)].items.push_back(step.item(preview->at));
    QCOMPARE(parts.size(), std::size_t(2));
    std::optional<core::ChangeRequestId> first;
    for (auto &[number, part] : parts) {
        part.at = preview->at;
        part.reason = "worse";
        part.part = core::RollbackPart{number, 2, first};
        const auto made = ask("POST", "/v1/environments/dev:rollback", api::toJson(part));
        QCOMPARE(made.status, 201);
        const auto request = read<core::ChangeRequest>(made);
        QVERIFY2(request, request ? "" : request.error().detail.c_str());
        QVERIFY(request->state == core::RequestState::Applied);
        first = request->id;
    }
    for (const auto &[space, all] : configs) {
        for (const auto &config : all) {
            const auto text
                = ask("GET", "/v1/versions/" + live(config, "dev") + "/text"); // of what is live
            QCOMPARE(*text.body, std::string(R"({"x": 1})"));
        }
    }
}

QTEST_GUILESS_MAIN(TestLargeInstant)
#include "tst_largeinstant.moc"
