// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"

#include <QApplication>
#include <QProcess>
#include <QSpinBox>

#include <cstdio>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr auto asTheConsole = "--as-the-console";
constexpr int patience = 30'000;
// What is left of a session of one minute, and the time that a busy machine needs to tell of it.
constexpr int longestWait = 120'000;
constexpr auto path = "payments/limits";

bool bannersSay(const HttpConsole &console, const char *words)
{
    return QTest::qWaitFor(
        [&] { return console.banners().join(u'\n').contains(QLatin1String(words)); }, patience);
}

bool arrive(HttpConsole &console, int port, const char *name)
{
    return console.arrive(port, QLatin1String(name), QStringLiteral("prod"));
}

// Ann's console, until somebody kills it: opens a session for one minute and says so. Never returns
// of itself but when it cannot begin.
int openAndWait(int port)
{
    HttpConsole console;
    if (!arrive(console, port, "ann") || !console.openConfig(QLatin1String(path))
        || !console.trigger(QStringLiteral("emergencyFromAnywhere")))
        return 1;
    const auto minutes
        = [&] { return console.find<QSpinBox>(QStringLiteral("activationMinutes")); };
    if (!QTest::qWaitFor([&] { return minutes() != nullptr; }, patience))
        return 2;
    minutes()->setValue(1);
    const bool isFilled = console.write(QStringLiteral("activationReason"),
                              QStringLiteral("Checkout refuses every card"))
        && console.write(QStringLiteral("activationIncident"), QStringLiteral("INC-4711"))
        && console.write(QStringLiteral("activationConfirmation"), QStringLiteral("prod"))
        && console.write(QStringLiteral("activationPassword"), QStringLiteral("correct horse"));
    if (!isFilled || !console.click(QStringLiteral("activateEmergencyButton")))
        return 3;
    if (!bannersSay(console, "EMERGENCY in Prod: you change"))
        return 4;
    std::printf("open\n");
    std::fflush(stdout);
    return QApplication::exec();
}

} // namespace

// The console in which somebody has emergency access dies, as the kernel does it when there is no
// memory left. The session is the server's: everybody goes on seeing it, nobody else gets into it,
// and it ends at its time.
class TestEmergencyKilled : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov41_aSessionOutlivesItsConsoleAndEndsAtItsTime();

private:
    std::string session(const char *pointer) const
    {
        return at(m_cms.admin().get("/v1/emergency-sessions/EM-1"), pointer);
    }

    CmsProcess m_cms;
};

void TestEmergencyKilled::gov41_aSessionOutlivesItsConsoleAndEndsAtItsTime()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto author = makePerson(m_cms.admin(), "pia", R"(["author"])");
    (void)makePerson(m_cms.admin(), "ann", R"(["author","emergency.activate"])");
    (void)makePerson(m_cms.admin(), "bob", R"(["approver"])");
    QVERIFY(!makeConfig(author, path).empty());
    HttpConsole bob;
    QVERIFY(arrive(bob, m_cms.port(), "bob"));

    QProcess ann;
    ann.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    ann.start(QCoreApplication::applicationFilePath(),
        {QLatin1String(asTheConsole), QString::number(m_cms.port())});
    QVERIFY(QTest::qWaitFor(
        [&] { return ann.canReadLine() || ann.state() == QProcess::NotRunning; }, 2 * patience));
    QVERIFY2(ann.state() == QProcess::Running, qPrintable(QString::number(ann.exitCode())));
    QCOMPARE(ann.readLine().trimmed(), QByteArray("open"));
    ann.kill(); // SIGKILL, wherever it is
    QVERIFY(ann.waitForFinished());
    QCOMPARE(ann.exitStatus(), QProcess::CrashExit);

    // It is open all the same, for everybody to see; at another device she only looks on (GOV-42).
    QCOMPARE(session("/state"), std::string("active"));
    QVERIFY(bannersSay(bob, "EMERGENCY in Prod: ann changes"));
    HttpConsole again;
    QVERIFY(arrive(again, m_cms.port(), "ann"));
    QVERIFY(bannersSay(again, "EMERGENCY in Prod: you change"));
    QVERIFY(bannersSay(again, "INC-4711"));

    // Nobody ends it, and it is over.
    QVERIFY(QTest::qWaitFor([&] { return session("/state") == "review-due"; }, longestWait));
    QCOMPARE(session("/ending"), std::string("expired"));
    QCOMPARE(session("/endedBy"), std::string());
    for (const HttpConsole *console : {&bob, &again})
        QVERIFY(QTest::qWaitFor([&] { return console->banners().isEmpty(); }, patience));
    // A third console knows of nothing but what is left to be done.
    HttpConsole third;
    QVERIFY(arrive(third, m_cms.port(), "ann"));
    QVERIFY(third.openView(QStringLiteral("emergency")));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return third.rowsOf(QStringLiteral("emergenciesTable"))
                .value(0)
                .contains(QStringLiteral("Review due"));
        },
        patience));
    QVERIFY(third.banners().isEmpty());
}

int main(int count, char **arguments)
{
    QApplication application(count, arguments);
    const auto words = application.arguments();
    const auto at = words.indexOf(QLatin1String(asTheConsole));
    if (at > 0 && at + 1 < words.size())
        return openAndWait(words.at(at + 1).toInt());
    TestEmergencyKilled test;
    return QTest::qExec(&test, count, arguments);
}

#include "tst_emergencykilled.moc"
