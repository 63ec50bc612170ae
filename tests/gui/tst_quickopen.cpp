// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QApplication>
#include <QLineEdit>

using namespace chancery;

// Quick Open for who is quicker than the server.
class QuickOpenTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void returnIsRemembered();
    void returnIsForgottenWhereTheWordsChange();
    void returnIsForgottenWhereNothingComes();

private:
    // Signed in, with the finder open, and no config of the other namespaces is told.
    static bool begin(support::Console &console)
    {
        console.window().activateWindow();
        if (!console.connectToServer() || !console.signIn(QStringLiteral("bob"))
            || !QTest::qWaitForWindowActive(&console.window()))
            return false;
        console.cms().hang("listConfigs");
        return console.trigger(QStringLiteral("quickOpen")) && isOpen(console);
    }
    static bool isOpen(support::Console &console)
    {
        return console.find<QLineEdit>(QStringLiteral("quickOpenFinderLine")) != nullptr;
    }
    static void type(const char *words)
    {
        QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(words));
    }
    static void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    static bool isLoaded(support::Console &console)
    {
        return QTest::qWaitFor(
            [&] { return !console.composition().stores()->configs.isLoadingAny(); });
    }
};

void QuickOpenTest::returnIsRemembered()
{
    support::Console console;
    QVERIFY(begin(console));
    type("dbpool");
    press(Qt::Key_Return);
    QVERIFY(isOpen(console));
    console.cms().release();
    QTRY_COMPARE(
        console.textOf(QStringLiteral("documentPath")), QStringLiteral("platform/database/pool"));
    QTRY_VERIFY(!isOpen(console));
}

void QuickOpenTest::returnIsForgottenWhereTheWordsChange()
{
    support::Console console;
    QVERIFY(begin(console));
    type("dbpooll");
    press(Qt::Key_Return);
    press(Qt::Key_Backspace);
    console.cms().release();
    QVERIFY(isLoaded(console));
    QVERIFY(isOpen(console));
    press(Qt::Key_Return); // now there is something to be seen
    QTRY_COMPARE(
        console.textOf(QStringLiteral("documentPath")), QStringLiteral("platform/database/pool"));
}

void QuickOpenTest::returnIsForgottenWhereNothingComes()
{
    support::Console console;
    QVERIFY(begin(console));
    console.cms().failAlways("listConfigs", support::anError(core::ErrorKind::Offline));
    type("nothing like it");
    press(Qt::Key_Return);
    console.cms().release();
    QVERIFY(isLoaded(console));
    QVERIFY(isOpen(console));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!isOpen(console));
}

QTEST_MAIN(QuickOpenTest)
#include "tst_quickopen.moc"
