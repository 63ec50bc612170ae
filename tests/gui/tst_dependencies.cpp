// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/gui/layersworld.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/dependencies/dependencycanvas.h"

#include <QFile>
#include <QFileDialog>
#include <QLineEdit>

using namespace chancery;
using views::DependencyCanvas;

// The view of dependencies as somebody works with it, by mouse and by keyboard.
class DependencyJourney : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void allConfigsAreDrawn();
    void keyboardWalksAlongTheLines();
    void searchFindsAndFocusNarrows();
    void configsOpenFromTheGraph();
    void thePictureIsSavedAsSvg();
    void requestsShowWhatTheyReach();
    void draftsShowWhatTheyReach_data();
    void draftsShowWhatTheyReach();
    void failuresAreSaid();
    void zoomGoesFromOverviewToLabels();
    void fiveThousandBoxesArePainted();
    void pictures_data();
    void pictures();

private:
    static DependencyCanvas *open(support::Console &console)
    {
        const bool isOpen = console.connectToServer() && console.signIn(QStringLiteral("alice"))
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
    support::Console console(
        isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light, gui::fillLayers);
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
        QStringLiteral("Configs in Production: shop/client"));
    console.picture(QStringLiteral("draftreach"));
    QCOMPARE(console.cms().callCount("draftImpact"), 1);
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

// How long a frame takes is told, and not judged here.
void DependencyJourney::fiveThousandBoxesArePainted()
{
    core::DependencyMap map;
    for (int i = 0; i < 5000; ++i) {
        const auto number = std::to_string(i);
        map.configs.push_back({core::ConfigId(number), "team/service-" + number, false});
        if (i > 0)
            map.dependencies.push_back({i, i / 3, core::DependencyKind::Refers, {}, {}});
    }
    auto drawing = models::drawnFrom(map, false, core::CancelToken());
    QVERIFY(drawing);
    views::Look look(views::Theme::Kind::Light);
    DependencyCanvas canvas(look);
    canvas.resize(1300, 700);
    canvas.setDrawing(std::make_shared<const models::DependencyDrawing>(std::move(*drawing)));
    for (const char *where : {"all of it", "labels"}) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!canvas.grab().isNull());
        qInfo("%s: %lld ms", where, timer.elapsed());
        canvas.setCurrent(2500);
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
