// SPDX-License-Identifier: Apache-2.0
#include "editors/diffpane.h"
#include "editors/diffview.h"
#include "models/dependencydrawing.h"
#include "tests/editors/desk.h"
#include "tests/support/goldenpicture.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/teams.h"
#include "tests/support/testcase.h"
#include "views/common/look.h"
#include "views/common/resources.h"
#include "views/dependencies/dependencycanvas.h"
#include "views/lineage/versiongraphpane.h"

#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSettings>
#include <QTemporaryDir>

using namespace chancery;
using core::EdgeKind;
using views::Theme;

namespace {

struct Edge {
    int parent = 0;
    EdgeKind kind = EdgeKind::Edit;
};

// A version with its edges; the strongest of them is what it is shown as.
core::LineageEntry entry(int number, const char *environment, std::vector<Edge> edges)
{
    core::LineageEntry made;
    made.version = core::VersionId("sha256:" + std::to_string(number));
    made.environment = core::EnvironmentId(environment);
    made.createdAt = core::Instant(std::chrono::hours(24 * (5000 - number)));
    for (const Edge &edge : edges) {
        made.parents.push_back({core::VersionId("sha256:" + std::to_string(edge.parent)),
            made.environment, edge.kind});
        if (edge.kind != EdgeKind::Edit)
            made.kind = edge.kind;
    }
    return made;
}

// Two environments, and all that can happen in them.
std::vector<core::LineageEntry> story()
{
    using enum EdgeKind;
    std::vector<core::LineageEntry> entries{
        entry(0, "prod", {{2}, {6, Rollback}}),
        entry(1, "dev", {{3}}),
        entry(2, "prod", {{4}, {3, Promotion}}),
        entry(3, "dev", {{5}, {7, Merge}}),
        entry(4, "prod", {{6, Migration}}),
        entry(5, "dev", {{8}}),
        entry(6, "prod", {{9}, {8, Promotion}}),
        entry(7, "dev", {{8}}),
        entry(8, "dev", {{10, Migration}}),
        entry(9, "prod", {{11}}),
        entry(10, "dev", {{12}, {11, Merge}}),
        entry(11, "prod", {}),
        entry(12, "dev", {}),
    };
    entries[0].isLive = entries[1].isLive = true;
    entries[2].isQuarantined = true;
    return entries;
}

// Layers of every width, a circle, a place that nothing is at, and one that is long.
core::DependencyMap layers()
{
    core::DependencyMap map;
    for (const char *path : {"a/gateway", "b/cart", "b/checkout", "c/pay", "c/stock", "d/limits",
             "d/rates", "e/base", "f/loop/one", "f/loop/two"})
        map.configs.push_back(
            {core::ConfigId(path), path, std::string_view(path).starts_with("f/")});
    map.configs.push_back({core::ConfigId(), "g/missing", false});
    using enum core::DependencyKind;
    const std::tuple<int, int, core::DependencyKind> needs[]{{0, 1, Refers}, {0, 2, Refers},
        {1, 4, Declares}, {2, 3, Refers}, {2, 4, Refers}, {3, 5, Layer}, {3, 6, Layer},
        {4, 6, Inherits}, {5, 7, Inherits}, {6, 7, Inherits}, {0, 7, Declares}, {8, 9, Refers},
        {9, 8, Refers}, {1, 8, Refers}, {4, 10, Refers}};
    for (const auto &[from, to, kind] : needs)
        map.dependencies.push_back({from, to, kind, {}, {}});
    map.dependencies.push_back({2, 6, Refers, "prod", "CR-1"});
    map.total = int(map.configs.size());
    return map;
}

QByteArray settingsOf(int first, int last)
{
    QByteArray text;
    for (int line = first; line < last; ++line)
        text += "key-" + QByteArray::number(line) + ": " + QByteArray::number(line) + '\n';
    return text;
}

QImage sideBySide(const QImage &left, const QImage &right)
{
    QImage both(left.width() + right.width(), left.height(), QImage::Format_RGB32);
    QPainter painter(&both);
    painter.drawImage(0, 0, left);
    painter.drawImage(left.width(), 0, right);
    return both;
}

} // namespace

// What is painted by hand, pixel by pixel (README.md beside the pictures).
class GoldenPicturesTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anotherPictureIsTold();
    void lanes_data() { themes(); }
    void lanes();
    void difference_data() { themes(); }
    void difference();
    void dependencyLayers_data() { themes(); }
    void dependencyLayers();
    void thousandsOfConfigs_data() { themes(); }
    void thousandsOfConfigs();

private:
    static void themes();
    static QString named(const char *picture)
    {
        return QLatin1String(picture) + u'-' + QLatin1String(QTest::currentDataTag());
    }
};

void GoldenPicturesTest::initTestCase()
{
    views::initialiseResources();
    QVERIFY(support::useBarsFont());
}

void GoldenPicturesTest::themes()
{
    QTest::addColumn<Theme::Kind>("theme");
    QTest::newRow("light") << Theme::Kind::Light;
    QTest::newRow("dark") << Theme::Kind::Dark;
}

// A line too many is seen, a shade of antialiasing is not.
void GoldenPicturesTest::anotherPictureIsTold()
{
    if (qEnvironmentVariableIsSet("CHANCERY_GOLDEN"))
        QSKIP("pictures are being written");
    const QTemporaryDir folder;
    const QByteArray before = qgetenv("CHANCERY_PICTURES");
    qputenv("CHANCERY_PICTURES", folder.path().toLocal8Bit());
    QImage image(QStringLiteral("tests/golden/pictures/lanes-light.png"));
    QVERIFY(!image.isNull());
    image = image.convertToFormat(QImage::Format_RGB32);
    image.setPixel(3, 3, qRgb(1, 2, 3));
    QCOMPARE(support::differenceFromGolden(image, QStringLiteral("lanes-light")), QString());
    QPainter(&image).fillRect(10, 20, 2, image.height() - 40, Qt::red);
    const QString told = support::differenceFromGolden(image, QStringLiteral("lanes-light"));
    QVERIFY2(told.contains(QStringLiteral("pixels differ, between 3,3 and 11,")), qPrintable(told));
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("golden-lanes-light-difference.png"))));
    const QString small
        = support::differenceFromGolden(image.copy(0, 0, 9, 9), QStringLiteral("lanes-light"));
    QVERIFY2(small.contains(QStringLiteral("what was drawn 9 by 9")), qPrintable(small));
    if (before.isNull())
        qunsetenv("CHANCERY_PICTURES");
    else
        qputenv("CHANCERY_PICTURES", before);
}

void GoldenPicturesTest::lanes()
{
    QFETCH(Theme::Kind, theme);
    auto mailbox = std::make_shared<core::Mailbox>();
    core::Executor compute(mailbox);
    support::ScriptedCms cms(mailbox);
    models::VersionGraphStore store(cms, compute);
    const core::SystemClock clock;
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    views::Look look(theme);
    look.apply();
    views::VersionGraphPane pane(
        store, clock, look, settings, [](const core::EnvironmentId &environment) {
            return views::HeadFlag{QStringLiteral("flag"), environment.text() == "prod" ? 2 : 0};
        });
    pane.resize(900, 600);
    store.showEntries(story(), true);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    QTableView &table = pane.table();
    table.setColumnWidth(0, 200);
    table.clearSelection();
    table.setCurrentIndex({});
    const int height = table.rowViewportPosition(12) + table.rowHeight(12);
    const QImage image = table.viewport()->grab({0, 0, 200, height}).toImage();
    QCOMPARE(support::differenceFromGolden(image, named("lanes")), QString());
}

// Intra-line marks, what was added, removed, moved, ignored and folded, and the signs beside it.
void GoldenPicturesTest::difference()
{
    QFETCH(Theme::Kind, theme);
    auto colours
        = theme == Theme::Kind::Dark ? editors::EditorTheme::dark() : editors::EditorTheme::light();
    colours.font = QFont(QString::fromLatin1(support::barsFamily));
    colours.font.setPointSizeF(12);
    tests::Desk desk;
    editors::DiffView view(desk.executor());
    view.resize(900, 560);
    view.setTheme(colours);
    view.setRules(editors::DiffRules::fromWords({QStringLiteral("comments")}));
    const QByteArray block = "checkout-service:\n  port: 8080\n  replicas: 3\n";
    const QByteArray left = "a: 1\ngone: 1\nhost: old.example.org\nc: 3 # x\n" + settingsOf(0, 4)
        + block + settingsOf(10, 40);
    const QByteArray right = block + "a: 7\nhost: new.example.org\nc: 3 # y\n" + settingsOf(0, 4)
        + "new: 1\n" + settingsOf(10, 40);
    view.setTexts(QString::fromUtf8(left), QString::fromUtf8(right), core::Format::Yaml);
    QTRY_VERIFY(!view.isBusy());
    view.show();
    const auto image = [&view](const char *name) {
        auto *pane = view.findChild<editors::DiffPane *>(QString::fromLatin1(name));
        pane->clearFocus();
        return pane->viewport()->grab({0, 0, 400, 330}).toImage();
    };
    QCOMPARE(support::differenceFromGolden(
                 sideBySide(image("leftText"), image("rightText")), named("difference")),
        QString());
}

void GoldenPicturesTest::dependencyLayers()
{
    QFETCH(Theme::Kind, theme);
    views::Look look(theme);
    look.apply();
    const auto drawing = models::drawnFrom(layers(), false, core::CancelToken());
    QVERIFY(drawing.ok());
    views::DependencyCanvas canvas(look);
    canvas.resize(760, 520);
    canvas.setDrawing(std::make_shared<const models::DependencyDrawing>(*drawing));
    QCOMPARE(support::differenceFromGolden(canvas.grab().toImage(), named("layers")), QString());
    // What a change of one reaches stands out.
    const int limits = drawing->find(QStringLiteral("d/rates"));
    canvas.setMarked({{limits, 1}, {drawing->find(QStringLiteral("c/pay")), 3}});
    canvas.setCurrent(limits);
    QCOMPARE(
        support::differenceFromGolden(canvas.grab().toImage(), named("layers-reached")), QString());
}

// Five thousand: by their namespaces, and one of them with what is around it.
void GoldenPicturesTest::thousandsOfConfigs()
{
    QFETCH(Theme::Kind, theme);
    views::Look look(theme);
    look.apply();
    constexpr support::Teams teams{50, 100};
    views::DependencyCanvas canvas(look);
    canvas.resize(900, 560);
    const auto show = [&](bool isClustered) {
        const auto drawing = models::drawnFrom(teams.map(), isClustered, core::CancelToken());
        if (drawing)
            canvas.setDrawing(std::make_shared<const models::DependencyDrawing>(*drawing));
        return drawing.ok();
    };
    QVERIFY(show(true));
    QCOMPARE(
        support::differenceFromGolden(canvas.grab().toImage(), named("namespaces")), QString());
    QVERIFY(show(false));
    canvas.setCurrent(canvas.drawing()->find(QString::fromStdString(teams.path(2501))));
    canvas.showCurrent();
    QCOMPARE(
        support::differenceFromGolden(canvas.grab().toImage(), named("neighbourhood")), QString());
}

QTEST_MAIN(GoldenPicturesTest)
#include "tst_goldenpictures.moc"
