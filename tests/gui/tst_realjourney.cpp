// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "tests/gui/auditbanners.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/httpconsole.h"
#include "tests/support/programs.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/testcase.h"

#include <QAbstractButton>
#include <QLineEdit>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;
const QString config = QStringLiteral("payments/jscpd-current");

QString lineAt(const HttpConsole &console, const QString &start)
{
    const auto *editor = console.find<editors::ConfigEditor>(QString());
    for (const QString &line : editor ? editor->text().split(u'\n') : QStringList()) {
        if (line.trimmed().startsWith(start))
            return line.trimmed();
    }
    return {};
}

} // namespace

// One change, all the way, with everything real: windows, server, agent, HTTP, files. A document of
// the corpus is live; Ann and Bob sit before a console each.
class RealJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void serverOfAnotherKindIsSaidInWords_data();
    void serverOfAnotherKindIsSaidInWords();
    void changeIsWrittenAndAskedFor();
    void secondPersonApprovesAndApplies();
    void agentHasIt();
    void lineageTakesItBack();
    void auditTellsTheStory();
    void changeOfSomebodyElseArrivesUnderADraft();
    void nothingTypedIsLostWhileTheServerIsAway();

private:
    void importDocument();
    void bringLive(ProbeAnswer request);
    void startAgent();
    std::string file() const;

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::optional<ProbeClient> m_carol; // writes and applies beside the two
    std::optional<ProbeClient> m_dave; // approves beside the two
    std::unique_ptr<AgentProcess> m_agent;
    std::unique_ptr<HttpConsole> m_ann;
    std::unique_ptr<HttpConsole> m_bob;
    std::string m_original;
    QString m_request;
};

void RealJourney::initTestCase()
{
    const auto corpusFolder = corpus("schemastore");
    if (!corpusFolder)
        QSKIP(corpusIsAbsent);
    QDir().mkpath(m_folder.filePath(QStringLiteral("in/schemas")));
    const auto take = [&](const char *from, const QString &to) {
        return QFile::copy(QString::fromStdString((*corpusFolder / from).string()),
            m_folder.filePath(QStringLiteral("in/") + to));
    };
    QVERIFY(take("valid/jscpd/jscpd-current.json", QStringLiteral("jscpd-current.json")));
    QVERIFY(take("schemas/jscpd.json", QStringLiteral("schemas/jscpd.json")));
    m_original = contentOf(*corpusFolder / "valid/jscpd/jscpd-current.json");
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    makePerson(m_cms.admin(), "ann", R"(["author","operator","auditor"])");
    makePerson(m_cms.admin(), "bob", R"(["approver"])");
    m_carol = makePerson(m_cms.admin(), "carol", R"(["author","operator"])");
    m_dave = makePerson(m_cms.admin(), "dave", R"(["approver"])");
    importDocument();
    startAgent();
}

void RealJourney::importDocument()
{
    QFile mapping(m_folder.filePath(QStringLiteral("map.json")));
    QVERIFY(mapping.open(QIODevice::WriteOnly));
    mapping.write(R"({"jscpd-current.json": "schemas/jscpd.json"})");
    mapping.close();
    const Shell shell(m_folder.filePath(QStringLiteral("carol")));
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("carol")));
    const auto done = shell.run({QStringLiteral("import"), m_folder.filePath(QStringLiteral("in")),
        QStringLiteral("-e"), QStringLiteral("prod"), QStringLiteral("--prefix"),
        QStringLiteral("payments"), QStringLiteral("--map"), mapping.fileName()});
    QVERIFY2(done.exitCode == 0, (done.out + done.errors).c_str());
    bringLive(m_carol->get("/v1/change-requests/CR-1"));
}

void RealJourney::bringLive(ProbeAnswer request)
{
    QVERIFY2(request.status == 200 || request.status == 201, request.body.c_str());
    const auto voted
        = m_dave->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QVERIFY2(voted.status == 200, voted.body.c_str());
    const auto applied = m_carol->post(verb(request, "apply"), "{}", voted.etag());
    QVERIFY2(applied.status == 200, applied.body.c_str());
}

void RealJourney::startAgent()
{
    m_agent = std::make_unique<AgentProcess>(m_folder.filePath(QStringLiteral("agent")));
    const auto settings
        = QStringLiteral("server: http://127.0.0.1:%1\ntokenFile: %2\nname: host-1\n"
                         "environment: prod\ncacheDir: %3\ntargets:\n"
                         "  - path: %4\n    file: %5\n")
              .arg(QString::number(m_cms.port()), m_agent->file(QStringLiteral("token")),
                  m_agent->file(QStringLiteral("cache")), config,
                  m_agent->file(QStringLiteral("jscpd.json")));
    const auto token = makeService(m_cms.admin(), "agents", R"(["agent"])").token();
    QVERIFY(m_agent->start(settings.toUtf8(), token));
    QTRY_VERIFY_WITH_TIMEOUT(file() == m_original, patience);
}

std::string RealJourney::file() const
{
    return contentOf(m_agent->file(QStringLiteral("jscpd.json")).toStdString());
}

void RealJourney::serverOfAnotherKindIsSaidInWords_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("words");
    const auto meta = [](int version, const QByteArray &oldestClient = "0.1.0") {
        return R"({"product":"chancery-cms","apiVersion":)" + QByteArray::number(version)
            + R"(,"serverVersion":"9.0.0","minimumClientVersion":")" + oldestClient
            + R"(","logOrigin":"x",)"
              R"("logKey":"x","serverTime":"2026-11-21T05:38:43.568934Z","features":[]})";
    };
    const auto foreign
        = QStringLiteral("Something answers at this address, but it is not a Chancery server.");
    QTest::newRow("a page") << QByteArray("<html>hello</html>") << foreign;
    QTest::newRow("another product")
        << QByteArray(meta(1)).replace("chancery-cms", "shop") << foreign;
    QTest::newRow("older") << meta(0)
                           << QStringLiteral("This server is older than the console "
                                             "understands. The server has to be "
                                             "updated.");
    const auto newer
        = QStringLiteral("This server is newer than the console. The console has to be updated.");
    QTest::newRow("newer") << meta(2) << newer;
    QTest::newRow("one that works with later consoles only") << meta(1, "9.0.0-beta.1") << newer;
}

void RealJourney::serverOfAnotherKindIsSaidInWords()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, words);
    const RawHttpServer server([&](RawConnection &connection) {
        while (!connection.readRequest().empty())
            connection.send(httpAnswer(200, answer.toStdString()));
    });
    HttpConsole console;
    QVERIFY(console.connectTo(QString::fromStdString(server.url())));
    QTRY_COMPARE_WITH_TIMEOUT(console.banners(), QStringList(words), patience);
    QVERIFY(!console.find<QLineEdit>(QStringLiteral("passwordField")));
    QVERIFY(console.click(QStringLiteral("cancelConnectingButton")));
    QVERIFY(console.banners().isEmpty());
}

void RealJourney::changeIsWrittenAndAskedFor()
{
    m_ann = std::make_unique<HttpConsole>();
    m_bob = std::make_unique<HttpConsole>();
    QVERIFY(m_bob->arrive(m_cms.port(), QStringLiteral("bob"), QStringLiteral("prod")));
    QVERIFY(m_bob->openView(QStringLiteral("changes")));
    QVERIFY(m_ann->arrive(m_cms.port(), QStringLiteral("ann"), QStringLiteral("prod")));
    QVERIFY(m_ann->openConfig(config));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Live"));

    QVERIFY(m_ann->putCaretBehind(QStringLiteral("\"min-lines\": 5")));
    QVERIFY(m_ann->press(Qt::Key_Backspace));
    QVERIFY(m_ann->type(QStringLiteral("true")));
    QTRY_COMPARE(m_ann->rowsOf(QStringLiteral("problemTable")).size(), 1);
    const QString problem = m_ann->rowsOf(QStringLiteral("problemTable")).front();
    QVERIFY2(problem.contains(QStringLiteral("/min-lines")), qPrintable(problem));
    QVERIFY(!m_ann->action(QStringLiteral("submit"))->isEnabled());
    QVERIFY(m_ann->press(Qt::Key_Backspace, 4));
    QVERIFY(m_ann->type(QStringLiteral("8")));
    QTRY_VERIFY(m_ann->rowsOf(QStringLiteral("problemTable")).isEmpty());
    QCOMPARE(lineAt(*m_ann, QStringLiteral("\"min-lines\"")), QStringLiteral("\"min-lines\": 8,"));

    QVERIFY(m_ann->trigger(QStringLiteral("compareWithLive")));
    QTRY_VERIFY(m_ann->find<editors::DiffView>(QString()));
    QTRY_COMPARE(m_ann->find<editors::DiffView>(QString())->changeCount(), 1);
    QVERIFY(m_ann->trigger(QStringLiteral("submit")));
    QVERIFY(
        m_ann->write(QStringLiteral("submitTitleField"), QStringLiteral("Ignore short clones")));
    QVERIFY(m_ann->write(QStringLiteral("submitReasonField"), QStringLiteral("Too much noise")));
    QVERIFY(m_ann->click(QStringLiteral("submitChangeButton")));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    m_request = m_ann->textOf(QStringLiteral("requestTitle")).section(u' ', 0, 0);
    QVERIFY(!m_ann->action(QStringLiteral("approve"))->isEnabled());
}

// Bob has pressed nothing: it comes to him, and what he does comes to Ann.
void RealJourney::secondPersonApprovesAndApplies()
{
    QVERIFY(m_ann && m_bob && !m_request.isEmpty());
    QTRY_COMPARE(m_bob->rowsOf(QStringLiteral("requestsTable")).size(), 1);
    QTRY_COMPARE(m_bob->find<QAbstractButton>(QStringLiteral("changesRailButton"))->text(),
        QStringLiteral("Changes (1)"));
    QVERIFY(m_bob->select(QStringLiteral("requestsTable"), m_request));
    QTRY_COMPARE(m_bob->textOf(QStringLiteral("requestReason")), QStringLiteral("Too much noise"));
    QTRY_COMPARE(m_bob->find<editors::DiffView>(QString())->changeCount(), 1);
    QVERIFY(!m_bob->action(QStringLiteral("apply"))->isEnabled());
    QVERIFY(m_bob->trigger(QStringLiteral("approve")));
    QVERIFY(m_bob->answerPrompt({}));
    QTRY_COMPARE(m_bob->textOf(QStringLiteral("requestState")), QStringLiteral("Approved"));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("requestState")), QStringLiteral("Approved"));
    QVERIFY(m_ann->trigger(QStringLiteral("apply")));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("requestState")), QStringLiteral("Applied"));
    QTRY_COMPARE(m_bob->textOf(QStringLiteral("requestState")), QStringLiteral("Applied"));
    QTRY_COMPARE(m_bob->find<QAbstractButton>(QStringLiteral("changesRailButton"))->text(),
        QStringLiteral("Changes"));
}

void RealJourney::agentHasIt()
{
    const auto wanted
        = QString::fromStdString(m_original)
              .replace(QStringLiteral("\"min-lines\": 5"), QStringLiteral("\"min-lines\": 8"))
              .toStdString();
    QTRY_COMPARE_WITH_TIMEOUT(file(), wanted, patience);
    QVERIFY(m_ann->openView(QStringLiteral("fleet")));
    const auto rows = [this] { return m_ann->rowsOf(QStringLiteral("fleetTable")); };
    QTRY_VERIFY2(rows().size() == 1 && rows().front().contains(QStringLiteral("Running")),
        qPrintable(rows().join(u'\n')));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("fleetSummary")),
        QStringLiteral("1 agent, all on what is live."));
}

void RealJourney::lineageTakesItBack()
{
    m_ann->window().workArea()->goTo({QStringLiteral("lineage"), config});
    QTRY_COMPARE(m_ann->rowsOf(QStringLiteral("versionsTable")).size(), 2);
    QVERIFY(m_ann->rowsOf(QStringLiteral("versionsTable")).front().contains(QStringLiteral("bob")));
    QVERIFY(m_ann->select(QStringLiteral("versionsTable"), QStringLiteral("CR-1")));
    QVERIFY(m_ann->trigger(QStringLiteral("rollBack")));
    QTRY_VERIFY(m_ann->textOf(QStringLiteral("rollbackEffect"))
            .contains(QStringLiteral("1 service, 1 agent")));
    QVERIFY(m_ann->rollBack(QStringLiteral("It hid true clones"), QStringLiteral("Prod")));
    QTRY_VERIFY(
        m_ann->textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Roll back")));
    const QString request = m_ann->textOf(QStringLiteral("requestTitle")).section(u' ', 0, 0);
    QVERIFY(request != m_request);
    QTRY_COMPARE(m_bob->rowsOf(QStringLiteral("requestsTable")).size(), 1);
    QVERIFY(m_bob->select(QStringLiteral("requestsTable"), request));
    QVERIFY(m_bob->trigger(QStringLiteral("approve")));
    QVERIFY(m_bob->answerPrompt({}));
    QVERIFY(m_ann->trigger(QStringLiteral("apply")));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("requestState")), QStringLiteral("Applied"));
    QTRY_VERIFY_WITH_TIMEOUT(file() == m_original, patience);
    QVERIFY(m_agent->isRunning());
}

void RealJourney::auditTellsTheStory()
{
    QVERIFY(m_ann->openView(QStringLiteral("audit")));
    const auto rowOf = [this](const QStringList &words) {
        for (const QString &row : m_ann->rowsOf(QStringLiteral("eventsTable"))) {
            if (std::ranges::all_of(words, [&](const QString &word) { return row.contains(word); }))
                return true;
        }
        return false;
    };
    for (const auto &[deed, person] :
        {std::pair("change_request.create", "ann"), std::pair("change_request.approve", "bob"),
            std::pair("change_request.apply", "ann"), std::pair("head.update", "ann")})
        QTRY_VERIFY2(rowOf({QString::fromLatin1(deed), QString::fromLatin1(person),
                         QStringLiteral("success")}),
            deed);
    QVERIFY(m_ann->trigger(QStringLiteral("verifyLog")));
    QTRY_VERIFY(m_ann->textOf(QStringLiteral("auditState"))
            .contains(QStringLiteral("proved by the signed checkpoint")));
    QVERIFY(m_ann->write(QStringLiteral("auditSearch"), QStringLiteral("It hid true clones")));
    QTRY_VERIFY(rowOf({QStringLiteral("It hid true clones")})
        && !rowOf({QStringLiteral("principal.create")}));
    QVERIFY(support::troubles(*m_ann).isEmpty());
}

void RealJourney::changeOfSomebodyElseArrivesUnderADraft()
{
    QVERIFY(m_ann->trigger(QStringLiteral("goconfigs")));
    QVERIFY(m_ann->openConfig(config));
    QTRY_COMPARE(
        lineAt(*m_ann, QStringLiteral("\"min-lines\"")), QStringLiteral("\"min-lines\": 5,"));
    QVERIFY(m_ann->putCaretBehind(QStringLiteral("\"min-tokens\": 50")));
    QVERIFY(m_ann->type(QStringLiteral("0")));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    const auto found = m_carol->get("/v1/configs?path=" + config.toStdString());
    const auto id = at(found, "/items/0/id");
    const auto base = at(m_carol->get("/v1/configs/" + id + "/heads/prod"), "/version");
    const auto text = QString::fromStdString(m_original)
                          .replace(QStringLiteral("\"1m\""), QStringLiteral("\"2m\""))
                          .toStdString();
    bringLive(m_carol->post("/v1/change-requests", requestBody(id, "prod", base, text)));
    QTRY_COMPARE(m_ann->banners(),
        QStringList(QStringLiteral("Live has changed; its changes are merged into this draft.")));
    QCOMPARE(
        lineAt(*m_ann, QStringLiteral("\"min-tokens\"")), QStringLiteral("\"min-tokens\": 500,"));
    QCOMPARE(
        lineAt(*m_ann, QStringLiteral("\"max-size\"")), QStringLiteral("\"max-size\": \"2m\","));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QTRY_VERIFY(m_ann->action(QStringLiteral("submit"))->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(file() == text, patience);
}

void RealJourney::nothingTypedIsLostWhileTheServerIsAway()
{
    const auto isOffline = [](const HttpConsole &console) {
        return std::ranges::any_of(console.banners(),
            [](const QString &text) { return text.startsWith(QStringLiteral("Offline since")); });
    };
    m_cms.kill();
    QTRY_VERIFY_WITH_TIMEOUT(isOffline(*m_ann) && isOffline(*m_bob), patience);
    QVERIFY(m_ann->putCaretBehind(QStringLiteral("\"min-tokens\": 500")));
    QVERIFY(m_ann->type(QStringLiteral("0")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Draft not saved"), patience);
    QVERIFY(m_ann->type(QStringLiteral("0")));
    QVERIFY(m_bob->openView(QStringLiteral("fleet")));
    QVERIFY(m_bob->openView(QStringLiteral("changes")));

    QVERIFY2(m_cms.startAgain(), m_cms.log().c_str());
    QTRY_VERIFY_WITH_TIMEOUT(!isOffline(*m_ann) && !isOffline(*m_bob), patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"), patience);
    QCOMPARE(
        lineAt(*m_ann, QStringLiteral("\"min-tokens\"")), QStringLiteral("\"min-tokens\": 50000,"));
    // Nobody had to sign in again, and both go on with what they were doing.
    const auto offered = [](const HttpConsole &console, const QString &text) {
        return std::ranges::any_of(
            console.banners(), [&](const QString &banner) { return banner.startsWith(text); });
    };
    QTRY_VERIFY(offered(*m_ann, QStringLiteral("Live has changed")));
    QVERIFY(m_ann->click(QStringLiteral("bannerActionButton")));
    QVERIFY(m_ann->trigger(QStringLiteral("submit")));
    QVERIFY(m_ann->write(QStringLiteral("submitTitleField"), QStringLiteral("After the pause")));
    QVERIFY(m_ann->write(QStringLiteral("submitReasonField"), QStringLiteral("Still wanted")));
    QVERIFY(m_ann->click(QStringLiteral("submitChangeButton")));
    QTRY_COMPARE(m_ann->textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_bob->rowsOf(QStringLiteral("requestsTable"))
                                 .filter(QStringLiteral("After the pause"))
                                 .isEmpty(),
        patience);
}

QTEST_MAIN(RealJourney)
#include "tst_realjourney.moc"
