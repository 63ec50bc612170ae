// SPDX-License-Identifier: Apache-2.0
#include "engine/agent/settings.h"
#include "tests/support/testcase.h"

#include <csignal>

using namespace chancery;

namespace {

// Settings that are right, with more members of one target.
std::string withTarget(const std::string &more)
{
    return "server: https://cms.example\ntokenFile: /t\nname: n\nenvironment: prod\ncacheDir: /c\n"
           "targets:\n  - path: a/b\n    file: /etc/a.yaml\n"
        + more;
}

} // namespace

class TestSettings : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everythingIsRead();
    void allFormatsAreRead_data();
    void allFormatsAreRead();
    void faultsAreNamedWithTheirLine_data();
    void faultsAreNamedWithTheirLine();
};

void TestSettings::everythingIsRead()
{
    const auto settings = agent::readSettings("server: https://cms.example\n"
                                              "tokenFile: /token\n"
                                              "caFile: /ca.pem\n"
                                              "name: host-1\n"
                                              "environment: prod\n"
                                              "service: edge\n"
                                              "region: eu\n"
                                              "instance: edge-7\n"
                                              "capabilities: [rlp-2, peg]\n"
                                              "cacheDir: /cache\n"
                                              "resyncSeconds: 60\n"
                                              "targets:\n"
                                              "  - path: shop/app\n"
                                              "    file: /etc/app.json\n"
                                              "    mode: \"0640\"\n"
                                              "    format: json\n"
                                              "    region: \"\"\n"
                                              "    group: canary\n"
                                              "    reload: {signal: USR1, pidFile: /run/app.pid}\n"
                                              "    validate: {command: [app, -t, \"{file}\"],"
                                              " timeoutSeconds: 5}\n",
        core::Format::Yaml);
    QVERIFY2(settings.ok(), settings ? "" : settings.error().detail.c_str());
    QCOMPARE(settings->caFile, std::string("/ca.pem"));
    QCOMPARE(settings->service, std::string("edge"));
    QCOMPARE(settings->region, std::string("eu"));
    QCOMPARE(settings->instance, std::string("edge-7"));
    QCOMPARE(settings->group, std::string());
    QCOMPARE(settings->capabilities.size(), std::size_t(2));
    QCOMPARE(settings->capabilities.front(), std::string("rlp-2"));
    QVERIFY(settings->resync == std::chrono::seconds(60));
    const auto &target = settings->targets.at(0);
    QCOMPARE(target.path, std::string("shop/app"));
    QCOMPARE(target.mode.value_or(0), 0640);
    QVERIFY(target.asJson);
    QVERIFY(target.region == std::string());
    QVERIFY(target.group == std::string("canary"));
    QVERIFY(!target.instance);
    QCOMPARE(target.reload.signal, SIGUSR1);
    QCOMPARE(target.reload.pidFile, std::string("/run/app.pid"));
    QCOMPARE(target.validate.command.size(), std::size_t(3));
    QVERIFY(target.validate.timeout == std::chrono::seconds(5));
}

void TestSettings::allFormatsAreRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("format");
    QTest::newRow("JSON") << QByteArray(R"({"server":"s","tokenFile":"t","name":"n",
        "environment":"e","cacheDir":"c","targets":[{"path":"a/b","file":"/f"}]})")
                          << int(core::Format::Json);
    QTest::newRow("YAML") << QByteArray::fromStdString(withTarget("")) << int(core::Format::Yaml);
    QTest::newRow("TOML") << QByteArray("server = 's'\ntokenFile = 't'\nname = 'n'\n"
                                        "environment = 'e'\ncacheDir = 'c'\n[[targets]]\n"
                                        "path = 'a/b'\nfile = '/f'\n")
                          << int(core::Format::Toml);
}

void TestSettings::allFormatsAreRead()
{
    QFETCH(QByteArray, text);
    QFETCH(int, format);
    const auto settings = agent::readSettings(text.toStdString(), core::Format(format));
    QVERIFY2(settings.ok(), settings ? "" : settings.error().detail.c_str());
    QCOMPARE(settings->targets.at(0).path, std::string("a/b"));
}

void TestSettings::faultsAreNamedWithTheirLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("detail");
    const auto row = [](const char *name, const std::string &text, const char *detail) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(detail);
    };
    row("misspelt member", withTarget("    relaod: {}\n"), "\"relaod\" is not a setting (line 9)");
    row("unknown signal", withTarget("    reload: {signal: KILL, pidFile: /p}\n"),
        "Expected HUP, USR1, USR2, INT, TERM, QUIT or WINCH (line 9)");
    row("signal without a pid file", withTarget("    reload: {signal: HUP}\n"),
        "\"pidFile\" is missing (line 9)");
    row("signal and command", withTarget("    reload: {signal: HUP, pidFile: /p, command: [x]}\n"),
        "Expected either \"signal\" or \"command\" (line 9)");
    row("command as text", withTarget("    reload: {command: nginx -s reload}\n"),
        "Expected a command as an array of words (line 9)");
    row("validation without the file", withTarget("    validate: {command: [app, -t]}\n"),
        "The command must name \"{file}\" (line 9)");
    row("mode as a number", withTarget("    mode: 640\n"),
        "Expected the mode as octal digits in a string, like \"0640\" (line 9)");
    row("no seconds at all", withTarget("    reload: {command: [x], timeoutSeconds: 0}\n"),
        "Expected whole seconds from 1 to 86400 (line 9)");
    row("probe without a command", withTarget("    probe: {everySeconds: 1}\n"),
        "Expected the \"command\" of the probe (line 9)");
    row("probe that cannot fail so often",
        withTarget("    probe: {command: [x], everySeconds: 30, forSeconds: 60}\n"),
        "The probe ends before it can fail so often (line 9)");
    row("another conversion", withTarget("    format: toml\n"),
        "Only \"json\" can be converted to (line 9)");
    row("region as a list", withTarget("    region: [eu]\n"),
        "Expected a string for \"region\" (line 9)");
    row("no targets", "server: s\ntokenFile: t\nname: n\nenvironment: e\ncacheDir: c\n",
        "Expected at least one target (line 1)");
    row("no server",
        "tokenFile: t\nname: n\nenvironment: e\ncacheDir: c\n"
        "targets: [{path: a/b, file: /f}]\n",
        "\"server\" is missing (line 1)");
    row("relative file",
        "server: s\ntokenFile: t\nname: n\nenvironment: e\ncacheDir: c\n"
        "targets:\n- path: a/b\n  file: etc/f\n",
        "Expected an absolute file name (line 8)");
}

void TestSettings::faultsAreNamedWithTheirLine()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, detail);
    const auto settings = agent::readSettings(text.toStdString(), core::Format::Yaml);
    QVERIFY(!settings);
    QCOMPARE(QByteArray::fromStdString(settings.error().detail), detail);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
