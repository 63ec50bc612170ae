// SPDX-License-Identifier: Apache-2.0
#include "models/dependencystore.h"
#include "tests/support/console.h"
#include "tests/support/teams.h"
#include "tests/support/testcase.h"
#include "views/dependencies/dependencycanvas.h"

#include <QComboBox>
#include <QLineEdit>

#include <algorithm>
#include <numeric>

using namespace chancery;
using views::DependencyCanvas;

namespace {

constexpr support::Teams teams{50, 100};
constexpr double legible = 9; // letters, in pixels of the screen

using Drawing = std::shared_ptr<const models::DependencyDrawing>;

Drawing drawn(const core::DependencyMap &map, bool isClustered)
{
    auto drawing = models::drawnFrom(map, isClustered, core::CancelToken());
    return drawing ? std::make_shared<const models::DependencyDrawing>(std::move(*drawing))
                   : nullptr;
}

// Boxes that lie on each other; the drawing has rows, so that only neighbours are held together.
int overlaps(const models::DependencyDrawing &drawing)
{
    std::vector<const models::DependencyDrawing::Box *> boxes;
    for (const auto &box : drawing.boxes)
        boxes.push_back(&box);
    std::ranges::sort(boxes, {}, [](const auto *box) { return box->frame.left(); });
    int found = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        for (auto k = i + 1; k < boxes.size() && boxes[k]->frame.left() < boxes[i]->frame.right();
            ++k)
            found += boxes[i]->frame.intersects(boxes[k]->frame) ? 1 : 0;
    }
    return found;
}

double lengthOf(const models::DependencyDrawing::Line &line)
{
    double length = 0;
    for (std::size_t i = 0; i + 1 < line.points.size(); ++i)
        length += QLineF(line.points[i], line.points[i + 1]).length();
    return length;
}

void keep(DependencyCanvas &canvas, const char *name)
{
    const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
    if (!folder.isEmpty())
        canvas.grab().save(QStringLiteral("%1/readable-%2.png").arg(folder, QLatin1String(name)));
}

// The configs of all teams, live, as the server would have them.
void fillTeams(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    std::vector<std::string> texts(std::size_t(teams.configs()), "v: 1\n");
    int number = 0;
    for (const auto &[from, to] : teams.needs())
        texts[std::size_t(from)]
            += "r" + std::to_string(++number) + ": ${ref:/" + teams.path(to) + "#/v}\n";
    for (int i = 0; i < teams.configs(); ++i) {
        const auto path = teams.path(i);
        const core::ConfigId id = cms.addConfig(path, core::Format::Yaml).id;
        const core::VersionId version("sha256:" + std::to_string(i));
        cms.texts[version.text()] = texts[std::size_t(i)];
        cms.heads.push_back({id, path, core::EnvironmentId("prod"), version, {}, core::Format::Yaml,
            1, cms.now, {}, {}, core::ETag("e")});
    }
}

} // namespace

// Five thousand configs: what is painted can be read, and what cannot be read at once can be
// narrowed to what can.
class ReadableGraphTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void labelsAreLegibleOrAbsent();
    void allOfItIsOrdered();
    void aNeighbourhoodShowsItsLabels();
    void namespacesAreReadAtOnce();
    void theOverviewHasNames();
    void theInsetSaysWhereOneIs();
    void whatIsTooMuchIsNarrowed_data();
    void whatIsTooMuchIsNarrowed();
};

// At every zoom; and a box is high enough for them.
void ReadableGraphTest::labelsAreLegibleOrAbsent()
{
    bool hasBoth[]{false, false};
    for (double zoom = 0.002; zoom <= 3; zoom *= 1.02) {
        const double height = DependencyCanvas::letterHeight(zoom);
        const auto told = QStringLiteral("%1 px at %2").arg(height).arg(zoom);
        hasBoth[height > 0] = true;
        QVERIFY2(height == 0 || height >= legible, qPrintable(told));
        QVERIFY2(height * 1.35 <= models::DependencyDrawing::boxHeight * zoom, qPrintable(told));
    }
    QVERIFY(hasBoth[0] && hasBoth[1]);
}

void ReadableGraphTest::allOfItIsOrdered()
{
    const Drawing drawing = drawn(teams.map(), false);
    QVERIFY(drawing);
    QCOMPARE(drawing->boxes.size(), std::size_t(teams.configs()));
    QCOMPARE(overlaps(*drawing), 0);
    const QSizeF size = drawing->size;
    const auto told = QStringLiteral("%1 x %2").arg(size.width()).arg(size.height());
    QVERIFY2(
        size.width() <= 4 * size.height() && size.height() <= 4 * size.width(), qPrintable(told));
    // Not bought with emptiness: what there is to be seen is a good part of the whole.
    const double filled = std::accumulate(drawing->boxes.begin(), drawing->boxes.end(), 0.0,
        [](double sum, const auto &box) { return sum + box.frame.width() * box.frame.height(); });
    QVERIFY2(filled * 60 > size.width() * size.height(), qPrintable(told));
    // Most of what belongs together is near: half of the lines are shorter than two windows.
    std::vector<double> lengths;
    for (const auto &line : drawing->lines)
        lengths.push_back(lengthOf(line));
    std::ranges::sort(lengths);
    qInfo("median %.0f, nine tenths %.0f, filled %.3f", lengths[lengths.size() / 2],
        lengths[lengths.size() * 9 / 10], filled / (size.width() * size.height()));
    QVERIFY2(lengths[lengths.size() / 2] < 2600,
        qPrintable(QString::number(lengths[lengths.size() / 2])));
}

void ReadableGraphTest::aNeighbourhoodShowsItsLabels()
{
    views::Look look(views::Theme::Kind::Light);
    DependencyCanvas canvas(look);
    canvas.resize(1300, 700);
    canvas.setDrawing(drawn(teams.map(), false));
    for (const int config : {7, 1234, 2500, 4999}) {
        canvas.setCurrent(canvas.drawing()->find(QString::fromStdString(teams.path(config))));
        canvas.showCurrent();
        QVERIFY(DependencyCanvas::letterHeight(canvas.zoom()) >= legible);
        // It is in the window, whole, and does not stand there alone.
        const QRectF seen = canvas.transform().inverted().mapRect(QRectF(canvas.rect()));
        QVERIFY(seen.contains(canvas.drawing()->boxes[std::size_t(canvas.current())].frame));
        const auto others = std::ranges::count_if(
            canvas.drawing()->boxes, [&](const auto &box) { return seen.contains(box.frame); });
        QVERIFY2(others > 4 && others < 300, qPrintable(QString::number(others)));
    }
}

// Labels that lie on each other, are out of the window or too low to be read.
int faultsOf(const std::vector<views::OverviewLabel> &labels, const QRectF &window)
{
    int faults = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        faults += window.contains(labels[i].frame) && labels[i].frame.height() > legible ? 0 : 1;
        for (std::size_t k = i + 1; k < labels.size(); ++k)
            faults += labels[i].frame.intersects(labels[k].frame) ? 1 : 0;
    }
    return faults;
}

// One look, all names: fifty namespaces fill a window, and each of them is read without zooming.
void ReadableGraphTest::namespacesAreReadAtOnce()
{
    views::Look look(views::Theme::Kind::Light);
    DependencyCanvas canvas(look);
    canvas.resize(1300, 700);
    canvas.setDrawing(drawn(teams.map(), true));
    QCOMPARE(canvas.drawing()->boxes.size(), std::size_t(teams.count));
    QCOMPARE(overlaps(*canvas.drawing()), 0);
    QVERIFY(DependencyCanvas::letterHeight(canvas.zoom()) == 0);
    keep(canvas, "fifty");
    const auto labels = canvas.overview();
    QCOMPARE(faultsOf(labels, QRectF(canvas.rect())), 0);
    QCOMPARE(labels.size(), std::size_t(teams.count));
    // Each where it belongs: no further from its box than its own height.
    for (const auto &label : labels) {
        const QPointF box = canvas.transform().map(
            canvas.drawing()->boxes[std::size_t(label.box)].frame.center());
        const double height = label.frame.height();
        QVERIFY(label.frame.adjusted(-1, -height, 1, height).contains(box));
    }
}

// Five thousand at once are an overview: it names what is needed the most, and what one is at.
void ReadableGraphTest::theOverviewHasNames()
{
    views::Look look(views::Theme::Kind::Dark);
    DependencyCanvas canvas(look);
    canvas.resize(1300, 700);
    canvas.setDrawing(drawn(teams.map(), false));
    keep(canvas, "all");
    auto labels = canvas.overview();
    QVERIFY2(labels.size() >= 60, qPrintable(QString::number(labels.size())));
    QCOMPARE(faultsOf(labels, QRectF(canvas.rect())), 0);
    const int heaviest = views::byWeight(*canvas.drawing()).front();
    QCOMPARE(labels.front().box, heaviest);
    const auto names = [&](int box) {
        return std::ranges::find(labels, box, &views::OverviewLabel::box) != labels.end();
    };
    const int current = canvas.drawing()->find(QString::fromStdString(teams.path(2501)));
    canvas.setCurrent(current);
    labels = canvas.overview();
    QVERIFY(names(current));
    canvas.setMarked({{current, 1}, {7, 1}, {4999, 1}});
    labels = canvas.overview();
    QVERIFY(names(current) && names(7) && names(4999));
    QCOMPARE(faultsOf(labels, QRectF(canvas.rect())), 0);
    // Near enough for labels in the boxes there are none over them.
    canvas.showCurrent();
    QVERIFY(canvas.overview().empty());
}

// The inset says which part of the whole is seen, and leads to others.
void ReadableGraphTest::theInsetSaysWhereOneIs()
{
    views::Look look(views::Theme::Kind::Light);
    DependencyCanvas canvas(look);
    canvas.resize(1300, 700);
    canvas.setDrawing(drawn(teams.map(), false));
    const QSize corner(40, 40);
    const auto picture
        = [&] { return canvas.grab(QRect(QPoint(1300 - 60, 700 - 60), corner)).toImage(); };
    const QImage without = picture();
    canvas.setCurrent(canvas.drawing()->find(QString::fromStdString(teams.path(2501))));
    canvas.showCurrent();
    QVERIFY(picture() != without);
    keep(canvas, "found");
    // Its lower right part, a little from the edge, is that of the drawing.
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, QPoint(1300 - 20, 700 - 20));
    const QPointF middle = canvas.seen().center();
    QVERIFY(middle.x() > canvas.drawing()->size.width() * 0.9);
    QVERIFY(middle.y() > canvas.drawing()->size.height() * 0.8);
    QCOMPARE(canvas.current(), canvas.drawing()->find(QString::fromStdString(teams.path(2501))));
}

void ReadableGraphTest::whatIsTooMuchIsNarrowed_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(views::Theme::Kind::Light);
    QTest::newRow("dark") << int(views::Theme::Kind::Dark);
}

void ReadableGraphTest::whatIsTooMuchIsNarrowed()
{
    QFETCH(int, theme);
    support::Console console(views::Theme::Kind(theme), fillTeams);
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openView(QStringLiteral("dependencies")));
    const auto canvas
        = [&] { return console.find<DependencyCanvas>(QStringLiteral("dependencyCanvas")); };
    QTRY_VERIFY_WITH_TIMEOUT(canvas() && canvas()->drawing() && console.isAtRest(), 60'000);
    // Without being asked: by namespaces. The demo world has a few of its own.
    const auto boxes = [&] { return canvas()->drawing()->boxes.size(); };
    QVERIFY2(boxes() <= std::size_t(teams.count) + 8, qPrintable(QString::number(boxes())));
    console.picture(QStringLiteral("readable-namespaces"));
    QVERIFY(console.find<QWidget>(QStringLiteral("dependencyLegend")));
    // One config in all of them, and then what is within two steps of it.
    QVERIFY(console.trigger(QStringLiteral("clusterDependencies")));
    QTRY_VERIFY_WITH_TIMEOUT(boxes() >= std::size_t(teams.configs()), 60'000);
    console.picture(QStringLiteral("readable-all"));
    const QString path = QString::fromStdString(teams.path(2501));
    QVERIFY(console.write(QStringLiteral("dependencySearch"), path));
    QTest::keyClick(console.find<QLineEdit>(QStringLiteral("dependencySearch")), Qt::Key_Return);
    QCOMPARE(canvas()->current(), canvas()->drawing()->find(path));
    console.picture(QStringLiteral("readable-search"));
    QVERIFY(console.trigger(QStringLiteral("focusDependency")));
    auto *steps = console.find<QComboBox>(QStringLiteral("dependencyHops"));
    steps->setCurrentIndex(steps->findData(2));
    Q_EMIT steps->activated(steps->currentIndex());
    QTRY_VERIFY_WITH_TIMEOUT(console.isAtRest() && boxes() > 1 && boxes() <= 60, 60'000);
    QCOMPARE(canvas()->current(), canvas()->drawing()->find(path));
    QVERIFY2(DependencyCanvas::letterHeight(canvas()->zoom()) >= legible,
        qPrintable(QString::number(canvas()->zoom())));
    console.picture(QStringLiteral("readable-focus"));
}

QTEST_MAIN(ReadableGraphTest)
#include "tst_readablegraph.moc"
