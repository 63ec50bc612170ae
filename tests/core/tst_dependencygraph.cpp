// SPDX-License-Identifier: Apache-2.0
#include "engine/core/graph/impact.h"
#include "tests/support/testcase.h"

#include <algorithm>
#include <random>
#include <set>

using namespace chancery;
using core::Dependency;
using core::DependencyGraph;
using core::DependencyKind;
using core::DependencySource;
using Node = DependencyGraph::Node;
using enum core::DependencyKind;

namespace {

const DependencySource live{"prod", {}};

// "a -> b c, b => d": the paths on the left exist; "->" refers, "=>" declares, "+>" is laid over,
// "~>" inherits.
DependencyGraph graphOf(const QString &text, const DependencySource &source = live)
{
    static const std::map<QString, DependencyKind> kinds{{QStringLiteral("->"), Refers},
        {QStringLiteral("=>"), Declares}, {QStringLiteral("+>"), Layer},
        {QStringLiteral("~>"), Inherits}};
    DependencyGraph graph;
    std::map<std::string, std::vector<Dependency>> all;
    for (const auto &line : text.split(u',')) {
        const auto words = line.split(u' ', Qt::SkipEmptyParts);
        graph.add(words[0].toStdString());
        for (qsizetype i = 2; i < words.size(); ++i)
            all[words[0].toStdString()].push_back({kinds.at(words[1]), words[i].toStdString()});
    }
    for (auto &[path, needs] : all)
        graph.replace(path, source, std::move(needs));
    return graph;
}

std::string reachedFrom(const DependencyGraph &graph, const std::string &path,
    core::WalkDirection direction, std::optional<std::uint32_t> hops = {},
    const core::DependencyScope &scope = {})
{
    const Node from[]{*graph.find(path)};
    std::vector<std::string> lines;
    for (const auto &each : core::reach(graph, from, direction, scope, hops)) {
        lines.push_back(
            graph.path(each.node) + std::to_string(each.hops) + (each.isInheritedOnly ? "*" : ""));
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto &line : lines)
        text += (text.empty() ? "" : " ") + line;
    return text;
}

std::string wayText(const DependencyGraph &graph, const std::vector<Node> &way)
{
    std::string text;
    for (const auto node : way)
        text += (text.empty() ? "" : " ") + graph.path(node);
    return text;
}

// The same graph kept as a plain list and asked by brute force.
struct Reference {
    struct Fact {
        std::string from;
        DependencySource source;
        Dependency to;
        auto operator<=>(const Fact &) const = default;
    };
    std::set<std::string> present;
    std::set<Fact> facts;

    void replace(const std::string &from, const DependencySource &source,
        const std::vector<Dependency> &needs)
    {
        std::erase_if(
            facts, [&](const Fact &fact) { return fact.from == from && fact.source == source; });
        for (const auto &each : needs) {
            if (each.path != from)
                facts.insert({from, source, each});
        }
    }

    // Each config that is reached, and whether only through inheritance. By repeating until
    // nothing changes.
    std::map<std::string, bool> reach(const std::string &from, bool isForward,
        const core::DependencyScope &scope, bool isWithInheritance = true) const
    {
        std::map<std::string, bool> reached{{from, false}};
        for (bool isChanged = true; isChanged;) {
            isChanged = false;
            for (const auto &fact : facts) {
                const auto kind = fact.to.kind;
                const bool passes = (scope.environment.empty() || fact.source.environment.empty()
                                        || fact.source.environment == scope.environment)
                    && (scope.isProposedToo || fact.source.holder.empty())
                    && (isWithInheritance || (kind != Layer && kind != Inherits))
                    && (kind != Inherits || present.contains(fact.to.path));
                const auto &a = isForward ? fact.from : fact.to.path;
                const auto &b = isForward ? fact.to.path : fact.from;
                if (passes && reached.contains(a))
                    isChanged = reached.emplace(b, false).second || isChanged;
            }
        }
        if (isWithInheritance) {
            const auto direct = reach(from, isForward, scope, false);
            for (auto &[path, isInherited] : reached)
                isInherited = !direct.contains(path);
        }
        return reached;
    }
};

} // namespace

class TestDependencyGraph : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneSourceIsReplacedAlone();
    void whatIsUnusedIsForgotten();
    void walksCountHopsAndInheritance();
    void environmentsAndProposalsAreKeptApart();
    void missingConfigsDangle();
    void cyclesAreNamed();
    void shortestCircleIsFound();
    void circlesThroughAConfigAreFound_data();
    void circlesThroughAConfigAreFound();
    void impactCountsAgentsAndServices();
    void aLayersImpactIsWhereItIsLaid();
    void agentsComeAndGo();
    void randomHistoriesAgreeWithBruteForce();
    void hundredThousandConfigsAreWalked();
};

void TestDependencyGraph::oneSourceIsReplacedAlone()
{
    DependencyGraph graph;
    for (const auto *path : {"a", "b", "c"})
        graph.add(path);
    graph.replace("a", {"dev", {}}, {{Refers, "b"}});
    graph.replace("a", {"prod", {}}, {{Refers, "b"}, {Refers, "c"}, {Refers, "b"}, {Refers, "a"}});
    QCOMPARE(graph.edgeCount(), std::size_t(3));
    graph.replace("a", {"prod", {}}, {{Declares, "c"}});
    QCOMPARE(graph.edgeCount(), std::size_t(2));
    QCOMPARE(reachedFrom(graph, "c", core::WalkDirection::Dependents), std::string("a1 c0"));
    graph.replace("a", {"prod", {}}, {});
    QCOMPARE(reachedFrom(graph, "c", core::WalkDirection::Dependents), std::string("c0"));
    QCOMPARE(reachedFrom(graph, "b", core::WalkDirection::Dependents), std::string("a1 b0"));
    QVERIFY(graph.isConsistent());
}

void TestDependencyGraph::whatIsUnusedIsForgotten()
{
    DependencyGraph graph;
    graph.add("a");
    for (int i = 0; i < 1000; ++i) {
        const DependencySource source{"dev", "drf_" + std::to_string(i)};
        graph.replace("a", source, {{Refers, "misspelt-" + std::to_string(i)}});
        graph.replace("a", source, {});
    }
    QVERIFY(graph.nodeCount() < 4);
    graph.remove("a");
    graph.remove("a");
    QVERIFY(!graph.find("a"));
    QCOMPARE(graph.presentCount(), std::size_t(0));
    QVERIFY(graph.isConsistent());
}

void TestDependencyGraph::walksCountHopsAndInheritance()
{
    const auto graph = graphOf(QStringLiteral(
        "base, over +> base, team/defaults, team/x ~> team/defaults, team/y -> team/x, "
        "z => team/y, both ~> team/defaults, both2 -> team/defaults both"));
    using enum core::WalkDirection;
    QCOMPARE(reachedFrom(graph, "base", Dependents), std::string("base0 over1*"));
    QCOMPARE(reachedFrom(graph, "team/defaults", Dependents),
        std::string("both1* both21 team/defaults0 team/x1* team/y2* z3*"));
    QCOMPARE(reachedFrom(graph, "team/defaults", Dependents, 1),
        std::string("both1* both21 team/defaults0 team/x1*"));
    QCOMPARE(
        reachedFrom(graph, "z", Dependencies), std::string("team/defaults3* team/x2 team/y1 z0"));
    QCOMPARE(reachedFrom(graph, "z", Dependencies, 0), std::string("z0"));
}

void TestDependencyGraph::environmentsAndProposalsAreKeptApart()
{
    DependencyGraph graph;
    for (const auto *path : {"a", "b", "c", "d"})
        graph.add(path);
    graph.replace("a", {"dev", {}}, {{Refers, "d"}});
    graph.replace("b", {}, {{Declares, "d"}});
    graph.replace("c", {"prod", "CR-1"}, {{Refers, "d"}});
    const auto from = [&](const core::DependencyScope &scope) {
        return reachedFrom(graph, "d", core::WalkDirection::Dependents, {}, scope);
    };
    QCOMPARE(from({}), std::string("a1 b1 d0"));
    QCOMPARE(from({"dev", false}), std::string("a1 b1 d0"));
    QCOMPARE(from({"prod", false}), std::string("b1 d0"));
    QCOMPARE(from({"prod", true}), std::string("b1 c1 d0"));
}

void TestDependencyGraph::missingConfigsDangle()
{
    auto graph = graphOf(QStringLiteral("a -> gone b, b ~> nowhere/defaults"));
    const auto dangling = core::danglingEdges(graph, {});
    QCOMPARE(dangling.size(), std::size_t(1));
    QCOMPARE(graph.path(dangling[0].from), std::string("a"));
    QCOMPARE(graph.path(dangling[0].edge.node()), std::string("gone"));
    graph.add("gone");
    QVERIFY(core::danglingEdges(graph, {}).empty());
    graph.remove("b");
    QCOMPARE(core::danglingEdges(graph, {}).size(), std::size_t(1));
}

void TestDependencyGraph::cyclesAreNamed()
{
    const auto graph = graphOf(
        QStringLiteral("a -> b, b -> c, c -> a d, d -> e, e, f => g, g -> f, h -> missing"));
    std::vector<std::string> found;
    for (const auto &members : core::cycles(graph, {})) {
        found.push_back(wayText(graph, members));
    }
    std::sort(found.begin(), found.end());
    QCOMPARE(found, (std::vector<std::string>{"a b c", "f g"}));
    QVERIFY(core::cycles(graph, {"dev", false}).empty());
}

void TestDependencyGraph::shortestCircleIsFound()
{
    const auto graph = graphOf(QStringLiteral("a -> b x, b -> c, c -> a, x -> a, y -> a, z"));
    const auto way = [&](const char *from, const char *to) {
        return wayText(graph, core::shortestWay(graph, *graph.find(from), *graph.find(to), {}));
    };
    QCOMPARE(way("a", "a"), std::string("a x a"));
    QCOMPARE(way("b", "b"), std::string("b c a b"));
    QCOMPARE(way("y", "c"), std::string("y a b c"));
    QCOMPARE(way("a", "z"), std::string());
    QCOMPARE(way("y", "y"), std::string());
}

void TestDependencyGraph::circlesThroughAConfigAreFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<core::CircleRule>("rule");
    QTest::addColumn<std::string>("circle");
    const auto row = [](const char *name, const char *text, const char *circle) {
        QTest::newRow(name) << QString::fromLatin1(text) << core::CircleRule::Declared
                            << std::string(circle);
    };
    row("none", "a => b, b => c, c", "");
    row("two declare each other", "a => b, b => a", "a b a");
    row("references alone may", "a -> b, b -> a", "");
    row("one of them declares", "a -> b, b => c, c -> a", "a b c a");
    row("one that is only met", "a -> b, b -> c, c => b, c -> a", "a b c b c a");
    row("a detour to the declaration", "a -> b, b -> a c, c => b", "a b c b a");
    row("a circle that the start is not on", "a -> b, b => c, c => b", "");
    row("through defaults", "a/defaults => a/x, a/x ~> a/defaults", "a/defaults a/x a/defaults");
    const auto any = core::CircleRule::Any;
    QTest::newRow("any of references")
        << QStringLiteral("a -> b c, b -> c, c -> a") << any << std::string("a c a");
    QTest::newRow("any, but there is none")
        << QStringLiteral("a -> b, b -> c, c -> b") << any << std::string();
    QTest::newRow("long") << QStringLiteral("a => b, b -> c, c +> d, d ~> e, e -> a")
                          << core::CircleRule::Declared << std::string("a b c d e a");
}

void TestDependencyGraph::circlesThroughAConfigAreFound()
{
    QFETCH(QString, text);
    QFETCH(core::CircleRule, rule);
    QFETCH(std::string, circle);
    const auto graph = graphOf(text);
    std::map<std::string, int> asked;
    const auto way = core::circleThrough(graph.path(0), rule, [&](const auto &path) {
        ++asked[path];
        std::vector<Dependency> needs;
        for (const auto &edge : graph.dependencies(*graph.find(path)))
            needs.push_back({edge.kind(), graph.path(edge.node())});
        return needs;
    });
    std::string found;
    for (const auto &path : way)
        found += (found.empty() ? "" : " ") + path;
    QCOMPARE(found, circle);
    for (const auto &[path, times] : asked)
        QCOMPARE(times, 1);
}

void TestDependencyGraph::impactCountsAgentsAndServices()
{
    auto graph = graphOf(QStringLiteral(
        "team/defaults, team/x ~> team/defaults, team/y -> team/defaults, z -> team/x"));
    core::Followers followers;
    followers.replace(graph, {"1", "host-1", "shop", "prod"}, {"team/x"});
    followers.replace(graph, {"2", "host-2", "shop", "prod"}, {"team/y", "z"});
    followers.replace(graph, {"3", "host-3", "pay", "prod"}, {"z"});
    followers.replace(graph, {"4", "host-4", "pay", "dev"}, {"team/y"});
    const Node changed[]{*graph.find("team/defaults")};
    const auto impact = core::impactOf(graph, followers, changed, "prod");
    QCOMPARE(impact.configs, (core::ImpactCount{1, 2}));
    QCOMPARE(impact.agents, (core::ImpactCount{1, 2}));
    QCOMPARE(impact.services, (core::ImpactCount{1, 1}));
    QCOMPARE(impact.agentNumbers, (std::vector<std::uint32_t>{0, 1, 2}));
    const auto inDev = core::impactOf(graph, followers, changed, "dev");
    QCOMPARE(inDev.agents, (core::ImpactCount{0, 0}));
    QCOMPARE(inDev.reached.size(), std::size_t(1));
}

// Of a region, of an instance that has not the agent's name, and of a group; by path, not by agent.
void TestDependencyGraph::aLayersImpactIsWhereItIsLaid()
{
    DependencyGraph graph;
    for (const auto *path : {"z", "z-eu", "z-one", "z-canary", "user"})
        graph.add(path);
    const auto lay = [&graph](const std::string &name, const char *path) {
        graph.replace("z", {{}, {}, name}, {{core::DependencyKind::Layer, path}});
    };
    lay("region eu", "z-eu");
    lay("instance i-7", "z-one");
    lay("group canary", "z-canary");
    graph.replace("user", live, {{core::DependencyKind::Refers, "z"}});
    core::Followers followers;
    followers.replace(
        graph, {"1", "host-1", "shop", "prod"}, {"z"}, {{"z", "eu", "canary", "i-7"}});
    followers.replace(graph, {"2", "i-7", "shop", "prod"}, {"z"}, {{"z", "us", "", "i-8"}});
    followers.replace(
        graph, {"3", "host-3", "pay", "prod"}, {"user"}, {{"user", "us", "canary", "i-7"}});
    followers.replace(graph, {"4", "host-4", "far", "prod"}, {"user", "z-eu"},
        {{"user", "eu", "", ""}, {"z-eu", "", "", ""}});
    const auto agentsOf = [&](std::initializer_list<const char *> paths) {
        std::vector<DependencyGraph::Node> changed;
        for (const auto *path : paths)
            changed.push_back(*graph.find(path));
        return core::impactOf(graph, followers, changed, "prod");
    };
    const auto inRegion = agentsOf({"z-eu"});
    QCOMPARE(inRegion.agentNumbers, (std::vector<std::uint32_t>{0, 3}));
    QCOMPARE(inRegion.agents, (core::ImpactCount{1, 1})); // the fourth follows the layer itself
    QCOMPARE(inRegion.services, (core::ImpactCount{1, 1}));
    QCOMPARE(inRegion.configs, (core::ImpactCount{0, 2}));
    QCOMPARE(agentsOf({"z-one"}).agentNumbers, (std::vector<std::uint32_t>{0, 2}));
    QCOMPARE(agentsOf({"z-eu", "z-one"}).agents.all(), std::size_t(3));
    QCOMPARE(agentsOf({"z-canary"}).agentNumbers, (std::vector<std::uint32_t>{0, 2}));
    QCOMPARE(agentsOf({"z"}).agents.all(), std::size_t(4));
    // Who reads one path in two places is reached by the layers of either, and counts once.
    followers.replace(graph, {"2", "i-7", "shop", "prod"}, {"z", "z"},
        {{"z", "us", "", "i-8"}, {"z", "eu", "", "i-8"}});
    QCOMPARE(agentsOf({"z-eu"}).agentNumbers, (std::vector<std::uint32_t>{0, 1, 3}));
    QCOMPARE(agentsOf({"z-canary"}).agentNumbers, (std::vector<std::uint32_t>{0, 2}));
    followers.replace(graph, {"2", "i-7", "shop", "prod"}, {"z"}, {{"z", "us", "", "i-8"}});
    // Who has not said where it reads may be anywhere.
    followers.replace(graph, {"5", "host-5", "old", "prod"}, {"z"});
    QCOMPARE(agentsOf({"z-canary"}).agentNumbers, (std::vector<std::uint32_t>{0, 2, 4}));
    // Of many places each counts for its own.
    for (int i = 0; i < 300; ++i) {
        const auto number = std::to_string(i);
        const auto own = "own-" + number;
        graph.add(own);
        lay("instance n-" + number, own.c_str());
        followers.replace(
            graph, {"n" + number, "n", "many", "prod"}, {"z"}, {{"z", "us", "", "n-" + number}});
    }
    QCOMPARE(agentsOf({"own-7"}).agents.all(), std::size_t(1 + 1)); // and the one of no place
    QCOMPARE(agentsOf({"own-7", "own-8"}).agents.all(), std::size_t(2 + 1));
}

void TestDependencyGraph::agentsComeAndGo()
{
    DependencyGraph graph;
    core::Followers followers;
    followers.replace(graph, {"1", "host", "shop", "prod"}, {"a", "b"});
    const auto a = *graph.find("a");
    graph.add("a");
    graph.remove("a");
    QCOMPARE(graph.find("a"), std::optional(a));
    QCOMPARE(followers.of(a).size(), std::size_t(1));
    followers.replace(graph, {"1", "host", "shop", "prod"}, {"b"});
    QVERIFY(!graph.find("a"));
    QVERIFY(followers.of(a).empty());
    followers.remove(graph, "1");
    followers.remove(graph, "1");
    QCOMPARE(followers.size(), std::size_t(0));
    QVERIFY(!graph.find("b"));
    QVERIFY(graph.isConsistent());
}

void TestDependencyGraph::randomHistoriesAgreeWithBruteForce()
{
    const std::vector<DependencySource> sources{{}, {"dev", {}}, {"prod", {}}, {"prod", "CR-1"}};
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        DependencyGraph graph;
        Reference reference;
        const auto name = [&] { return "n" + std::to_string(random() % 12); };
        for (int step = 0; step < 120; ++step) {
            const auto path = name();
            if (random() % 3 == 0) {
                const bool isAdding = random() % 3 != 0;
                isAdding ? graph.add(path) : graph.remove(path);
                isAdding ? void(reference.present.insert(path))
                         : void(reference.present.erase(path));
                continue;
            }
            std::vector<Dependency> needs(random() % 3);
            for (auto &each : needs)
                each = {DependencyKind(random() % core::dependencyKindCount), name()};
            const auto &source = sources[random() % sources.size()];
            reference.replace(path, source, needs);
            graph.replace(path, source, std::move(needs));
        }
        QVERIFY(graph.isConsistent());
        QCOMPARE(graph.edgeCount(), reference.facts.size());
        for (const bool isForward : {true, false}) {
            const core::DependencyScope scope{random() % 2 ? "prod" : "", random() % 2 == 0};
            const auto from = name();
            const auto start = graph.find(from);
            if (!start)
                continue;
            std::map<std::string, bool> reached;
            const Node starts[]{*start};
            for (const auto &each :
                core::reach(graph, starts,
                    isForward ? core::WalkDirection::Dependencies : core::WalkDirection::Dependents,
                    scope))
                reached[graph.path(each.node)] = each.isInheritedOnly;
            QCOMPARE(reached, reference.reach(from, isForward, scope));
        }
    }
}

// No bound of time here: that is what the measurement "chancery-bench impact" is for.
void TestDependencyGraph::hundredThousandConfigsAreWalked()
{
    constexpr int count = 100'000;
    DependencyGraph graph;
    for (int i = 0; i < count; ++i) {
        graph.add("n" + std::to_string(i));
        graph.replace("n" + std::to_string(i), live,
            {{Refers, "n" + std::to_string(i / 2)}, {Refers, "n" + std::to_string(i - 1)}});
    }
    const Node root[]{*graph.find("n0")};
    QCOMPARE(
        core::reach(graph, root, core::WalkDirection::Dependents, {}).size(), std::size_t(count));
    QVERIFY(core::cycles(graph, {}).empty());
    graph.replace("n0", live, {{Refers, "n" + std::to_string(count - 1)}});
    const auto found = core::cycles(graph, {});
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].size(), std::size_t(count));
}

QTEST_GUILESS_MAIN(TestDependencyGraph)
#include "tst_dependencygraph.moc"
