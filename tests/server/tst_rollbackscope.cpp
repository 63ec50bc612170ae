// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerollback.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;
using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

// What a rollback takes along and what it leaves: of an environment, and of a list.
class TestRollbackScope : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void whatGovernsStaysUnlessNamed();
    void itemsOfAListGoBackOneByOne();
    void laterChangesOfAListAreFollowed();

private:
    core::RollbackPreview preview(const std::string &scope);
    core::RollbackPreview previewAt(core::Instant at, const std::string &nameSpace);
    core::RollbackPreview previewOf(
        const std::string &config, const std::string &target, const std::string &keys = {});
};

core::RollbackPreview TestRollbackScope::preview(const std::string &scope)
{
    const auto answer = ask("POST", "/v1/environments/dev:preview-rollback", scope);
    auto result = read<core::RollbackPreview>(answer);
    if (answer.status != 200 || !result) {
        qWarning("%d %s", answer.status, answer.body->c_str());
        return {};
    }
    return std::move(*result);
}

core::RollbackPreview TestRollbackScope::previewAt(core::Instant at, const std::string &nameSpace)
{
    return preview(R"({"items":[],"at":)" + inQuotes(core::toRfc3339(at)) + R"(,"namespace":)"
        + inQuotes(nameSpace) + R"(,"service":""})");
}

core::RollbackPreview TestRollbackScope::previewOf(
    const std::string &config, const std::string &target, const std::string &keys)
{
    return preview(R"({"items":[{"config":)" + inQuotes(config) + R"(,"base":)"
        + inQuotes(live(config, "dev")) + R"(,"target":)" + inQuotes(target) + R"(,"keys":[)" + keys
        + R"(]}],"at":null,"namespace":"","service":""})");
}

void TestRollbackScope::whatGovernsStaysUnlessNamed()
{
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    const auto pia = person("pia", R"(["author","operator","policy.edit"])");
    const auto one = config("a/one");
    publish(one, "dev", R"({"x": 1})");
    actAs(pia);
    const auto freezes = config("sys/freezes");
    QVERIFY(!publish(freezes, "dev", R"({"windows":[]})").empty());
    clock.time += 10min;
    const auto then = clock.time;
    clock.time += 10min;
    publish(one, "dev", R"({"x": 2})");
    QVERIFY(!publish(freezes, "dev",
        R"({"windows": [{"id":"w","title":"t","kind":"deny","severity":"soft","zone":"UTC",)"
        R"("from":"2030-01-01T00:00","to":"2030-01-02T00:00"}]})")
            .empty());
    clock.time += 1min;
    const auto paths = [&](const std::string &nameSpace) {
        Strings found;
        for (const auto &each : previewAt(then, nameSpace).steps)
            found.push_back(each.path);
        return found;
    };
    QCOMPARE(paths(""), Strings{"a/one"});
    QCOMPARE(paths("sys"), Strings{"sys/freezes"});
}

void TestRollbackScope::itemsOfAListGoBackOneByOne()
{
    const auto id = config("a/list");
    const auto first
        = publish(id, "dev", R"([{"name": "a", "port": 1}, {"name": "b", "port": 2}])");
    publish(id, "dev",
        R"([{"name": "x", "port": 9}, {"name": "a", "port": 1}, {"name": "b", "port": 7}])");
    const auto whole = previewOf(id, first);
    QCOMPARE(whole.steps.size(), 1U);
    using enum core::KeyDifference::Kind;
    QVERIFY(whole.steps[0].keys
        == (std::vector<core::KeyDifference>{{"/0", Removed}, {"/2/port", Changed}}));
    const auto chosen = previewOf(id, first, R"("/2/port")");
    QCOMPARE(chosen.steps[0].text.value_or(""),
        std::string(R"([{"name": "x", "port": 9}, {"name": "a", "port": 1},)"
                    R"( {"name": "b", "port": 2}])"));
}

void TestRollbackScope::laterChangesOfAListAreFollowed()
{
    const auto id = config("a/list");
    const auto first
        = publish(id, "dev", R"([{"name": "a", "port": 1}, {"name": "b", "port": 2}])");
    // The port of b, which stands one further down afterwards.
    publish(id, "dev", R"([{"name": "a", "port": 1}, {"name": "b", "port": 7}])");
    publish(id, "dev",
        R"([{"name": "x", "port": 9}, {"name": "a", "port": 1}, {"name": "b", "port": 7}])");
    const auto fates = [&](const core::RollbackPreview &of) {
        Strings told;
        for (const auto &change : of.steps.front().later) {
            std::string keys;
            for (const auto &key : change.entry.keys)
                keys += key + ' ';
            told.push_back(keys + std::string(api::toWire(change.fate)));
        }
        return told;
    };
    QCOMPARE(fates(previewOf(id, first)), (Strings{"/0 lost", "/1/port lost"}));
    QCOMPARE(fates(previewOf(id, first, R"("/0")")), (Strings{"/0 lost", "/1/port kept"}));
    QCOMPARE(fates(previewOf(id, first, R"("/2/port")")), (Strings{"/0 kept", "/1/port lost"}));
}

QTEST_GUILESS_MAIN(TestRollbackScope)
#include "tst_rollbackscope.moc"
