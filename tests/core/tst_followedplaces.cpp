// SPDX-License-Identifier: Apache-2.0
#include "engine/core/hierarchy/followed.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

core::Agent agentOf(
    const char *name, const char *service, std::optional<std::vector<core::FollowedPlace>> places)
{
    core::Agent agent;
    agent.name = name;
    agent.service = service;
    agent.environment = core::EnvironmentId("prod");
    agent.follows = std::vector<std::string>{"shop/pace", "shop/zone"};
    agent.places = std::move(places);
    return agent;
}

// Two regions, an instance of its own in one of them, one of another service, one elsewhere.
std::vector<core::Agent> fleet()
{
    std::vector<core::Agent> agents{
        agentOf("n1", "shop", {{{"shop/pace", "eu", "", "blue"}, {"shop/zone", "eu", "", ""}}}),
        agentOf("n2", "shop", {{{"shop/pace", "us", "", ""}, {"shop/zone", "us", "", ""}}}),
        agentOf("n3", "shop", {{{"shop/pace", "us", "", ""}, {"shop/zone", "us", "", ""}}}),
        agentOf("n4", "other", {{{"shop/pace", "asia", "", ""}}}),
        agentOf("n5", "shop", {{{"shop/pace", "asia", "", ""}}}),
    };
    agents.back().environment = core::EnvironmentId("dev");
    return agents;
}

// "shop/pace[region eu, instance blue]"
QStringList told(const std::vector<core::Agent> &agents, const core::HierarchyPlace &asked)
{
    QStringList lines;
    const auto found = core::placesOf(agents, "shop", asked);
    for (const auto &place : found.places)
        lines << QString::fromStdString(place.path + '[' + core::placeText(place) + ']');
    if (found.isSupposed)
        lines << QStringLiteral("supposed");
    return lines;
}

QStringList lines(const char *text)
{
    return QString::fromLatin1(text).split(u'|');
}

} // namespace

class TestFollowedPlaces : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void allThatTheServiceReads();
    void whatIsAskedForNarrows();
    void whoDoesNotSayCountsAsThere();
    void nobodyThere();
};

void TestFollowedPlaces::allThatTheServiceReads()
{
    QCOMPARE(told(fleet(), {core::EnvironmentId("prod"), "", "", ""}),
        lines("shop/pace[region eu, instance blue]|shop/pace[region us]|"
              "shop/zone[region eu]|shop/zone[region us]"));
    QCOMPARE(told({}, {core::EnvironmentId("prod"), "", "", ""}), QStringList());
}

void TestFollowedPlaces::whatIsAskedForNarrows()
{
    const core::EnvironmentId prod("prod");
    QCOMPARE(
        told(fleet(), {prod, "us", "", ""}), lines("shop/pace[region us]|shop/zone[region us]"));
    // With all else that the agent of that instance reads.
    const auto blue = lines("shop/pace[region eu, instance blue]|shop/zone[region eu]");
    QCOMPARE(told(fleet(), {prod, "", "", "blue"}), blue);
    QCOMPARE(told(fleet(), {prod, "eu", "", "blue"}), blue);
    // By the name of the agent.
    QCOMPARE(told(fleet(), {prod, "", "", "n1"}), blue);
    QCOMPARE(
        told(fleet(), {prod, "", "", "n2"}), lines("shop/pace[region us]|shop/zone[region us]"));
}

void TestFollowedPlaces::whoDoesNotSayCountsAsThere()
{
    const std::vector<core::Agent> agents{agentOf("n1", "shop", {})};
    QCOMPARE(told(agents, {core::EnvironmentId("prod"), "eu", "", ""}),
        lines("shop/pace[region eu]|shop/zone[region eu]"));
    QCOMPARE(
        told(agents, {core::EnvironmentId("prod"), "", "", ""}), lines("shop/pace[]|shop/zone[]"));
}

void TestFollowedPlaces::nobodyThere()
{
    QCOMPARE(told(fleet(), {core::EnvironmentId("prod"), "us", "", "blue"}),
        lines("shop/pace[region us, instance blue]|shop/zone[region us, instance blue]|supposed"));
}

QTEST_GUILESS_MAIN(TestFollowedPlaces)
#include "tst_followedplaces.moc"
