// SPDX-License-Identifier: Apache-2.0
#include "app/console/demofolder.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace chancery;

// What a start of the demo does with what an earlier one left.
class DemoFolderTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void unfinishedFolderIsBegunAnew()
    {
        const QTemporaryDir place;
        const QString path = place.filePath(QStringLiteral("demo"));
        leave(path);
        app::DemoFolder folder(path);
        folder.prepare();
        QVERIFY(!QFile::exists(path));
        QVERIFY(!folder.isComplete());
    }

    void completeFolderIsKept()
    {
        const QTemporaryDir place;
        const QString path = place.filePath(QStringLiteral("demo"));
        leave(path);
        QVERIFY(app::DemoFolder(path).setComplete());
        app::DemoFolder folder(path);
        folder.prepare();
        QVERIFY(folder.isComplete());
        QVERIFY(QFile::exists(path + left));
    }

    void folderOfAnotherConsoleIsLeftAlone()
    {
        const QTemporaryDir place;
        const QString path = place.filePath(QStringLiteral("demo"));
        app::DemoFolder first(path);
        first.prepare();
        leave(path);
        app::DemoFolder second(path);
        second.prepare();
        QVERIFY(QFile::exists(path + left));
    }

    void nothingBesideTheFolderIsTouched()
    {
        const QTemporaryDir place;
        leave(place.path());
        app::DemoFolder folder(place.filePath(QStringLiteral("demo")));
        folder.prepare();
        QVERIFY(QFile::exists(place.path() + left));
    }

    void markerThatCannotBeSetIsTold()
    {
        const QTemporaryDir place;
        QVERIFY(!app::DemoFolder(place.filePath(QStringLiteral("absent"))).setComplete());
    }

private:
    inline static const QString left = QStringLiteral("/servers/local/store.sqlite");

    static void leave(const QString &path)
    {
        QDir().mkpath(path + QStringLiteral("/servers/local"));
        QFile file(path + left);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
};

QTEST_GUILESS_MAIN(DemoFolderTest)
#include "tst_demofolder.moc"
