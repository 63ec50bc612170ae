// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAbstractButton>
#include <QApplication>
#include <QProcess>

#include <cstdio>

using namespace chancery;

namespace {

constexpr auto asTheConsole = "--as-the-console";

bool begin(support::Console &console)
{
    return console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.openConfig(QStringLiteral("shop/gateway/routes"));
}

qint64 keptBytes(const QString &folder)
{
    const QDir drafts(folder + QStringLiteral("/drafts"));
    qint64 bytes = 0;
    for (const QFileInfo &file : drafts.entryInfoList({QStringLiteral("*.draft")}))
        bytes += file.size();
    return bytes;
}

// Types until somebody kills it, without a server that takes drafts, and says what is on the disk
// by then. Never returns of itself but when it cannot begin.
int type()
{
    support::Console console;
    if (!begin(console))
        return 1;
    console.cms().sayStream(client::StreamState::Disconnected);
    console.cms().failAlways("createDraft", support::anError(core::ErrorKind::Offline));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    editor->setFocus();
    qint64 kept = 0;
    for (int number = 1;; ++number) {
        const QString line = QStringLiteral("# line %1").arg(number);
        QTest::keyClicks(QApplication::focusWidget(), line);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        // A longer text is a longer file.
        if (!QTest::qWaitFor([&] { return keptBytes(console.folder()) > kept; }, 20'000))
            return 1;
        kept = keptBytes(console.folder());
        std::printf("%d %s\n", number, qPrintable(console.folder()));
        std::fflush(stdout);
    }
}

} // namespace

// The console itself is killed, as the kernel does it when there is no memory left.
class TestKilledConsole : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatWasTypedIsThereAfterwards_data();
    void whatWasTypedIsThereAfterwards();
};

void TestKilledConsole::whatWasTypedIsThereAfterwards_data()
{
    QTest::addColumn<int>("lines");
    QTest::newRow("after the first line") << 1;
    QTest::newRow("while a kept text is written anew") << 2;
    QTest::newRow("later") << 4;
}

void TestKilledConsole::whatWasTypedIsThereAfterwards()
{
    QFETCH(int, lines);
    QProcess typing;
    typing.start(QCoreApplication::applicationFilePath(), {QLatin1String(asTheConsole)});
    QString folder;
    int told = 0;
    while (told < lines) {
        QVERIFY2(typing.waitForReadyRead(30'000), typing.readAllStandardError().constData());
        while (typing.canReadLine()) {
            const QString line = QString::fromUtf8(typing.readLine()).trimmed();
            told = line.section(QLatin1Char(' '), 0, 0).toInt();
            folder = line.section(QLatin1Char(' '), 1);
        }
    }
    typing.kill(); // SIGKILL, wherever it is
    QVERIFY(typing.waitForFinished());
    QCOMPARE(typing.exitStatus(), QProcess::CrashExit);

    support::Console console;
    console.beginOn(folder);
    QVERIFY(QDir(folder).removeRecursively());
    QVERIFY(begin(console));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(
        console.textOf(QStringLiteral("bannerText")).startsWith(QStringLiteral("Text from")));
    QVERIFY(!editor->text().contains(QStringLiteral("# line")));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    // All that was on the disk, and whole lines of what came after or the beginning of one.
    QString kept;
    for (int number = 1; number <= told; ++number)
        kept += QStringLiteral("# line %1\n").arg(number);
    QVERIFY2(editor->text().startsWith(kept.chopped(1)), qPrintable(editor->text().left(200)));
}

int main(int count, char **arguments)
{
    QApplication application(count, arguments);
    if (application.arguments().contains(QLatin1String(asTheConsole)))
        return type();
    TestKilledConsole test;
    return QTest::qExec(&test, count, arguments);
}

#include "tst_killedconsole.moc"
