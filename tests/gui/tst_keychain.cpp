// SPDX-License-Identifier: Apache-2.0
#include "app/console/keychainvault.h"
#include "tests/support/testcase.h"

#include <QDirIterator>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace chancery;
using app::KeychainVault;

namespace {

constexpr int patience = 20'000;
const QString name = QStringLiteral("p1 https://cms.example");
constexpr auto secret = "a-token-of-a-session-0123456789";

} // namespace

// The keychain as it is on a desktop: a session bus and GNOME's keyring, started for this test
// alone in a home of its own.
class TestKeychain : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void whatIsKeptIsFoundAgain();
    void whatIsForgottenIsGone();
    void itIsInNoFileAsText();
    void withoutAKeychainNothingIsKept();

private:
    // Until the keychain has answered; why it could not.
    static QString settled(KeychainVault &vault, const std::function<void()> &act);
    static core::Result<core::Secret> found(KeychainVault &vault);
    bool startBus();
    bool startKeyring();

    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
};

bool TestKeychain::startBus()
{
    m_bus.start(QStringLiteral("dbus-daemon"),
        {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address"),
            QStringLiteral("--address=unix:dir=%1").arg(m_home.path())});
    if (!m_bus.waitForReadyRead(patience))
        return false;
    return qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
}

// Unlocked by a password on its standard input, as it is when somebody signs in to the desktop.
bool TestKeychain::startKeyring()
{
    m_keyring.setProcessChannelMode(QProcess::MergedChannels);
    m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
        {QStringLiteral("--foreground"), QStringLiteral("--unlock"),
            QStringLiteral("--components=secrets")});
    if (!m_keyring.waitForStarted(patience))
        return false;
    m_keyring.write("desktop password");
    m_keyring.closeWriteChannel();
    QProcess asked;
    for (int tries = 0; tries < 100; ++tries) {
        asked.start(QStringLiteral("dbus-send"),
            {QStringLiteral("--session"), QStringLiteral("--print-reply"),
                QStringLiteral("--dest=org.freedesktop.DBus"), QStringLiteral("/"),
                QStringLiteral("org.freedesktop.DBus.GetNameOwner"),
                QStringLiteral("string:org.freedesktop.secrets")});
        if (asked.waitForFinished(patience) && asked.exitCode() == 0)
            return true;
        // It is on its way as long as it runs.
        if (m_keyring.waitForFinished(100))
            return false;
    }
    return false;
}

void TestKeychain::initTestCase()
{
    for (const char *program : {"dbus-daemon", "dbus-send", "gnome-keyring-daemon"}) {
        if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
            QSKIP(program);
    }
    for (const char *variable : {"HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"})
        qputenv(variable, m_home.path().toUtf8());
    qputenv("XDG_CURRENT_DESKTOP", "GNOME");
    QVERIFY(startBus());
    QVERIFY2(startKeyring(), m_keyring.readAll().constData());
}

void TestKeychain::cleanupTestCase()
{
    for (QProcess *process : {&m_keyring, &m_bus}) {
        process->terminate();
        if (process->state() != QProcess::NotRunning && !process->waitForFinished(patience))
            process->kill();
    }
}

QString TestKeychain::settled(KeychainVault &vault, const std::function<void()> &act)
{
    QSignalSpy spy(&vault, &KeychainVault::settled);
    act();
    if (!spy.wait(patience))
        return QStringLiteral("no answer");
    return spy.first().at(1).toString();
}

core::Result<core::Secret> TestKeychain::found(KeychainVault &vault)
{
    std::optional<core::Result<core::Secret>> answer;
    const auto call = vault.read(
        name, [&answer](core::Result<core::Secret> result) { answer = std::move(result); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, patience))
        return core::Error{core::ErrorKind::Timeout, "no answer", {}, {}, {}, {}};
    return *answer;
}

void TestKeychain::whatIsKeptIsFoundAgain()
{
    {
        KeychainVault vault;
        QCOMPARE(settled(vault, [&] { vault.keep(name, core::Secret(secret)); }), QString());
    }
    KeychainVault vault; // of the next start
    const auto kept = found(vault);
    QVERIFY2(kept.ok(), kept ? "" : kept.error().detail.c_str());
    QCOMPARE(kept->reveal(), std::string(secret));
}

void TestKeychain::whatIsForgottenIsGone()
{
    KeychainVault vault;
    QCOMPARE(settled(vault, [&] { vault.keep(name, core::Secret(secret)); }), QString());
    QCOMPARE(settled(vault, [&] { vault.forget(name); }), QString());
    const auto gone = found(vault);
    QVERIFY(!gone);
    QVERIFY(gone.error().kind == core::ErrorKind::NotFound);
}

void TestKeychain::itIsInNoFileAsText()
{
    KeychainVault vault;
    QCOMPARE(settled(vault, [&] { vault.keep(name, core::Secret(secret)); }), QString());
    int files = 0;
    QDirIterator all(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        ++files;
        QVERIFY2(!file.readAll().contains(secret), qPrintable(file.fileName()));
    }
    QVERIFY(files > 0); // the keyring's own, which is sealed
}

void TestKeychain::withoutAKeychainNothingIsKept()
{
    m_keyring.terminate();
    QVERIFY(m_keyring.waitForFinished(patience));
    KeychainVault vault;
    QVERIFY(!settled(vault, [&] { vault.keep(name, core::Secret(secret)); }).isEmpty());
    const auto none = found(vault);
    QVERIFY(!none);
    QVERIFY(none.error().kind == core::ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
