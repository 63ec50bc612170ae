// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/evidence/zip.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QFile>

using namespace chancery;
using namespace chancery::support;

namespace {

QByteArray told(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.out + outcome.errors);
}

std::string lineOf(std::string text)
{
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

} // namespace

// A report from a real server's log: what the queries read is what the server writes. Pia makes,
// Otto approves, Ann has an emergency, Cid reviews it; the auditor's shell asks.
class TestReportCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theLogsKeyIsAskedForFirst();
    void aReportIsMadeAndChecked();
    void theQueriesFindWhatTheServerWrote();
    void theSameLogGivesTheSameFile();
    void exitCodesTellWhy();
    void aFullDiskLeavesTheEarlierReport();
    void filesAreAsGoodAsTheServer();
    void keysAreKeptToThemselves();

private:
    void publish(const std::string &text);
    void haveAnEmergency();
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QStringList reportWords(const QString &out) const;
    QStringList verifyWords(const QString &file, const std::string &key) const
    {
        return {QStringLiteral("bundle"), QStringLiteral("verify"), file, QStringLiteral("--key"),
            QString::fromStdString(key)};
    }
    // "population/exceptions/listed status" of a query in the report.
    std::string numbers(const std::string &query) const;

    CmsProcess m_cms;
    QTemporaryDir m_folder;
    std::unique_ptr<Shell> m_auditor;
    std::unique_ptr<Shell> m_ann;
    std::unique_ptr<Shell> m_cid;
    std::optional<ProbeClient> m_author;
    std::optional<ProbeClient> m_approver;
    std::string m_config;
    std::string m_reportKey;
};

void TestReportCli::publish(const std::string &text)
{
    const auto head = m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod");
    const auto made = m_author->post("/v1/change-requests",
        requestBody(m_config, "prod", head.status == 200 ? at(head, "/version") : "", text));
    const auto voted = m_approver->post(verb(made, "vote"), voteBody(made, "approve"), made.etag());
    const auto done = m_author->post(verb(made, "apply"), "{}", voted.etag());
    QVERIFY2(done.status == 200, done.body.c_str());
}

void TestReportCli::haveAnEmergency()
{
    const auto words
        = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    const QByteArray password = "correct horse\n";
    const auto opened = m_ann->run(
        words("emergency activate -e prod --namespace payments --incident INC-4711 --minutes 20 "
              "--password-stdin --reason")
            << QStringLiteral("Checkout refuses every card"),
        password);
    QVERIFY2(opened.exitCode == 0, told(opened).constData());
    const auto used = m_ann->run("emergency apply EM-1 payments/limits --last-good --confirm prod");
    QVERIFY2(used.exitCode == 0, told(used).constData());
    QVERIFY2(m_ann->run("emergency end EM-1 --reason fixed").exitCode == 0, "the end");
}

void TestReportCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_author.emplace(makePerson(m_cms.admin(), "pia", R"(["author"])"));
    m_approver.emplace(makePerson(m_cms.admin(), "otto", R"(["approver"])"));
    (void)makePerson(m_cms.admin(), "ann", R"(["author","emergency.activate"])");
    (void)makePerson(m_cms.admin(), "cid", R"(["viewer","emergency.review"])");
    (void)makePerson(m_cms.admin(), "ida", R"(["auditor"])");
    m_config = makeConfig(*m_author, "payments/limits");
    publish("{\"rate\": 1}\n");
    publish("{\"rate\": 9}\n");
    const ProbeClient nobody(m_cms.port(), "");
    QCOMPARE(nobody.post("/v1/sessions", R"({"name":"pia","password":"wrong horse"})").status, 401);
    m_auditor = std::make_unique<Shell>(path("ida"));
    m_ann = std::make_unique<Shell>(path("ann"));
    QVERIFY(m_auditor->login(m_cms.port(), QStringLiteral("ida")));
    QVERIFY(m_ann->login(m_cms.port(), QStringLiteral("ann")));
    haveAnEmergency();
    const auto key
        = m_auditor->run({QStringLiteral("report"), QStringLiteral("key"), QStringLiteral("--out"),
            path("key"), QStringLiteral("--signer"), QStringLiteral("ida.example/reports")});
    QVERIFY2(key.exitCode == 0, told(key).constData());
    m_reportKey = lineOf(key.out);
}

QStringList TestReportCli::reportWords(const QString &out) const
{
    // Where the console is not built, nobody sets type.
    const bool hasPaper = QFile::exists(programPath(QStringLiteral("chancery-reportpdf")));
    const auto paper = hasPaper ? QStringList() : QStringList(QStringLiteral("--without-pdf"));
    return QStringList{QStringLiteral("report"), QStringLiteral("run"), QStringLiteral("--out"),
               out, QStringLiteral("--signing-key"), path("key"), QStringLiteral("--from"),
               QStringLiteral("2020-01-01"), QStringLiteral("--to"), QStringLiteral("2100-01-01"),
               QStringLiteral("--signer"), QStringLiteral("ida.example/reports"),
               QStringLiteral("--by"), QStringLiteral("Ida")}
    + paper;
}

// The key of the log comes from somewhere else, or from an earlier look at it; never in passing.
void TestReportCli::theLogsKeyIsAskedForFirst()
{
    const auto refused = m_auditor->run(reportWords(path("early")));
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.errors.find("audit verify") != std::string::npos, told(refused).constData());
    QVERIFY(!QFile::exists(path("early")));
    QCOMPARE(m_auditor->run("audit verify").exitCode, 0);
}

void TestReportCli::aReportIsMadeAndChecked()
{
    const auto made = m_auditor->run(reportWords(path("report.cmsr")));
    QVERIFY2(made.exitCode == 0, told(made).constData());
    QVERIFY2(made.out.find("25 of 42 queries collected") != std::string::npos, made.out.c_str());
    const auto checked = m_auditor->run(verifyWords(path("report.cmsr"), m_reportKey));
    QVERIFY2(checked.exitCode == 0, told(checked).constData());
    QVERIFY(checked.out.find("give its key") != std::string::npos);
    QProcess python;
    python.start(QStringLiteral("python3"),
        {QStringLiteral("docs/samples/verify_bundle.py"), path("report.cmsr"),
            QStringLiteral("--key"), QString::fromStdString(m_reportKey)});
    QVERIFY(python.waitForFinished());
    QVERIFY2(python.exitCode() == 0, python.readAllStandardOutput().constData());
    const auto files
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    QVERIFY(!files.contains("report.pdf") || files.at("report.pdf").starts_with("%PDF-"));
}

std::string TestReportCli::numbers(const std::string &query) const
{
    const auto files
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    const auto manifest = core::readJson(files.at("manifest.json"), core::Limits::wide());
    for (const auto &item : manifest.tree().root()["queries"]) {
        const auto value = item.value();
        if (value["id"].text() == query)
            return std::string(value["population"].text()) + '/'
                + std::string(value["exceptions"].text()) + '/'
                + std::string(value["listed"].text());
    }
    return "none";
}

void TestReportCli::theQueriesFindWhatTheServerWrote()
{
    QCOMPARE(numbers("Q01"), std::string("3/0/1")); // two approved, one in the emergency
    QCOMPARE(numbers("Q02"), std::string("2/0/0"));
    QCOMPARE(numbers("Q04"), std::string("2/0/0"));
    QCOMPARE(numbers("Q11"), std::string("1/0/0"));
    QCOMPARE(numbers("Q12"), std::string("1/0/0")); // not overdue yet
    QCOMPARE(numbers("Q13"), std::string("1/0/0"));
    QCOMPARE(numbers("Q19"), std::string("1/0/0"));
    QCOMPARE(numbers("Q26"), std::string("3/0/0"));
    QCOMPARE(numbers("Q28"), std::string("3/0/0"));
    QCOMPARE(numbers("Q33"), std::string("1/0/0"));
    QCOMPARE(numbers("Q39"), std::string("1/1/0")); // by the end of the period, in 2100
    QCOMPARE(numbers("Q40"), std::string("3/0/0"));
    QCOMPARE(numbers("Q42"), std::string("3/1/0"));
    QVERIFY(numbers("Q32").ends_with("/0/0"));
}

void TestReportCli::theSameLogGivesTheSameFile()
{
    // Signing in is an event as well, reading is none: the log has not grown.
    const auto again = m_auditor->run(reportWords(path("again.cmsr")));
    QVERIFY2(again.exitCode == 0, told(again).constData());
    QVERIFY(contentOf(path("again.cmsr").toStdString())
        == contentOf(path("report.cmsr").toStdString()));
    auto words = reportWords(path("other.cmsr"));
    words << QStringLiteral("--seed") << QStringLiteral("2");
    QCOMPARE(m_auditor->run(words).exitCode, 0);
    QVERIFY(contentOf(path("other.cmsr").toStdString())
        != contentOf(path("report.cmsr").toStdString()));
}

void TestReportCli::exitCodesTellWhy()
{
    const auto file = path("report.cmsr");
    auto bytes = contentOf(file.toStdString());
    const auto codeOf = [this](const std::string &content, const std::string &key) {
        QFile out(path("changed"));
        if (!out.open(QIODevice::WriteOnly)
            || out.write(content.data(), qint64(content.size())) < 0)
            return -1;
        out.close();
        return m_auditor->run(verifyWords(path("changed"), key)).exitCode;
    };
    QCOMPARE(codeOf(bytes, m_reportKey), 0);
    auto files = core::evidence::readZip(bytes).value();
    files["README.txt"] += ' ';
    QCOMPARE(codeOf(core::evidence::writeZip(files).value(), m_reportKey), 1);
    QCOMPARE(codeOf(bytes.substr(1), m_reportKey), 2);
    QCOMPARE(codeOf("", m_reportKey), 2);
    const auto other
        = m_auditor->run({QStringLiteral("report"), QStringLiteral("key"), QStringLiteral("--out"),
            path("other"), QStringLiteral("--signer"), QStringLiteral("ida.example/reports")});
    QCOMPARE(codeOf(bytes, lineOf(other.out)), 3);
    QCOMPARE(codeOf(bytes, "no key"), 2);
    QCOMPARE(m_auditor->run(verifyWords(path("missing"), m_reportKey)).exitCode, 2);
}

void TestReportCli::aFullDiskLeavesTheEarlierReport()
{
    const auto before = contentOf(path("report.cmsr").toStdString());
    QProcess shell;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path("ida"));
    shell.setProcessEnvironment(environment);
    auto words = reportWords(path("report.cmsr"));
    words.prepend(QCoreApplication::applicationDirPath() + QStringLiteral("/../bin/chancery-cli"));
    // What is larger cannot be written, and the signal that tells so is not wanted.
    shell.start(QStringLiteral("/bin/sh"),
        QStringList{QStringLiteral("-c"),
            QStringLiteral("trap '' XFSZ; ulimit -f 100; exec \"$@\""), QStringLiteral("sh")}
            + words);
    QVERIFY(shell.waitForFinished());
    QVERIFY(shell.exitCode() != 0);
    QVERIFY(contentOf(path("report.cmsr").toStdString()) == before);
    QVERIFY(!QFile::exists(path("report.cmsr.new")));
}

void TestReportCli::filesAreAsGoodAsTheServer()
{
    const auto files
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    const auto keep = [this](const char *name, const std::string &content) {
        QFile out(path(name));
        return out.open(QIODevice::WriteOnly)
            && out.write(content.data(), qint64(content.size())) == qint64(content.size());
    };
    QVERIFY(keep("log", files.at("data.ndjson")) && keep("note", files.at("checkpoint.note")));
    const auto keys = m_cms.admin().get("/v1/audit/keys");
    auto words = reportWords(path("offline.cmsr"));
    words << QStringLiteral("--log") << path("log") << QStringLiteral("--checkpoint")
          << path("note") << QStringLiteral("--key")
          << QString::fromStdString(at(keys, "/items/0"));
    const auto made = m_auditor->run(words);
    QVERIFY2(made.exitCode == 0, told(made).constData());
    QVERIFY(contentOf(path("offline.cmsr").toStdString())
        == contentOf(path("report.cmsr").toStdString()));
    // A log that was cut off, or changed in one letter, gives no report.
    auto log = files.at("data.ndjson");
    QVERIFY(keep("log", log.substr(0, log.size() - 5)));
    QVERIFY(m_auditor->run(words).exitCode != 0);
    log[log.find("pia")] = 'P';
    QVERIFY(keep("log", log));
    const auto changed = m_auditor->run(words);
    QVERIFY(changed.exitCode != 0);
    QVERIFY2(changed.errors.find("root") != std::string::npos, told(changed).constData());
}

void TestReportCli::keysAreKeptToThemselves()
{
    const QFileInfo key(path("key"));
    QCOMPARE(key.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
        QFile::Permissions());
    const auto again = m_auditor->run({QStringLiteral("report"), QStringLiteral("key"),
        QStringLiteral("--out"), path("key"), QStringLiteral("--signer"), QStringLiteral("x")});
    QVERIFY(again.exitCode != 0);
    const auto seed = lineOf(contentOf(path("key").toStdString()));
    const auto files
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    for (const auto &[name, content] : files)
        QVERIFY2(content.find(seed) == std::string::npos, name.c_str());
}

QTEST_GUILESS_MAIN(TestReportCli)
#include "tst_reportcli.moc"
