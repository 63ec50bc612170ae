// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <filesystem>
#include <sys/resource.h>

using namespace chancery;
using namespace chancery::support;

// Callers who send too much, and files that say too much.
class TestServerFloods : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void endlessChunksAreCut_data();
    void endlessChunksAreCut();
    void strangersAreRefusedBeforeTheirBody_data();
    void strangersAreRefusedBeforeTheirBody();
    void friendsMaySendMuch();
    void longWordsAreRefused();
    void votesOnARequestAreBounded();
    void longListsComeInParts();
    void manyConnectionsFitAnOrdinaryLimit();
    void filesAreTheOwnersAlone();
    void aLogWithoutItsKeyIsNotSignedByAnother();
    void cleanup();

private:
    CmsProcess m_cms;
    std::optional<ProbeClient> m_ann; // author
    std::optional<ProbeClient> m_joe; // viewer
};

void TestServerFloods::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_ann.emplace(makePerson(m_cms.admin(), "ann", R"(["author"])"));
    m_joe.emplace(makePerson(m_cms.admin(), "joe", R"(["viewer"])"));
    QVERIFY(!m_ann->token().empty() && !m_joe->token().empty());
}

void TestServerFloods::cleanup()
{
    QCOMPARE(m_cms.admin().get("/v1/meta").status, 200);
}

void TestServerFloods::endlessChunksAreCut_data()
{
    QTest::addColumn<std::string>("begin");
    const std::string head
        = "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("extension") << head + "1;a=";
    QTest::newRow("trailer") << head + "1\r\n{\r\n0\r\nX: ";
}

void TestServerFloods::endlessChunksAreCut()
{
    QFETCH(std::string, begin);
    HttpProbe probe(m_cms.port());
    QVERIFY(probe.send(begin));
    const std::string more(64 * 1024, 'a');
    int sent = 0;
    for (; sent < 128 && probe.send(more); ++sent) { }
    // Eight megabytes of nothing are more than anybody needs to say.
    const bool isCut = sent < 128 || probe.read().status >= 400 || !probe.isOpen();
    QVERIFY(isCut);
}

void TestServerFloods::strangersAreRefusedBeforeTheirBody_data()
{
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("authorization");
    QTest::addColumn<int>("status");
    QTest::newRow("no token") << std::string("/v1/change-requests") << std::string() << 401;
    QTest::newRow("unknown token")
        << std::string("/v1/drafts") << std::string("Authorization: Bearer nonsense\r\n") << 401;
    QTest::newRow("signing in") << std::string("/v1/sessions") << std::string() << 413;
}

void TestServerFloods::strangersAreRefusedBeforeTheirBody()
{
    QFETCH(std::string, target);
    QFETCH(std::string, authorization);
    QFETCH(int, status);
    HttpProbe probe(m_cms.port());
    QVERIFY(probe.send("POST " + target + " HTTP/1.1\r\nHost: x\r\n" + authorization
        + "Content-Length: 20000000\r\n\r\n" + std::string(1000, ' ')));
    const auto answer = probe.readUntil("\r\n\r\n", std::chrono::seconds(3));
    QVERIFY2(answer.starts_with("HTTP/1.1 " + std::to_string(status)), answer.c_str());
}

void TestServerFloods::friendsMaySendMuch()
{
    const auto config = makeConfig(m_cms.admin(), "payments/large");
    std::string text = "[\"";
    text += std::string(900'000, 'x') + "\"]";
    QCOMPARE(m_ann->post("/v1/change-requests", requestBody(config, "dev", "", text)).status, 201);
}

void TestServerFloods::longWordsAreRefused()
{
    const auto config = makeConfig(m_cms.admin(), "payments/words");
    const auto request = m_ann->post("/v1/change-requests", requestBody(config, "prod", "", "{}"));
    QCOMPARE(request.status, 201);
    const std::string words(200'000, 'w');
    auto vote = voteBody(request, "comment");
    vote.replace(vote.find(R"("comment":"")"), 12, R"("comment":")" + words + '"');
    QCOMPARE(m_joe->post(verb(request, "vote"), vote, request.etag()).status, 422);
    for (const auto *member : {"because", "T-1"}) {
        auto body = requestBody(config, "prod", "", "{}");
        body.replace(body.find(member), std::string(member).size(), words);
        QCOMPARE(m_ann->post("/v1/change-requests", body).status, 422);
    }
}

// Whoever may look may comment, and every comment stays in the request.
void TestServerFloods::votesOnARequestAreBounded()
{
    const auto config = makeConfig(m_cms.admin(), "payments/comments");
    auto request = m_ann->post("/v1/change-requests", requestBody(config, "prod", "", "{}"));
    int taken = 0;
    for (; taken < 300; ++taken) {
        const auto next
            = m_joe->post(verb(request, "vote"), voteBody(request, "comment"), request.etag());
        if (next.status != 200) {
            QCOMPARE(next.status, 422);
            break;
        }
        request = next;
    }
    QVERIFY(taken >= 100 && taken < 300);
}

void TestServerFloods::longListsComeInParts()
{
    const auto text = jsonText(std::string(3'000'000, 'x'));
    for (int i = 0; i < 8; ++i) {
        const auto config = makeConfig(m_cms.admin(), "payments/draft" + std::to_string(i));
        const auto made = m_ann->post("/v1/drafts",
            R"({"config":")" + config + R"(","environment":"dev","base":null,"text":)" + text
                + '}');
        QCOMPARE(made.status, 201);
    }
    int count = 0;
    std::string cursor;
    do {
        const auto page = m_ann->get("/v1/drafts?limit=500&cursor=" + cursor);
        QCOMPARE(page.status, 200);
        QVERIFY2(page.body.size() < 12'000'000, std::to_string(page.body.size()).c_str());
        for (std::size_t place = 0;
            (place = page.body.find("\"id\":\"drf_", place)) != std::string::npos; ++place)
            ++count;
        cursor = at(page, "/next");
    } while (!cursor.empty());
    QCOMPARE(count, 8);
}

// Most systems begin with a soft limit of 1,024 descriptors and a hard one far above.
void TestServerFloods::manyConnectionsFitAnOrdinaryLimit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto before = limit;
    limit.rlim_cur = 200;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    CmsProcess cms;
    const bool isUp = cms.start();
    ::setrlimit(RLIMIT_NOFILE, &before);
    QVERIFY(isUp);
    std::vector<std::unique_ptr<HttpProbe>> idle;
    for (int i = 0; i < 400; ++i)
        idle.push_back(std::make_unique<HttpProbe>(cms.port()));
    HttpProbe probe(cms.port());
    QVERIFY(probe.send("GET /v1/meta HTTP/1.1\r\nHost: x\r\n\r\n"));
    QVERIFY(probe.readUntil("\r\n\r\n", std::chrono::seconds(5)).starts_with("HTTP/1.1 200"));
}

void TestServerFloods::filesAreTheOwnersAlone()
{
    using std::filesystem::perms;
    const std::filesystem::path data = m_cms.data();
    const auto modeOf = [](const std::filesystem::path &path) {
        return std::filesystem::status(path).permissions() & perms::mask;
    };
    QCOMPARE(modeOf(data), perms::owner_all);
    int files = 0;
    for (const auto &entry : std::filesystem::directory_iterator(data)) {
        QVERIFY2(
            modeOf(entry.path()) == (perms::owner_read | perms::owner_write), entry.path().c_str());
        ++files;
    }
    QVERIFY(files >= 5);
    const auto ready = data / "ready.json";
    CmsProcess other;
    QVERIFY(other.start({QStringLiteral("--ready-file"), QString::fromStdString(ready.string())}));
    QTRY_VERIFY(std::filesystem::exists(ready)); // written after the line in the log
    QCOMPARE(modeOf(ready), perms::owner_read | perms::owner_write);
}

void TestServerFloods::aLogWithoutItsKeyIsNotSignedByAnother()
{
    CmsProcess cms;
    QVERIFY(cms.start());
    cms.kill();
    const auto key = cms.data() + "/audit-log.key";
    std::filesystem::rename(key, key + ".away");
    QVERIFY(!cms.start());
    QVERIFY(!std::filesystem::exists(key));
    std::filesystem::rename(key + ".away", key);
    QVERIFY(cms.start());
}

QTEST_GUILESS_MAIN(TestServerFloods)
#include "tst_serverfloods.moc"
