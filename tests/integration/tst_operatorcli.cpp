// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <filesystem>

using namespace chancery;
using namespace chancery::support;

// What an operator at a shell must not be misled about: rights that go, versions, refusals.
class TestOperatorCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rolesAreNotTakenSilently();
    void versionsAreTakenAsTheyAreShown();
    void gov29_aPersonReleasesWhatWasRolledBackFrom();
    void getSaysWhatIsMissing();
    void anAgentsSlipStopsNoComparison();
    void aServiceIsComparedWhereItsAgentsAre();
    void aRollbackNamesWhomItReaches();
    void unknownCommandsAreNamed();
    void whatIsWrongHereIsNotTheServers();
    void errorsSayOfWhat();
    void theServerNamesWhatItCannotUse_data();
    void theServerNamesWhatItCannotUse();
    void aRestoredLogIsNotPraised();

private:
    static bool has(const std::string &text, const std::string &words)
    {
        return text.find(words) != std::string::npos;
    }
    Outcome run(const std::string &words) const { return m_shell->run(words.c_str()); }
    // The answer is no, for that reason.
    bool refuses(const std::string &words, const std::string &reason, int exitCode = 1) const
    {
        const auto outcome = run(words);
        const bool isSaid = has(outcome.errors, reason);
        if (outcome.exitCode != exitCode || !isSaid)
            qWarning("%s: %d %s", words.c_str(), outcome.exitCode, outcome.errors.c_str());
        return outcome.exitCode == exitCode && isSaid;
    }
    std::string versionIn(const std::string &config) const
    {
        return at(m_cms.admin().get("/v1/configs/" + config + "/heads/dev"), "/version");
    }
    std::string file(const char *name) const
    {
        return m_home.filePath(QString::fromLatin1(name)).toStdString();
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
};

void TestOperatorCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    (void)makePerson(m_cms.admin(), "chief", R"(["admin","author"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("chief")));
}

void TestOperatorCli::rolesAreNotTakenSilently()
{
    (void)makePerson(m_cms.admin(), "joe", R"(["operator","viewer","emergency.activate"])");
    const auto added = run("user roles joe --add approver --reason on-call");
    QVERIFY2(added.exitCode == 0, added.errors.c_str());
    QCOMPARE(added.out, std::string("joe: operator, viewer, emergency.activate, approver\n"));
    QCOMPARE(run("user roles --add viewer --remove approver joe").out,
        std::string("joe: operator, viewer, emergency.activate (no longer: approver)\n"));
    QVERIFY(refuses("user roles joe --remove autor", "joe does not have the role autor"));
    QVERIFY(refuses("user roles joe", "--add"));
    QCOMPARE(run("user roles joe --add viewer --role author").exitCode, 2);
    QCOMPARE(run("user roles joe --role operator").out,
        std::string("joe: operator (no longer: viewer, emergency.activate)\n"));
    QVERIFY(refuses("user roles joe --remove operator", "would have no role left"));
}

void TestOperatorCli::versionsAreTakenAsTheyAreShown()
{
    const auto config = makeConfig(m_cms.admin(), "payments/limits");
    QCOMPARE(publishInDev(m_cms.admin(), config, R"({"rate": 1})").status, 200);
    const auto first = versionIn(config);
    const auto label = at(m_cms.admin().get("/v1/versions/" + first), "/semver");
    QVERIFY(!label.empty());
    QCOMPARE(publishInDev(m_cms.admin(), config, R"({"rate": 2})").status, 200);
    const auto digits = first.substr(7, 10); // behind "sha256:"
    for (const auto &name :
        {first, label, 'v' + label, digits, "sha256:" + digits, first.substr(7)}) {
        const auto got = run("get payments/limits -e dev --version " + name);
        QVERIFY2(got.out == R"({"rate": 1})", (name + got.errors).c_str());
    }
    QVERIFY(has(run("log payments/limits -e dev").out, 'v' + label + ' '));
    QVERIFY(refuses(
        "get payments/limits -e dev --version v9.9.9", "payments/limits has no version v9.9.9"));
    QVERIFY(refuses("get payments/limits -e dev --version " + first.substr(7, 5), "no version"));
    QVERIFY(refuses("rollback payments/limits -e dev --to v9.9.9 --preview", "in dev; \"log\""));
    const auto back = run("rollback payments/limits -e dev --to v" + label + " --reason again");
    QVERIFY2(back.exitCode == 0, (back.out + back.errors).c_str());
    QCOMPARE(run("get payments/limits -e dev").out, std::string(R"({"rate": 1})"));
}

void TestOperatorCli::gov29_aPersonReleasesWhatWasRolledBackFrom()
{
    const auto config = makeConfig(m_cms.admin(), "payments/back");
    for (const char *text : {R"({"rate": 1})", R"({"rate": 2})"})
        QCOMPARE(publishInDev(m_cms.admin(), config, text).status, 200);
    const auto bad = versionIn(config);
    const auto label = at(m_cms.admin().get("/v1/versions/" + bad), "/semver");
    QVERIFY(
        refuses("release payments/back " + label + " -e dev --reason mended", "not in quarantine"));
    QCOMPARE(run("rollback payments/back -e dev --last-good --reason broken").exitCode, 0);
    QCOMPARE(at(m_cms.admin().get("/v1/versions/" + bad), "/quarantined"), std::string("true"));
    QVERIFY(refuses("release payments/back " + label + " -e dev", "--reason", 2));
    const auto done = run("release payments/back " + label + " -e dev --reason mended");
    QCOMPARE(done.out, "payments/back v" + label + " is in quarantine no more\n");
    QCOMPARE(at(m_cms.admin().get("/v1/versions/" + bad), "/quarantined"), std::string("false"));
}

void TestOperatorCli::getSaysWhatIsMissing()
{
    (void)makeConfig(m_cms.admin(), "payments/fresh");
    QVERIFY(refuses("get payments/fresh", "Say where with -e"));
    QVERIFY(refuses("get payments/fresh -e dev", "Nothing of payments/fresh is live in dev\n"));
    QVERIFY(refuses("get payments/fresh -e nosuch", "There is no environment nosuch"));
    QVERIFY(refuses("rollback payments/fresh --last-good -e dev --reason r",
        "Nothing of payments/fresh is live in dev"));
    QFile text(m_home.filePath(QStringLiteral("text.json")));
    QVERIFY(text.open(QFile::WriteOnly) && text.write("{}") == 2);
    text.close();
    QCOMPARE(run("put payments/fresh " + file("text.json") + " -e dev").exitCode, 0);
    QVERIFY(refuses("get payments/fresh -e dev", "(you have a draft: --draft)"));
    QVERIFY(refuses("get payments/fresh -e prod --draft", "no draft of payments/fresh in prod"));
    QVERIFY(refuses("effective payments/limits -e dev --at 5h",
        "Nothing of payments/limits was live in dev at 2"));
}

void TestOperatorCli::anAgentsSlipStopsNoComparison()
{
    const auto config = makeConfig(m_cms.admin(), "payments/zone");
    QCOMPARE(publishInDev(m_cms.admin(), config, R"({"rate": 1})").status, 200);
    for (const auto *body : {R"({"name":"host-1","environment":"dev","service":"edge",)"
                             R"("region":"","build":"1","paths":["payments/zone"]})",
             R"({"name":"host-2","environment":"dev","service":"edge",)"
             R"("region":"","build":"1","paths":["payments/nope"]})"})
        QCOMPARE(m_cms.admin().post("/v1/agents", body).status, 201);
    const auto compared = run("compare -e dev --service edge --from 5h");
    QVERIFY2(has(compared.errors,
                 "There is no config payments/nope, which is named by host-2; it is left out"),
        compared.errors.c_str());
    QVERIFY2(has(compared.out, "+  \"rate\": 1\n"), compared.out.c_str()); // what sorts behind it
    QCOMPARE(compared.exitCode, 2); // not everything was compared
    QCOMPARE(run("compare payments/nope -e dev --from 5h").exitCode, 1);
}

void TestOperatorCli::aServiceIsComparedWhereItsAgentsAre()
{
    const auto admin = m_cms.admin();
    const auto own = makeConfig(admin, "payments/pace");
    const auto north = makeConfig(admin, "payments/pace-north");
    QCOMPARE(declareLayers(admin, own,
                 R"([{"kind":"region","name":"north","config":")" + north + R"("}])", "[]")
                 .status,
        200);
    QCOMPARE(publishInDev(admin, own, R"({"rate": 1})").status, 200);
    QCOMPARE(publishInDev(admin, north, R"({"rate": 9})").status, 200);
    const auto enrol = [&](const std::string &name, const std::string &region) {
        return admin
            .post("/v1/agents",
                R"({"name":")" + name + R"(","environment":"dev","service":"pacer","region":"",)"
                    + R"("build":"1","paths":["payments/pace"],"places":[{"path":"payments/pace",)"
                    + R"("region":")" + region + R"(","group":"","instance":""}]})")
            .status;
    };
    QCOMPARE(enrol("pacer-1", "north"), 201);
    QCOMPARE(enrol("pacer-2", "south"), 201);
    const std::string compare = "compare -e dev --service pacer --from 5h";
    const auto all = run(compare);
    QVERIFY2(has(all.out, "payments/pace (region north) now") && has(all.out, "+  \"rate\": 9\n"),
        all.out.c_str());
    QVERIFY2(has(all.out, "payments/pace (region south) now") && has(all.out, "+  \"rate\": 1\n"),
        all.out.c_str());
    const auto one = run(compare + " --instance pacer-1");
    QVERIFY2(has(one.out, "\"rate\": 9") && !has(one.out, "\"rate\": 1\n"), one.out.c_str());
    QVERIFY(one.errors.empty());
    const auto nobody = run(compare + " --region west");
    QVERIFY2(has(nobody.errors, "No agent of pacer has said that it is there (region west)"),
        nobody.errors.c_str());
    QVERIFY2(has(nobody.out, "payments/pace (region west) now"), nobody.out.c_str());
}

void TestOperatorCli::aRollbackNamesWhomItReaches()
{
    const auto admin = m_cms.admin();
    const auto config = makeConfig(admin, "payments/reach");
    QCOMPARE(publishInDev(admin, config, R"({"rate": 1})").status, 200);
    const auto first = versionIn(config);
    QCOMPARE(publishInDev(admin, config, R"({"rate": 2})").status, 200);
    QCOMPARE(admin
                 .post("/v1/agents",
                     R"({"name":"till-1","environment":"dev","service":"till","region":"",)"
                     R"("build":"1","paths":["payments/reach"]})")
                 .status,
        201);
    const auto preview = "rollback payments/reach -e dev --preview --to " + first;
    const auto shown = run(preview);
    QVERIFY2(has(shown.out, "Reaches 1 services, 1 agents") && has(shown.out, "  services: till\n"),
        shown.out.c_str());
    const auto json = run(preview + " --json");
    QVERIFY2(has(json.out, "\"impact\":{") && has(json.out, "\"till\""), json.out.c_str());
}

void TestOperatorCli::unknownCommandsAreNamed()
{
    QVERIFY(refuses("frobnicate CR-1", "There is no command \"frobnicate\".", 2));
    QVERIFY(refuses("aprove CR-1", "Did you mean \"approve\"?", 2));
    QVERIFY(
        refuses("audit verfy", "\"verfy\" of \"chancery-cli audit\". Did you mean \"verify\"?", 2));
    QVERIFY(refuses("audit", "subcommand is required", 2));
    const auto version = run("--version");
    QCOMPARE(version.exitCode, 0);
    QVERIFY(!version.out.empty());
}

void TestOperatorCli::whatIsWrongHereIsNotTheServers()
{
    QVERIFY(run("audit verify").exitCode == 0);
    const auto out = " --to 2026-12-01 --signer a/b --out " + file("out.cmsr");
    QVERIFY(refuses("report run --from 01.11.2026 --signing-key none.key" + out,
        "--from: expected a day like 2026-11-01"));
    for (const auto &words : {"report run --from 2026-11-01 --signing-key none.key" + out,
             std::string("user add ann --role author"), std::string("login localhost:1")}) {
        const auto outcome = run(words);
        QVERIFY(outcome.exitCode != 0);
        QVERIFY2(!has(outcome.errors, "The server refuses"), outcome.errors.c_str());
    }
    QVERIFY(refuses("login localhost:1", "begins with https://"));
    QVERIFY(refuses("user add ann --role author", "no terminal", 2));
    QCOMPARE(run("report key --signer a/b --out " + file("report.key")).exitCode, 0);
    QVERIFY(refuses("report key --signer a/b --out " + file("report.key"), "File exists", 2));
    QVERIFY(refuses("user add ann --role nonsense --service", "The server refuses"));
}

void TestOperatorCli::errorsSayOfWhat()
{
    const auto write = [&](const char *name, const QByteArray &text) {
        QFile out(m_home.filePath(QString::fromLatin1(name)));
        return out.open(QFile::WriteOnly) && out.write(text) == text.size();
    };
    QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("in/schemas")));
    QVERIFY(write("in/schemas/a.json", "{}") && write("in/a.json", "{}"));
    QVERIFY(write("map.json", R"({"a.json": "a.json"})"));
    QVERIFY(write("empty.pem", "") && write("bad.json", "{"));
    const auto planned
        = run("import " + file("in") + " -e dev --dry-run --map " + file("map.json"));
    QVERIFY2(
        has(planned.out, "no schema of the folder; it has schemas/a.json"), planned.out.c_str());
    QVERIFY(refuses("audit anchor verify --tsa-ca " + file("empty.pem"), "no certificate", 2));
    (void)makeConfig(m_cms.admin(), "payments/torn");
    QCOMPARE(run("put payments/torn " + file("bad.json") + " -e dev").exitCode, 0);
    QVERIFY(refuses("promote payments/torn --from dev --to prod --key /",
        "Your draft of payments/torn in dev cannot be read"));
    QProcess server;
    server.start(programPath(QStringLiteral("chancery-cms")), {QStringLiteral("--bogus")});
    QVERIFY(server.waitForFinished());
    QCOMPARE(server.exitCode(), 2);
}

void TestOperatorCli::theServerNamesWhatItCannotUse_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const char *options, const char *words) {
        QTest::newRow(name) << QString::fromLatin1(options).split(QLatin1Char(' '))
                            << QByteArray(words);
    };
    row("certificate", "--cert none.pem --key /dev/null", "/dev/null is open to other users");
    row("mail password",
        "--mail-relay localhost:25 --mail-from a@example.org --mail-user a "
        "--mail-password-file none.password",
        "--mail-password-file: none.password: No such file or directory");
    row("secrets", "--notification-secrets none.folder",
        "--notification-secrets: none.folder: No such file or directory");
    row("time stamps", "--audit-tsa https://tsa.example --audit-tsa-ca none.pem",
        "--audit-tsa-ca: none.pem: No such file or directory");
    row("port", "--listen TAKEN", "TAKEN: Address already in use");
}

void TestOperatorCli::theServerNamesWhatItCannotUse()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, words);
    const auto taken = "127.0.0.1:" + QByteArray::number(m_cms.port());
    options.replaceInStrings(QStringLiteral("TAKEN"), QString::fromLatin1(taken));
    words.replace("TAKEN", taken);
    QProcess server;
    server.start(programPath(QStringLiteral("chancery-cms")),
        options + QStringList{QStringLiteral("--data"), m_home.filePath(QStringLiteral("none"))});
    QVERIFY(server.waitForFinished());
    QCOMPARE(server.exitCode(), 1);
    const auto log = server.readAllStandardError();
    QVERIFY2(log.contains(words), log.constData());
}

// The data folder of before is put back: the log is shorter than what was verified.
void TestOperatorCli::aRestoredLogIsNotPraised()
{
    namespace fs = std::filesystem;
    const auto all = fs::copy_options::recursive;
    const fs::path data(m_cms.data());
    const fs::path backup(file("backup"));
    QCOMPARE(m_cms.stop(), 0);
    fs::copy(data, backup, all);
    QVERIFY(m_cms.startAgain());
    QCOMPARE(run("namespace add more").exitCode, 0);
    QCOMPARE(run("namespace add more2").exitCode, 0);
    QCOMPARE(run("audit verify").exitCode, 0);
    QCOMPARE(run("audit export --format ndjson -o " + file("whole")).exitCode, 0);
    QVERIFY(fs::exists(file("whole.note"))); // a report can be made of both
    QCOMPARE(m_cms.stop(), 0);
    fs::remove_all(data);
    fs::copy(backup, data, all);
    QVERIFY(m_cms.startAgain());
    QVERIFY(refuses("audit export -o " + file("short"), "when it was last verified and has"));
    QVERIFY(!fs::exists(file("short")));
    QVERIFY(refuses("audit verify", "The log must not be trusted"));
    // As the guide says it: once whoever audits knows, it begins anew.
    QCOMPARE(run("audit verify --forget").exitCode, 0);
    QCOMPARE(run("audit export -o " + file("short")).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestOperatorCli)
#include "tst_operatorcli.moc"
