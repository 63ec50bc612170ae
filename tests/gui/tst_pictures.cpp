// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QDir>

using namespace chancery;

namespace {

constexpr const char *viewIds[]{"configs", "changes", "lineage", "dependencies", "fleet",
    "emergency", "audit", "bulk", "calendar"};
using Images = QMap<QString, QImage>;

void goTo(support::Console &console, const char *view)
{
    console.window().workArea()->goTo({QString::fromLatin1(view), {}});
}

bool settle(support::Console &console)
{
    int calm = 0; // in several looks in a row, so that what the end of one thing begins is seen
    return QTest::qWaitFor([&] {
        const auto *editor = console.find<editors::ConfigEditor>(QString());
        calm = console.isAtRest() && !(editor && editor->isBusy()) ? calm + 1 : 0;
        return calm > 10;
    });
}

// Every view is made, and a config is in front.
bool visitEveryView(support::Console &console)
{
    console.window().activateWindow();
    if (!QTest::qWaitForWindowActive(&console.window()) || !console.connectToServer()
        || !console.signIn(QStringLiteral("carol"))
        || !console.chooseEnvironment(QStringLiteral("prod"))
        || !console.openConfig(QStringLiteral("shop/gateway/limits"))
        || !console.openView(QStringLiteral("changes"))
        || !console.openRequest(QStringLiteral("CR-18")))
        return false;
    return std::ranges::all_of(viewIds,
               [&](const char *view) {
                   goTo(console, view);
                   return settle(console);
               })
        && console.openView(QStringLiteral("configs")) && settle(console);
}

// Each view at once after it is shown, then each once more in its window, then the start page.
bool takeImages(support::Console &console, Images &images)
{
    for (const char *view : {"bulk", "fleet", "audit", "lineage", "changes"}) {
        goTo(console, view);
        images[QStringLiteral("at once: %1").arg(QLatin1String(view))]
            = console.window().workArea()->currentView()->grab().toImage();
    }
    for (const char *view : viewIds) {
        goTo(console, view);
        if (!settle(console))
            return false;
        images[QLatin1String(view)] = console.window().grab().toImage();
    }
    if (!console.signOut())
        return false;
    if (!settle(console))
        return false;
    images[QStringLiteral("start")] = console.window().grab().toImage();
    return true;
}

} // namespace

// Every workspace in both themes: it fills, and with CHANCERY_PICTURES set it leaves a picture.
class Pictures : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyWorkspaceFills_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyWorkspaceFills()
    {
        QFETCH(bool, isDark);
        support::Console console(isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light);
        console.picture(QStringLiteral("start"));
        QVERIFY(console.connectToServer());
        console.picture(QStringLiteral("signin"));
        QVERIFY(console.signIn(QStringLiteral("alice")));
        QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
        console.picture(QStringLiteral("configs-empty"));
        QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
        console.picture(QStringLiteral("configs"));
        QVERIFY(console.openConfig(QStringLiteral("shop/gateway/routes")));
        console.picture(QStringLiteral("configs-yaml"));
        QVERIFY(console.openView(QStringLiteral("lineage")));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("versionsTable")).size(), 1);
        QVERIFY(console.trigger(QStringLiteral("goconfigs")));
        QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
        QVERIFY(console.trigger(QStringLiteral("showLineage")));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("versionsTable")).size(), 3);
        QTRY_VERIFY(console.isAtRest());
        console.picture(QStringLiteral("lineage"));
        QVERIFY(console.openView(QStringLiteral("fleet")));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("fleetTable")).size(), 8);
        console.picture(QStringLiteral("fleet"));
        QVERIFY(console.signOut());
        QVERIFY(console.signIn(QStringLiteral("bob")));
        QVERIFY(console.openView(QStringLiteral("changes")));
        QVERIFY(console.openRequest(QStringLiteral("CR-18")));
        QTRY_VERIFY(console.isAtRest());
        console.picture(QStringLiteral("changes"));
        QVERIFY(console.signOut());
        QVERIFY(console.signIn(QStringLiteral("carol")));
        QVERIFY(console.openView(QStringLiteral("audit")));
        QTRY_VERIFY(console.isAtRest());
        console.picture(QStringLiteral("audit"));
    }

    // What was made in the other theme, on screen or not, cannot be told from what was not.
    void changedThemeLeavesNothingOfTheOther_data()
    {
        QTest::addColumn<views::Theme::Kind>("from");
        QTest::addColumn<views::Theme::Kind>("to");
        QTest::newRow("light to dark") << views::Theme::Kind::Light << views::Theme::Kind::Dark;
        QTest::newRow("dark to light") << views::Theme::Kind::Dark << views::Theme::Kind::Light;
        QTest::newRow("there and back") << views::Theme::Kind::Dark << views::Theme::Kind::Dark;
    }

    void changedThemeLeavesNothingOfTheOther()
    {
        QFETCH(views::Theme::Kind, from);
        QFETCH(views::Theme::Kind, to);
        QApplication::setCursorFlashTime(0);
        Images wanted;
        {
            support::Console console(to);
            QVERIFY(visitEveryView(console));
            QVERIFY(takeImages(console, wanted));
        }
        support::Console console(from);
        QVERIFY(visitEveryView(console));
        if (from == to)
            console.composition().look().setKind(views::Theme::Kind::Light);
        console.composition().look().setKind(to);
        Images shown;
        QVERIFY(takeImages(console, shown));
        for (auto image = wanted.cbegin(); image != wanted.cend(); ++image)
            compare(image.key(), shown[image.key()], image.value());
    }

private:
    // With CHANCERY_PICTURES set both images are left.
    static void compare(const QString &name, const QImage &shown, const QImage &wanted)
    {
        const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
        if (shown != wanted && !folder.isEmpty()) {
            shown.save(QDir(folder).filePath(name + QStringLiteral("-shown.png")));
            wanted.save(QDir(folder).filePath(name + QStringLiteral("-wanted.png")));
        }
        QVERIFY2(shown == wanted, qPrintable(name));
    }
};

QTEST_MAIN(Pictures)
#include "tst_pictures.moc"
