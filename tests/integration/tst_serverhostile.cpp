// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// Bytes that no honest client sends. Whatever comes, the server answers or hangs up, and goes on
// serving everybody else.
class TestServerHostile : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void garbageIsRefused_data();
    void garbageIsRefused();
    void pipelinedRequestsAreAnsweredInOrder();
    void garbageBehindARequestDoesNotHurtIt();
    void cutBodiesChangeNothing();
    void slowAndFastAreServedTogether();
    void bombsAreBounded();
    void onlyLoopbackWithoutTls();
    void cleanup();

private:
    CmsProcess m_cms;
};

void TestServerHostile::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
}

void TestServerHostile::cleanup()
{
    QCOMPARE(m_cms.admin().get("/v1/meta").status, 200);
}

void TestServerHostile::garbageIsRefused_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("status");
    const std::string head = "GET /v1/meta HTTP/1.1\r\nHost: x\r\n";
    QTest::newRow("binary") << std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)
            + "\r\n\r\n" << 400;
    QTest::newRow("nothing but lines") << std::string(20'000, '\n') << 400;
    QTest::newRow("long header") << head + "X: " + std::string(20'000, 'a') + "\r\n\r\n" << 431;
    QTest::newRow("long target") << "GET /" + std::string(20'000, 'a') << 431;
    QTest::newRow("no end of headers") << head + std::string(17'000, 'b') << 431;
    QTest::newRow("two lengths") << std::string(
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: "
        "1\r\nContent-Length: 2\r\n\r\na")
                                 << 400;
    QTest::newRow("negative length")
        << std::string("POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")
        << 400;
    QTest::newRow("endless length") << std::string(
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
                                    << 413;
    QTest::newRow("both lengths") << std::string(
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                                  << 400;
    QTest::newRow("bad chunk") << std::string(
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                               << 400;
    QTest::newRow("space before colon")
        << std::string("GET /v1/meta HTTP/1.1\r\nHost : x\r\n\r\n") << 400;
}

void TestServerHostile::garbageIsRefused()
{
    QFETCH(std::string, bytes);
    QFETCH(int, status);
    HttpProbe probe(m_cms.port());
    probe.send(bytes);
    const auto answer = probe.read();
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("content-type"), std::string("application/problem+json"));
    probe.finish();
    (void)probe.readUntil("never", std::chrono::seconds(10));
    QVERIFY(!probe.isOpen());
}

void TestServerHostile::pipelinedRequestsAreAnsweredInOrder()
{
    HttpProbe probe(m_cms.port());
    std::string bytes;
    for (int i = 0; i < 50; ++i)
        bytes += "GET /v1/meta HTTP/1.1\r\nHost: x\r\nX-Request-Id: r" + std::to_string(i)
            + "\r\n\r\n";
    probe.send(bytes);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(probe.read().header("x-request-id"), "r" + std::to_string(i));
    // Mutations too, which are answered from another thread.
    bytes.clear();
    for (int i = 0; i < 20; ++i) {
        const auto body = R"({"path":"payments/pipe)" + std::to_string(i)
            + R"(","format":"json","schema":null,"description":"","owner":""})";
        bytes += "POST /v1/configs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + m_cms.token()
            + "\r\nIdempotency-Key: pipelined-key-" + std::to_string(100 + i)
            + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
            + "\r\n\r\n" + body;
    }
    probe.send(bytes);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(at(probe.read(), "/path"), "payments/pipe" + std::to_string(i));
}

void TestServerHostile::garbageBehindARequestDoesNotHurtIt()
{
    HttpProbe probe(m_cms.port());
    probe.send("GET /v1/meta HTTP/1.1\r\nHost: x\r\n\r\n\x01\x02garbage\r\n\r\n");
    QCOMPARE(probe.read().status, 200);
    QCOMPARE(probe.read().status, 400);
}

void TestServerHostile::cutBodiesChangeNothing()
{
    const auto before = m_cms.admin().get("/v1/audit/checkpoint").body;
    for (int i = 0; i < 20; ++i) {
        HttpProbe probe(m_cms.port());
        probe.send("POST /v1/configs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + m_cms.token()
            + "\r\nIdempotency-Key: 0123456789abcdef\r\nContent-Length: "
              "500\r\n\r\n{\"path\":\"pay");
        probe.close();
    }
    QCOMPARE(m_cms.admin().get("/v1/audit/checkpoint").body, before);
}

void TestServerHostile::slowAndFastAreServedTogether()
{
    std::vector<std::unique_ptr<HttpProbe>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<HttpProbe>(m_cms.port()));
        slow.back()->send("GET /v1/meta HTTP/1.1\r\nX: ");
    }
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_cms.admin().get("/v1/configs").status, 200);
    QVERIFY(timer.elapsed() < 2000);
    // The header must come within ten seconds, however it trickles.
    (void)slow.front()->readUntil("never", std::chrono::seconds(14));
    QVERIFY(!slow.front()->isOpen());
}

void TestServerHostile::bombsAreBounded()
{
    const auto admin = m_cms.admin();
    const auto config = makeConfig(admin, "payments/bomb", "yaml");
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const auto name = std::to_string(i);
        const auto last = "*a" + std::to_string(i - 1);
        bomb += "a" + name + ": &a" + name + " [";
        for (int j = 0; j < 9; ++j)
            bomb += (j ? "," : "") + last;
        bomb += "]\n";
    }
    QElapsedTimer timer;
    timer.start();
    const auto answer = admin.post("/v1/change-requests", requestBody(config, "dev", "", bomb));
    QCOMPARE(answer.status, 422);
    QCOMPARE(at(answer, "/errors/0/code"), std::string("too-many-nodes"));
    const auto deep = std::string(100'000, '[');
    QCOMPARE(admin.post("/v1/change-requests", deep).status, 400);
    QVERIFY(timer.elapsed() < 5000);
}

void TestServerHostile::onlyLoopbackWithoutTls()
{
    CmsProcess open;
    QVERIFY(!open.start({QStringLiteral("--listen"), QStringLiteral("0.0.0.0:0")}));
    QVERIFY(open.process().waitForFinished(5000) || open.process().state() == QProcess::NotRunning);
    QCOMPARE(open.process().exitCode(), 1);
}

QTEST_GUILESS_MAIN(TestServerHostile)
#include "tst_serverhostile.moc"
