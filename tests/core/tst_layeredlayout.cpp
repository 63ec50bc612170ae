// SPDX-License-Identifier: Apache-2.0
#include "engine/core/graph/levels.h"
#include "tests/core/layoutchecks.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>
#include <random>

using namespace chancery;
using core::LayeredLayout;
using core::LayoutGraph;
using core::LayoutPoint;

namespace {

LayoutGraph graphOf(std::size_t boxes, std::vector<LayoutGraph::Arc> arcs)
{
    LayoutGraph graph;
    graph.boxes.resize(boxes);
    graph.arcs = std::move(arcs);
    return graph;
}

std::size_t turnedCount(const LayeredLayout &layout)
{
    return std::size_t(std::count_if(layout.routes.begin(), layout.routes.end(),
        [](const auto &route) { return route.isTurned; }));
}

double side(const LayoutPoint &a, const LayoutPoint &b, const LayoutPoint &c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

struct Line {
    LayoutGraph::Arc arc;
    std::vector<LayoutPoint> points;
};

std::size_t crossingsOfPair(const Line &one, const Line &other)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i + 1 < one.points.size(); ++i) {
        const auto &a = one.points[i];
        const auto &b = one.points[i + 1];
        for (std::size_t k = 0; k + 1 < other.points.size(); ++k) {
            const auto &c = other.points[k];
            const auto &d = other.points[k + 1];
            count += (side(a, b, c) > 0) != (side(a, b, d) > 0)
                    && (side(c, d, a) > 0) != (side(c, d, b) > 0)
                ? 1
                : 0;
        }
    }
    return count;
}

// Of lines as they are drawn, but for those that share an end.
std::size_t drawnCrossings(const std::vector<Line> &lines)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t k = i + 1; k < lines.size(); ++k) {
            const auto &a = lines[i].arc;
            const auto &b = lines[k].arc;
            if (a.from != b.from && a.to != b.to && a.from != b.to && a.to != b.from)
                count += crossingsOfPair(lines[i], lines[k]);
        }
    }
    return count;
}

std::vector<Line> linesOf(const LayoutGraph &graph, const LayeredLayout &layout)
{
    std::vector<Line> lines;
    for (std::size_t i = 0; i < graph.arcs.size(); ++i)
        lines.push_back({graph.arcs[i], layout.routes[i].points});
    return lines;
}

// What dot draws, its curves cut into straight pieces.
std::vector<Line> linesOfDot(const QString &program, const LayoutGraph &graph)
{
    QByteArray text = "digraph g {node [shape=box];\n";
    for (const auto &arc : graph.arcs)
        text += QByteArray::number(arc.from) + "->" + QByteArray::number(arc.to) + ";\n";
    QProcess dot;
    dot.start(program, {QStringLiteral("-Tplain")});
    dot.write(text + "}\n");
    dot.closeWriteChannel();
    std::vector<Line> lines;
    if (!dot.waitForFinished())
        return lines;
    for (const auto &row : dot.readAllStandardOutput().split('\n')) {
        const auto words = row.split(' ');
        if (words[0] != "edge")
            continue;
        Line line{{words[1].toUInt(), words[2].toUInt()}, {}};
        std::vector<LayoutPoint> curve;
        for (qsizetype i = 0; i < words[3].toInt(); ++i)
            curve.push_back({words[4 + 2 * i].toDouble(), words[5 + 2 * i].toDouble()});
        for (std::size_t i = 0; i + 3 < curve.size(); i += 3) {
            for (int part = 0; part < 4; ++part) {
                const double t = part / 4.0;
                const double factors[]{
                    std::pow(1 - t, 3), 3 * t * (1 - t) * (1 - t), 3 * t * t * (1 - t), t * t * t};
                LayoutPoint point;
                for (std::size_t k = 0; k < 4; ++k) {
                    point.x += factors[k] * curve[i + k].x;
                    point.y += factors[k] * curve[i + k].y;
                }
                line.points.push_back(point);
            }
        }
        line.points.push_back(curve.back());
        lines.push_back(std::move(line));
    }
    return lines;
}

// The plain method: rows by the mean place of the neighbours, down and up in turns, 24 times.
std::size_t plainCrossings(const LayoutGraph &graph)
{
    using namespace core::levels;
    auto plain = levelsOf(graph.boxes.size(), graph.arcs,
        layersOf(graph.boxes.size(), graph.arcs, core::CancelToken()));
    auto fewest = crossingsOf(plain);
    for (int round = 0; round < 24; ++round) {
        for (std::size_t i = 1; i < plain.rows.size(); ++i) {
            auto &row = plain.rows[round % 2 == 0 ? i : plain.rows.size() - 1 - i];
            const auto mean = [&](Vertex vertex) {
                double sum = 0;
                const auto near = (round % 2 == 0 ? plain.up : plain.down).of(vertex);
                for (const auto &each : near)
                    sum += plain.place[each.vertex];
                return near.empty() ? double(plain.place[vertex]) : sum / double(near.size());
            };
            std::vector<std::pair<double, Vertex>> sorted;
            for (const auto vertex : row)
                sorted.emplace_back(mean(vertex), vertex);
            std::sort(sorted.begin(), sorted.end());
            for (std::size_t k = 0; k < row.size(); ++k)
                row[k] = sorted[k].second;
            plain.numberPlaces();
        }
        fewest = std::min(fewest, crossingsOf(plain));
    }
    return fewest;
}

// Layers by trying all, for a few vertices.
std::uint32_t leastLength(std::size_t count, const std::vector<LayoutGraph::Arc> &arcs)
{
    std::uint32_t least = UINT32_MAX;
    std::vector<std::uint32_t> layers(count, 0);
    for (;;) {
        std::uint32_t sum = 0;
        for (const auto &arc : arcs)
            sum = layers[arc.to] > layers[arc.from] && sum != UINT32_MAX
                ? sum + layers[arc.to] - layers[arc.from]
                : UINT32_MAX;
        least = std::min(least, sum);
        std::size_t i = 0;
        while (i < count && ++layers[i] == count)
            layers[i++] = 0;
        if (i == count)
            return least;
    }
}

} // namespace

class TestLayeredLayout : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void smallGraphsHaveTheirPicture_data();
    void smallGraphsHaveTheirPicture();
    void nothingOverlapsAndArcsGoDown_data();
    void nothingOverlapsAndArcsGoDown();
    void fewArcsAreTurned();
    void arcsAreAsShortAsCanBe();
    void crossesNoMoreThanThePlainMethod();
    void crossesNoMoreThanDot();
    void sameGraphSameLayout();
    void oddGraphsAreTaken();
    void separatePartsFillAWindow();
    void hubsShareTheirTrunks();
    void cancelledLayoutsStop();
};

void TestLayeredLayout::smallGraphsHaveTheirPicture_data()
{
    QTest::addColumn<std::vector<LayoutGraph::Arc>>("arcs");
    QTest::addColumn<QString>("picture");
    using Arcs = std::vector<LayoutGraph::Arc>;
    const auto row = [](const char *name, Arcs arcs, const char *picture) {
        QTest::newRow(name) << std::move(arcs) << QString::fromLatin1(picture);
    };
    row("a chain", {{0, 1}, {1, 2}}, "50:0 | 50:1 | 50:2");
    row("a fork", {{0, 1}, {0, 2}}, "110:0 | 50:1 170:2");
    row("a diamond", {{0, 1}, {0, 2}, {1, 3}, {2, 3}}, "110:0 | 50:1 170:2 | 110:3");
    row("a crossing undone", {{0, 3}, {1, 2}}, "50:0 190:1 | 50:3 190:2");
    row("a circle", {{0, 1}, {1, 2}, {2, 0}}, "82:0 | 50:1 | 82:2");
}

void TestLayeredLayout::smallGraphsHaveTheirPicture()
{
    QFETCH(std::vector<LayoutGraph::Arc>, arcs);
    QFETCH(QString, picture);
    std::uint32_t count = 0;
    for (const auto &arc : arcs)
        count = std::max({count, arc.from + 1, arc.to + 1});
    const auto layout = laidOut(graphOf(count, arcs));
    std::map<std::uint32_t, std::map<double, std::uint32_t>> rows;
    for (std::uint32_t i = 0; i < count; ++i)
        rows[layout.layers[i]][layout.centers[i].x] = i;
    QStringList lines;
    for (const auto &[layer, boxes] : rows) {
        QStringList words;
        for (const auto &[x, box] : boxes)
            words += QStringLiteral("%1:%2").arg(x).arg(box);
        lines += words.join(u' ');
    }
    QCOMPARE(lines.join(QStringLiteral(" | ")), picture);
    QCOMPARE(layout.crossings, std::size_t(0));
}

void TestLayeredLayout::nothingOverlapsAndArcsGoDown_data()
{
    QTest::addColumn<std::uint32_t>("boxes");
    QTest::addColumn<bool>("isWithCircles");
    for (const auto boxes : {2U, 7U, 40U, 10'000U}) {
        if (boxes < 1000)
            QTest::addRow("%u", boxes) << boxes << false;
        QTest::addRow("%u with circles", boxes) << boxes << true;
    }
}

void TestLayeredLayout::nothingOverlapsAndArcsGoDown()
{
    QFETCH(std::uint32_t, boxes);
    QFETCH(bool, isWithCircles);
    for (unsigned seed = 0; seed < (boxes < 100 ? 3U : 1U); ++seed) {
        const auto graph
            = boxes == 2 ? graphOf(2, {{0, 1}, {1, 0}}) : seeded(boxes, seed, isWithCircles);
        const auto layout = laidOut(graph);
        QCOMPARE(problemOf(graph, layout), QString());
        if (!isWithCircles && boxes > 2)
            QCOMPARE(turnedCount(layout), std::size_t(0));
    }
}

void TestLayeredLayout::fewArcsAreTurned()
{
    QCOMPARE(turnedCount(laidOut(graphOf(3, {{0, 1}, {1, 2}, {2, 0}}))), std::size_t(1));
    QCOMPARE(turnedCount(laidOut(graphOf(5, {{0, 1}, {1, 0}, {1, 2}, {2, 3}, {3, 4}, {4, 2}}))),
        std::size_t(2));
    for (unsigned seed = 0; seed < 3; ++seed) {
        const auto graph = seeded(60, seed, true);
        QVERIFY(turnedCount(laidOut(graph)) <= graph.arcs.size() / 10);
    }
}

void TestLayeredLayout::arcsAreAsShortAsCanBe()
{
    for (unsigned seed = 0; seed < 150; ++seed) {
        std::mt19937 random(seed);
        const std::uint32_t count = 3 + random() % 4;
        std::vector<LayoutGraph::Arc> arcs;
        for (std::uint32_t to = 1; to < count; ++to)
            arcs.push_back({std::uint32_t(random() % to), to});
        for (std::uint32_t i = 0; i < random() % 5; ++i) {
            const std::uint32_t to = 1 + random() % (count - 1);
            arcs.push_back({std::uint32_t(random() % to), to});
        }
        const auto layers = core::levels::layersOf(count, arcs, core::CancelToken());
        std::uint32_t sum = 0;
        for (const auto &arc : arcs)
            sum += layers[arc.to] - layers[arc.from];
        QCOMPARE(sum, leastLength(count, arcs));
    }
}

void TestLayeredLayout::crossesNoMoreThanThePlainMethod()
{
    for (const auto boxes : {30U, 100U}) {
        for (unsigned seed = 0; seed < 2; ++seed) {
            auto graph = seeded(boxes, seed);
            const auto plain = plainCrossings(graph);
            const auto ours = laidOut(graph).crossings;
            QVERIFY2(ours <= plain, qPrintable(QStringLiteral("%1 of %2").arg(ours).arg(plain)));
        }
    }
}

void TestLayeredLayout::crossesNoMoreThanDot()
{
    const auto program = QStandardPaths::findExecutable(QStringLiteral("dot"));
    if (program.isEmpty())
        QSKIP("graphviz is not installed");
    std::size_t ours = 0;
    std::size_t dots = 0;
    for (const auto boxes : {30U, 60U, 100U}) {
        for (unsigned seed = 0; seed < 2; ++seed) {
            auto graph = seeded(boxes, seed);
            graph.boxes.assign(boxes, {});
            const auto lines = linesOfDot(program, graph);
            QCOMPARE(lines.size(), graph.arcs.size());
            dots += drawnCrossings(lines);
            ours += drawnCrossings(linesOf(graph, laidOut(graph)));
        }
    }
    qInfo("crossings: ours %zu, dot %zu", ours, dots);
    QVERIFY(ours <= dots);
}

void TestLayeredLayout::sameGraphSameLayout()
{
    const auto graph = seeded(80, 5, true);
    const auto one = laidOut(graph);
    const auto two = laidOut(graph);
    QVERIFY(one.centers == two.centers);
    QCOMPARE(one.crossings, two.crossings);
}

void TestLayeredLayout::oddGraphsAreTaken()
{
    const auto empty = laidOut({});
    QCOMPARE(empty.width, 0.0);
    const auto alone = graphOf(1, {{0, 0}});
    QCOMPARE(problemOf(alone, laidOut(alone)), QString());
    QVERIFY(laidOut(alone).routes[0].points.empty());
    const auto twice = graphOf(3, {{0, 1}, {0, 1}, {1, 1}, {1, 2}, {0, 2}, {2, 0}});
    QCOMPARE(problemOf(twice, laidOut(twice)), QString());
    const auto bad = core::layOut(graphOf(2, {{0, 2}}));
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, std::string("bad-graph"));
}

void TestLayeredLayout::separatePartsFillAWindow()
{
    const auto alone = graphOf(400, {});
    const auto layout = laidOut(alone);
    QCOMPARE(problemOf(alone, layout), QString());
    QVERIFY(layout.width < 3 * layout.height && layout.height < 3 * layout.width);
    std::vector<LayoutGraph::Arc> pairs;
    for (std::uint32_t i = 0; i < 200; i += 2)
        pairs.push_back({i, i + 1});
    const auto paired = graphOf(220, pairs);
    QCOMPARE(problemOf(paired, laidOut(paired)), QString());
}

// A chain of 1,200 boxes that all need the last one: alone, their arcs would pass 720,000 layers.
void TestLayeredLayout::hubsShareTheirTrunks()
{
    constexpr std::uint32_t count = 1200;
    std::vector<LayoutGraph::Arc> arcs;
    for (std::uint32_t i = 0; i + 1 < count; ++i) {
        arcs.push_back({i, i + 1});
        if (i + 2 < count)
            arcs.push_back({i, count - 1});
    }
    const auto levels = core::levels::levelsOf(
        count, arcs, core::levels::layersOf(count, arcs, core::CancelToken()));
    QVERIFY(levels.layer.size() < 2 * count);
    const auto graph = graphOf(count, arcs);
    QCOMPARE(problemOf(graph, laidOut(graph), true), QString());
}

void TestLayeredLayout::cancelledLayoutsStop()
{
    core::CancelToken token;
    token.cancel();
    const auto layout = core::layOut(seeded(2000, 1), {}, token);
    QVERIFY(!layout);
    QCOMPARE(layout.error().kind, core::ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(TestLayeredLayout)
#include "tst_layeredlayout.moc"
