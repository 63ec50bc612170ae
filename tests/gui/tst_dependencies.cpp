// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/gui/layersworld.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/dependencies/dependencycanvas.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>

#include <cmath>
#include <ctime>

using namespace chancery;
using views::DependencyCanvas;

// The view of dependencies as somebody works with it, by mouse and by keyboard.
class DependencyJourney : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void allConfigsAreDrawn();
    void keyboardWalksAlongTheLines();
    void searchFindsAndFocusNarrows();
    void searchAndImpactReachIntoNamespaces();
    void liveChangesAreDrawn();
    void drawnAgainItStaysInPlace();
    void configsOpenFromTheGraph();
    void thePictureIsSavedAsSvg();
    void requestsShowWhatTheyReach();
    void draftsShowWhatTheyReach_data();
    void draftsShowWhatTheyReach();
    void whatADraftReachesIsMarked();
    void failuresAreSaid();
    void zoomGoesFromOverviewToLabels();
    void largeGraphsArePainted_data();
    void largeGraphsArePainted();
    void pictures_data();
    void pictures();

private:
    static DependencyCanvas *open(
        support::Console &console, const QString &who = QStringLiteral("alice"))
    {
        const bool isOpen = console.connectToServer() && console.signIn(who)
            && console.chooseEnvironment(QStringLiteral("prod"))
            && console.openView(QStringLiteral("dependencies")) && QTest::qWaitFor([&] {
                   const auto *canvas
                       = console.find<DependencyCanvas>(QStringLiteral("dependencyCanvas"));
                   return console.isAtRest() && canvas && canvas->drawing();
               });
        return isOpen ? console.find<DependencyCanvas>(QStringLiteral("dependencyCanvas"))
                      : nullptr;
    }
    static bool choose(DependencyCanvas &canvas, const char *path)
    {
        canvas.setCurrent(canvas.drawing()->find(QString::fromLatin1(path)));
        return canvas.current() >= 0;
    }
    static QString current(const DependencyCanvas &canvas)
    {
        return canvas.current() < 0 ? QString()
                                    : canvas.drawing()->boxes[std::size_t(canvas.current())].title;
    }
};

void DependencyJourney::allConfigsAreDrawn()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    const DependencyCanvas *canvas = open(console);
    QVERIFY(canvas);
    QCOMPARE(canvas->drawing()->boxes.size(), console.cms().configs.size());
    const auto *drawing = canvas->drawing();
    const auto client = std::size_t(drawing->find(QStringLiteral("shop/client")));
    QCOMPARE(drawing->needs[client].size(), std::size_t(1));
    QCOMPARE(drawing->boxes[std::size_t(drawing->lines[std::size_t(drawing->needs[client][0])].to)]
                 .title,
        QStringLiteral("shop/db"));
}

void DependencyJourney::keyboardWalksAlongTheLines()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas && choose(*canvas, "shop/client"));
    canvas->setFocus();
    QTest::keyClick(canvas, Qt::Key_Down);
    QCOMPARE(current(*canvas), QStringLiteral("shop/db"));
    QVERIFY(canvas->accessibleDescription().contains(QStringLiteral("needed by 1")));
    QCOMPARE(console.textOf(QStringLiteral("dependencyWhere")), canvas->whereText());
    QTest::keyClick(canvas, Qt::Key_Down); // it needs nothing
    QCOMPARE(current(*canvas), QStringLiteral("shop/db"));
    QTest::keyClick(canvas, Qt::Key_Up);
    QCOMPARE(current(*canvas), QStringLiteral("shop/client"));
    QTest::keyClick(canvas, Qt::Key_Home);
    QCOMPARE(canvas->current(), 0);
}

void DependencyJourney::searchFindsAndFocusNarrows()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas);
    QVERIFY(console.write(QStringLiteral("dependencySearch"), QStringLiteral("CLIENT")));
    QTest::keyClick(console.find<QLineEdit>(QStringLiteral("dependencySearch")), Qt::Key_Return);
    QCOMPARE(current(*canvas), QStringLiteral("shop/client"));
    QVERIFY(console.trigger(QStringLiteral("focusDependency")));
    QTRY_COMPARE(canvas->drawing()->boxes.size(), std::size_t(2));
    QCOMPARE(current(*canvas), QStringLiteral("shop/client"));
    QVERIFY(console.trigger(QStringLiteral("clusterDependencies")));
    QTRY_COMPARE(canvas->drawing()->boxes.size(), std::size_t(1));
    QVERIFY(console.trigger(QStringLiteral("allDependencies")));
    QTRY_VERIFY(console.isAtRest() && canvas->drawing()->boxes.size() >= 1);
}

void DependencyJourney::searchAndImpactReachIntoNamespaces()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.open("shop/db", "prod", "host: db-2\npassword: hunter2\n", "alice", "Another host");
    });
    DependencyCanvas *canvas = open(console, QStringLiteral("bob"));
    QVERIFY(canvas && console.trigger(QStringLiteral("clusterDependencies")));
    const auto isClustered = [&] { return canvas->drawing()->boxes.front().config < 0; };
    QTRY_VERIFY(console.isAtRest() && isClustered());
    const auto search = [&](const char *text) {
        return console.write(QStringLiteral("dependencySearch"), QString::fromLatin1(text));
    };
    auto *field = console.find<QLineEdit>(QStringLiteral("dependencySearch"));
    QVERIFY(search("SHOP/CLIENT"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(current(*canvas).startsWith(QStringLiteral("shop (")));
    const auto where = [&] { return console.textOf(QStringLiteral("dependencyWhere")); };
    QVERIFY2(
        where().startsWith(QStringLiteral("Found “shop/client” in shop (")), qPrintable(where()));
    QVERIFY(search("shop/"));
    QTest::keyClick(field, Qt::Key_Return); // the next one in the same box
    QVERIFY2(where().startsWith(QStringLiteral("Found “shop/db”")), qPrintable(where()));
    auto *requests = console.find<QComboBox>(QStringLiteral("dependencyImpact"));
    const auto request = QString::fromStdString(console.cms().requests.back().id.text());
    QTRY_VERIFY(requests->findData(request) > 0);
    requests->setCurrentIndex(requests->findData(request));
    Q_EMIT requests->activated(requests->currentIndex());
    QTRY_VERIFY(!console.textOf(QStringLiteral("dependencyReach")).isEmpty());
    const int box = canvas->drawing()->find(QStringLiteral("shop/db"));
    QTRY_VERIFY(canvas->marked().contains(box));
    QCOMPARE(canvas->marked().at(box), 2); // the one that is changed, and who refers to it
    QVERIFY2(canvas->whereText().contains(QStringLiteral("2 of its configs reached")),
        qPrintable(canvas->whereText()));
    console.picture(QStringLiteral("dependencies-namespaces"));
    QVERIFY(console.trigger(QStringLiteral("focusDependency")));
    QTRY_VERIFY(console.isAtRest() && canvas->drawing()->boxOf.size() == 2);
}

void DependencyJourney::liveChangesAreDrawn()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas && choose(*canvas, "shop/client"));
    auto &cms = console.cms();
    const int before = cms.callCount("dependencyMap");
    const auto lines = canvas->drawing()->lines.size();
    const auto publish = [&](const char *text) {
        cms.publish("shop/unborn", "prod", text, "alice", "Live");
        cms.sayStream(client::StreamState::Connected, {{99, "head.update", "", "", "Live"}});
    };
    publish(R"({"host": "${ref:/shop/db#/host}"})");
    QTRY_COMPARE(cms.callCount("dependencyMap"), before + 1);
    QTRY_COMPARE(canvas->drawing()->lines.size(), lines + 1);
    QCOMPARE(current(*canvas), QStringLiteral("shop/client"));
    // What changes while nobody looks is there when somebody comes back, and is read once.
    QVERIFY(console.openView(QStringLiteral("changes")));
    publish("{}");
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(console.openView(QStringLiteral("dependencies")));
    QTRY_COMPARE(canvas->drawing()->lines.size(), lines);
    QCOMPARE(cms.callCount("dependencyMap"), before + 2);
    QCOMPARE(current(*canvas), QStringLiteral("shop/client"));
}

// Somebody reads a part of a large graph while a config is added to it.
void DependencyJourney::drawnAgainItStaysInPlace()
{
    const auto drawn = [](int count) {
        core::DependencyMap map;
        for (int i = 0; i < count; ++i) {
            map.configs.push_back(
                {core::ConfigId(std::to_string(i)), "team/config-" + std::to_string(i), false});
            if (i > 0)
                map.dependencies.push_back({i, 0, core::DependencyKind::Refers, {}, {}});
        }
        auto drawing = models::drawnFrom(map, false, core::CancelToken());
        return std::make_shared<const models::DependencyDrawing>(std::move(*drawing));
    };
    views::Look look(views::Theme::Kind::Light);
    DependencyCanvas canvas(look);
    canvas.resize(900, 600);
    canvas.setDrawing(drawn(200));
    const double whole = canvas.zoom();
    QVERIFY(choose(canvas, "team/config-120"));
    canvas.showCurrent();
    const auto onScreen = [&] {
        const auto &frame = canvas.drawing()->boxes[std::size_t(canvas.current())].frame;
        return canvas.transform().map(frame.center());
    };
    const QPointF place = onScreen();
    const double zoom = canvas.zoom();
    QVERIFY(zoom > whole);
    canvas.setDrawing(drawn(260), DependencyCanvas::Place::Same);
    QCOMPARE(current(canvas), QStringLiteral("team/config-120"));
    QCOMPARE(canvas.zoom(), zoom);
    QVERIFY((onScreen() - place).manhattanLength() < 0.01);
    canvas.setDrawing(drawn(200), DependencyCanvas::Place::Whole);
    QCOMPARE(canvas.zoom(), whole);
}

void DependencyJourney::thePictureIsSavedAsSvg()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(open(console));
    const QTemporaryDir folder;
    const auto save = [&console](const QString &file) {
        if (!console.trigger(QStringLiteral("exportDependencies")))
            return false;
        auto *dialog = console.window().findChild<QFileDialog *>(QStringLiteral("exportDialog"));
        if (!dialog)
            return false;
        Q_EMIT dialog->fileSelected(file);
        dialog->close();
        return true;
    };
    const QString file = folder.filePath(QStringLiteral("map.svg"));
    QVERIFY(save(file));
    QVERIFY(console.textOf(QStringLiteral("dependencyWhere")).contains(QStringLiteral("map.svg")));
    QFile saved(file);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QByteArray svg = saved.readAll();
    QVERIFY(svg.contains("<svg") && svg.contains("client"));
    QTRY_VERIFY(!console.window().findChild<QFileDialog *>(QStringLiteral("exportDialog")));
    // Where nothing can be written it is said.
    QVERIFY(save(folder.filePath(QStringLiteral("none/map.svg"))));
    QVERIFY(console.banners().join(u'\n').contains(QStringLiteral("could not be saved")));
}

void DependencyJourney::configsOpenFromTheGraph()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas && choose(*canvas, "shop/client"));
    canvas->setFocus();
    QTest::keyClick(canvas, Qt::Key_Return);
    QTRY_VERIFY(!canvas->isVisible());
}

void DependencyJourney::requestsShowWhatTheyReach()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.open("shop/db", "prod", "host: db-2\npassword: hunter2\n", "bob", "Another host");
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice")));
    QVERIFY(console.openView(QStringLiteral("changes")));
    QVERIFY(console.openRequest(QString::fromStdString(console.cms().requests.back().id.text())));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("requestReach")).contains(QStringLiteral("1 config,")));
    QVERIFY2(console.textOf(QStringLiteral("requestReach"))
                 .startsWith(QStringLiteral("In Production: ")),
        qPrintable(console.textOf(QStringLiteral("requestReach"))));
}

void DependencyJourney::draftsShowWhatTheyReach_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

// Before it is submitted, and again as it changes.
void DependencyJourney::draftsShowWhatTheyReach()
{
    QFETCH(bool, isDark);
    support::Console console(isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light,
        [](support::ScriptedCms &cms) {
            gui::fillLayers(cms);
            auto &agent = cms.agents.front();
            agent.reports.push_back(agent.reports.front());
            agent.reports.back().config = cms.configAt("shop/client")->id;
            agent.reports.back().path = "shop/client";
        });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("shop/db")));
    QTRY_VERIFY(console.isAtRest());
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    editor->view().replaceBytes(0, 0, "# reviewed\n");
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QCOMPARE(console.cms().callCount("draftImpact"), 0);
    QVERIFY(console.trigger(QStringLiteral("submit")));
    const auto reach = [&] { return console.textOf(QStringLiteral("requestReach")); };
    QTRY_VERIFY2(
        reach().startsWith(QStringLiteral("In Production: 1 config, ")), qPrintable(reach()));
    QVERIFY(console.click(QStringLiteral("requestReachMoreButton")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestReachNames")),
        QStringLiteral("Configs in Production: shop/client\nServices in Production: gateway\n"
                       "Agents in Production: %1")
            .arg(QString::fromStdString(console.cms().agents.front().name)));
    console.picture(QStringLiteral("draftreach"));
    QCOMPARE(console.cms().callCount("draftImpact"), 1);
}

// In the graph, beside what requests reach.
void DependencyJourney::whatADraftReachesIsMarked()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas);
    auto *choice = console.find<QComboBox>(QStringLiteral("dependencyImpact"));
    const QString mine = QStringLiteral("Your draft of shop/db");
    QCOMPARE(choice->findText(mine), -1);
    QVERIFY(console.openConfig(QStringLiteral("shop/db")));
    QTRY_VERIFY(console.isAtRest());
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    editor->view().replaceBytes(0, 0, "# reviewed\n");
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    console.cms().sayStream(
        client::StreamState::Connected, {{98, "draft.update", "", "", "Draft"}});
    QVERIFY(console.openView(QStringLiteral("dependencies")));
    QTRY_VERIFY(choice->findText(mine) > 0);
    choice->setCurrentIndex(choice->findText(mine));
    Q_EMIT choice->activated(choice->currentIndex());
    const int client = canvas->drawing()->find(QStringLiteral("shop/client"));
    QTRY_VERIFY(canvas->marked().contains(client));
    QVERIFY(console.textOf(QStringLiteral("dependencyReach")).contains(QStringLiteral("1 config")));
    choice->setCurrentIndex(0);
    Q_EMIT choice->activated(0);
    QTRY_VERIFY(canvas->marked().empty());
}

void DependencyJourney::failuresAreSaid()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.failAlways("dependencyMap", support::anError(core::ErrorKind::Server));
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice")));
    QVERIFY(console.openView(QStringLiteral("dependencies")));
    QTRY_VERIFY(!console.banners().isEmpty());
}

void DependencyJourney::zoomGoesFromOverviewToLabels()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas && choose(*canvas, "shop/client"));
    const double before = canvas->zoom();
    QTest::keyClick(canvas, Qt::Key_Minus);
    QVERIFY(canvas->zoom() < before);
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(canvas, Qt::Key_Plus);
    QVERIFY(canvas->zoom() <= 3.01);
    QTest::keyClick(canvas, Qt::Key_0);
    QCOMPARE(canvas->zoom(), before);
}

void DependencyJourney::largeGraphsArePainted_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("defaults");
    QTest::addColumn<bool>("isDark");
    QTest::newRow("600 under a few defaults") << 600 << 12 << false;
    QTest::newRow("5,000 under a few defaults") << 5000 << 40 << false;
    QTest::newRow("5,000 that need one, dark") << 5000 << 1 << true;
}

// All of it has the shape of a window, so that boxes are more than specks; and what is near can be
// read. How long a frame takes is told, and not judged here.
void DependencyJourney::largeGraphsArePainted()
{
    QFETCH(int, count);
    QFETCH(int, defaults);
    QFETCH(bool, isDark);
    core::DependencyMap map;
    for (int i = 0; i < count; ++i) {
        const auto number = std::to_string(i);
        map.configs.push_back({core::ConfigId(number), "team/service-" + number, false});
        if (i > 0)
            map.dependencies.push_back(
                {i, i < defaults ? 0 : i % defaults, core::DependencyKind::Refers, {}, {}});
    }
    auto drawing = models::drawnFrom(map, false, core::CancelToken());
    QVERIFY(drawing);
    views::Look look(isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light);
    DependencyCanvas canvas(look);
    canvas.resize(1300, 700);
    canvas.setDrawing(std::make_shared<const models::DependencyDrawing>(std::move(*drawing)));
    QVERIFY2(canvas.zoom() * std::sqrt(count) > 5, qPrintable(QString::number(canvas.zoom())));
    for (const char *where : {"all", "labels"}) {
        const std::clock_t begun = std::clock();
        const QPixmap picture = canvas.grab();
        QVERIFY(!picture.isNull());
        qInfo("%s: %.0f ms of the processor", where,
            double(std::clock() - begun) * 1e3 / CLOCKS_PER_SEC);
        const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
        if (!folder.isEmpty())
            picture.save(QStringLiteral("%1/graph-%2-%3-%4.png")
                    .arg(folder)
                    .arg(count)
                    .arg(defaults)
                    .arg(QString::fromLatin1(where)));
        canvas.setCurrent(count / 2);
        canvas.showCurrent();
    }
    QVERIFY(canvas.zoom() > 0.5);
}

void DependencyJourney::pictures_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void DependencyJourney::pictures()
{
    QFETCH(bool, isDark);
    support::Console console(
        isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light, gui::fillLayers);
    DependencyCanvas *canvas = open(console);
    QVERIFY(canvas && choose(*canvas, "shop/db"));
    console.picture(QStringLiteral("dependencies"));
    QVERIFY(!canvas->grab().isNull());
}

QTEST_MAIN(DependencyJourney)
#include "tst_dependencies.moc"
