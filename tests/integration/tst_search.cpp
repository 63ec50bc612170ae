// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/contractcheck.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// Looking through all texts of the real server: what is found, what is covered, and what nobody can
// do with an expression.
class TestSearch : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsWhatIsLiveAndDrafts();
    void narrows_data();
    void narrows();
    void sensitiveValuesAreNoOracle();
    void badSearchesNameTheField_data();
    void badSearchesNameTheField();
    void costlyPatternsAreBounded_data();
    void costlyPatternsAreBounded();
    void enormousResultsArePaged();
    void cursorBelongsToItsSearch();
    void whoMayNotLookFindsNothing();
    void fiveThousandConfigs();

private:
    ProbeAnswer search(const std::string &members, const std::string &query = {});
    std::string config(const std::string &path, const std::string &format, const std::string &text,
        const std::string &schema = "null");
    // "path environment line:column …" of every hit.
    QByteArray printed(const ProbeAnswer &answer);

    CmsProcess m_cms;
    ContractCheck m_contract;
};

ProbeAnswer TestSearch::search(const std::string &members, const std::string &query)
{
    auto body = R"({"pattern":"","expression":false,"matchCase":true,"wholeWords":false,)"
                R"("within":"anywhere","places":"","environment":"","path":"","drafts":false)"
        + (members.empty() ? "" : "," + members) + "}";
    // A member that is given stands in the place of the usual one.
    for (const auto *name : {"pattern", "expression", "matchCase", "wholeWords", "within", "places",
             "environment", "path", "drafts"}) {
        const auto key = '"' + std::string(name) + "\":";
        const auto first = body.find(key);
        if (body.find(key, first + 1) != std::string::npos)
            body.erase(first, body.find(',', first) + 1 - first);
    }
    const auto answer = m_cms.admin().post("/v1/search" + query, body);
    const auto problem = m_contract.problemWith(
        "searchConfigs", answer.status, answer.header("content-type"), answer.body);
    if (!problem.empty())
        qCritical("%s", problem.c_str());
    return answer;
}

std::string TestSearch::config(const std::string &path, const std::string &format,
    const std::string &text, const std::string &schema)
{
    const auto &admin = m_cms.admin();
    const auto made = admin.post("/v1/configs",
        R"({"path":")" + path + R"(","format":")" + format + R"(","schema":)" + schema
            + R"(,"description":"","owner":""})");
    const auto id = at(made, "/id");
    std::string json;
    core::appendJsonString(json, text);
    const auto request = admin.post("/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[{"config":")"
            + id + R"(","environment":"dev","base":null,"text":)" + json + "}]}");
    const auto applied
        = admin.post("/v1/change-requests/" + at(request, "/id") + ":apply", "{}", request.etag());
    if (applied.status != 200)
        qCritical("%s: %s %s", path.c_str(), request.body.c_str(), applied.body.c_str());
    return id;
}

QByteArray TestSearch::printed(const ProbeAnswer &answer)
{
    const auto reading = core::readJson(answer.body, core::Limits::wide());
    QByteArray out;
    if (!reading || answer.status != 200)
        return QByteArray::number(answer.status);
    const auto number
        = [](core::Value value) { return QByteArray::number(qlonglong(*value.integer())); };
    for (const auto &item : reading.tree().root()["items"]) {
        const auto found = item.value();
        out += QByteArray::fromStdString(std::string(found["path"].text()));
        out += found["draft"].isNull() ? " live" : " draft";
        for (const auto &hit : found["hits"])
            out += ' ' + number(hit.value()["line"]) + ':' + number(hit.value()["column"]);
        out += '\n';
    }
    return out;
}

void TestSearch::initTestCase()
{
    QVERIFY(m_contract.isLoaded());
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto &admin = m_cms.admin();
    const auto schema = admin.post("/v1/schemas",
        R"({"uri":"https://x/s","name":"s","text":"{\"properties\":{\"pin\":{\"x-sensitive\":true}}}"})");
    config("payments/api", "yaml", "# old\nhost: old.example\nretries: 3\n");
    config("payments/db", "json", "{\"host\": \"ünï old.example\", \"old\": [1, 2]}");
    config("payments/pay/card", "yaml", "user: me\npin: geheim\nnote: me\n",
        '"' + at(schema, "/id") + '"');
    const auto draft = config("payments/web", "yaml", "a: 1\n");
    QCOMPARE(admin
                 .post("/v1/drafts",
                     R"({"config":")" + draft
                         + R"(","environment":"dev","base":null,"text":"a: old\n"})")
                 .status,
        201);
}

void TestSearch::findsWhatIsLiveAndDrafts()
{
    QCOMPARE(printed(search(R"("pattern":"old")")),
        QByteArray("payments/api live 1:3 2:7\npayments/db live 1:15 1:30\n"));
    QCOMPARE(printed(search(R"("pattern":"old","drafts":true)")),
        QByteArray("payments/api live 1:3 2:7\npayments/db live 1:15 1:30\n"
                   "payments/web draft 1:4\n"));
    const auto first = search(R"("pattern":"old")", "?limit=1");
    QCOMPARE(printed(first), QByteArray("payments/api live 1:3 2:7\n"));
    QCOMPARE(printed(search(R"("pattern":"old")", "?limit=1&cursor=" + at(first, "/next"))),
        QByteArray("payments/db live 1:15 1:30\n"));
    QCOMPARE(at(first, "/items/0/hits/1/excerpt"), std::string("host: old.example"));
    QCOMPARE(at(first, "/items/0/hits/1/pointer"), std::string("/host"));
}

void TestSearch::narrows_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *name, const char *members, const char *found) {
        QTest::newRow(name) << QByteArray(members) << QByteArray(found);
    };
    row("keys", R"("pattern":"old","within":"keys")", "payments/db live 1:30\n");
    row("values", R"("pattern":"old","within":"values")",
        "payments/api live 2:7\npayments/db live 1:15\n");
    row("places", R"("pattern":"old","places":"/h*")",
        "payments/api live 2:7\npayments/db live 1:15\n");
    row("places alone", R"("places":"/old/*")", "payments/db live 1:37 1:40\n");
    row("path", R"("pattern":"old","path":"payments/d*")", "payments/db live 1:15 1:30\n");
    row("folder", R"("pattern":"me","path":"/payments/pay")", "payments/pay/card live 1:7 3:7\n");
    row("any depth", R"("pattern":"me$","expression":true,"path":"**/card")",
        "payments/pay/card live 1:7 3:7\n");
    row("case", R"("pattern":"OLD","matchCase":false,"path":"payments/api")",
        "payments/api live 1:3 2:7\n");
    row("words", R"("pattern":"me","wholeWords":true,"path":"payments/pay")",
        "payments/pay/card live 1:7 3:7\n");
    row("another environment", R"("pattern":"old","environment":"prod")", "");
    row("no such environment", R"("pattern":"old","environment":"mars")", "404");
}

void TestSearch::narrows()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, found);
    QCOMPARE(printed(search(members.toStdString())), found);
}

void TestSearch::sensitiveValuesAreNoOracle()
{
    QCOMPARE(printed(search(R"("pattern":"geheim")")), QByteArray());
    QCOMPARE(printed(search(R"("pattern":"g.*m","expression":true)")), QByteArray());
    // Neither does what is found beside it say what it begins with.
    QCOMPARE(printed(search(R"("pattern":"user(?s:.*pin: g)?","expression":true)")),
        printed(search(R"("pattern":"user(?s:.*pin: x)?","expression":true)")));
    const auto beside = search(R"("pattern":"pin")");
    QCOMPARE(at(beside, "/items/0/hits/0/excerpt"), std::string("pin: ••••••"));
    QVERIFY(beside.body.find("geheim") == std::string::npos);
}

void TestSearch::badSearchesNameTheField_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const char *members, const char *field) {
        QTest::newRow(name) << QByteArray(members) << QByteArray(field);
    };
    row("nothing", R"("pattern":"")", "/pattern empty-pattern");
    row("expression", R"("pattern":"ab[z-a]","expression":true)", "/pattern bad-pattern");
    row("places", R"("places":"a")", "/places bad-places");
    row("too long", (R"("pattern":")" + std::string(1001, 'a') + '"').c_str(), "/pattern too-long");
    row("no word", R"("pattern":"a","within":"moon")", "/within type");
}

void TestSearch::badSearchesNameTheField()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, field);
    const auto answer = search(members.toStdString());
    QCOMPARE(answer.status, 400);
    QCOMPARE(QByteArray::fromStdString(
                 at(answer, "/errors/0/pointer") + ' ' + at(answer, "/errors/0/code")),
        field);
}

void TestSearch::costlyPatternsAreBounded_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<int>("status");
    QTest::newRow("nested repetitions") << QByteArray("((a*)*)*b") << 200;
    QTest::newRow("large counts") << QByteArray("((a{100}){100}){100}") << 400;
    QTest::newRow("many states") << QByteArray("(x+x+)+y|(.*a){12}") << 200;
    QTest::newRow("back reference") << QByteArray(R"((a)\\1)") << 400;
    QTest::newRow("everything") << QByteArray("(?s:.)*") << 200;
}

void TestSearch::costlyPatternsAreBounded()
{
    QFETCH(QByteArray, pattern);
    QFETCH(int, status);
    const auto members = R"("expression":true,"pattern":")" + pattern.toStdString() + '"';
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(search(members).status, status);
    QVERIFY(timer.elapsed() < 10'000);
    // Nobody waits for it.
    QCOMPARE(m_cms.admin().get("/v1/meta").status, 200);
}

void TestSearch::enormousResultsArePaged()
{
    std::string text;
    for (int i = 0; i < 20'000; ++i)
        text += "k" + std::to_string(i) + ": hit\n";
    config("payments/large", "yaml", text);
    const auto answer = search(R"("pattern":"hit")");
    QCOMPARE(answer.status, 200);
    const auto reading = core::readJson(answer.body, core::Limits::wide());
    const auto found = reading.tree().root()["items"].at(0);
    QCOMPARE(*found["total"].integer(), 10'000);
    QCOMPARE(found["hits"].size(), std::size_t(100));
}

void TestSearch::cursorBelongsToItsSearch()
{
    const auto first = search(R"("pattern":"old")", "?limit=1");
    const auto next = "?limit=1&cursor=" + at(first, "/next");
    QCOMPARE(search(R"("pattern":"pin")", next).status, 422);
    QCOMPARE(search(R"("pattern":"old")", "?limit=0").status, 400);
}

void TestSearch::whoMayNotLookFindsNothing()
{
    const std::string body
        = R"({"pattern":"old","expression":false,"matchCase":true,"wholeWords":false,)"
          R"("within":"anywhere","places":"","environment":"","path":"","drafts":true})";
    QCOMPARE(ProbeClient(m_cms.port(), "nobody").post("/v1/search", body).status, 401);
    const auto &admin = m_cms.admin();
    const auto service = admin.post("/v1/principals",
        R"({"kind":"service","name":"blind","displayName":"","roles":[],"password":""})");
    const auto token = admin.post("/v1/principals/" + at(service, "/id") + ":create-token", "{}");
    const auto denied = ProbeClient(m_cms.port(), at(token, "/token")).post("/v1/search", body);
    QCOMPARE(denied.status, 403);
    QVERIFY(denied.body.find("old") == std::string::npos);
    // Drafts are their author's alone.
    const auto other = admin.post("/v1/principals",
        R"({"kind":"service","name":"viewer","displayName":"","roles":["viewer"],"password":""})");
    const auto look = admin.post("/v1/principals/" + at(other, "/id") + ":create-token", "{}");
    QCOMPARE(printed(ProbeClient(m_cms.port(), at(look, "/token")).post("/v1/search", body)),
        QByteArray("payments/api live 1:3 2:7\npayments/db live 1:15 1:30\n"));
}

// For docs/performance.md; a minute of filling is too long for every day.
void TestSearch::fiveThousandConfigs()
{
    if (!qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS"))
        QSKIP("set CHANCERY_LONG_TESTS to measure");
    static constexpr int requests = 500;
    static constexpr int each = 10;
    const auto &admin = m_cms.admin();
    for (int r = 0; r < requests; ++r) {
        std::string items;
        for (int i = 0; i < each; ++i) {
            const auto number = std::to_string(r * each + i);
            const auto id = makeConfig(admin, "payments/many/c" + number, "yaml");
            std::string text = "name: service-" + number + "\n";
            for (int line = 0; line < 60; ++line)
                text += "setting_" + std::to_string(line) + ": value-" + number + "  # as agreed\n";
            if (r == requests - 1 && i == each - 1)
                text += "rare: needle\n";
            items += (items.empty() ? "" : ",") + (R"({"config":")" + id)
                + R"(","environment":"dev","base":null,"text":)" + jsonText(text) + '}';
        }
        const auto request = admin.post("/v1/change-requests",
            R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
                + items + "]}");
        QCOMPARE(admin.post(verb(request, "apply"), "{}", request.etag()).status, 200);
    }
    for (const auto *pattern :
        {R"("pattern":"needle","path":"payments/many")",
            R"("pattern":"setting_1[0-9]: value-[0-9]*7 ","expression":true,"path":"payments/many")",
            R"("places":"/setting_59","path":"payments/many")"}) {
        QElapsedTimer timer;
        timer.start();
        int pages = 0;
        int texts = 0;
        for (std::string cursor, next = "first"; !next.empty(); cursor = "&cursor=" + next) {
            const auto answer = search(pattern, "?limit=500" + cursor);
            QCOMPARE(answer.status, 200);
            const auto reading = core::readJson(answer.body, core::Limits::wide());
            texts += int(reading.tree().root()["items"].size());
            next = at(answer, "/next");
            ++pages;
        }
        qInfo("5,000 configs, %s: %d texts with hits, %d pages, %lld ms", pattern, texts, pages,
            static_cast<long long>(timer.elapsed()));
    }
}

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
