// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describesuspects.h"
#include "tests/server/emergencyworld.h"
#include "tests/server/freezeworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::SuspectKind;
using core::SuspectReason;
using support::inQuotes;
using namespace std::chrono_literals;

namespace {

std::string enrol(support::ServiceWorld &world, const std::string &place, const std::string &path)
{
    return world.at(
        world.ask("POST", "/v1/agents",
            R"({"name":"n1","environment":)" + inQuotes(place)
                + R"(,"service":"shop","region":"","build":"1","paths":[)" + inQuotes(path) + "]}"),
        "/id");
}

// The agent has what is live.
int run(support::ServiceWorld &world, const std::string &agent, const std::string &config,
    const std::string &place)
{
    const auto body = R"({"config":)" + inQuotes(config) + R"(,"path":"","version":)"
        + inQuotes(world.live(config, place)) + R"(,"epoch":1,"status":"applied","reason":"","at":)"
        + inQuotes(core::toRfc3339(world.clock.time)) + '}';
    return world.ask("POST", "/v1/agents/" + agent + ":report", body).status;
}

// Of the last two hours.
core::SuspectReport suspects(support::ServiceWorld &world, const std::string &place,
    std::optional<core::Instant> before = {})
{
    const auto end = before.value_or(world.clock.time);
    const auto answer = world.ask("GET", "/v1/environments/" + place + "/suspects", {}, {},
        "service=shop&before=" + core::toRfc3339(end) + "&since=" + core::toRfc3339(end - 2h));
    const auto report = world.read<core::SuspectReport>(answer);
    return report ? *report : core::SuspectReport();
}

const core::Suspect *find(const core::SuspectReport &report, const std::string &title)
{
    const auto found = std::ranges::find(report.suspects, title, &core::Suspect::title);
    return found == report.suspects.end() ? nullptr : &*found;
}

bool has(const core::Suspect *suspect, SuspectReason reason)
{
    return suspect && std::ranges::count(suspect->reasons, reason) > 0;
}

} // namespace

// What governs, freezes and emergencies among what changed before something broke.
class TestSuspectMarks : public support::TestCase, private support::FreezeWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginWithFreezes(); }
    void whatGovernsIsSuspectedAsPolicy();
    void anOverrideOfAFreezeIsTold();
    void whatIsDoneInAnEmergencyIsMarked();
    void onlyWhatWasLiveThenWasTakenBackForIt();
};

void TestSuspectMarks::whatGovernsIsSuspectedAsPolicy()
{
    const auto own = config("a/own");
    publish(own, "dev", R"({"x": 1})");
    const auto agent = enrol(*this, "dev", "a/own");
    clock.time += 8h;
    freeze("dev", closing(60min, 120min, "soft"));
    freeze("prod", closing(60min, 120min, "soft"));
    publish(own, "dev", R"({"x": 2})");
    QCOMPARE(run(*this, agent, own, "dev"), 200);
    clock.time += 5min;
    const auto report = suspects(*this, "dev");
    // Once, of this environment, and behind what reached the service.
    QCOMPARE(report.suspects.size(), 2U);
    QCOMPARE(report.suspects[0].title, std::string("a/own"));
    const auto &policy = report.suspects[1];
    QCOMPARE(policy.title, std::string("sys/freezes"));
    QVERIFY(policy.kind == SuspectKind::Policy);
    QVERIFY(policy.version && policy.changeRequest);
    QVERIFY(!has(&policy, SuspectReason::Own) && policy.score > 0);
}

void TestSuspectMarks::anOverrideOfAFreezeIsTold()
{
    const auto own = config("a/own");
    publish(own, "dev", R"({"x": 1})");
    (void)enrol(*this, "dev", "a/own");
    freeze("dev", closing(-10min, 60min, "soft"));
    const auto wish = open(own, "dev", R"({"x": 2})");
    actAs(person("olga", R"(["author","freeze.override"])"));
    QCOMPARE(act(wish, "override-freeze", R"({"reason":"it cannot wait","ticket":"INC-7"})").status,
        200);
    actAs({});
    const auto report = suspects(*this, "dev");
    const auto *told = find(report, wish);
    QVERIFY(told && told->kind == SuspectKind::Policy);
    QCOMPARE(told->message, std::string("freeze.override"));
    QVERIFY(told->auditSequence.has_value());
    QVERIFY(!find(suspects(*this, "prod"), wish));
}

void TestSuspectMarks::whatIsDoneInAnEmergencyIsMarked()
{
    support::EmergencyWorld world;
    world.beginEmergencies();
    const auto agent = enrol(world, "live", "a/cards");
    world.clock.time += 10min;
    const auto session = world.open(world.ann);
    QCOMPARE(world.act(world.ann, session, world.edit(R"({"limit":20})")).status, 200);
    QCOMPARE(run(world, agent, world.cards, "live"), 200);
    world.clock.time += 5min;
    const auto report = suspects(world, "live");
    QVERIFY(!report.suspects.empty());
    QCOMPARE(report.suspects[0].title, std::string("a/cards"));
    QVERIFY(has(&report.suspects[0], SuspectReason::Emergency));
    const auto *opened = find(report, session.id.text());
    QVERIFY(opened && opened->kind == SuspectKind::Policy);
    QCOMPARE(opened->message, std::string("breakglass.activate"));
}

// A version that was rolled back from before something else broke is no longer the likeliest.
void TestSuspectMarks::onlyWhatWasLiveThenWasTakenBackForIt()
{
    const auto own = config("a/own");
    const auto first = publish(own, "dev", R"({"x": 1})");
    const auto agent = enrol(*this, "dev", "a/own");
    clock.time += 8h;
    const auto bad = publish(own, "dev", R"({"x": 2})");
    QCOMPARE(run(*this, agent, own, "dev"), 200);
    clock.time += 5min;
    const auto firstIncident = clock.time;
    clock.time += 5min;
    QCOMPARE(ask("POST", "/v1/configs/" + own + "/heads/dev:rollback",
                 R"({"target":)" + inQuotes(first) + R"(,"reason":"worse","ticket":""})",
                 ask("GET", "/v1/configs/" + own + "/heads/dev").etag)
                 .status,
        201);
    QCOMPARE(run(*this, agent, own, "dev"), 200);
    clock.time += 20min;
    const auto of = [&](core::Instant before) {
        const auto report = suspects(*this, "dev", before);
        const auto found = std::ranges::find(
            report.suspects, std::optional(core::VersionId(bad)), &core::Suspect::version);
        return found != report.suspects.end() && has(&*found, SuspectReason::RolledBack);
    };
    QVERIFY(of(firstIncident));
    QVERIFY(!of(clock.time));
}

QTEST_GUILESS_MAIN(TestSuspectMarks)
#include "tst_suspectmarks.moc"
