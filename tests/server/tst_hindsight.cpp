// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describehierarchy.h"
#include "engine/api/describesuspects.h"
#include "engine/core/hierarchy/place.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using namespace chancery::server;
using core::SuspectKind;
using core::SuspectReason;
using support::inQuotes;
using namespace std::chrono_literals;

// What held at an instant, and what changed before something broke.
class TestHindsight : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void theEffectiveDocumentOfAnInstant();
    void everyMomentOfARandomHistory();
    void aDeclarationOfAnInstant();
    void instantsThatCannotBe();
    void thePlantedCauseRanksFirst();
    void allKeysOfALargeChangeCount();
    void whatDidNotReachTheServiceIsNoSuspect();
    void whatCameThroughLayersAndReferences();
    void whatWasTakenOutSinceIsLookedAt();
    void aRefusalIsHeard();
    void keysAndPolicyAndStartsAreTold();
    void onlyWhatWasBefore();
    void whoWasAwayTakesWhatIsOld();
    void whatWasUndoneByThenReachedNobody();
    void anAgentIsRememberedForAWhile();

private:
    std::string effective(const std::string &config, const std::string &instance = {},
        std::optional<core::Instant> instant = {});
    void declare(const std::string &config, const std::string &layers);
    std::string enrol(
        const std::string &name, const std::string &service, const std::vector<std::string> &paths);
    void run(
        const std::string &agent, const std::string &config, const std::string &status = "applied");
    core::SuspectReport suspects(const std::string &query);
    std::vector<std::string> titles(const core::SuspectReport &report);
};

std::string TestHindsight::effective(
    const std::string &config, const std::string &instance, std::optional<core::Instant> instant)
{
    const auto answer = ask("GET", "/v1/configs/" + config + "/effective", {}, {},
        "environment=dev&instance=" + instance
            + (instant ? "&at=" + core::toRfc3339(*instant) : std::string()));
    const auto view = read<core::EffectiveView>(answer);
    return view ? view->text : std::to_string(answer.status);
}

void TestHindsight::declare(const std::string &config, const std::string &layers)
{
    const auto path = "/v1/configs/" + config + "/layers";
    const auto etag = ask("GET", path).etag;
    const auto answer
        = ask("PUT", path, R"({"layers":[)" + layers + R"(],"dependencies":[]})", etag);
    QVERIFY2(answer.status == 200, answer.body->c_str());
}

std::string TestHindsight::enrol(
    const std::string &name, const std::string &service, const std::vector<std::string> &paths)
{
    return at(ask("POST", "/v1/agents",
                  R"({"name":)" + inQuotes(name) + R"(,"environment":"dev","service":)"
                      + inQuotes(service) + R"(,"region":"","build":"1","paths":)"
                      + api::toJson(paths) + '}'),
        "/id");
}

// The agent has what is live.
void TestHindsight::run(
    const std::string &agent, const std::string &config, const std::string &status)
{
    const auto view = read<core::EffectiveView>(
        ask("GET", "/v1/configs/" + config + "/effective", {}, {}, "environment=dev"));
    const auto report = R"({"config":)" + inQuotes(config) + R"(,"path":"","version":)"
        + inQuotes(live(config, "dev")) + R"(,"epoch":1,"status":)" + inQuotes(status)
        + R"(,"reason":"","at":)" + inQuotes(core::toRfc3339(clock.time)) + R"(,"effective":)"
        + inQuotes(view ? view->content.text() : "") + '}';
    QCOMPARE(ask("POST", "/v1/agents/" + agent + ":report", report).status, 200);
}

core::SuspectReport TestHindsight::suspects(const std::string &query)
{
    const auto answer = ask("GET", "/v1/environments/dev/suspects", {}, {}, query);
    auto report = read<core::SuspectReport>(answer);
    if (!report)
        qWarning("%d %s", answer.status, answer.body->c_str());
    return report ? std::move(*report) : core::SuspectReport();
}

// "flag a/one 2"
std::vector<std::string> TestHindsight::titles(const core::SuspectReport &report)
{
    std::vector<std::string> lines;
    for (const auto &each : report.suspects)
        lines.push_back(std::string(api::toWire(each.kind)) + ' ' + each.title + ' '
            + std::to_string(each.agents));
    return lines;
}

void TestHindsight::theEffectiveDocumentOfAnInstant()
{
    const auto base = config("a/base");
    const auto own = config("a/own");
    declare(own, R"({"kind":"base","name":"","config":)" + inQuotes(base) + '}');
    publish(base, "dev", R"({"x": 1, "y": 1})");
    const auto start = clock.time;
    clock.time += 1h;
    publish(own, "dev", R"({"x": 2})");
    const auto first = clock.time;
    clock.time += 1h;
    publish(base, "dev", R"({"x": 1, "y": 5})");
    QCOMPARE(effective(own), effective(own, {}, clock.time));
    const auto then = core::readJson(effective(own, {}, first));
    QCOMPARE(then.tree().root()["y"].text(), std::string_view("1"));
    QCOMPARE(then.tree().root()["x"].text(), std::string_view("2"));
    // Its own text was not there; but that of its layer was.
    QCOMPARE(
        core::readJson(effective(own, {}, start)).tree().root()["x"].text(), std::string_view("1"));
    QCOMPARE(effective(own, {}, start - 1s), std::string("404"));
}

// Equal to what was told when it was now.
void TestHindsight::everyMomentOfARandomHistory()
{
    std::mt19937 random(20261129);
    std::vector<std::string> ids;
    for (const auto *path : {"a/defaults", "a/one", "a/two", "a/layer"})
        ids.push_back(config(path));
    declare(ids[1], R"({"kind":"instance","name":"i1","config":)" + inQuotes(ids[3]) + '}');
    struct Moment {
        core::Instant instant;
        std::string config;
        std::string instance;
        std::string text;
    };
    std::vector<Moment> moments;
    for (int step = 0; step < 40; ++step) {
        clock.time += std::chrono::seconds(1 + random() % 1000);
        const auto which = random() % ids.size();
        auto text
            = R"({"k)" + std::to_string(random() % 3) + R"(": )" + std::to_string(random() % 9);
        if (which == 2 && step > 10)
            text += R"(, "r": "${ref:/a/one#/n}")";
        publish(ids[which], "dev", text + R"(, "n": )" + std::to_string(step) + '}');
        for (const auto &id : ids) {
            for (const auto *instance : {"", "i1"})
                moments.push_back({clock.time, id, instance, effective(id, instance)});
        }
    }
    std::size_t documents = 0;
    for (const auto &moment : moments) {
        QCOMPARE(effective(moment.config, moment.instance, moment.instant), moment.text);
        documents += moment.text.size() > 3 ? 1 : 0;
    }
    QVERIFY(documents > moments.size() / 2);
}

void TestHindsight::aDeclarationOfAnInstant()
{
    const auto one = config("a/one");
    const auto layer = config("a/layer");
    publish(one, "dev", R"({"x": 1})");
    clock.time += 1h;
    const auto before = clock.time;
    clock.time += 1h;
    declare(one, R"({"kind":"base","name":"","config":)" + inQuotes(layer) + '}');
    clock.time += 1h;
    publish(layer, "dev", R"({"y": 2})");
    const auto after = clock.time;
    clock.time += 1h;
    QVERIFY(effective(one, {}, after).find("\"y\"") != std::string::npos);
    QVERIFY(effective(one, {}, before).find("\"y\"") == std::string::npos);
}

void TestHindsight::instantsThatCannotBe()
{
    const auto one = config("a/one");
    publish(one, "dev", "{}");
    const auto status = [&](const std::string &path, const std::string &query) {
        return ask("GET", path, {}, {}, query).status;
    };
    const auto future = core::toRfc3339(clock.time + 1s);
    const auto past = core::toRfc3339(clock.time - 1s);
    const auto document = "/v1/configs/" + one + "/effective";
    QCOMPARE(status(document, "environment=dev&at=" + future), 400);
    QCOMPARE(status(document, "environment=dev&at=yesterday"), 400);
    QCOMPARE(status(document, "environment=dev&at=" + past), 404);
    const std::string list = "/v1/environments/dev/suspects";
    QCOMPARE(status(list, "before=" + future), 400);
    QCOMPARE(status(list, "since=" + core::toRfc3339(clock.time) + "&before=" + past), 400);
    QCOMPARE(status(list, "service=none"), 404);
    QCOMPARE(status("/v1/environments/none/suspects", ""), 404);
    QCOMPARE(status(list, ""), 200);
}

void TestHindsight::thePlantedCauseRanksFirst()
{
    const auto own = config("a/own");
    const auto noise = config("a/noise");
    publish(own, "dev", R"({"timeout": 30, "name": "n"})");
    publish(noise, "dev", R"({"x": 0})");
    const auto one = enrol("n1", "shop", {"a/own", "a/noise"});
    const auto two = enrol("n2", "shop", {"a/own", "a/noise"});
    for (int i = 1; i < 10; ++i) {
        clock.time += 1h;
        publish(noise, "dev", R"({"x": )" + std::to_string(i) + '}');
        run(one, noise);
        run(two, noise);
    }
    clock.time += 20min;
    const auto cause = publish(own, "dev", R"({"timeout": 3, "name": "n"})");
    clock.time += 2min;
    run(one, own);
    run(two, own);
    clock.time += 3min;
    const auto report = suspects("service=shop");
    QCOMPARE(report.agents, 2);
    QVERIFY(report.isComplete);
    const auto &first = report.suspects.front();
    QCOMPARE(first.version->text(), cause);
    QCOMPARE(first.keys, std::vector<std::string>{"/timeout"});
    QVERIFY(first.reachedAt - first.at == 2min);
    QVERIFY(first.reasons
        == (std::vector{SuspectReason::Shortly, SuspectReason::Everywhere, SuspectReason::Own,
            SuspectReason::LargeStep, SuspectReason::Unreviewed}));
    // With the beginnings of the config and of the environment; that of the other one had gone
    // before the agents asked.
    QCOMPARE(report.suspects.size(), 12U);
    QVERIFY(report.suspects.back().kind == SuspectKind::Policy);
}

// The record of a version tells its first keys; what the change is about may stand behind them.
void TestHindsight::allKeysOfALargeChangeCount()
{
    const auto own = config("a/own");
    const auto text = [](int value, const std::string &rest) {
        std::string members;
        for (int i = 0; i < 50; ++i)
            members += "\"k" + std::to_string(i) + "\": " + std::to_string(value) + ", ";
        return '{' + members + rest + '}';
    };
    publish(own, "dev", text(1, R"("n": 3, "tls": {"cert": "a"})"));
    const auto agent = enrol("n1", "shop", {"a/own"});
    clock.time += 1h;
    publish(own, "dev", text(2, R"("n": 300, "tls": {"cert": "b"})"));
    run(agent, own);
    clock.time += 1min;
    const auto report = suspects("service=shop&since=" + core::toRfc3339(clock.time - 5min));
    QCOMPARE(titles(report), std::vector<std::string>{"certificate a/own 1"});
    QVERIFY(std::ranges::count(report.suspects[0].reasons, SuspectReason::LargeStep) == 1);
    QVERIFY(report.isComplete);
}

void TestHindsight::whatDidNotReachTheServiceIsNoSuspect()
{
    const auto own = config("a/own");
    const auto other = config("a/other");
    publish(own, "dev", R"({"x": 1})");
    publish(other, "dev", R"({"x": 1})");
    const auto one = enrol("n1", "shop", {"a/own"});
    const auto till = enrol("n2", "till", {"a/other"});
    clock.time += 10min;
    publish(other, "dev", R"({"x": 2})");
    run(till, other);
    run(one, own); // what was live all the time
    clock.time += 1min;
    publish(own, "dev", R"({"x": 2})"); // and nobody took it
    clock.time += 1min;
    QCOMPARE(titles(suspects("service=shop&since=" + core::toRfc3339(clock.time - 5min))),
        std::vector<std::string>());
    QCOMPARE(titles(suspects("service=till&since=" + core::toRfc3339(clock.time - 5min))),
        std::vector<std::string>{"config a/other 1"});
    run(one, own);
    QCOMPARE(titles(suspects("service=shop&since=" + core::toRfc3339(clock.time - 5min))),
        std::vector<std::string>{"config a/own 1"});
    // Of the whole environment all.
    QCOMPARE(suspects("since=" + core::toRfc3339(clock.time - 5min)).suspects.size(), 2U);
}

void TestHindsight::whatCameThroughLayersAndReferences()
{
    const auto defaults = config("a/defaults");
    const auto host = config("b/host");
    const auto own = config("a/own");
    publish(host, "dev", R"({"h": "one"})");
    publish(defaults, "dev", R"({"on": true})");
    publish(own, "dev", R"({"h": "${ref:/b/host#/h}"})");
    const auto one = enrol("n1", "shop", {"a/own"});
    run(one, own);
    clock.time += 10min;
    const auto start = core::toRfc3339(clock.time);
    publish(host, "dev", R"({"h": "two"})");
    clock.time += 1min;
    run(one, own);
    publish(defaults, "dev", R"({"on": false})");
    clock.time += 1min;
    run(one, own);
    const auto report = suspects("service=shop&since=" + start);
    QCOMPARE(titles(report), (std::vector<std::string>{"flag a/defaults 1", "config b/host 1"}));
    QVERIFY(report.suspects[0].link == core::DependencyKind::Inherits);
    QVERIFY(report.suspects[1].link == core::DependencyKind::Refers);
}

// The first deed when something breaks: to do without what is suspected.
void TestHindsight::whatWasTakenOutSinceIsLookedAt()
{
    const auto host = config("b/host");
    const auto behind = config("b/behind");
    const auto layer = config("b/layer");
    const auto own = config("a/own");
    declare(own, R"({"kind":"base","name":"","config":)" + inQuotes(layer) + '}');
    publish(behind, "dev", R"({"h": "one"})");
    publish(host, "dev", R"({"h": "${ref:/b/behind#/h}"})");
    publish(layer, "dev", R"({"on": true})");
    publish(own, "dev", R"({"h": "${ref:/b/host#/h}"})");
    const auto one = enrol("n1", "shop", {"a/own"});
    run(one, own);
    clock.time += 10min;
    const auto start = core::toRfc3339(clock.time);
    publish(behind, "dev", R"({"h": "two"})");
    clock.time += 1min;
    run(one, own);
    publish(layer, "dev", R"({"on": false})");
    clock.time += 1min;
    run(one, own);
    clock.time += 1min;
    const auto broken = core::toRfc3339(clock.time);
    const std::vector<std::string> expected{"flag b/layer 1", "config b/behind 1"};
    QCOMPARE(titles(suspects("service=shop&since=" + start + "&before=" + broken)), expected);
    clock.time += 1min;
    publish(own, "dev", R"({"h": "one"})");
    publish(layer, "dev", R"({"on": true})");
    run(one, own);
    clock.time += 1min;
    const auto report = suspects("service=shop&since=" + start + "&before=" + broken);
    QCOMPARE(titles(report), expected);
    QVERIFY(report.isComplete);
    QVERIFY(report.suspects[0].link == core::DependencyKind::Layer);
    QVERIFY(report.suspects[1].link == core::DependencyKind::Refers);
    // Also when nobody says when it broke.
    const auto until = titles(suspects("service=shop&since=" + start));
    QVERIFY(std::ranges::find(until, "config b/behind 1") != until.end());
}

void TestHindsight::aRefusalIsHeard()
{
    const auto own = config("a/own");
    publish(own, "dev", R"({"x": 1})");
    const auto one = enrol("n1", "shop", {"a/own"});
    run(one, own);
    clock.time += 1h;
    publish(own, "dev", R"({"x": 2})");
    run(one, own, "refused");
    const auto report = suspects("service=shop&since=" + core::toRfc3339(clock.time - 1min));
    QCOMPARE(titles(report), std::vector<std::string>{"config a/own 0"});
    QCOMPARE(report.suspects[0].refusals, 1);
    QVERIFY(report.suspects[0].reasons.front() == SuspectReason::Refused);
}

void TestHindsight::keysAndPolicyAndStartsAreTold()
{
    const auto own = config("a/own");
    publish(own, "dev", R"({"x": 1})");
    enrol("n1", "shop", {"a/own"});
    enrol("n2", "shop", {"a/own"});
    clock.time += 1h;
    const auto start = core::toRfc3339(clock.time);
    enrol("n1", "shop", {"a/own"}); // came up again
    clock.time += 10s;
    enrol("n2", "shop", {"a/own"});
    clock.time += 10s;
    enrol("n3", "shop", {"a/own"}); // for the first time
    clock.time += 1min;
    declare(own, "");
    const auto report = suspects("service=shop&since=" + start);
    QCOMPARE(titles(report), (std::vector<std::string>{"agent n2 2", "policy a/own 0"}));
    QVERIFY(report.suspects[0].auditSequence.has_value());
    QVERIFY(!report.suspects[0].version);
}

void TestHindsight::onlyWhatWasBefore()
{
    const auto own = config("a/own");
    publish(own, "dev", R"({"x": 1})");
    const auto one = enrol("n1", "shop", {"a/own"});
    run(one, own);
    clock.time += 1h;
    publish(own, "dev", R"({"x": 2})");
    clock.time += 10min;
    run(one, own); // late
    const auto reached = clock.time;
    clock.time += 10min;
    const auto query = [&](core::Instant before) {
        return suspects("service=shop&before=" + core::toRfc3339(before)
            + "&since=" + core::toRfc3339(reached - 30min))
            .suspects.size();
    };
    QCOMPARE(query(reached - 1s), 0U);
    QCOMPARE(query(reached), 1U);
}

// The window is that of what reached them, not of when it was made.
void TestHindsight::whoWasAwayTakesWhatIsOld()
{
    const auto own = config("a/own");
    const auto host = config("b/host");
    publish(host, "dev", R"({"h": "one"})");
    publish(own, "dev", R"({"x": 1, "h": "${ref:/b/host#/h}"})");
    const auto one = enrol("n1", "shop", {"a/own"});
    const auto two = enrol("n2", "shop", {"a/own"});
    run(one, own);
    run(two, own);
    clock.time += 1h;
    const auto cause = publish(own, "dev", R"({"x": 2, "h": "${ref:/b/host#/h}"})");
    publish(host, "dev", R"({"h": "two"})");
    run(one, own);
    clock.time += 1h;
    run(two, own); // late
    const auto reached = clock.time;
    clock.time += 5min;
    const auto since
        = [this](auto time) { return "service=shop&since=" + core::toRfc3339(clock.time - time); };
    const auto report = suspects(since(30min));
    QCOMPARE(titles(report), (std::vector<std::string>{"config a/own 1", "config b/host 1"}));
    QCOMPARE(report.suspects.front().version->text(), cause);
    QVERIFY(report.suspects.front().reachedAt == reached);
    QVERIFY(suspects(since(4min)).suspects.empty());
}

// Taken back before the agent asked: it never had it, neither itself nor through a reference.
void TestHindsight::whatWasUndoneByThenReachedNobody()
{
    const auto host = config("b/host");
    const auto own = config("a/own");
    publish(host, "dev", R"({"h": "one"})");
    publish(own, "dev", R"({"x": 1, "y": 1, "h": "${ref:/b/host#/h}"})");
    const auto one = enrol("n1", "shop", {"a/own"});
    run(one, own);
    clock.time += 1h;
    publish(own, "dev", R"({"x": 9, "y": 1, "h": "${ref:/b/host#/h}"})");
    publish(host, "dev", R"({"h": "two"})");
    clock.time += 1min;
    publish(host, "dev", R"({"h": "one"})");
    const auto last = publish(own, "dev", R"({"x": 1, "y": 2, "h": "${ref:/b/host#/h}"})");
    clock.time += 1min;
    run(one, own);
    std::vector<std::string> found;
    for (const auto &each :
        suspects("service=shop&since=" + core::toRfc3339(clock.time - 10min)).suspects)
        found.push_back(each.title + (each.version->text() == last ? " last" : ""));
    // What took the host back is all that came to the agent of it.
    QCOMPARE(found, (std::vector<std::string>{"a/own last", "b/host"}));
}

// Of very many reports the latest are kept.
void TestHindsight::anAgentIsRememberedForAWhile()
{
    const auto own = config("a/own");
    const auto one = enrol("n1", "shop", {"a/own"});
    for (int i = 0; i < 164; ++i) {
        clock.time += 1min;
        publish(own, "dev", R"({"x": )" + std::to_string(i) + '}');
        run(one, own);
        run(one, own); // says nothing new
    }
    const auto map = store->snapshot();
    const auto runs = std::ranges::count_if(
        map, [](const auto &entry) { return entry.first.starts_with("agent-ran/"); });
    QVERIFY2(runs >= 64 && runs < 164, std::to_string(runs).c_str());
    const auto late = suspects("service=shop&since=" + core::toRfc3339(clock.time - 30min));
    QCOMPARE(late.suspects.size(), 31U);
    QVERIFY(late.isComplete);
    // Of what nobody remembers any more nothing is said, and that it is missing.
    QVERIFY(!suspects("service=shop&since=" + core::toRfc3339(clock.time - 160min)
        + "&before=" + core::toRfc3339(clock.time - 140min))
            .isComplete);
}

QTEST_GUILESS_MAIN(TestHindsight)
#include "tst_hindsight.moc"
