// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "engine/core/digest.h"
#include "tests/support/loop.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using client::HttpCms;
using core::ErrorKind;
using core::Result;
using std::chrono::milliseconds;
using support::headerOf;
using support::httpAnswer;
using support::RawConnection;
using support::RawHttpServer;

namespace {

constexpr auto metaJson
    = R"({"product":"chancery-cms","apiVersion":1,"serverVersion":"0.1.0","minimumClientVersion":"0.1.0",
        "logOrigin":"o","logKey":"k","serverTime":"2026-11-20T21:04:05.123456Z","features":[]})";

constexpr auto draftJson
    = R"({"id":"drf_1","config":"cfg_1","path":"a/b","environment":"dev","author":"usr_1","base":null,
        "text":"{}","parkedAs":"","updatedAt":"2026-11-20T21:04:05.123456Z","etag":"2-abc"})";

client::TransportOptions quick(const std::string &url)
{
    client::TransportOptions options;
    options.baseUrl = url;
    options.clientName = "test/1.0; os=linux";
    options.totalTimeout = milliseconds(5'000);
    options.idleTimeout = milliseconds(400);
    return options;
}

client::RetryPolicy quickRetry()
{
    return {4, milliseconds(1), milliseconds(4), std::chrono::seconds(30)};
}

std::string printed(const core::Error &error)
{
    return std::string(core::name(error.kind)) + ' ' + error.code;
}

// One server by script, one client and the loop that brings the answers.
struct World {
    explicit World(RawHttpServer::Script script)
        : server(std::move(script))
        , cms(quick(server.url()), loop.mailbox(), quickRetry())
    {
    }

    Result<core::Meta> meta()
    {
        return loop.await<core::Meta>([this](auto done) { return cms.getMeta(std::move(done)); });
    }
    std::string metaPrinted()
    {
        const auto answer = meta();
        return answer ? "ok " + answer->serverVersion : printed(answer.error());
    }
    Result<client::Acknowledged<core::Draft>> createDraft()
    {
        return loop.await<client::Acknowledged<core::Draft>>([this](auto done) {
            return cms.createDraft(
                {core::ConfigId("cfg_1"), core::EnvironmentId("dev"), {}, "{}"}, std::move(done));
        });
    }
    Result<std::string> text()
    {
        return loop.await<std::string>([this](auto done) {
            return cms.versionText(core::VersionId("sha256:00"), std::move(done));
        });
    }

    client::MailLoop loop;
    RawHttpServer server;
    HttpCms cms;
};

// The same answer to every request, on connections that stay.
RawHttpServer::Script always(std::string answer)
{
    return [answer = std::move(answer)](RawConnection &connection) {
        while (!connection.readRequest().empty())
            connection.send(answer);
    };
}

// The answers in turn, over however many connections.
RawHttpServer::Script inTurn(std::vector<std::string> answers)
{
    auto next = std::make_shared<std::atomic<std::size_t>>(0);
    return [answers = std::move(answers), next](RawConnection &connection) {
        while (!connection.readRequest().empty())
            connection.send(answers[std::min((*next)++, answers.size() - 1)]);
    };
}

} // namespace

class TestHttpCms : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void brokenAnswersBecomeErrors_data();
    void brokenAnswersBecomeErrors();
    void everyHeaderOfTheContractIsSent();
    void idempotencyKeyIsReusedByRetries();
    void conditionalWritesAreNotRepeated();
    void signingInMakesTheTokenKnown();
    void retryAfterIsHonoured();
    void longRetryAfterReachesTheCaller();
    void slowAndDrippingAnswersArrive();
    void silenceTimesOut();
    void closedKeepAliveIsOpenedAgain();
    void redirectIsNotFollowed();
    void nobodyListens();
    void foreignServersAreRecognised_data();
    void foreignServersAreRecognised();
    void missingMemberIsNamed();
    void textIsHeldAgainstItsDigest();
    void plainHttpIsForThisMachineOnly_data();
    void plainHttpIsForThisMachineOnly();
    void answerNeverComesInsideTheCall();
    void droppedCallIsNeverAnswered();
    void destroyedWhileRunningCallsNobody();
    void handlersDieInTheOwnersThread();
    void manyAtOnce();
};

void TestHttpCms::brokenAnswersBecomeErrors_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const std::string &answer, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(answer) << QByteArray(expected);
    };
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    row("nothing", "", "offline connection-lost");
    row("cut in the status line", "HTTP/1.", "offline connection-lost");
    row("cut in the headers", ok + "Content-Le", "offline connection-lost");
    row("cut body", ok + "Content-Length: 100\r\n\r\n{\"items\":", "offline connection-lost");
    row("length beyond the body", ok + "Content-Length: 3\r\n\r\n{}", "offline connection-lost");
    row("length too short", ok + "Content-Length: 5\r\n\r\n{\"items\":[]}", "protocol bad-answer");
    row("chunk without a number", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "offline connection-lost");
    row("cut chunk", ok + "Transfer-Encoding: chunked\r\n\r\nff\r\n{}", "offline connection-lost");
    row("header of 100 kB", ok + "X: " + std::string(100'000, 'x') + "\r\n\r\n",
        "protocol headers-too-large");
    std::string many = ok;
    for (int i = 0; i < 5000; ++i)
        many += "X-" + std::to_string(i) + ": some value\r\n";
    row("many headers", many + "\r\n", "protocol headers-too-large");
    row("length beyond the limit", ok + "Content-Length: 99999999999\r\n\r\n{",
        "protocol answer-too-large");
    row("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "protocol not-http");
    row("bad JSON", httpAnswer(200, "{\"items\":[}"), "protocol bad-answer");
    row("duplicate keys", httpAnswer(200, R"({"items":[],"items":[],"next":""})"),
        "protocol bad-answer");
    row("another type", httpAnswer(200, R"({"items":{},"next":""})"), "protocol bad-answer");
    row("redirect", httpAnswer(302, "", "Location: http://127.0.0.1:1/\r\n"),
        "protocol unexpected-redirect");
    row("401", httpAnswer(401, R"({"code":"unauthenticated","title":"Sign in first"})"),
        "unauthorized unauthenticated");
    row("404 of a proxy", httpAnswer(404, "<html>"), "not-found http-404");
    row("500", httpAnswer(500, ""), "server http-500");
    row("418", httpAnswer(418, "{}"), "invalid http-418");
}

void TestHttpCms::brokenAnswersBecomeErrors()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, expected);
    World world([answer](RawConnection &connection) {
        if (!connection.readRequest().empty())
            connection.send(answer.toStdString());
    });
    const auto page = world.loop.await<api::Page<core::Environment>>(
        [&](auto done) { return world.cms.listEnvironments(std::move(done)); });
    QVERIFY(!page);
    QCOMPARE(QByteArray::fromStdString(printed(page.error())), expected);
}

void TestHttpCms::everyHeaderOfTheContractIsSent()
{
    World world(always(httpAnswer(200, draftJson, "CMS-Audit-Seq: 41\r\nX-Request-Id: r-1\r\n")));
    world.cms.setToken(core::Secret("t0ken"));
    const auto answer = world.loop.await<client::Acknowledged<core::Draft>>([&](auto done) {
        return world.cms.updateDraft(core::DraftId("drf_1/x"),
            {core::ConfigId("cfg_1"), core::EnvironmentId("dev"), {}, "{}"}, core::ETag("2-abc"),
            std::move(done));
    });
    QVERIFY(answer);
    QCOMPARE(answer->auditSequence, std::uint64_t(41));
    const auto request = world.server.requests().at(0);
    QVERIFY(request.starts_with("PUT /v1/drafts/drf_1%2Fx HTTP/1.1\r\n"));
    QCOMPARE(headerOf(request, "Authorization"), std::string("Bearer t0ken"));
    QCOMPARE(headerOf(request, "If-Match"), std::string("\"2-abc\""));
    QCOMPARE(headerOf(request, "CMS-Client"), std::string("test/1.0; os=linux"));
    QCOMPARE(headerOf(request, "X-Request-Id").size(), std::size_t(36));
    QCOMPARE(headerOf(request, "Content-Type"), std::string("application/json"));
    QCOMPARE(headerOf(request, "Idempotency-Key"), std::string());
    QCOMPARE(support::bodyOf(request),
        std::string(
            R"({"config":"cfg_1","environment":"dev","base":null,"text":"{}","schema":null})"));
}

void TestHttpCms::idempotencyKeyIsReusedByRetries()
{
    World world(inTurn({httpAnswer(503, ""), httpAnswer(502, ""), httpAnswer(201, draftJson)}));
    QVERIFY(world.createDraft());
    QVERIFY(world.createDraft());
    std::vector<std::string> keys;
    for (const auto &request : world.server.requests())
        keys.push_back(headerOf(request, "Idempotency-Key"));
    QCOMPARE(keys.size(), std::size_t(4));
    QCOMPARE(keys[0].size(), std::size_t(38));
    QCOMPARE(keys[1], keys[0]);
    QCOMPARE(keys[2], keys[0]);
    QVERIFY(keys[3] != keys[0]);
}

void TestHttpCms::conditionalWritesAreNotRepeated()
{
    World world(always(httpAnswer(503, "")));
    const auto answer = world.loop.await<core::Done>([&](auto done) {
        return world.cms.deleteDraft(core::DraftId("drf_1"), core::ETag("1-a"), std::move(done));
    });
    QCOMPARE(printed(answer.error()), std::string("server http-503"));
    QCOMPARE(world.server.requests().size(), std::size_t(1));
}

void TestHttpCms::signingInMakesTheTokenKnown()
{
    const std::string session
        = R"({"token":"fresh","principal":{"id":"usr_1","kind":"user","name":"ann","displayName":"Ann",
        "roles":["author"],"disabled":false,"etag":"1-a"},"permissions":["view"],
        "expiresAt":"2026-11-20T21:04:05.123456Z","proof":"password"})";
    World world(inTurn({httpAnswer(201, session), httpAnswer(200, session), httpAnswer(204, ""),
        httpAnswer(200, session)}));
    const auto current = [&](auto done) { return world.cms.currentSession(std::move(done)); };
    QVERIFY(world.loop.await<core::Session>([&](auto done) {
        return world.cms.signIn({"ann", core::Secret("pass word")}, std::move(done));
    }));
    QVERIFY(world.loop.await<core::Session>(current));
    QVERIFY(world.loop.await<core::Done>(
        [&](auto done) { return world.cms.signOut(std::move(done)); }));
    QVERIFY(world.loop.await<core::Session>(current));
    const auto requests = world.server.requests();
    QCOMPARE(headerOf(requests.at(0), "Authorization"), std::string());
    QCOMPARE(headerOf(requests.at(1), "Authorization"), std::string("Bearer fresh"));
    QCOMPARE(headerOf(requests.at(3), "Authorization"), std::string());
}

void TestHttpCms::retryAfterIsHonoured()
{
    World world(inTurn({httpAnswer(429, "", "Retry-After: 1\r\n"), httpAnswer(200, metaJson)}));
    const auto begin = std::chrono::steady_clock::now();
    QCOMPARE(world.metaPrinted(), std::string("ok 0.1.0"));
    QVERIFY(std::chrono::steady_clock::now() - begin >= std::chrono::seconds(1));
}

void TestHttpCms::longRetryAfterReachesTheCaller()
{
    World world(always(httpAnswer(429, R"({"code":"quota-exceeded"})", "Retry-After: 300\r\n")));
    const auto answer = world.meta();
    QCOMPARE(printed(answer.error()), std::string("rate-limited quota-exceeded"));
    QVERIFY(answer.error().retryAfter == std::chrono::seconds(300));
}

void TestHttpCms::slowAndDrippingAnswersArrive()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.pause(milliseconds(150));
        connection.drip(httpAnswer(200, metaJson), milliseconds(1));
    });
    QCOMPARE(world.metaPrinted(), std::string("ok 0.1.0"));
}

void TestHttpCms::silenceTimesOut()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{");
        connection.hold();
    });
    QCOMPARE(world.metaPrinted(), std::string("timeout timeout"));
}

void TestHttpCms::closedKeepAliveIsOpenedAgain()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, metaJson)); // and closes without having said so
    });
    for (int i = 0; i < 5; ++i)
        QCOMPARE(world.metaPrinted(), std::string("ok 0.1.0"));
    QCOMPARE(world.server.requests().size(), std::size_t(5));
}

void TestHttpCms::redirectIsNotFollowed()
{
    RawHttpServer other(always(httpAnswer(200, metaJson)));
    World world(always(httpAnswer(307, "", "Location: " + other.url() + "/v1/meta\r\n")));
    world.cms.setToken(core::Secret("t0ken"));
    QCOMPARE(world.metaPrinted(), std::string("protocol foreign-server"));
    QCOMPARE(other.connectionCount(), 0);
}

void TestHttpCms::nobodyListens()
{
    std::string url;
    {
        RawHttpServer gone([](RawConnection &) { });
        url = gone.url();
    }
    client::MailLoop loop;
    HttpCms cms(quick(url), loop.mailbox(), quickRetry());
    const auto answer
        = loop.await<core::Meta>([&](auto done) { return cms.getMeta(std::move(done)); });
    QCOMPARE(printed(answer.error()), std::string("offline connect-failed"));
}

void TestHttpCms::foreignServersAreRecognised_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("another product") << QByteArray::fromStdString(httpAnswer(200,
        R"({"product":"x","apiVersion":1,"serverVersion":"","minimumClientVersion":"","logOrigin":"",
        "logKey":"","serverTime":"2026-11-20T21:04:05Z","features":[]})"));
    QTest::newRow("a web page") << QByteArray::fromStdString(httpAnswer(200, "<html></html>"));
    QTest::newRow("not found") << QByteArray::fromStdString(httpAnswer(404, "<html></html>"));
    QTest::newRow("wants a password") << QByteArray::fromStdString(httpAnswer(401, ""));
    QTest::newRow("not HTTP") << QByteArray("220 mail.example ESMTP\r\n");
}

void TestHttpCms::foreignServersAreRecognised()
{
    QFETCH(QByteArray, answer);
    World world([answer](RawConnection &connection) {
        connection.readRequest();
        connection.send(answer.toStdString());
    });
    QCOMPARE(world.metaPrinted(), std::string("protocol foreign-server"));
}

void TestHttpCms::missingMemberIsNamed()
{
    World world(always(httpAnswer(200, R"({"id":"drf_1"})")));
    const auto answer = world.loop.await<core::Draft>(
        [&](auto done) { return world.cms.getDraft(core::DraftId("drf_1"), std::move(done)); });
    QCOMPARE(printed(answer.error()), std::string("protocol bad-answer"));
    QCOMPARE(answer.error().fields.at(0).pointer, std::string("/config"));
}

void TestHttpCms::textIsHeldAgainstItsDigest()
{
    const std::string text = "a: 1\n";
    const auto digest = "CMS-Source-Digest: " + core::sha256Id({}, text) + "\r\n";
    World world(inTurn({httpAnswer(200, text, digest), httpAnswer(200, "a: 2\n", digest)}));
    QCOMPARE(*world.text(), text);
    QCOMPARE(printed(world.text().error()), std::string("protocol digest-mismatch"));
}

void TestHttpCms::plainHttpIsForThisMachineOnly_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("https") << QByteArray("https://cms.example") << QByteArray();
    QTest::newRow("https, port, path")
        << QByteArray("https://cms.example:8443/cms") << QByteArray();
    QTest::newRow("this machine") << QByteArray("http://127.0.0.1:8080") << QByteArray();
    QTest::newRow("this machine, IPv6") << QByteArray("http://[::1]:8080") << QByteArray();
    QTest::newRow("by name") << QByteArray("http://localhost:8080") << QByteArray();
    QTest::newRow("http elsewhere")
        << QByteArray("http://cms.example") << QByteArray("insecure-url");
    QTest::newRow("looks like here")
        << QByteArray("http://127.0.0.1.evil.example") << QByteArray("insecure-url");
    QTest::newRow("another scheme") << QByteArray("ftp://127.0.0.1") << QByteArray("insecure-url");
    QTest::newRow("password inside")
        << QByteArray("https://a:b@cms.example") << QByteArray("bad-url");
    QTest::newRow("nonsense") << QByteArray("::") << QByteArray("bad-url");
    QTest::newRow("empty") << QByteArray("") << QByteArray("bad-url");
}

void TestHttpCms::plainHttpIsForThisMachineOnly()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, code);
    const auto checked = client::checkBaseUrl(url.toStdString());
    QCOMPARE(checked ? std::string() : checked.error().code, code.toStdString());
    if (checked)
        return;
    client::MailLoop loop;
    HttpCms cms(quick(url.toStdString()), loop.mailbox());
    const auto answer
        = loop.await<core::Meta>([&](auto done) { return cms.getMeta(std::move(done)); });
    QCOMPARE(answer.error().code, code.toStdString());
}

void TestHttpCms::answerNeverComesInsideTheCall()
{
    World world(always(httpAnswer(200, metaJson)));
    bool answered = false;
    const core::Call call = world.cms.getMeta([&](const auto &) { answered = true; });
    QVERIFY(!answered);
    QVERIFY(world.loop.run([&] { return answered; }, support::soon()));
}

void TestHttpCms::droppedCallIsNeverAnswered()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.hold();
    });
    const auto witness = std::make_shared<int>(0);
    core::Call call = world.cms.getMeta([witness](const auto &) { ++*witness; });
    QTRY_VERIFY(!world.server.requests().empty());
    call.cancel();
    // The network thread gives the handler back as soon as it has seen the cancelled token.
    QVERIFY(world.loop.run([&] { return witness.use_count() == 1; }, support::soon()));
    QCOMPARE(*witness, 0);
}

void TestHttpCms::destroyedWhileRunningCallsNobody()
{
    client::MailLoop loop;
    RawHttpServer server([](RawConnection &connection) {
        connection.readRequest();
        connection.hold();
    });
    const auto witness = std::make_shared<int>(0);
    std::vector<core::Call> calls;
    {
        HttpCms cms(quick(server.url()), loop.mailbox());
        for (int i = 0; i < 20; ++i)
            calls.push_back(cms.getMeta([witness](const auto &) { ++*witness; }));
        calls.push_back(cms.follow(0, [witness](const auto &) { ++*witness; }));
    }
    loop.mailbox()->drain();
    QCOMPARE(witness.use_count(), 1L);
    QCOMPARE(*witness, 0);
    calls.clear(); // cancels when the engine is gone
}

void TestHttpCms::handlersDieInTheOwnersThread()
{
    struct Witness {
        std::thread::id owner = std::this_thread::get_id();
        std::atomic<int> *strays;
        explicit Witness(std::atomic<int> *counter)
            : strays(counter)
        {
        }
        ~Witness() { *strays += std::this_thread::get_id() == owner ? 0 : 1; }
    };
    std::atomic<int> strays = 0;
    int answers = 0;
    World world(always(httpAnswer(200, metaJson)));
    std::vector<core::Call> calls;
    for (int i = 0; i < 200; ++i) {
        auto witness = std::make_shared<Witness>(&strays);
        calls.push_back(world.cms.getMeta([witness, &answers](const auto &) { ++answers; }));
        if (i % 3 == 0)
            calls.pop_back();
    }
    QVERIFY(world.loop.run([&] { return answers == 133; }, support::soon()));
    QCOMPARE(strays.load(), 0);
}

void TestHttpCms::manyAtOnce()
{
    World world(always(httpAnswer(200, metaJson)));
    int good = 0;
    std::vector<core::Call> calls;
    for (int i = 0; i < 300; ++i)
        calls.push_back(
            world.cms.getMeta([&](const auto &answer) { good += answer.ok() ? 1 : 0; }));
    QVERIFY(world.loop.run([&] { return good == 300; }, support::soon()));
    QVERIFY(world.server.connectionCount() <= 32);
}

QTEST_GUILESS_MAIN(TestHttpCms)
#include "tst_httpcms.moc"
