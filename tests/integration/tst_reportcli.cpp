// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/evidence/zip.h"
#include "engine/core/productversion.h"
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
    void incident_S13_whatTheEmergencyProcessWasUsedForIsShown();
    void votesNameWhatTheyWereGivenFor();
    void whoActsInAnEmergencyIsNamed();
    void theHeaderSaysWhoMadeIt();
    void dossiersSayHowSomebodySignedIn();
    void aReportIsToldToTheLog();
    void aLogThatShrankOrForkedIsRefused();
    void exitCodesTellWhy();
    void aFullDiskLeavesTheEarlierReport();
    void filesAreAsGoodAsTheServer();
    void keysAreKeptToThemselves();

private:
    void publish(const std::string &text);
    void publishEdited();
    // The entry of that kind which is the n-th in the report, as it was logged.
    std::string entryOf(const char *report, const std::string &event, int number) const;
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

// Approved, then edited into something else, then approved again.
void TestReportCli::publishEdited()
{
    const auto head = m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod");
    const auto version = at(head, "/version");
    const auto made = m_author->post(
        "/v1/change-requests", requestBody(m_config, "prod", version, "{\"rate\": 2}\n"));
    const auto voted = m_approver->post(verb(made, "vote"), voteBody(made, "approve"), made.etag());
    QVERIFY2(voted.status == 200, voted.body.c_str());
    const auto edited = m_author->send("PUT", "/v1/change-requests/" + at(made, "/id"),
        requestBody(m_config, "prod", version, "{\"rate\": 3}\n"),
        {{"If-Match", '"' + voted.etag() + '"'}});
    QVERIFY2(edited.status == 200, edited.body.c_str());
    const auto refused = m_author->post(verb(made, "apply"), "{}", edited.etag());
    QVERIFY2(refused.status == 409, refused.body.c_str());
    const auto again
        = m_approver->post(verb(made, "vote"), voteBody(edited, "approve"), edited.etag());
    const auto done = m_author->post(verb(made, "apply"), "{}", again.etag());
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
    publishEdited();
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
    QVERIFY2(made.out.find("30 of 42 queries collected") != std::string::npos, made.out.c_str());
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
    QCOMPARE(numbers("Q01"), std::string("4/0/1")); // three approved, one in the emergency
    QCOMPARE(numbers("Q02"), std::string("4/0/0"));
    QCOMPARE(numbers("Q03"), std::string("3/0/1"));
    QCOMPARE(numbers("Q04"), std::string("3/0/0")); // the vote that the edit voided was not used
    QCOMPARE(numbers("Q05"), std::string("4/0/0"));
    QCOMPARE(numbers("Q06"), std::string("4/0/0"));
    QCOMPARE(numbers("Q11"), std::string("1/0/0"));
    QCOMPARE(numbers("Q12"), std::string("1/0/0")); // not overdue yet
    QCOMPARE(numbers("Q13"), std::string("1/0/0"));
    QCOMPARE(numbers("Q19"), std::string("1/0/0"));
    QCOMPARE(numbers("Q26"), std::string("4/0/1")); // back to the last good version
    QCOMPARE(numbers("Q28"), std::string("4/0/0"));
    QCOMPARE(numbers("Q39"), std::string("1/1/0")); // by the end of the period, in 2100
    QCOMPARE(numbers("Q40"), std::string("4/0/0"));
    QCOMPARE(numbers("Q42"), std::string("4/1/0"));
    QVERIFY(numbers("Q32").ends_with("/0/1")); // nobody outside has stamped it
    QCOMPARE(numbers("Q15"), std::string("2/0/0")); // the first account, and an approver
}

// The queries of emergency access have the session, with the incident that it was for.
void TestReportCli::incident_S13_whatTheEmergencyProcessWasUsedForIsShown()
{
    for (const char *query : {"Q11", "Q13"})
        QCOMPARE(numbers(query), std::string("1/0/0"));
    const auto session = entryOf("report.cmsr", "breakglass.activate", 1);
    QVERIFY2(session.find("INC-") != std::string::npos, session.c_str());
}

std::string TestReportCli::entryOf(const char *report, const std::string &event, int number) const
{
    const auto files = core::evidence::readZip(contentOf(path(report).toStdString())).value();
    std::istringstream lines(files.at("data.ndjson"));
    for (std::string line; std::getline(lines, line);) {
        if (line.find("\"event\":\"" + event + '"') != std::string::npos && --number == 0)
            return line;
    }
    return {};
}

void TestReportCli::votesNameWhatTheyWereGivenFor()
{
    const auto related = [this](const std::string &event, int number, const std::string &type) {
        const auto reading
            = core::readJson(entryOf("report.cmsr", event, number), core::Limits::wide());
        std::string ids;
        for (const auto &item : reading.tree().root()["related"]) {
            if (item.value()["type"].text() == type)
                ids += std::string(item.value()["id"].text()) + ' ';
        }
        return ids;
    };
    // The third and the fourth vote are the ones before and behind the edit.
    QCOMPARE(related("change_request.approve", 3, "cycle"), std::string("1 "));
    QCOMPARE(related("change_request.approve", 4, "cycle"), std::string("2 "));
    QCOMPARE(related("change_request.approve", 4, "rule"), std::string("prod "));
    const auto content = related("change_request.approve", 4, "content");
    QVERIFY(content.starts_with("sha256:"));
    QVERIFY(content != related("change_request.approve", 3, "content"));
    QCOMPARE(related("head.update", 3, "content"), content);
    QCOMPARE(related("change_request.apply", 3, "content"), content);
    QCOMPARE(related("change_request.apply", 3, "demand"), std::string("prod "));
    QVERIFY(related("change_request.apply", 3, "counted").starts_with("usr_"));
    // And how its author had signed in.
    const auto vote = entryOf("report.cmsr", "change_request.approve", 4);
    QVERIFY2(vote.find("\"amr\":[\"pwd\"]") != std::string::npos, vote.c_str());
    QVERIFY2(vote.find("\"method\":\"password\",\"mfa\":false") != std::string::npos, vote.c_str());
    const auto signIns = numbers("Q20");
    QVERIFY2(signIns.ends_with("/0") && !signIns.starts_with("0/"), signIns.c_str());
}

void TestReportCli::whoActsInAnEmergencyIsNamed()
{
    const auto names = [this](const std::string &event, int number, const char *session) {
        const auto entry = entryOf("report.cmsr", event, number);
        const auto wanted = std::string("\"breakGlass\":") + session;
        return entry.find(wanted) != std::string::npos;
    };
    QVERIFY(names("head.update", 3, "null"));
    QVERIFY(names("head.update", 4, "\"EM-1\""));
    QVERIFY(names("change_request.apply", 4, "\"EM-1\""));
    QVERIFY(names("breakglass.use", 1, "\"EM-1\""));
    // The last good version is an earlier one.
    QVERIFY(entryOf("report.cmsr", "head.update", 4).find("\"rollback-of\"") != std::string::npos);
    const auto csv = m_auditor->run("audit export --format csv");
    QVERIFY2(csv.out.find("\"EM-1\"") != std::string::npos, told(csv).constData());
}

void TestReportCli::theHeaderSaysWhoMadeIt()
{
    const auto files
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    const auto manifest = core::readJson(files.at("manifest.json"), core::Limits::wide());
    const auto made = manifest.tree().root()["made"];
    const auto size = manifest.tree().root()["log"]["size"].integer().value_or(-1);
    QVERIFY(made["entry"].integer().value_or(-1) >= size);
    QVERIFY(made["account"].text().starts_with("usr_"));
    QCOMPARE(std::string((*made["roles"].begin()).value().text()), std::string("auditor"));
    QCOMPARE(std::string(made["method"].text()), std::string("password"));
    QCOMPARE(std::string(made["secondFactor"].text()), std::string("no"));
    QCOMPARE(std::string(made["program"].text()), std::string("chancery-cli"));
    QCOMPARE(made["build"].text().size(), std::size_t(40));
    QCOMPARE(std::string(made["server"].text()), std::string(core::productVersion()));
    QVERIFY(made["at"].text().ends_with("Z") && !made["local"].text().empty());
    const auto &about = files.at("about.csv");
    for (const char *part : {"\"run by\",\"usr_", "\"roles of who ran it\",\"auditor\"",
             "\"build of the program\"", "\"witnesses\",\"none", "\"time stamps\",\"none",
             "\"redactions\"", "\"zone of the local time\"", "\"signed by\""})
        QVERIFY2(about.find(part) != std::string::npos, (part + about).c_str());
}

void TestReportCli::dossiersSayHowSomebodySignedIn()
{
    const auto files
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    const auto &dossier = files.at("dossiers/Q01-1.txt");
    for (const char *part : {"signed in by: password", "factors: pwd", "second factor: no",
             "version after: sha256:", "names rule: prod", "names content: sha256:"})
        QVERIFY2(dossier.find(part) != std::string::npos, (part + dossier).c_str());
}

void TestReportCli::aReportIsToldToTheLog()
{
    auto words = reportWords(path("other.cmsr"));
    words << QStringLiteral("--seed") << QStringLiteral("2");
    const auto made = m_auditor->run(words);
    QVERIFY2(made.exitCode == 0, told(made).constData());
    QVERIFY2(made.out.find("Told to the log as entry ") != std::string::npos, made.out.c_str());
    QVERIFY(contentOf(path("other.cmsr").toStdString())
        != contentOf(path("report.cmsr").toStdString()));
    // The second report holds the entry about the first.
    QVERIFY(entryOf("report.cmsr", "report.run", 1).empty());
    const auto entry = entryOf("other.cmsr", "report.run", 1);
    const auto first
        = core::evidence::readZip(contentOf(path("report.cmsr").toStdString())).value();
    const auto manifest = core::readJson(first.at("manifest.json"), core::Limits::wide());
    const auto root = manifest.tree().root();
    for (const auto &part : {std::string(root["report"].text()), std::string("\"definitions\""),
             std::string("\"framework=all\""), '"' + std::string(root["log"]["size"].text()) + '"',
             std::string(root["log"]["root"].text()), std::string("\"kind\":\"user\"")})
        QVERIFY2(entry.find(part) != std::string::npos, (part + " in " + entry).c_str());
    QVERIFY(entryOf("other.cmsr", "report.run", 2).empty());
    // Who may not read the log tells it nothing.
    const auto refused = m_author->post("/v1/audit/activities",
        R"({"kind":"report-run","subject":"x","definitions":"","parameters":[],"treeSize":1,"root":""})");
    QCOMPARE(refused.status, 403);
}

void TestReportCli::aLogThatShrankOrForkedIsRefused()
{
    const auto file = path("ida") + QStringLiteral("/chancery/cli.json");
    const auto before = contentOf(file.toStdString());
    const auto reading = core::readJson(before, core::Limits::wide());
    const auto size = std::string(reading.tree().root()["logSize"].text());
    const auto root = std::string(reading.tree().root()["logRoot"].text());
    const auto keep = [&file](const std::string &content) {
        QFile out(file);
        return out.open(QIODevice::WriteOnly)
            && out.write(content.data(), qint64(content.size())) == qint64(content.size());
    };
    const auto changed = [&before](const std::string &from, const std::string &into) {
        auto content = before;
        return content.replace(content.find(from), from.size(), into);
    };
    for (const auto &[content, word] :
        {std::pair(changed("\"logSize\":" + size, "\"logSize\":9" + size), "and has"),
            std::pair(changed(root, (root.front() == 'A' ? "B" : "A") + root.substr(1)),
                "when they were last verified")}) {
        QVERIFY(keep(content));
        const auto refused = m_auditor->run(reportWords(path("forked")));
        QVERIFY(refused.exitCode != 0);
        QVERIFY2(refused.errors.find(word) != std::string::npos, told(refused).constData());
        QVERIFY(!QFile::exists(path("forked")));
        // What "audit verify" finds it tells the log, which is why auditors read it.
        QCOMPARE(m_auditor->run("audit verify").exitCode, 1);
    }
    QVERIFY(keep(before));
    QCOMPARE(m_auditor->run(reportWords(path("again.cmsr"))).exitCode, 0);
    QVERIFY(!entryOf("again.cmsr", "audit.verify_fail", 2).empty());
    QVERIFY(entryOf("again.cmsr", "audit.verify_fail", 3).empty());
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
    // All but what the log says of the run itself, and what repeats that or is signed over it.
    auto own = core::evidence::readZip(contentOf(path("offline.cmsr").toStdString())).value();
    QCOMPARE(own.size(), files.size());
    for (const auto &[name, content] : files) {
        const bool hasHeader = name == "about.csv" || name == "evidence.xlsx"
            || name == "report.pdf" || name.starts_with("manifest.");
        QVERIFY2((own[name] == content) != hasHeader, name.c_str());
    }
    const auto once = contentOf(path("offline.cmsr").toStdString());
    QCOMPARE(m_auditor->run(words).exitCode, 0);
    QVERIFY(contentOf(path("offline.cmsr").toStdString()) == once);
    // A log that was cut off, or changed in one letter, gives no report.
    auto log = files.at("data.ndjson");
    QVERIFY(keep("log", log.substr(0, log.size() - 5)));
    QVERIFY(m_auditor->run(words).exitCode != 0);
    const auto place = log.find("success");
    QVERIFY(place != std::string::npos);
    log[place] = 'S';
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
