// SPDX-License-Identifier: Apache-2.0
#include "engine/core/lineage/lanetext.h"
#include "engine/core/lineage/order.h"
#include "engine/core/lineage/shortened.h"
#include "tests/support/testcase.h"

#include <QFile>

#include <map>
#include <random>
#include <set>

using namespace chancery;
using core::EdgeKind;
using core::LaneLine;
using core::LaneRow;
using core::Lanes;
using core::LineageEdge;
using Dag = std::vector<std::vector<LineageEdge>>; // by version, the newest first

namespace {

// Mostly lines with branches and merges, here and there an old parent, several heads and roots.
Dag randomDag(std::uint32_t count, unsigned seed)
{
    std::mt19937 random(seed);
    Dag dag(count);
    for (std::uint32_t version = 0; version < count; ++version) {
        const auto parents = random() % 20 == 0 ? random() % 5 : 1 + (random() % 4 == 0 ? 1 : 0);
        for (unsigned i = 0; i < parents; ++i) {
            const auto reach = random() % 50 == 0 ? 2000u : 12u;
            const auto parent = version + 1 + std::uint32_t(random()) % reach;
            if (parent < count)
                dag[version].push_back({parent, EdgeKind(random() % 5), false});
        }
    }
    return dag;
}

Lanes lanesOf(const Dag &dag, std::size_t count = SIZE_MAX)
{
    Lanes lanes;
    for (std::uint32_t version = 0; version < std::min(count, dag.size()); ++version)
        lanes.add(version, dag[version]);
    return lanes;
}

// Every edge of the graph, as often as it is there.
std::multiset<std::pair<std::uint32_t, std::uint32_t>> edgesOf(const Dag &dag)
{
    std::multiset<std::pair<std::uint32_t, std::uint32_t>> edges;
    for (std::uint32_t version = 0; version < dag.size(); ++version) {
        for (const LineageEdge &edge : dag[version])
            edges.emplace(version, edge.parent);
    }
    return edges;
}

// Follows the drawn lines down from row to row, as an eye does.
class Follower {
public:
    void follow(const LaneRow &row)
    {
        std::map<std::uint32_t, LaneLine> touched;
        for (const auto *lines : {&row.arriving, &row.passing}) {
            for (const LaneLine &line : *lines)
                touched.emplace(line.lane, line);
        }
        isContinuous = isContinuous && touched == m_below
            && touched.size() == row.arriving.size() + row.passing.size();
        m_below.clear();
        for (const LaneLine &line : row.arriving) {
            isContinuous = isContinuous && line.parent == row.version;
            drawn.emplace(line.child, line.parent);
        }
        for (const LaneLine &line : row.passing) {
            isContinuous = isContinuous && line.lane != row.lane;
            m_below.emplace(line.lane, line);
        }
        for (const LaneLine &line : row.leaving) {
            isContinuous = isContinuous && line.child == row.version
                && m_below.emplace(line.lane, line).second;
        }
        mostOpen = std::max({mostOpen, m_below.size(), touched.size()});
    }
    bool isAtEnd() const { return m_below.empty(); }

    std::multiset<std::pair<std::uint32_t, std::uint32_t>> drawn;
    bool isContinuous = true; // nothing begins or ends but at a version, nothing shares a lane
    std::size_t mostOpen = 0;

private:
    std::map<std::uint32_t, LaneLine> m_below; // by lane
};

std::string pictureOf(const Dag &dag)
{
    const Lanes lanes = lanesOf(dag);
    std::string picture;
    for (const LaneRow &row : lanes.rows(0, lanes.rowCount()))
        core::appendLaneText(row, std::to_string(row.version), picture);
    return picture;
}

class TestLanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineIsOneLane();
    void aMergeOpensALaneAndTheBaseClosesIt();
    void theMainLineGoesStraight();
    void everyEdgeIsDrawnWithoutAGap_data();
    void everyEdgeIsDrawnWithoutAGap();
    void noLaneIsLeftEmpty();
    void theFirstRowsNeedNothingOfTheRest();
    void anyRowIsToldAsInOneRun();
    void aParentAboveItsChildIsTold();
    void aHundredThousandVersions();
    void thePictureIsTheGoldenOne();
};

void TestLanes::aLineIsOneLane()
{
    QCOMPARE(pictureOf({{{1}}, {{2}}, {}}), std::string("* 0\n* 1\n* 2\n"));
    QCOMPARE(lanesOf({{{1}}, {{2}}, {}}).width(), 1U);
    QVERIFY(Lanes().rows(0, 10).empty());
}

void TestLanes::aMergeOpensALaneAndTheBaseClosesIt()
{
    const Dag dag{{{2}, {1}}, {{3}}, {{3}}, {}};
    QCOMPARE(pictureOf(dag), std::string("*   0\n+-.\n| * 1\n* | 2\n+-'\n*   3\n"));
}

// The branch is newer than the line that it left, and still does not push it aside.
void TestLanes::theMainLineGoesStraight()
{
    const Dag dag{{{2}}, {{3}}, {{3}}, {}};
    const Lanes lanes = lanesOf(dag);
    QCOMPARE(lanes.laneAt(0), 0U);
    QCOMPARE(lanes.laneAt(1), 1U);
    QCOMPARE(lanes.laneAt(2), 0U);
    QCOMPARE(lanes.laneAt(3), 0U);
    // An edge that is not the first of its version gives way to one that is.
    const Lanes second = lanesOf({{{3}, {2}}, {{2}}, {{3}}, {}});
    QCOMPARE(second.laneAt(1), 2U);
    QCOMPARE(second.laneAt(2), 2U);
}

void TestLanes::everyEdgeIsDrawnWithoutAGap_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("count");
    for (unsigned seed = 0; seed < 200; ++seed)
        QTest::addRow("small %u", seed) << seed << 1 + seed % 40;
    for (unsigned seed = 0; seed < 4; ++seed)
        QTest::addRow("large %u", seed) << seed << 10'000U;
}

void TestLanes::everyEdgeIsDrawnWithoutAGap()
{
    QFETCH(unsigned, seed);
    QFETCH(unsigned, count);
    const Dag dag = randomDag(count, seed);
    const Lanes lanes = lanesOf(dag);
    QCOMPARE(lanes.rowCount(), count);
    Follower follower;
    std::uint32_t width = 0;
    for (const LaneRow &row : lanes.rows(0, count)) {
        follower.follow(row);
        width = std::max(width, row.width);
        QVERIFY2(follower.isContinuous, qPrintable(QString::number(row.version)));
    }
    QVERIFY(follower.isAtEnd());
    QVERIFY(follower.drawn == edgesOf(dag));
    QCOMPARE(lanes.width(), width);
    // No more lanes than edges are side by side somewhere, and one for a head.
    QVERIFY(lanes.width() <= follower.mostOpen + 1);
}

// Each new lane stands left of all that are further right and free.
void TestLanes::noLaneIsLeftEmpty()
{
    const Dag dag = randomDag(10'000, 77);
    std::set<std::uint32_t> taken;
    const Lanes lanes = lanesOf(dag);
    const auto isFull = [&taken](std::uint32_t lane, std::uint32_t but) {
        for (std::uint32_t i = 0; i < lane; ++i) {
            if (!taken.contains(i) && i != but)
                return false;
        }
        return true;
    };
    for (const LaneRow &row : lanes.rows(0, lanes.rowCount())) {
        if (row.arriving.empty())
            QVERIFY(isFull(row.lane, Lanes::none));
        for (const LaneLine &line : row.arriving)
            taken.erase(line.lane);
        for (const LaneLine &line : row.leaving) {
            QVERIFY(line == row.leaving.front() ? line.lane == row.lane
                                                : isFull(line.lane, Lanes::none));
            taken.insert(line.lane);
        }
    }
}

void TestLanes::theFirstRowsNeedNothingOfTheRest()
{
    const Dag dag = randomDag(10'000, 5);
    const auto all = lanesOf(dag).rows(0, 10'000);
    for (const std::size_t count : {1U, 63U, 64U, 65U, 500U, 9'999U}) {
        const auto first = lanesOf(dag, count).rows(0, std::uint32_t(count));
        QCOMPARE(first.size(), count);
        QVERIFY(std::equal(first.begin(), first.end(), all.begin()));
    }
}

void TestLanes::anyRowIsToldAsInOneRun()
{
    const Lanes lanes = lanesOf(randomDag(3'000, 9));
    const auto all = lanes.rows(0, 3'000);
    for (const std::uint32_t row : {0U, 1U, 63U, 64U, 65U, 1'000U, 2'999U})
        QCOMPARE(lanes.row(row), all[row]);
    const auto some = lanes.rows(100, 200);
    QVERIFY(std::equal(some.begin(), some.end(), all.begin() + 100));
    QCOMPARE(lanes.rows(2'990, 100).size(), 10U);
}

void TestLanes::aParentAboveItsChildIsTold()
{
    Lanes lanes;
    lanes.add(0, std::vector<LineageEdge>{});
    lanes.add(1, std::vector<LineageEdge>{{0}, {2}});
    lanes.add(2, std::vector<LineageEdge>{{2}});
    lanes.add(2, std::vector<LineageEdge>{{0}});
    QCOMPARE(lanes.rowCount(), 3U);
    QVERIFY(!lanes.row(0).isTorn);
    QVERIFY(lanes.row(1).isTorn);
    QCOMPARE(lanes.row(1).leaving.size(), 1U);
    QVERIFY(lanes.row(2).isTorn);
    QCOMPARE(lanes.rowOf(2), 2U);
    QCOMPARE(lanes.rowOf(3), Lanes::none);
}

void TestLanes::aHundredThousandVersions()
{
    const Dag dag = randomDag(100'000, 3);
    const Lanes lanes = lanesOf(dag);
    QCOMPARE(lanes.rowCount(), 100'000U);
    // A screen at the end is told without the rows above it, and ends as the graph does.
    const auto last = lanes.rows(99'960, 40);
    QCOMPARE(last.size(), 40U);
    QVERIFY(last.back().leaving.empty());
    QVERIFY(last.back().passing.empty());
}

void TestLanes::thePictureIsTheGoldenOne()
{
    const auto picture = pictureOf(randomDag(60, 20));
    const QString path = QStringLiteral("tests/golden/lanes/sixty.txt");
    if (qEnvironmentVariableIsSet("CHANCERY_GOLDEN")) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(picture));
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromStdString(picture), QString::fromUtf8(file.readAll()));
}

} // namespace

QTEST_GUILESS_MAIN(TestLanes)
#include "tst_lanes.moc"
