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
    void aChangeOfManyKeysIsLookedThrough();
    void onlyWhatOthersHangOnIsShared();
    void whatIsFollowedNoMoreStays();
    void whatItWasMadeOfThenGoesBackToo();
    void whatIsOnlyWrittenAnewIsLost();
    void whatIsTooMuchToLookAtIsNotKnown();
    void oneOfTwoAlikeStaysInQuarantine();
    void whatWouldBreakInALayerOfWhatIsReferredTo();
    void manyNewConfigsDoNotKeepAnOldOneFromGoingBack();
    void allThatOthersShareIsListed();
    void layersThatWereOthersThenAreTold();

private:
    core::RollbackPreview preview(const std::string &scope);
    core::RollbackPreview previewAt(
        core::Instant at, const std::string &nameSpace, const std::string &service = {});
    // "a/own", or "a/own shared", of those that go back with the service.
    Strings ofService(core::Instant at, const std::string &service);
    std::string enrol(const std::string &name, const std::string &service, const Strings &paths);
    void declare(const std::string &config, const std::string &layer);
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

core::RollbackPreview TestRollbackScope::previewAt(
    core::Instant at, const std::string &nameSpace, const std::string &service)
{
    return preview(R"({"items":[],"at":)" + inQuotes(core::toRfc3339(at)) + R"(,"namespace":)"
        + inQuotes(nameSpace) + R"(,"service":)" + inQuotes(service) + '}');
}

Strings TestRollbackScope::ofService(core::Instant at, const std::string &service)
{
    Strings found;
    for (const auto &step : previewAt(at, {}, service).steps)
        found.push_back(step.path + (step.isShared ? " shared" : ""));
    return found;
}

std::string TestRollbackScope::enrol(
    const std::string &name, const std::string &service, const Strings &paths)
{
    const auto answer = ask("POST", "/v1/agents",
        R"({"name":)" + inQuotes(name) + R"(,"environment":"dev","service":)" + inQuotes(service)
            + R"(,"region":"","build":"1","paths":)" + api::toJson(paths) + '}');
    return answer.status == 201 ? at(answer, "/id") : std::string();
}

void TestRollbackScope::declare(const std::string &config, const std::string &layer)
{
    const auto path = "/v1/configs/" + config + "/layers";
    const auto answer = ask("PUT", path,
        R"({"layers":[{"kind":"base","name":"","config":)" + inQuotes(layer)
            + R"(}],"dependencies":[]})",
        ask("GET", path).etag);
    QVERIFY2(answer.status == 200, answer.body->c_str());
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

// More keys than are kept with a version: whether it stays or goes is told all the same.
void TestRollbackScope::aChangeOfManyKeysIsLookedThrough()
{
    const auto document = [](int value, int other) {
        std::string text = "{";
        for (int i = 0; i < 900; ++i)
            text += "\"k" + std::to_string(i) + "\": " + std::to_string(value) + ", ";
        return text + "\"other\": " + std::to_string(other) + '}';
    };
    const auto id = config("a/many");
    const auto first = publish(id, "dev", document(1, 1));
    publish(id, "dev", document(2, 1));
    publish(id, "dev", document(2, 2));
    using enum core::ChangeFate;
    const auto one = previewOf(id, first, R"("/other")").steps.front().later;
    QCOMPARE(one.size(), 2U);
    QVERIFY(one[1].entry.hasMoreKeys);
    QVERIFY(one[0].fate == Lost && one[1].fate == Kept);
    const auto all = previewOf(id, first).steps.front().later;
    QVERIFY(all[0].fate == Lost && all[1].fate == Lost);
    const auto some = previewOf(id, first, R"("/k899")").steps.front().later;
    QVERIFY(some[0].fate == Kept && some[1].fate == Partly);
}

// What another service follows too, or a config beside hangs on, is not its alone; a layer that
// nothing else has, is.
void TestRollbackScope::onlyWhatOthersHangOnIsShared()
{
    Strings ids;
    for (const auto *path : {"a/both", "a/own", "b/layer", "b/used"})
        ids.push_back(config(path));
    declare(ids[1], ids[2]);
    for (const auto &id : ids)
        publish(id, "dev", R"({"x": 1})");
    enrol("n1", "shop", {"a/own", "a/both", "b/used"});
    enrol("n2", "till", {"a/both"});
    publish(config("b/user"), "dev", R"({"x": "${ref:/b/used#/x}"})");
    const auto then = clock.time;
    clock.time += 1h;
    for (const auto &id : ids)
        publish(id, "dev", R"({"x": 2})");
    QCOMPARE(
        ofService(then, "shop"), (Strings{"a/both shared", "a/own", "b/layer", "b/used shared"}));
    QCOMPARE(ofService(then, "till"), Strings{"a/both shared"});
}

// An agent that came up again follows what it says now, and not all that it ever told of.
void TestRollbackScope::whatIsFollowedNoMoreStays()
{
    const auto gone = config("a/gone");
    const auto own = config("a/own");
    publish(gone, "dev", R"({"x": 1})");
    publish(own, "dev", R"({"x": 1})");
    const auto agent = enrol("n1", "shop", {"a/gone", "a/own"});
    const auto report = R"({"config":)" + inQuotes(gone) + R"(,"path":"","version":)"
        + inQuotes(live(gone, "dev")) + R"(,"epoch":1,"status":"applied","reason":"","at":)"
        + inQuotes(core::toRfc3339(clock.time)) + R"(,"effective":null})";
    QCOMPARE(ask("POST", "/v1/agents/" + agent + ":report", report).status, 200);
    const auto then = clock.time;
    clock.time += 1h;
    publish(gone, "dev", R"({"x": 2})");
    publish(own, "dev", R"({"x": 2})");
    QCOMPARE(ofService(then, "shop"), (Strings{"a/gone", "a/own"}));
    QCOMPARE(enrol("n1", "shop", {"a/own"}), agent);
    QCOMPARE(ofService(then, "shop"), Strings{"a/own"});
    const auto listed = ask("GET", "/v1/agents", {}, {}, "environment=dev");
    QCOMPARE(at(listed, "/items/0/follows/0"), std::string("a/own"));
    QCOMPARE(at(listed, "/items/0/reports/0/path"), std::string("a/gone"));
}

// It looked elsewhere then than it does now.
void TestRollbackScope::whatItWasMadeOfThenGoesBackToo()
{
    Strings ids;
    for (const auto *path : {"b/now", "b/then"})
        ids.push_back(config(path));
    const auto own = config("a/own");
    for (const auto &id : ids)
        publish(id, "dev", R"({"h": 1})");
    publish(own, "dev", R"({"x": 1, "h": "${ref:/b/then#/h}"})");
    enrol("n1", "shop", {"a/own"});
    const auto then = clock.time;
    clock.time += 1h;
    publish(own, "dev", R"({"x": 1, "h": "${ref:/b/now#/h}"})");
    for (const auto &id : ids)
        publish(id, "dev", R"({"h": 2})");
    QCOMPARE(ofService(then, "shop"), (Strings{"a/own", "b/now", "b/then"}));
}

// Going back as a whole brings the older text back; keys alone leave what is written around them.
void TestRollbackScope::whatIsOnlyWrittenAnewIsLost()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"rate": 1, "host": "h"})");
    publish(id, "dev", R"({"rate": 2, "host": "h"})");
    QVERIFY(!publish(id, "dev", R"({"host": "h", "rate": 2})").empty());
    const auto whole = previewOf(id, first).steps.front();
    QCOMPARE(whole.later.size(), 2U);
    QVERIFY(whole.later[0].fate == core::ChangeFate::Lost);
    const auto chosen = previewOf(id, first, R"("/rate")").steps.front();
    QVERIFY(chosen.later[0].fate == core::ChangeFate::Kept);
    // Written back before: nothing of it is there to be lost.
    const auto written = [&](const std::string &order, int rate) {
        return publish(
            id, "dev", "{\n" + order + "\"k\": 0,\n\"rate\": " + std::to_string(rate) + "\n}\n");
    };
    const std::string order = "\"a\": 1,\n\"b\": 2,\n";
    const auto plain = written(order, 2);
    QVERIFY(!written("\"b\": 2,\n\"a\": 1,\n", 2).empty());
    QVERIFY(!written(order, 2).empty());
    QVERIFY(!written(order, 3).empty());
    const auto undone = previewOf(id, plain).steps.front();
    QCOMPARE(undone.later.size(), 3U);
    QVERIFY(undone.later[0].fate == core::ChangeFate::Lost);
    QVERIFY(undone.later[1].fate == core::ChangeFate::Kept);
    QVERIFY(undone.later[2].fate == core::ChangeFate::Kept);
}

// Some twenty megabytes of lists: what is not looked at is not guessed.
void TestRollbackScope::whatIsTooMuchToLookAtIsNotKnown()
{
    using enum core::ChangeFate;
    const std::string filling(900'000, 'y');
    const auto list = config("a/list");
    Strings versions;
    for (int i = 0; i < 13; ++i)
        versions.push_back(publish(list, "dev",
            R"([{"name": "a", "n": )" + std::to_string(i) + R"(, "y": ")" + filling + "\"}]"));
    const auto later = previewOf(list, versions.front()).steps.front().later;
    QCOMPARE(later.size(), 12U);
    QVERIFY(later.front().fate != Unknown);
    QVERIFY(later.back().fate == Unknown);
}

void TestRollbackScope::oneOfTwoAlikeStaysInQuarantine()
{
    const auto id = config("a/one");
    const auto good = publish(id, "dev", R"({"x": 1})");
    Strings bad;
    for (int i = 0; i < 2; ++i) {
        bad.push_back(publish(id, "dev", R"({"x": 2})"));
        const auto head = "/v1/configs/" + id + "/heads/dev";
        QCOMPARE(ask("POST", head + ":rollback",
                     R"({"target":)" + inQuotes(good) + R"(,"reason":"worse","ticket":""})",
                     ask("GET", head).etag)
                     .status,
            201);
    }
    const auto count = [this] {
        return std::ranges::count_if(store->snapshot(),
            [](const auto &entry) { return entry.first.starts_with("quarantine/"); });
    };
    const auto release = [this](const std::string &version) {
        return ask("POST", "/v1/versions/" + version + ":release", R"({"reason":"mended"})").status;
    };
    QCOMPARE(count(), 1);
    QCOMPARE(release(bad[1]), 200);
    QCOMPARE(count(), 1);
    QCOMPARE(release(bad[0]), 200);
    QCOMPARE(count(), 0);
}

// Who refers to it has no layers: it would be wrong in the region of the other's layer alone.
void TestRollbackScope::whatWouldBreakInALayerOfWhatIsReferredTo()
{
    const auto host = config("b/host");
    const auto inRegion = config("b/host-eu");
    const auto user = config("a/user");
    publish(host, "dev", R"({"host": "h"})");
    const auto layers = "/v1/configs/" + host + "/layers";
    QCOMPARE(ask("PUT", layers,
                 R"({"layers":[{"kind":"region","name":"eu","config":)" + inQuotes(inRegion)
                     + R"(}],"dependencies":[]})",
                 ask("GET", layers).etag)
                 .status,
        200);
    const auto without = publish(inRegion, "dev", R"({"host": {"$remove": true}})");
    const auto with = publish(inRegion, "dev", R"({"host": "e"})");
    QVERIFY(!publish(user, "dev", R"({"to": "${ref:/b/host#/host}"})").empty());
    const auto preview = previewOf(inRegion, without);
    QCOMPARE(preview.steps.size(), 1U);
    const auto &step = preview.steps.front();
    QVERIFY(step.outcome == core::RollbackOutcome::Refused);
    QCOMPARE(step.problems.front().path, std::string("a/user"));
    QCOMPARE(step.problems.front().code, std::string("dangling-reference"));
    const auto answer = ask("POST", "/v1/configs/" + inRegion + "/heads/dev:rollback",
        R"({"target":)" + inQuotes(without) + R"(,"reason":"worse","ticket":""})",
        ask("GET", "/v1/configs/" + inRegion + "/heads/dev").etag);
    QCOMPARE(answer.status, 422);
    QCOMPARE(live(inRegion, "dev"), with);
}

// None of them goes back: they take no room from the one that does.
void TestRollbackScope::manyNewConfigsDoNotKeepAnOldOneFromGoingBack()
{
    const auto old = config("b/old");
    const auto first = publish(old, "dev", R"({"x": 1})");
    clock.time += 1min;
    const auto then = clock.time;
    clock.time += 1min;
    constexpr int count = 501;
    std::string items;
    for (int i = 0; i < count; ++i) {
        items += (items.empty() ? "" : ",")
            + item(config("a/new" + std::to_string(i)), "dev", R"({"y": 1})");
        if (i % 100 != 99 && i + 1 != count)
            continue;
        QVERIFY(!apply(request(items)).empty());
        items.clear();
    }
    const auto second = publish(old, "dev", R"({"x": 2})");
    const auto preview = previewAt(then, {});
    QVERIFY(!preview.isTruncated);
    QCOMPARE(preview.notLiveCount.value_or(-1), count);
    QCOMPARE(preview.steps.size(), 501U); // 500 of them and the old one
    const auto told
        = std::ranges::find(preview.steps, std::string("b/old"), &core::RollbackStep::path);
    QVERIFY(told != preview.steps.end());
    QVERIFY(told->outcome == core::RollbackOutcome::Ready);
    QCOMPARE(told->base.text(), second);
    QCOMPARE(told->target.text(), first);
}

// More than one request carries, and none of them goes back unless somebody takes it along.
void TestRollbackScope::allThatOthersShareIsListed()
{
    constexpr int count = 505;
    Strings ids{config("a/own")};
    Strings paths{"a/own"};
    for (int i = 0; i < count; ++i) {
        paths.push_back("b/shared" + std::to_string(i));
        ids.push_back(config(paths.back()));
    }
    const auto publishAll = [&](const std::string &text) {
        for (std::size_t first = 0; first < ids.size(); first += 20) {
            std::string items;
            for (auto i = first; i < std::min(ids.size(), first + 20); ++i)
                items += (items.empty() ? "" : ",") + item(ids[i], "dev", text);
            QVERIFY(!apply(request(items)).empty());
        }
    };
    publishAll(R"({"x": 1})");
    for (std::size_t first = 0; first < paths.size(); first += 50) {
        const auto end = std::min(paths.size(), first + 50);
        const Strings some(paths.begin() + long(first), paths.begin() + long(end));
        QVERIFY(!enrol("n" + std::to_string(first), "shop", some).empty());
        const Strings others(some.begin() + (first == 0 ? 1 : 0), some.end());
        QVERIFY(!enrol("m" + std::to_string(first), "till", others).empty());
    }
    const auto then = clock.time;
    clock.time += 1h;
    publishAll(R"({"x": 2})");
    const auto preview = previewAt(then, {}, "shop");
    QVERIFY(!preview.isTruncated);
    QCOMPARE(preview.steps.size(), std::size_t(count + 1));
    QCOMPARE(preview.steps.front().path, std::string("a/own"));
    QVERIFY(!preview.steps.front().isShared);
    for (const auto &step : preview.steps) {
        QVERIFY(step.outcome == core::RollbackOutcome::Ready);
        QCOMPARE(step.isShared, step.path != "a/own");
        QVERIFY(!step.target.isEmpty() && !step.base.isEmpty());
    }
}

// Another environment would feel it: they stay, and whoever goes back to an instant is told.
void TestRollbackScope::layersThatWereOthersThenAreTold()
{
    const auto own = config("a/own");
    const auto kept = config("a/kept");
    const auto layer = config("a/layer");
    declare(kept, layer);
    publish(own, "dev", R"({"x": 1})");
    publish(kept, "dev", R"({"x": 1})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    declare(own, layer); // while nothing of the layer is live
    publish(layer, "dev", R"({"y": 2})");
    publish(own, "prod", R"({"x": 1})");
    publish(layer, "prod", R"({"y": 2})");
    publish(kept, "dev", R"({"x": 2})");
    const auto whole = previewAt(then, {});
    QVERIFY(whole.otherLayers == Strings{"a/own"});
    QCOMPARE(whole.sameCount, 1); // its own text, that is
    QVERIFY(!previewAt(then, "b").otherLayers);
    QVERIFY(!previewAt(clock.time, {}).otherLayers);
}

QTEST_GUILESS_MAIN(TestRollbackScope)
#include "tst_rollbackscope.moc"
