// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerollback.h"
#include "engine/core/domain/changerequest.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::ChangeFate;
using core::RollbackOutcome;
using support::inQuotes;
using namespace std::chrono_literals;

// The way back (GOV-29): what it would do, and what it does.
class TestRollback : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void thePreviewTellsWhatChanges();
    void laterChangesAreLostOrKept();
    void chosenKeysLeaveTheOthers();
    void nothingIsChangedByAPreview();
    void todaysSchemaCounts();
    void dependentsThatWouldBreak();
    void severalGoBackTogether();
    void oneThatIsRefusedStopsAll();
    void anEnvironmentAtAnInstant();
    void aNamespaceAtAnInstant();
    void aServiceAtAnInstant();
    void whatWasNotLiveThenStays();
    void whatCannotBeAsked();
    void theSameValuesAreNotQuarantined();
    void anInstantThatWasAnotherOneIsRefused();
    void oneThatMovedDoesNotSpoilTheOthers();
    void somethingElseBecameLive();
    void gov29_chosenKeysNeedApprovalWhereVersionsGoBackFreely();
    void gov29_eachBadVersionIsQuarantinedAndEachDraftParked();

private:
    std::string step(const std::string &config, const std::string &target,
        const std::vector<std::string> &keys = {}, std::optional<std::string> base = {});
    Response previewed(const std::string &scope);
    core::RollbackPreview preview(const std::string &scope);
    core::RollbackPreview previewOf(const std::string &items);
    static std::string scopeAt(
        core::Instant at, const std::string &nameSpace = {}, const std::string &service = {});
    core::RollbackPreview previewAt(
        core::Instant at, const std::string &nameSpace = {}, const std::string &service = {});
    Response rollBack(const std::string &items, const std::string &reason = "it broke");
    std::string textOf(const std::string &config);
    std::vector<std::string> fates(const core::RollbackStep &step);
    void giveSchema(const std::string &config, const std::string &text);
    void enrol(const std::string &name, const std::string &service, const std::string &paths);
};

// In "dev".
std::string TestRollback::step(const std::string &config, const std::string &target,
    const std::vector<std::string> &keys, std::optional<std::string> base)
{
    return R"({"config":)" + inQuotes(config) + R"(,"base":)"
        + inQuotes(base ? *base : live(config, "dev")) + R"(,"target":)" + inQuotes(target)
        + R"(,"keys":)" + api::toJson(keys) + '}';
}

Response TestRollback::previewed(const std::string &scope)
{
    return ask("POST", "/v1/environments/dev:preview-rollback", scope);
}

core::RollbackPreview TestRollback::preview(const std::string &scope)
{
    const auto answer = previewed(scope);
    auto result = read<core::RollbackPreview>(answer);
    if (answer.status != 200 || !result) {
        qWarning("%d %s", answer.status, answer.body->c_str());
        return {};
    }
    return std::move(*result);
}

core::RollbackPreview TestRollback::previewOf(const std::string &items)
{
    return preview(R"({"items":[)" + items + R"(],"at":null,"namespace":"","service":""})");
}

std::string TestRollback::scopeAt(
    core::Instant at, const std::string &nameSpace, const std::string &service)
{
    return R"({"items":[],"at":)" + inQuotes(core::toRfc3339(at)) + R"(,"namespace":)"
        + inQuotes(nameSpace) + R"(,"service":)" + inQuotes(service) + '}';
}

core::RollbackPreview TestRollback::previewAt(
    core::Instant at, const std::string &nameSpace, const std::string &service)
{
    return preview(scopeAt(at, nameSpace, service));
}

Response TestRollback::rollBack(const std::string &items, const std::string &reason)
{
    return ask("POST", "/v1/environments/dev:rollback",
        R"({"items":[)" + items + R"(],"at":null,"reason":)" + inQuotes(reason)
            + R"(,"ticket":""})");
}

std::string TestRollback::textOf(const std::string &config)
{
    return *ask("GET", "/v1/versions/" + live(config, "dev") + "/text").body;
}

// "/x /y: lost"
std::vector<std::string> TestRollback::fates(const core::RollbackStep &step)
{
    std::vector<std::string> lines;
    for (const auto &change : step.later) {
        std::string line;
        for (const auto &key : change.entry.keys)
            line += key + ' ';
        lines.push_back(line + std::string(api::toWire(change.fate)));
    }
    return lines;
}

void TestRollback::giveSchema(const std::string &config, const std::string &text)
{
    const auto live = textOf(config);
    QVERIFY(
        !apply(request(itemUnder(*this, publishSchema(*this, text), config, "dev", live))).empty());
}

void TestRollback::enrol(
    const std::string &name, const std::string &service, const std::string &paths)
{
    QCOMPARE(ask("POST", "/v1/agents",
                 R"({"name":)" + inQuotes(name) + R"(,"environment":"dev","service":)"
                     + inQuotes(service) + R"(,"region":"","build":"1","paths":[)" + paths + "]}")
                 .status,
        201);
}

void TestRollback::thePreviewTellsWhatChanges()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"rate": 1, "old": true})");
    const auto second = publish(id, "dev", R"({"rate": 2, "new": true})");
    const auto preview = previewOf(step(id, first));
    QCOMPARE(preview.steps.size(), 1U);
    const auto &told = preview.steps.front();
    QCOMPARE(told.path, std::string("a/one"));
    QVERIFY(told.outcome == RollbackOutcome::Ready);
    QCOMPARE(told.base.text(), second);
    QCOMPARE(told.target.text(), first);
    using enum core::KeyDifference::Kind;
    QVERIFY(told.keys
        == (std::vector<core::KeyDifference>{
            {"/rate", Changed}, {"/new", Removed}, {"/old", Added}}));
    QVERIFY(!told.text && told.problems.empty() && !preview.needsApproval);
}

void TestRollback::laterChangesAreLostOrKept()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"rate": 1, "burst": 1, "name": "n"})");
    publish(id, "dev", R"({"rate": 1, "burst": 2, "name": "n"})"); // unrelated
    publish(id, "dev", R"({"rate": 9, "burst": 2, "name": "n"})"); // the bad one
    publish(id, "dev", R"({"rate": 9, "burst": 3, "name": "m"})");
    publish(id, "dev", R"({"rate": 9, "burst": 3, "name": "n"})"); // takes its own name back
    const auto whole = previewOf(step(id, first));
    QCOMPARE(fates(whole.steps.front()),
        (std::vector<std::string>{
            "/name kept", "/burst /name partly", "/rate lost", "/burst lost"}));
    // By the one key all others stay.
    const auto chosen = previewOf(step(id, first, {"/rate"}));
    QCOMPARE(fates(chosen.steps.front()),
        (std::vector<std::string>{"/name kept", "/burst /name kept", "/rate lost", "/burst kept"}));
    QCOMPARE(chosen.steps.front().text.value_or(""),
        std::string(R"({"rate": 1, "burst": 3, "name": "n"})"));
}

void TestRollback::chosenKeysLeaveTheOthers()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"rate": 1, "burst": 1})");
    publish(id, "dev", R"({"rate": 9, "burst": 2})");
    const auto answer = rollBack(step(id, first, {"/rate"}));
    QCOMPARE(answer.status, 201);
    QCOMPARE(at(answer, "/state"), std::string("applied"));
    QCOMPARE(at(answer, "/items/0/rollbackTo"), first);
    QCOMPARE(textOf(id), std::string(R"({"rate": 1, "burst": 2})"));
    QCOMPARE(rollBack(step(id, first, {"/rate"})).status, 422); // it has it already
}

void TestRollback::nothingIsChangedByAPreview()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    publish(id, "dev", R"({"x": 2})");
    const auto before = store->snapshot();
    previewOf(step(id, first));
    QVERIFY(before == store->snapshot()); // the very same values
}

void TestRollback::todaysSchemaCounts()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    publish(id, "dev", R"({"x": 1, "y": 1})");
    giveSchema(id, R"({"type": "object", "required": ["y"]})");
    const auto preview = previewOf(step(id, first));
    QVERIFY(preview.steps.front().outcome == RollbackOutcome::Refused);
    QCOMPARE(preview.steps.front().problems.front().path, std::string("a/one"));
    QCOMPARE(preview.steps.front().problems.front().code, std::string("required"));
    QCOMPARE(rollBack(step(id, first)).status, 422);
    QCOMPARE(textOf(id), std::string(R"({"x": 1, "y": 1})"));
}

void TestRollback::dependentsThatWouldBreak()
{
    const auto shared = config("a/shared");
    const auto user = config("a/user");
    const auto first = publish(shared, "dev", R"({"x": 1})");
    publish(shared, "dev", R"({"x": 1, "host": "h"})");
    publish(user, "dev", R"({"host": "${ref:/a/shared#/host}"})");
    const auto preview = previewOf(step(shared, first));
    const auto &told = preview.steps.front();
    QVERIFY(told.outcome == RollbackOutcome::Refused);
    QCOMPARE(told.problems.size(), 1U);
    QCOMPARE(told.problems.front().path, std::string("a/user"));
    QVERIFY(told.problems.front().pointer.empty());
}

void TestRollback::severalGoBackTogether()
{
    const auto one = config("a/one");
    const auto two = config("b/two");
    const auto firstOne = publish(one, "dev", R"({"x": 1})");
    const auto firstTwo = publish(two, "dev", R"({"y": 1})");
    publish(one, "dev", R"({"x": 2})");
    publish(two, "dev", R"({"y": 2})");
    const auto answer = rollBack(step(one, firstOne) + ',' + step(two, firstTwo));
    QCOMPARE(at(answer, "/state"), std::string("applied"));
    QCOMPARE(textOf(one), std::string(R"({"x": 1})"));
    QCOMPARE(textOf(two), std::string(R"({"y": 1})"));
    // Each is a rollback to its own version in the lineage.
    for (const auto &[id, first] : {std::pair(one, firstOne), std::pair(two, firstTwo)}) {
        const auto page = ask("GET", "/v1/lineage", {}, {}, "config=" + id);
        QCOMPARE(at(page, "/items/0/kind"), std::string("rollback"));
        QCOMPARE(at(page, "/items/0/parents/1/version"), first);
    }
}

void TestRollback::oneThatIsRefusedStopsAll()
{
    const auto one = config("a/one");
    const auto two = config("a/two");
    const auto firstOne = publish(one, "dev", R"({"x": 1})");
    const auto firstTwo = publish(two, "dev", R"({"y": 1})");
    publish(one, "dev", R"({"x": 2})");
    publish(two, "dev", R"({"y": 2, "z": 1})");
    giveSchema(two, R"({"required": ["z"]})");
    QCOMPARE(rollBack(step(one, firstOne) + ',' + step(two, firstTwo)).status, 422);
    QCOMPARE(textOf(one), std::string(R"({"x": 2})"));
}

void TestRollback::anEnvironmentAtAnInstant()
{
    const auto one = config("a/one");
    const auto two = config("b/two");
    const auto same = config("b/same");
    const auto firstOne = publish(one, "dev", R"({"x": 1})");
    publish(two, "dev", R"({"y": 1})");
    publish(same, "dev", "{}");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    publish(one, "dev", R"({"x": 2})");
    publish(one, "dev", R"({"x": 3})");
    const auto second = publish(two, "dev", R"({"y": 2})");
    clock.time += 1h;
    const auto preview = previewAt(then);
    QCOMPARE(preview.sameCount, 1);
    QCOMPARE(preview.steps.size(), 2U);
    QCOMPARE(preview.steps[0].path, std::string("a/one"));
    QCOMPARE(preview.steps[0].target.text(), firstOne);
    QCOMPARE(preview.steps[0].later.size(), 2U);
    QCOMPARE(preview.steps[1].base.text(), second);
    std::string items;
    for (const auto &each : preview.steps)
        items += (items.empty() ? "" : ",") + step(each.config.text(), each.target.text());
    QCOMPARE(at(rollBack(items), "/state"), std::string("applied"));
    QCOMPARE(textOf(one), std::string(R"({"x": 1})"));
    // Then everything is as it was.
    QCOMPARE(previewAt(then).steps.size(), 2U); // other versions of the same texts
    QVERIFY(previewAt(then).steps[0].outcome == RollbackOutcome::Same);
    QVERIFY(previewAt(clock.time).steps.empty());
}

void TestRollback::aNamespaceAtAnInstant()
{
    const auto one = config("a/one");
    const auto two = config("b/two");
    publish(one, "dev", R"({"x": 1})");
    publish(two, "dev", R"({"y": 1})");
    const auto then = clock.time;
    clock.time += 1h;
    publish(one, "dev", R"({"x": 2})");
    publish(two, "dev", R"({"y": 2})");
    const auto preview = previewAt(then, "b");
    QCOMPARE(preview.steps.size(), 1U);
    QCOMPARE(preview.steps[0].path, std::string("b/two"));
}

// What its agents follow, and what that is made of; it is theirs as long as nobody else has it.
void TestRollback::aServiceAtAnInstant()
{
    const auto own = config("a/own");
    const auto host = config("b/host");
    const auto other = config("b/other");
    for (const auto &id : {host, other})
        publish(id, "dev", R"({"h": 1})");
    publish(own, "dev", R"({"x": 1, "h": "${ref:/b/host#/h}"})");
    enrol("n1", "shop", R"("a/own")");
    enrol("n2", "till", R"("b/other")");
    const auto then = clock.time;
    clock.time += 1h;
    for (const auto &id : {host, other})
        publish(id, "dev", R"({"h": 2})");
    publish(own, "dev", R"({"x": 2, "h": "${ref:/b/host#/h}"})");
    const auto preview = previewAt(then, {}, "shop");
    QCOMPARE(preview.steps.size(), 2U);
    QCOMPARE(preview.steps[0].path, std::string("a/own"));
    QVERIFY(!preview.steps[0].isShared);
    QCOMPARE(preview.steps[1].path, std::string("b/host"));
    QVERIFY(!preview.steps[1].isShared);
    QCOMPARE(previewed(scopeAt(then, {}, "none")).status, 404);
}

void TestRollback::whatWasNotLiveThenStays()
{
    const auto then = clock.time;
    clock.time += 1h;
    const auto id = config("a/one");
    publish(id, "dev", R"({"x": 1})");
    const auto preview = previewAt(then);
    QCOMPARE(preview.steps.size(), 1U);
    QVERIFY(preview.steps[0].outcome == RollbackOutcome::NotLiveThen);
    QVERIFY(preview.steps[0].target.isEmpty());
}

void TestRollback::whatCannotBeAsked()
{
    const auto id = config("a/one");
    const auto elsewhere = publish(id, "prod", R"({"x": 1})");
    const auto first = publish(id, "dev", R"({"x": 1})");
    const auto second = publish(id, "dev", R"({"x": 2})");
    const auto status = [&](const std::string &items) {
        return previewed(R"({"items":[)" + items + R"(],"at":null,"namespace":"","service":""})")
            .status;
    };
    QCOMPARE(status(""), 400);
    QCOMPARE(status(step(id, elsewhere)), 422); // never live here
    QCOMPARE(status(step(id, second)), 409); // live already
    QCOMPARE(status(step(id, "sha256:0")), 404);
    QCOMPARE(status(step("cfg_none", first)), 404);
    QCOMPARE(status(step(id, first, {"/y"})), 422); // nothing differs there
    QCOMPARE(status(step(id, first) + ',' + step(id, first)), 422);
    QCOMPARE(rollBack(step(id, first), "").status, 422); // no reason
    QCOMPARE(rollBack("").status, 422);
    QCOMPARE(rollBack(step(id, first) + ',' + step(id, first)).status, 422);
    QCOMPARE(rollBack(step(id, first, {}, "")).status, 422); // does not say what is live
    QCOMPARE(previewed(scopeAt(clock.time + 1h)).status, 400);
    QCOMPARE(textOf(id), std::string(R"({"x": 2})"));
}

// It would quarantine what is live.
void TestRollback::theSameValuesAreNotQuarantined()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    publish(id, "dev", R"({"x": 2})");
    QCOMPARE(rollBack(step(id, first)).status, 201);
    QVERIFY(previewOf(step(id, first)).steps.front().outcome == RollbackOutcome::Same);
    QCOMPARE(rollBack(step(id, first)).status, 409);
    QVERIFY(!read<core::Version>(ask("GET", "/v1/versions/" + live(id, "dev")))->quarantined);
}

void TestRollback::anInstantThatWasAnotherOneIsRefused()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    clock.time += 1h;
    publish(id, "dev", R"({"x": 2})");
    const auto to = [&](core::Instant at) {
        return ask("POST", "/v1/environments/dev:rollback",
            R"({"items":[)" + step(id, first) + R"(],"at":)" + inQuotes(core::toRfc3339(at))
                + R"(,"reason":"r","ticket":""})")
            .status;
    };
    QCOMPARE(to(clock.time), 422); // the second was live then
    QCOMPARE(to(clock.time + 1h), 422);
    QCOMPARE(to(clock.time - 1min), 201);
}

void TestRollback::oneThatMovedDoesNotSpoilTheOthers()
{
    const auto one = config("a/one");
    const auto two = config("a/two");
    const auto firstOne = publish(one, "dev", R"({"x": 1})");
    const auto firstTwo = publish(two, "dev", R"({"x": 1})");
    const auto old = publish(one, "dev", R"({"x": 2})");
    publish(two, "dev", R"({"x": 2})");
    publish(one, "dev", R"({"x": 3})");
    const auto preview = previewOf(step(one, firstOne, {}, old) + ',' + step(two, firstTwo));
    QVERIFY(preview.steps[0].outcome == RollbackOutcome::Refused);
    QCOMPARE(preview.steps[0].problems.front().code, std::string("version-conflict"));
    QVERIFY(preview.steps[1].outcome == RollbackOutcome::Ready);
}

// What was seen in the preview is what is rolled back, or nothing is.
void TestRollback::somethingElseBecameLive()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    publish(id, "dev", R"({"x": 2})");
    const auto seen = step(id, first);
    publish(id, "dev", R"({"x": 3})");
    QCOMPARE(rollBack(seen).status, 412);
    QCOMPARE(textOf(id), std::string(R"({"x": 3})"));
}

// GOV-29: only what was live as a whole may skip the approval.
void TestRollback::gov29_chosenKeysNeedApprovalWhereVersionsGoBackFreely()
{
    environment("gate", true, false);
    const auto id = config("a/one");
    const auto preview
        = [&](const std::string &target, const std::string &base, const std::string &keys) {
              return ask("POST", "/v1/environments/gate:preview-rollback",
                  R"({"items":[{"config":)" + inQuotes(id) + R"(,"base":)" + inQuotes(base)
                      + R"(,"target":)" + inQuotes(target) + R"(,"keys":)" + keys
                      + R"(}],"at":null,"namespace":"","service":""})");
          };
    auto map = store->snapshot();
    const auto gate = *map.at("environment/gate");
    // Two versions, as if there had been no gate then.
    auto open = gate;
    open.replace(open.find(R"("gated":true)"), 12, R"("gated":false)");
    map["environment/gate"] = std::make_shared<const std::string>(open);
    store->replace(map);
    this->open(store->snapshot());
    const auto first = publish(id, "gate", R"({"x": 1, "y": 1})");
    const auto second = publish(id, "gate", R"({"x": 2, "y": 2})");
    map = store->snapshot();
    map["environment/gate"] = std::make_shared<const std::string>(gate);
    this->open(std::move(map));
    QVERIFY(!read<core::RollbackPreview>(preview(first, second, "[]"))->needsApproval);
    QVERIFY(read<core::RollbackPreview>(preview(first, second, R"(["/x"])"))->needsApproval);
    const auto answer = ask("POST", "/v1/environments/gate:rollback",
        R"({"items":[{"config":)" + inQuotes(id) + R"(,"base":)" + inQuotes(second)
            + R"(,"target":)" + inQuotes(first)
            + R"(,"keys":["/x"]}],"at":null,"reason":"r","ticket":""})");
    QCOMPARE(at(answer, "/state"), std::string("open"));
    QCOMPARE(live(id, "gate"), second);
}

void TestRollback::gov29_eachBadVersionIsQuarantinedAndEachDraftParked()
{
    std::string items;
    std::vector<std::string> bad;
    for (const auto *path : {"a/one", "a/two"}) {
        const auto id = config(path);
        const auto first = publish(id, "dev", R"({"x": 1})");
        bad.push_back(publish(id, "dev", R"({"x": 2})"));
        const auto draft = R"({"config":)" + inQuotes(id) + R"(,"environment":"dev","base":)"
            + inQuotes(bad.back()) + R"(,"text":)" + inQuotes("{\"x\": 3}") + '}';
        QCOMPARE(ask("POST", "/v1/drafts", draft).status, 201);
        items += (items.empty() ? "" : ",") + step(id, first);
    }
    const auto before = previewOf(items);
    QCOMPARE(before.steps[0].displacedDrafts, 1);
    QCOMPARE(rollBack(items).status, 201);
    for (const auto &id : bad)
        QVERIFY(read<core::Version>(ask("GET", "/v1/versions/" + id))->quarantined);
    const auto drafts = ask("GET", "/v1/drafts");
    for (const auto *pointer : {"/items/0/parkedAs", "/items/1/parkedAs"})
        QVERIFY(at(drafts, pointer).starts_with("before rollback to v"));
    // Going forward to the bad one again shows that it is quarantined.
    const auto id = at(drafts, "/items/0/config");
    const auto again = previewOf(step(id, id == before.steps[0].config.text() ? bad[0] : bad[1]));
    QVERIFY(again.steps.front().isTargetQuarantined);
}

QTEST_GUILESS_MAIN(TestRollback)
#include "tst_rollback.moc"
