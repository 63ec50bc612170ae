// SPDX-License-Identifier: Apache-2.0
#include "models/dependencystore.h"
#include "tests/support/demoworld.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

#include <QScopeGuard>

#include <semaphore>

using namespace chancery;
using models::DependencyStore;

namespace {

core::DependencyMap mapOf(int spaces, int configs)
{
    core::DependencyMap map;
    for (int i = 0; i < spaces * configs; ++i) {
        const auto path
            = "team-" + std::to_string(i / configs) + "/config-" + std::to_string(i % configs);
        map.configs.push_back({core::ConfigId("cfg_" + std::to_string(i)), path, false});
        if (i > 0)
            map.dependencies.push_back({i, i / 2, core::DependencyKind::Refers, "prod", {}});
    }
    map.total = spaces * configs;
    return map;
}

models::DependencyDrawing drawn(const core::DependencyMap &map, bool isClustered = false)
{
    auto drawing = models::drawnFrom(map, isClustered, core::CancelToken());
    if (!drawing)
        qFatal("%s", drawing.error().code.c_str());
    return std::move(*drawing);
}

} // namespace

class TestDependencyStore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyConfigIsABox();
    void namespacesStandForTheirConfigs();
    void strangeAnswersAreDrawn();
    void picturesHoldNoMarkup();
    void picturesTellAllThatTheCanvasTells();
    void fiveThousandConfigsAreDrawn();
    void cancelledDrawingsSaySo();
    void layoutsKeepNobodyWaiting();
    void aNamespaceThatGrowsIsFoundAgain();
};

void TestDependencyStore::everyConfigIsABox()
{
    const auto drawing = drawn(mapOf(2, 3));
    QCOMPARE(drawing.boxes.size(), std::size_t(6));
    QCOMPARE(drawing.lines.size(), std::size_t(5));
    const int box = drawing.find(QStringLiteral("team-1/config-2"));
    QVERIFY(box >= 0);
    const auto &needs = drawing.needs[std::size_t(box)];
    QCOMPARE(needs.size(), std::size_t(1));
    QCOMPARE(drawing.boxes[std::size_t(drawing.lines[std::size_t(needs[0])].to)].title,
        QStringLiteral("team-0/config-2"));
    const QPointF middle = drawing.boxes[std::size_t(box)].frame.center();
    QCOMPARE(drawing.boxAt(middle), box);
    QCOMPARE(drawing.boxAt({-100, -100}), -1);
    QCOMPARE(drawing.find(QStringLiteral("none")), -1);
}

void TestDependencyStore::namespacesStandForTheirConfigs()
{
    const auto drawing = drawn(mapOf(3, 4), true);
    QCOMPARE(drawing.boxes.size(), std::size_t(3));
    QCOMPARE(drawing.boxes[0].title, QStringLiteral("team-0 (4)"));
    QCOMPARE(drawing.boxes[0].config, -1);
    for (const auto &line : drawing.lines)
        QVERIFY(line.from != line.to);
    // What it stands for is found in it.
    QCOMPARE(drawing.find(QStringLiteral("team-1/config-2")), 1);
    QCOMPARE(drawing.find(QStringLiteral("team-2")), 2);
    QCOMPARE(drawing.boxOf[11], 2);
}

void TestDependencyStore::strangeAnswersAreDrawn()
{
    core::DependencyMap map = mapOf(1, 2);
    map.configs.push_back({{}, "no\nsuch\x1b[31mthing", true});
    map.dependencies.push_back({0, 2, core::DependencyKind::Unknown, {}, "CR-1"});
    map.dependencies.push_back({0, 99, core::DependencyKind::Refers, {}, {}});
    map.dependencies.push_back({-1, 0, core::DependencyKind::Refers, {}, {}});
    const auto drawing = drawn(map);
    QCOMPARE(drawing.lines.size(), std::size_t(2));
    QVERIFY(drawing.lines[1].isDangling);
    QVERIFY(drawing.lines[1].isProposed);
    QVERIFY(drawing.boxes[2].isMissing);
    QVERIFY(!drawing.boxes[2].title.contains(u'\n'));
    QVERIFY(!drawing.boxes[2].title.contains(QChar(0x1b)));
    QVERIFY(drawn({}).boxes.empty());
}

void TestDependencyStore::picturesHoldNoMarkup()
{
    core::DependencyMap map = mapOf(1, 2);
    map.configs[0].path = "<script>alert(1)</script>&\"";
    const QByteArray svg = models::svgOf(drawn(map));
    QVERIFY(svg.contains("&lt;script&gt;"));
    QVERIFY(!svg.contains("<script>"));
    QCOMPARE(svg.count("<rect"), qsizetype(2));
    QCOMPARE(svg.count("<polyline"), qsizetype(1));
}

// Where lines lead to, what is missing or in a circle; and no title is wider than its box.
void TestDependencyStore::picturesTellAllThatTheCanvasTells()
{
    core::DependencyMap map = mapOf(1, 3);
    map.configs[0].path = std::string(30, 'a') + std::string(30, 'b');
    map.configs[1].isInCircle = true;
    map.configs[2].config = core::ConfigId();
    const auto drawing = drawn(map);
    const QString svg = QString::fromUtf8(models::svgOf(drawing));
    QCOMPARE(svg.count(QStringLiteral("<polygon")), qsizetype(drawing.lines.size()));
    QVERIFY(svg.contains(QStringLiteral("↻ team-0/config-1")));
    QVERIFY(svg.contains(QStringLiteral("✕ team-0/config-2")));
    QVERIFY(svg.contains(QStringLiteral("aaa…bbb")));
    for (const auto &part : svg.split(QStringLiteral("font-size=\"12\">")).mid(1))
        QVERIFY(part.indexOf(u'<') <= 44);
    for (const auto &line : drawing.lines)
        QCOMPARE(line.head()[0], line.points.back());
}

void TestDependencyStore::fiveThousandConfigsAreDrawn()
{
    const auto drawing = drawn(mapOf(50, 100));
    QCOMPARE(drawing.boxes.size(), std::size_t(5000));
    const auto clustered = drawn(mapOf(50, 100), true);
    QCOMPARE(clustered.boxes.size(), std::size_t(50));
}

void TestDependencyStore::cancelledDrawingsSaySo()
{
    core::CancelToken token;
    token.cancel();
    const auto drawing = models::drawnFrom(mapOf(2, 5), false, token);
    QVERIFY(!drawing);
    QCOMPARE(drawing.error().kind, core::ErrorKind::Cancelled);
}

void TestDependencyStore::aNamespaceThatGrowsIsFoundAgain()
{
    const auto before = drawn(mapOf(2, 3), true);
    const auto after = drawn(mapOf(2, 4), true);
    QCOMPARE(before.boxes[1].title, QStringLiteral("team-1 (3)"));
    const int again = after.find(before.boxes[1].name);
    QVERIFY(again >= 0);
    QCOMPARE(after.boxes[std::size_t(again)].title, QStringLiteral("team-1 (4)"));
}

// Whatever a layout takes: here for ever, until the test lets it go on.
void TestDependencyStore::layoutsKeepNobodyWaiting()
{
    auto mailbox = std::make_shared<core::Mailbox>();
    std::binary_semaphore gate(0);
    core::Executor compute(mailbox);
    const auto opened = qScopeGuard([&gate] { gate.release(); });
    support::ScriptedCms cms(mailbox);
    support::fillDemoWorld(cms);
    cms.actAs("bob");
    DependencyStore store(cms, compute);
    const auto held = compute.run<core::Done>(
        [&gate](const core::CancelToken &) {
            gate.acquire();
            return core::Result<core::Done>(core::Done());
        },
        [](const core::Result<core::Done> &) {});
    store.show({});
    QVERIFY(QTest::qWaitFor([&] { return mailbox->drain() > 0; }));
    QVERIFY(store.drawingUp().isRunning());
    QVERIFY(!store.drawing());
    // What is wanted meanwhile does not wait either, and takes the place of the earlier wish.
    store.setClustered(true);
    QVERIFY(store.drawingUp().isRunning());
    gate.release();
    QVERIFY(QTest::qWaitFor([&] {
        mailbox->drain();
        return store.drawing() != nullptr;
    }));
    QVERIFY(store.drawing()->boxes.front().config < 0);
}

QTEST_GUILESS_MAIN(TestDependencyStore)
#include "tst_dependencystore.moc"
