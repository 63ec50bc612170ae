// SPDX-License-Identifier: Apache-2.0
#include "engine/core/lineage/order.h"
#include "engine/core/lineage/shortened.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using core::EdgeKind;
using core::LineageEdge;
using core::LineageGraph;
using core::LineageOrder;

namespace {

struct Known {
    std::int64_t time;
    std::vector<std::uint32_t> parents;
};

class ListedVersions : public core::VersionSource {
public:
    explicit ListedVersions(std::vector<Known> versions)
        : m_versions(std::move(versions))
        , m_isRead(m_versions.size())
    {
    }
    std::int64_t timeOf(std::uint32_t version) override
    {
        m_isRead[version] = true;
        return m_versions[version].time;
    }
    std::span<const std::uint32_t> parentsOf(std::uint32_t version) override
    {
        return m_versions[version].parents;
    }
    std::size_t readCount() const { return std::size_t(std::ranges::count(m_isRead, true)); }
    const std::vector<Known> &all() const { return m_versions; }

private:
    std::vector<Known> m_versions;
    std::vector<bool> m_isRead;
};

// The first is the head of all; clocks differ by up to `skew` from the order of the graph.
ListedVersions randomVersions(std::uint32_t count, std::uint32_t skew, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<Known> versions(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        versions[i].time = std::int64_t(count - i) * 2
            + (skew > 0 ? std::int64_t(random() % skew) - skew / 2 : 0);
        if (i + 1 < count)
            versions[i].parents.push_back(i + 1);
        if (i + 30 < count && random() % 3 == 0)
            versions[i].parents.push_back(i + 2 + std::uint32_t(random()) % 28);
    }
    return ListedVersions(std::move(versions));
}

std::vector<std::uint32_t> orderOf(ListedVersions &source, std::vector<std::uint32_t> heads,
    std::size_t count = SIZE_MAX, std::size_t lookahead = 256)
{
    LineageOrder order(source, lookahead);
    for (const auto head : heads)
        order.addHead(head);
    std::vector<std::uint32_t> result;
    std::uint32_t version = 0;
    while (result.size() < count && order.next(version))
        result.push_back(version);
    return result;
}

bool isTopological(const ListedVersions &source, const std::vector<std::uint32_t> &order)
{
    std::vector<bool> isGiven(source.all().size());
    for (const auto version : order) {
        for (const auto parent : source.all()[version].parents) {
            if (isGiven[parent])
                return false;
        }
        isGiven[version] = true;
    }
    return true;
}

LineageGraph graphOf(const std::vector<std::vector<LineageEdge>> &edges)
{
    LineageGraph graph;
    for (const auto &list : edges)
        graph.append(list);
    return graph;
}

class TestLineageOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestComesFirst();
    void noVersionComesBeforeItsChildren();
    void theFirstOnesAreTheSameAndReadLittle();
    void aClockFarOffIsSurvived();
    void whatIsLeftOutIsJumpedOver();
    void everyAncestryIsKept();
};

void TestLineageOrder::theNewestComesFirst()
{
    ListedVersions source({{10, {2}}, {30, {2}}, {5, {}}, {20, {}}});
    QCOMPARE(orderOf(source, {0, 1, 3}), (std::vector<std::uint32_t>{1, 3, 0, 2}));
    QVERIFY(orderOf(source, {}).empty());
}

void TestLineageOrder::noVersionComesBeforeItsChildren()
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        ListedVersions source = randomVersions(3'000, 100, seed);
        const auto order = orderOf(source, {0});
        QCOMPARE(order.size(), 3'000U);
        QVERIFY(isTopological(source, order));
    }
}

void TestLineageOrder::theFirstOnesAreTheSameAndReadLittle()
{
    ListedVersions source = randomVersions(10'000, 40, 1);
    const auto all = orderOf(source, {0});
    ListedVersions fresh = randomVersions(10'000, 40, 1);
    const auto first = orderOf(fresh, {0}, 50);
    QVERIFY(std::equal(first.begin(), first.end(), all.begin()));
    QVERIFY(fresh.readCount() < 400);
}

// A child behind the lookahead comes after its parent, and nothing is lost or given twice.
void TestLineageOrder::aClockFarOffIsSurvived()
{
    std::vector<Known> versions(1'000);
    for (std::uint32_t i = 0; i + 2 < 1'000; ++i)
        versions[i] = {10'000 - i, {i + 1}};
    versions[999] = {-5, {10}};
    ListedVersions source(versions);
    auto order = orderOf(source, {0, 999}, SIZE_MAX, 16);
    QVERIFY(!isTopological(source, order));
    QVERIFY(isTopological(source, orderOf(source, {0, 999}, SIZE_MAX, 2'000)));
    std::ranges::sort(order);
    QCOMPARE(order.size(), 1'000U);
    QVERIFY(std::ranges::adjacent_find(order) == order.end());
}

void TestLineageOrder::whatIsLeftOutIsJumpedOver()
{
    // 0 → 1 → 2 → 3, and 0 → 2 by a merge; a parent above its child is nobody's.
    const LineageGraph graph = graphOf({{{1}, {2, EdgeKind::Merge}}, {{2}}, {{3}, {0}}, {}});
    const LineageGraph part = core::shortened(graph, {true, false, true, true});
    QCOMPARE(part.edgesOf(0).size(), 1U);
    // What is direct says more.
    QVERIFY(part.edgesOf(0)[0] == (LineageEdge{2, EdgeKind::Merge, false}));
    QCOMPARE(part.edgesOf(2).size(), 1U);
    const LineageGraph ends = core::shortened(graph, {true, false, false, true});
    QCOMPARE(ends.edgesOf(0).size(), 1U);
    QVERIFY(ends.edgesOf(0)[0] == (LineageEdge{3, EdgeKind::Edit, true}));
    QVERIFY(core::shortened(graph, {true, true, true, true}) == graph);
    QCOMPARE(core::lanesOf(graph, {true, false, false, true}).rowCount(), 2U);
    QCOMPARE(core::lanesOf(graph, {true, false, false, true}).row(0).leaving[0].isIndirect, true);
    QCOMPARE(core::lanesOf(graph, {true, true, true, true}).row(0).leaving.size(), 2U);
}

// By brute force: what could be reached can still be reached, and nothing else.
void TestLineageOrder::everyAncestryIsKept()
{
    const auto reach = [](const LineageGraph &graph, std::uint32_t from) {
        std::vector<bool> seen(graph.versionCount());
        seen[from] = true;
        for (auto version = from; version < graph.versionCount(); ++version) {
            for (const LineageEdge &edge : graph.edgesOf(version))
                seen[edge.parent] = seen[edge.parent] || seen[version];
        }
        return seen;
    };
    for (unsigned seed = 0; seed < 100; ++seed) {
        std::mt19937 random(seed);
        LineageGraph graph;
        std::vector<bool> kept;
        for (std::uint32_t i = 0; i < 40; ++i) {
            std::vector<LineageEdge> edges;
            for (unsigned j = 0; j < random() % 3; ++j)
                edges.push_back({std::min(39U, i + 1 + std::uint32_t(random()) % 6)});
            graph.append(edges);
            kept.push_back(random() % 2 == 0);
        }
        const LineageGraph part = core::shortened(graph, kept);
        for (std::uint32_t from = 0; from < 40; ++from) {
            if (!kept[from])
                continue;
            const auto before = reach(graph, from);
            const auto after = reach(part, from);
            for (std::uint32_t to = 0; to < 40; ++to)
                QVERIFY(!kept[to] || before[to] == after[to]);
        }
    }
}

} // namespace

QTEST_GUILESS_MAIN(TestLineageOrder)
#include "tst_lineageorder.moc"
