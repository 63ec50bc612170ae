// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <fstream>
#include <set>
#include <sstream>

using namespace chancery;
using namespace chancery::support;

namespace {

// A document of the corpus and an edit of it that its schema accepts.
struct Journey {
    std::string file;
    std::string before;
    std::string after;
    std::string config = {}; // its id
    std::string imported = {}; // version
    std::string edited = {}; // version
    std::set<std::string> requests = {};
};

std::vector<Journey> journeys()
{
    return {
        {"valid/nodemon/nodemon.json", "node server.js", "node main.js"},
        {"valid/nycrc/nycrc.json", "\"check-coverage\": true", "\"check-coverage\": false"},
        {"valid/jscpd/jscpd-current.json", "\"debug\": false", "\"debug\": true"},
        {"valid/traefik-v3/example.json", "\"bufferingSize\": 42", "\"bufferingSize\": 43"},
        {"valid/loki/loki.yaml", "http_listen_port: 3100", "http_listen_port: 3200"},
        {"valid/opensrm/worker.yaml", "p99: 1m", "p99: 2m"},
        {"valid/codecov/jellyfin-vue.yml", "threshold: 1%", "threshold: 2%"},
        {"valid/dust/complete.toml", "depth = 4", "depth = 5"},
        {"valid/lychee/lychee.toml", "timeout = 20", "timeout = 30"},
        {"valid/solarxy-config/solarxy.toml", "hero = 100000", "hero = 120000"},
    };
}

// What the server decides differently from the corpus, and why.
const std::map<std::string, const char *> exceptions{
    {"invalid/pre-commit-config/local-missing-entry.json",
        "refused only by siblings of $ref, which draft 7 and its official test suite ignore"},
};

std::string pathOf(const std::string &file)
{
    return "payments/" + file.substr(0, file.rfind('.'));
}

std::string fileNameOf(const std::string &file)
{
    return file.substr(file.rfind('/') + 1);
}

core::Tree treeOf(const std::string &json)
{
    auto reading = core::readJson(json, core::Limits::wide());
    return reading.ok() ? std::move(reading).tree() : core::Tree();
}

} // namespace

// Real input: the corpus's configuration files come in through the command line, and ten of them go
// the whole way over HTTP: two people, one gate, three agents.
class TestSchemaStoreLoop : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void importNeverForgetsASchema();
    void importTakesTheValidAndRefusesTheInvalid();
    void secondPersonBringsTheImportLive();
    void whatIsLiveIsWhatWasInTheFiles();
    void importOfTheSameTakesNothing();
    void agentsBringItToTheFiles();
    void editsReachEveryAgent();
    void rollbacksReachEveryAgent();
    void agentsNeverRestarted();
    void auditTellsTheStory();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    std::string original(const Journey &journey) const;
    std::string edited(const Journey &journey) const;
    Outcome import() const;
    QByteArray agentSettings(int number) const;
    bool everyAgentHas(std::string (TestSchemaStoreLoop::*text)(const Journey &) const) const;
    std::string live(const Journey &journey) const;
    bool everyAgentReports(const char *epoch) const;
    // Asked for by ann, refused to her, approved by bob, applied by ann.
    void bringLive(ProbeAnswer request);
    template <typename Visit>
    void eachItem(const std::string &target, Visit visit) const;

    std::filesystem::path m_corpus;
    std::map<std::string, bool> m_verdicts; // by document: whether it is valid
    std::vector<Journey> m_journeys = journeys();
    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::optional<Shell> m_shell; // ann's
    std::optional<ProbeClient> m_ann; // writes
    std::optional<ProbeClient> m_bob; // approves
    std::vector<std::string> m_requests; // of the import
    std::set<std::string> m_taken;
    std::vector<std::unique_ptr<AgentProcess>> m_agents;
    std::vector<qint64> m_processIds;
};

std::string TestSchemaStoreLoop::original(const Journey &journey) const
{
    return contentOf(m_corpus / journey.file);
}

std::string TestSchemaStoreLoop::edited(const Journey &journey) const
{
    auto text = original(journey);
    const auto found = text.find(journey.before);
    return found == std::string::npos ? std::string()
                                      : text.replace(found, journey.before.size(), journey.after);
}

void TestSchemaStoreLoop::initTestCase()
{
    const auto folder = corpus("schemastore");
    if (!folder)
        QSKIP(corpusIsAbsent);
    m_corpus = *folder;
    std::ifstream table(m_corpus / "verdicts.tsv");
    std::string line;
    std::getline(table, line);
    std::string mapping;
    while (std::getline(table, line)) {
        std::istringstream columns(line);
        std::string document;
        std::string schema;
        std::string verdict;
        columns >> document >> schema >> verdict;
        m_verdicts[document] = verdict == "valid";
        mapping += (mapping.empty() ? "{" : ",\n") + jsonText(document) + ": "
            + jsonText("schemas/" + schema);
    }
    std::ofstream(path(QStringLiteral("mapping.json")).toStdString()) << mapping << '}';
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_ann = makePerson(m_cms.admin(), "ann", R"(["author","operator","auditor"])");
    m_bob = makePerson(m_cms.admin(), "bob", R"(["approver"])");
    m_shell.emplace(path(QStringLiteral("ann")));
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("ann")));
}

// A document whose schema cannot be had is left out: it must not come in unguarded.
void TestSchemaStoreLoop::importNeverForgetsASchema()
{
    const auto in = m_folder.path().toStdString() + "/in";
    std::filesystem::create_directories(in + "/schemas");
    std::ofstream(in + "/schemas/lost.json") << R"({"$ref":"https://shop.example/nowhere"})";
    std::ofstream(in + "/a.json") << "{}";
    std::ofstream(in + "/b.json") << "{}";
    std::ofstream(in + "/c.toml") << "free = true\n";
    std::ofstream(in + "/map.yaml") << "a.json: schemas/none.json\nb.json: schemas/lost.json\n";
    const auto done = m_shell->run({QStringLiteral("import"), QString::fromStdString(in),
        QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("--prefix"),
        QStringLiteral("payments/in"), QStringLiteral("--map"),
        QString::fromStdString(in + "/map.yaml"), QStringLiteral("--apply")});
    QCOMPARE(done.exitCode, 1);
    const auto out = QString::fromStdString(done.out);
    QVERIFY2(out.contains(QLatin1String("a.json: the mapping names no schema of the folder"))
            && out.contains(
                QLatin1String("b.json: its schema import:schemas/lost.json was refused")),
        done.out.c_str());
    // What has none and needs none is live at once where no gate is.
    QVERIFY2(
        out.contains(QLatin1String("c.toml as payments/in/c, CR-1 applied")), done.out.c_str());
    QCOMPARE(at(m_ann->get("/v1/configs?path=payments/in/a"), "/items"), std::string("[0]"));
    QCOMPARE(at(m_ann->get("/v1/configs?path=payments/in/b"), "/items"), std::string("[0]"));
}

Outcome TestSchemaStoreLoop::import() const
{
    return m_shell->run({QStringLiteral("import"), QString::fromStdString(m_corpus.string()),
        QStringLiteral("-e"), QStringLiteral("prod"), QStringLiteral("--prefix"),
        QStringLiteral("payments"), QStringLiteral("--map"), path(QStringLiteral("mapping.json")),
        QStringLiteral("--reason"), QStringLiteral("Take over"), QStringLiteral("--json")});
}

void TestSchemaStoreLoop::importTakesTheValidAndRefusesTheInvalid()
{
    QElapsedTimer timer;
    timer.start();
    const auto done = import();
    const auto elapsed = timer.elapsed();
    QVERIFY2(done.exitCode == 1, done.errors.c_str()); // some were refused
    const auto report = treeOf(done.out);
    std::set<std::string> requests;
    for (const auto &taken : report.root()["taken"]) {
        m_taken.emplace(taken.value()["file"].text());
        requests.emplace(taken.value()["request"].text());
        QCOMPARE(taken.value()["schemaBy"].text(), std::string_view("mapping"));
        QCOMPARE(taken.value()["state"].text(), std::string_view("open"));
    }
    m_requests.assign(requests.begin(), requests.end());
    std::map<std::string, std::string> skipped;
    for (const auto &entry : report.root()["skipped"])
        skipped[std::string(entry.value()["file"].text())] = entry.value()["reason"].text();
    static const QRegularExpression place(QStringLiteral("line [0-9]+, column [0-9]+"));
    std::string wrong;
    int refused = 0;
    int excepted = 0;
    for (const auto &[file, isValid] : m_verdicts) {
        const bool isTaken = m_taken.contains(file);
        const auto reason = skipped[file];
        const bool isExcepted = exceptions.contains(file);
        excepted += isExcepted;
        refused += !isTaken;
        const bool saysWhere = QString::fromStdString(reason).contains(place);
        if ((isTaken == isValid) == isExcepted || (!isTaken && !saysWhere))
            wrong += '\n' + file + (isTaken ? " was taken" : ": " + reason.substr(0, 300));
        skipped.erase(file);
    }
    qInfo("schemastore import: %d taken / %d refused, each with line and column / %d named "
          "exceptions, in %d requests and %d ms",
        int(m_taken.size()), refused, excepted, int(m_requests.size()), int(elapsed));
    for (const auto &[file, reason] : skipped)
        qInfo("  %s: %.200s", file.c_str(), reason.c_str());
    QVERIFY2(wrong.empty(), wrong.c_str());
    QCOMPARE(int(m_taken.size()) + refused, int(m_verdicts.size()));
    // Nothing else of the folder is left out but what is no configuration, and the one schema that
    // needs another which is not in the corpus; no document uses it.
    QCOMPARE(int(skipped.size()), 3);
    QVERIFY(skipped.contains("LICENSE") && skipped.contains("verdicts.tsv"));
    QVERIFY(QString::fromStdString(skipped["schemas/geojson.json"])
            .contains(QLatin1String("https://geojson.org/schema/GeoJSON.json")));
}

void TestSchemaStoreLoop::secondPersonBringsTheImportLive()
{
    QVERIFY(!m_requests.empty());
    for (const auto &id : m_requests)
        bringLive(m_ann->get("/v1/change-requests/" + id));
}

void TestSchemaStoreLoop::bringLive(ProbeAnswer request)
{
    QVERIFY2(request.status == 200 || request.status == 201, request.body.c_str());
    QCOMPARE(at(request, "/state"), std::string("open"));
    const auto early = m_ann->post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(at(early, "/code"), std::string("approval-required"));
    const auto own
        = m_ann->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(own.status, 403);
    const auto voted
        = m_bob->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QVERIFY2(voted.status == 200, voted.body.c_str());
    QCOMPARE(at(voted, "/state"), std::string("approved"));
    const auto applied = m_ann->post(verb(request, "apply"), "{}", voted.etag());
    QVERIFY2(applied.status == 200, applied.body.substr(0, 2000).c_str());
    QCOMPARE(at(applied, "/state"), std::string("applied"));
}

template <typename Visit>
void TestSchemaStoreLoop::eachItem(const std::string &target, Visit visit) const
{
    std::string next;
    do {
        const auto answer
            = m_ann->get(target + "limit=500" + (next.empty() ? "" : "&cursor=" + next));
        const auto page = treeOf(answer.body);
        for (const auto &item : page.root()["items"])
            visit(item.value());
        next = page.root()["next"].text();
    } while (!next.empty());
}

void TestSchemaStoreLoop::whatIsLiveIsWhatWasInTheFiles()
{
    std::map<std::string, std::pair<std::string, std::string>> heads; // by path
    eachItem("/v1/heads?environment=prod&", [&](core::Value head) {
        heads[std::string(head["path"].text())]
            = {std::string(head["config"].text()), std::string(head["version"].text())};
    });
    QCOMPARE(heads.size(), m_taken.size());
    std::map<std::string, int> texts;
    for (const auto &file : m_taken)
        ++texts[contentOf(m_corpus / file)];
    for (const auto &[path, head] : heads)
        --texts[m_ann->get("/v1/versions/" + head.second + "/text").body];
    for (const auto &[text, count] : texts)
        QVERIFY2(count == 0, text.c_str());
    for (auto &journey : m_journeys) {
        std::tie(journey.config, journey.imported) = heads[pathOf(journey.file)];
        QVERIFY2(!journey.config.empty(), journey.file.c_str());
        const auto text = m_ann->get("/v1/versions/" + journey.imported + "/text").body;
        QVERIFY2(text == original(journey), journey.file.c_str());
    }
}

void TestSchemaStoreLoop::importOfTheSameTakesNothing()
{
    QElapsedTimer timer;
    timer.start();
    const auto again = import();
    QCOMPARE(again.exitCode, 1);
    const auto report = treeOf(again.out);
    QCOMPARE(report.root()["taken"].size(), std::size_t(0));
    QCOMPARE(report.root()["unchanged"].size(), m_taken.size());
    qInfo("the same again: %d unchanged, in %d ms", int(report.root()["unchanged"].size()),
        int(timer.elapsed()));
}

QByteArray TestSchemaStoreLoop::agentSettings(int number) const
{
    auto text = QStringLiteral("server: http://127.0.0.1:%1\ntokenFile: %2/token\n"
                               "name: host-%3\nenvironment: prod\ncacheDir: %2/cache\ntargets:\n")
                    .arg(m_cms.port())
                    .arg(path(QStringLiteral("agent%1").arg(number)))
                    .arg(number);
    for (const auto &journey : m_journeys)
        text += QStringLiteral("  - path: %1\n    file: %2/%3\n")
                    .arg(QString::fromStdString(pathOf(journey.file)),
                        path(QStringLiteral("agent%1").arg(number)),
                        QString::fromStdString(fileNameOf(journey.file)));
    return text.toUtf8();
}

bool TestSchemaStoreLoop::everyAgentHas(
    std::string (TestSchemaStoreLoop::*text)(const Journey &) const) const
{
    for (const auto &agent : m_agents) {
        for (const auto &journey : m_journeys) {
            const auto file = agent->file(QString::fromStdString(fileNameOf(journey.file)));
            if (contentOf(file.toStdString()) != (this->*text)(journey))
                return false;
        }
    }
    return true;
}

// What the fleet says of itself, as the console shows it.
bool TestSchemaStoreLoop::everyAgentReports(const char *epoch) const
{
    int reports = 0;
    eachItem("/v1/agents?", [&](core::Value agent) {
        for (const auto &report : agent["reports"])
            reports += report.value()["status"].text() == "applied"
                && report.value()["epoch"].text() == epoch;
    });
    return reports == int(m_agents.size() * m_journeys.size());
}

void TestSchemaStoreLoop::agentsBringItToTheFiles()
{
    const auto token = makeService(m_cms.admin(), "agents", R"(["agent"])").token();
    for (int number = 1; number <= 3; ++number) {
        auto agent = std::make_unique<AgentProcess>(path(QStringLiteral("agent%1").arg(number)));
        QVERIFY(agent->start(agentSettings(number), token));
        m_processIds.push_back(agent->processId());
        m_agents.push_back(std::move(agent));
    }
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas(&TestSchemaStoreLoop::original), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentReports("1"), 20'000);
}

std::string TestSchemaStoreLoop::live(const Journey &journey) const
{
    return at(m_ann->get("/v1/configs/" + journey.config + "/heads/prod"), "/version");
}

void TestSchemaStoreLoop::editsReachEveryAgent()
{
    QCOMPARE(int(m_agents.size()), 3);
    for (auto &journey : m_journeys) {
        const auto text = edited(journey);
        QVERIFY2(!text.empty() && text != original(journey), journey.file.c_str());
        const auto place = R"({"config":)" + jsonText(journey.config)
            + R"(,"environment":"prod","base":)" + jsonText(journey.imported) + R"(,"text":)";
        const auto draft = m_ann->post("/v1/drafts", place + jsonText("not finished: [") + '}');
        QVERIFY2(draft.status == 201, draft.body.c_str());
        const auto kept = m_ann->send("PUT", "/v1/drafts/" + at(draft, "/id"),
            place + jsonText(text) + '}', {{"If-Match", '"' + draft.etag() + '"'}});
        QVERIFY2(kept.status == 200, kept.body.c_str());
        const auto made = m_ann->post("/v1/change-requests",
            requestBody(journey.config, "prod", journey.imported, at(kept, "/text"), false));
        QVERIFY2(made.status == 201, made.body.c_str());
        QCOMPARE(at(made, "/state"), std::string("draft"));
        journey.requests.insert(at(made, "/id"));
        bringLive(m_ann->post(verb(made, "submit"), "{}", made.etag()));
        journey.edited = live(journey);
        QVERIFY(journey.edited != journey.imported);
    }
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas(&TestSchemaStoreLoop::edited), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentReports("2"), 20'000);
}

void TestSchemaStoreLoop::rollbacksReachEveryAgent()
{
    for (auto &journey : m_journeys) {
        const auto head = m_ann->get("/v1/configs/" + journey.config + "/heads/prod");
        const auto asked = m_ann->post("/v1/configs/" + journey.config + "/heads/prod:rollback",
            R"({"target":)" + jsonText(journey.imported)
                + R"(,"reason":"The edit was a mistake","ticket":""})",
            head.etag());
        QVERIFY2(asked.status == 201, asked.body.c_str());
        journey.requests.insert(at(asked, "/id"));
        bringLive(asked);
        const auto version = m_ann->get("/v1/versions/" + live(journey));
        QCOMPARE(at(version, "/rollbackOf"), journey.edited);
    }
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas(&TestSchemaStoreLoop::original), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentReports("3"), 20'000);
}

void TestSchemaStoreLoop::agentsNeverRestarted()
{
    QCOMPARE(m_agents.size(), m_processIds.size());
    for (std::size_t i = 0; i < m_agents.size(); ++i) {
        QVERIFY(m_agents[i]->isRunning());
        QCOMPARE(m_agents[i]->processId(), m_processIds[i]);
        QCOMPARE(m_agents[i]->stop(), 0);
    }
}

void TestSchemaStoreLoop::auditTellsTheStory()
{
    const auto verified = m_shell->run("audit verify");
    QVERIFY2(verified.exitCode == 0, (verified.out + verified.errors).c_str());
    qInfo("%s", verified.out.substr(0, verified.out.find('\n')).c_str());
    // Who did what to which request, from the log alone.
    std::map<std::string, std::multiset<std::string>> deeds;
    const auto listed = m_shell->run("audit list --find CR- --json");
    std::istringstream lines(listed.out);
    for (std::string line; std::getline(lines, line);) {
        const auto event = treeOf(line);
        deeds[std::string(event.root()["correlationId"].text())].insert(
            std::string(event.root()["event"].text()) + ' '
            + std::string(event.root()["outcome"].text()));
    }
    for (const auto &journey : m_journeys) {
        QCOMPARE(int(journey.requests.size()), 2);
        for (const auto &request : journey.requests) {
            const auto &seen = deeds[request];
            for (const auto *deed :
                {"change_request.create success", "change_request.approve success",
                    "head.update success", "change_request.apply success"})
                QVERIFY2(seen.count(deed) == 1, (request + ": " + deed).c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestSchemaStoreLoop)
#include "tst_schemastoreloop.moc"
