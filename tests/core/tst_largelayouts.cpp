// SPDX-License-Identifier: Apache-2.0
#include "tests/core/layoutchecks.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

// Graphs as configs make them, and some as nobody should.
LayoutGraph shaped(const QString &shape, std::uint32_t count)
{
    std::mt19937 random(7);
    if (shape == QStringLiteral("near"))
        return seeded(count, 7, true);
    LayoutGraph graph;
    const std::uint32_t defaults = std::min(40U, count / 8);
    for (std::uint32_t i = 0; i < count; ++i) {
        graph.boxes.push_back({90 + double(random() % 100), 28});
        if (i == 0)
            continue;
        if (shape == QStringLiteral("star"))
            graph.arcs.push_back({i, 0});
        if (shape == QStringLiteral("hub"))
            graph.arcs.push_back({0, i});
        if (shape == QStringLiteral("chain"))
            graph.arcs.push_back({i - 1, i});
        if (shape == QStringLiteral("tree"))
            graph.arcs.push_back({i, i / 3});
        if (shape.startsWith(QStringLiteral("defaults")))
            graph.arcs.push_back({i, i <= defaults ? 0 : 1 + std::uint32_t(random() % defaults)});
        if (shape == QStringLiteral("defaults and root") && i > defaults) {
            graph.arcs.push_back({i, 0});
            if (random() % 5 == 0)
                graph.arcs.push_back({i, std::uint32_t(random() % i)});
        }
        const auto layer = i / std::max(1U, count / 4);
        for (std::uint32_t k = 0; shape == QStringLiteral("shallow") && layer > 0 && k < 2; ++k)
            graph.arcs.push_back(
                {i, (layer - 1) * (count / 4) + std::uint32_t(random() % (count / 4))});
    }
    return graph;
}

} // namespace

// What is too large for one look is to have the shape of a window, with nothing in the way of
// anything.
class TestLargeLayouts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void largeGraphsFillAWindow_data();
    void largeGraphsFillAWindow();
    void smallGraphsAreNotBroken();
};

void TestLargeLayouts::largeGraphsFillAWindow_data()
{
    QTest::addColumn<QString>("shape");
    QTest::addColumn<std::uint32_t>("count");
    const auto row = [](const char *shape, std::uint32_t count) {
        QTest::addRow("%s of %u", shape, count) << QString::fromLatin1(shape) << count;
    };
    for (const auto *shape : {"star", "hub", "defaults", "near", "tree", "chain"}) {
        row(shape, 100);
        row(shape, 5000);
    }
    row("star", 600);
    row("defaults", 600);
    row("shallow", 100);
    row("shallow", 1200);
    row("defaults and root", 100);
    row("defaults and root", 1200);
}

void TestLargeLayouts::largeGraphsFillAWindow()
{
    QFETCH(QString, shape);
    QFETCH(std::uint32_t, count);
    const auto graph = shaped(shape, count);
    const auto layout = laidOut(graph);
    const auto told = QStringLiteral("%1 x %2").arg(layout.width).arg(layout.height);
    QVERIFY2(
        layout.width <= 4 * layout.height && layout.height <= 4 * layout.width, qPrintable(told));
    // Nothing is only made as high as it is wide: the boxes and their few lines fill it.
    double room = 0;
    for (const auto &box : graph.boxes)
        room += (box.width + 40) * (box.height + 40);
    QVERIFY2(shape == QStringLiteral("near") || shape == QStringLiteral("shallow")
            || shape.endsWith(QStringLiteral("root"))
            || layout.width * layout.height < 6 * room + 2e6,
        qPrintable(told));
    QCOMPARE(problemOf(graph, layout, true), QString());
    QCOMPARE(passingOf(graph, layout), QString());
}

// What fits a window stays as it was, in one row for each layer.
void TestLargeLayouts::smallGraphsAreNotBroken()
{
    const auto graph = shaped(QStringLiteral("star"), 8);
    const auto layout = laidOut(graph);
    for (std::uint32_t i = 2; i < 8; ++i)
        QCOMPARE(layout.centers[i].y, layout.centers[1].y);
    const auto chain = shaped(QStringLiteral("chain"), 12);
    QCOMPARE(problemOf(chain, laidOut(chain)), QString());
}

QTEST_GUILESS_MAIN(TestLargeLayouts)
#include "tst_largelayouts.moc"
