// SPDX-License-Identifier: Apache-2.0
#include "engine/core/clock.h"
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// Freeze windows and schedules through the real server and the real command line. The windows are
// so long that no moment of the test is near their ends.
class TestFreezeWindows : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gov27_theCommandLineIsStopped();
    void gov27_importsAreStopped();
    void gov28_theCommandLineOverrides();
    void gov25_theCommandLineSchedules();
    void timesThatAreNoneAreTold();
    void whatIsScheduledSurvivesARestart();

private:
    // The id of a request for these values, open in dev.
    std::string wish(const std::string &text);
    std::string live() const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/dev"), "/version");
    }
    void freeze(const std::string &windows);
    Outcome run(const std::string &command) { return m_shell->run(command.c_str()); }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::optional<ProbeClient> m_pia;
    std::string m_config;
    std::string m_freezes;
};

std::string TestFreezeWindows::wish(const std::string &text)
{
    const auto made
        = m_cms.admin().post("/v1/change-requests", requestBody(m_config, "dev", live(), text));
    return at(made, "/id");
}

// Of this text alone in "sys/freezes" from now on.
void TestFreezeWindows::freeze(const std::string &windows)
{
    const auto done = publishInDev(*m_pia, m_freezes, "{\"windows\": [" + windows + "]}");
    QVERIFY2(done.status == 200, done.body.c_str());
}

namespace {

std::string century(const std::string &severity)
{
    return R"({"id": "long", "title": "The long one", "kind": "deny", "severity": ")" + severity
        + R"(", "zone": "Europe/Berlin", "from": "2020-01-01T00:00", "to": "2120-01-01T00:00"})";
}

std::string tomorrow()
{
    return core::toRfc3339(core::SystemClock().now() + std::chrono::hours(24));
}

} // namespace

void TestFreezeWindows::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    (void)m_cms.admin().post(
        "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    m_config = makeConfig(m_cms.admin(), "payments/limits");
    m_pia.emplace(makePerson(m_cms.admin(), "pia", R"(["author","policy.edit"])"));
    m_freezes = makeConfig(*m_pia, "sys/freezes");
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 1})").status, 200);
    (void)makePerson(m_cms.admin(), "olga", R"(["operator","author","freeze.override"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("olga")));
}

void TestFreezeWindows::gov27_theCommandLineIsStopped()
{
    const auto first = live();
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 2})").status, 200);
    const auto second = live();
    freeze(century("hard"));
    const auto stopped = run("apply " + wish(R"({"rate": 3})"));
    QVERIFY(stopped.exitCode != 0);
    QVERIFY2(stopped.errors.find("The long one") != std::string::npos, stopped.errors.c_str());
    const auto seen = run("rollback payments/limits --to " + first + " -e dev --preview");
    QVERIFY2(seen.exitCode == 0, seen.errors.c_str());
    QVERIFY2(seen.out.find("Nothing of it is applied at present: ") != std::string::npos
            && seen.out.find("The long one") != std::string::npos,
        seen.out.c_str());
    const auto back
        = run("rollback payments/limits --to " + first + " -e dev --reason broken --yes");
    QVERIFY(back.exitCode != 0);
    QVERIFY2(back.errors.find("The long one") != std::string::npos, back.errors.c_str());
    QCOMPARE(live(), second);
    const auto shown = run("calendar -e dev");
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    for (const char *words : {"The long one", "hard", "Next slot: none"})
        QVERIFY2(shown.out.find(words) != std::string::npos, shown.out.c_str());
    freeze("");
}

// What comes in by whole folders stops at the same window.
void TestFreezeWindows::gov27_importsAreStopped()
{
    const auto before = live();
    freeze(century("hard"));
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("payments")));
    QFile file(folder.filePath(QStringLiteral("payments/limits.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(R"({"rate": 77})") > 0);
    file.close();
    const auto imported = run("import " + folder.path().toStdString() + " -e dev --apply");
    QVERIFY(imported.exitCode != 0);
    QVERIFY2((imported.out + imported.errors).find("The long one") != std::string::npos,
        (imported.out + imported.errors).c_str());
    QCOMPARE(live(), before);
    freeze("");
    QCOMPARE(run("import " + folder.path().toStdString() + " -e dev --apply").exitCode, 0);
    QVERIFY(live() != before);
}

void TestFreezeWindows::gov28_theCommandLineOverrides()
{
    const auto before = live();
    const auto id = wish(R"({"rate": 4})");
    freeze(century("soft"));
    QVERIFY(run("apply " + id).exitCode != 0);
    QVERIFY(run("freeze override " + id + " --reason urgent").exitCode != 0);
    QCOMPARE(live(), before);
    const auto lifted = run("freeze override " + id + " --reason urgent --ticket INC-1");
    QVERIFY2(lifted.exitCode == 0, lifted.errors.c_str());
    QVERIFY2(lifted.out.find("INC-1: urgent") != std::string::npos, lifted.out.c_str());
    QCOMPARE(run("apply " + id).exitCode, 0);
    QVERIFY(live() != before);
    freeze("");
}

void TestFreezeWindows::gov25_theCommandLineSchedules()
{
    const auto id = wish(R"({"rate": 5})");
    const auto done = run("schedule " + id + " --at " + tomorrow() + " --zone Europe/Berlin");
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QVERIFY2(done.out.find("(Europe/Berlin), scheduled by") != std::string::npos, done.out.c_str());
    auto shown = run("calendar -e dev");
    QVERIFY2(shown.out.find(id) != std::string::npos, shown.out.c_str());
    QVERIFY2(shown.out.find("waits") != std::string::npos, shown.out.c_str());
    freeze(century("soft"));
    shown = run("calendar -e dev");
    QVERIFY2(shown.out.find("collides with long") != std::string::npos, shown.out.c_str());
    freeze("");
    QCOMPARE(run("unschedule " + id).exitCode, 0);
    QVERIFY(run("calendar -e dev").out.find(id) == std::string::npos);
}

void TestFreezeWindows::timesThatAreNoneAreTold()
{
    const auto id = wish(R"({"rate": 6})");
    const auto fails = [&](const std::string &options, const char *words) {
        const auto outcome = run("schedule " + id + ' ' + options);
        return outcome.exitCode != 0 && outcome.errors.find(words) != std::string::npos;
    };
    QVERIFY(fails("--at 2027-03-28T02:30 --zone Europe/Berlin", "leaves"));
    QVERIFY(fails("--at 2027-10-31T02:30 --zone Europe/Berlin", "twice"));
    QVERIFY(fails("--at 2027-10-31T02:30 --zone Europe/Atlantis", "Europe/Atlantis"));
    QVERIFY(fails("--at soon", "soon"));
    QVERIFY(fails("--at 2020-01-01T00:00:00Z", "400 days"));
    const auto schema = run("freeze schema");
    QVERIFY(schema.exitCode == 0 && schema.out.find("\"windows\"") != std::string::npos);
}

void TestFreezeWindows::whatIsScheduledSurvivesARestart()
{
    const auto id = wish(R"({"rate": 7})");
    QCOMPARE(run("schedule " + id + " --at " + tomorrow()).exitCode, 0);
    m_cms.kill();
    QVERIFY(m_cms.startAgain());
    QVERIFY(run("calendar -e dev").out.find(id) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestFreezeWindows)
#include "tst_freezewindows.moc"
