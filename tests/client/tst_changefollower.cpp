// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "tests/support/loop.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/testcase.h"

using namespace chancery;
using client::HttpCms;
using client::StreamEvent;
using client::StreamState;
using std::chrono::milliseconds;
using support::headerOf;
using support::httpAnswer;
using support::RawConnection;
using support::RawHttpServer;

namespace {

constexpr auto streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

std::string hintJson(int revision)
{
    return R"({"rev":)" + std::to_string(revision)
        + R"(,"kind":"head.update","resource":"/v1/configs/cfg_1/heads/dev","etag":"","summary":""})";
}

std::string headUpdate(int revision)
{
    const auto rev = std::to_string(revision);
    return "id: " + rev + "\nevent: head.update\ndata: " + hintJson(revision) + "\n\n";
}

std::string pollAnswer(const std::string &items, int next)
{
    return httpAnswer(
        200, R"({"items":[)" + items + R"(],"next":")" + std::to_string(next) + "\"}");
}

bool isStream(const std::string &request)
{
    return request.starts_with("GET /v1/changes/stream ");
}

struct World {
    explicit World(RawHttpServer::Script script, std::uint64_t since = 0)
        : server(std::move(script))
    {
        client::TransportOptions options;
        options.baseUrl = server.url();
        client::FollowPolicy policy;
        policy.idleTimeout = milliseconds(300);
        policy.reconnectBase = milliseconds(2);
        policy.reconnectCap = milliseconds(10);
        policy.pollingFor = milliseconds(60);
        policy.pollWait = std::chrono::seconds(0);
        cms.emplace(options, loop.mailbox(), client::RetryPolicy{}, policy);
        call = cms->follow(since, [this](const StreamEvent &news) { take(news); });
    }

    void take(const StreamEvent &news)
    {
        std::string line = news.state == StreamState::Connected ? "connected"
            : news.state == StreamState::Polling                ? "polling"
                                                                : "disconnected";
        line += news.mustResync ? "!" : "";
        for (const auto &hint : news.hints)
            line += ' ' + std::to_string(hint.revision);
        lines.push_back(line);
    }
    // The first events, as lines.
    std::string first(std::size_t count)
    {
        loop.run([&] { return lines.size() >= count; }, support::soon());
        std::string out;
        for (std::size_t i = 0; i < std::min(count, lines.size()); ++i)
            out += lines[i] + '\n';
        return out;
    }

    client::MailLoop loop;
    RawHttpServer server;
    std::optional<HttpCms> cms;
    std::vector<std::string> lines;
    core::Call call;
};

} // namespace

class TestChangeFollower : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void hintsArriveAndAreResumed();
    void bookmarksMoveTheRevision();
    void silenceReconnects();
    void withoutARevisionComingBackIsAResync();
    void compactedRevisionStartsOver_data();
    void compactedRevisionStartsOver();
    void badEventIsAResync();
    void oversizedEventReconnects();
    void noContentEndsTheFollowing();
    void serverWithoutStreamIsPolledAndTriedAgain();
    void serverThatIsAwayIsNotPolled();
    void newTokenIsUsedOnReconnect();
    void droppedCallClosesTheConnection();
};

void TestChangeFollower::hintsArriveAndAreResumed()
{
    World world(
        [](RawConnection &connection) {
            connection.readRequest();
            connection.send(streamHead);
            if (connection.number() == 1)
                connection.send(":hb\n\n" + headUpdate(8) + headUpdate(9)); // and ends
            else {
                connection.send(headUpdate(10));
                connection.hold();
            }
        },
        7);
    QCOMPARE(world.first(5),
        std::string("connected\nconnected 8 9\ndisconnected\nconnected\n"
                    "connected 10\n"));
    QCOMPARE(headerOf(world.server.requests().at(0), "Last-Event-ID"), std::string("7"));
    QCOMPARE(headerOf(world.server.requests().at(1), "Last-Event-ID"), std::string("9"));
    QCOMPARE(headerOf(world.server.requests().at(0), "Accept"), std::string("text/event-stream"));
}

void TestChangeFollower::bookmarksMoveTheRevision()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.send(streamHead);
        if (connection.number() == 1)
            connection.send("event: bookmark\nid: 40\ndata: {\"rev\":40}\n\n");
        else
            connection.hold();
    });
    QCOMPARE(world.first(3), std::string("connected\ndisconnected\nconnected\n"));
    QCOMPARE(headerOf(world.server.requests().at(1), "Last-Event-ID"), std::string("40"));
}

void TestChangeFollower::silenceReconnects()
{
    World world(
        [](RawConnection &connection) {
            connection.readRequest();
            connection.send(streamHead);
            connection.send(":hb\n\n");
            connection.hold();
        },
        3);
    QCOMPARE(world.first(3), std::string("connected\ndisconnected\nconnected\n"));
}

void TestChangeFollower::withoutARevisionComingBackIsAResync()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.send(streamHead);
        connection.send(":hb\n\n");
        if (connection.number() > 1)
            connection.hold();
    });
    QCOMPARE(world.first(3), std::string("connected\ndisconnected\nconnected!\n"));
}

void TestChangeFollower::compactedRevisionStartsOver_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("410") << QByteArray::fromStdString(
        httpAnswer(410, R"({"code":"gone-compacted"})"));
    QTest::newRow("410 without a body") << QByteArray::fromStdString(httpAnswer(410, ""));
    QTest::newRow("409") << QByteArray::fromStdString(
        httpAnswer(409, R"({"code":"future-cursor"})"));
}

void TestChangeFollower::compactedRevisionStartsOver()
{
    QFETCH(QByteArray, answer);
    World world(
        [answer](RawConnection &connection) {
            const auto request = connection.readRequest();
            if (!headerOf(request, "Last-Event-ID").empty()) {
                connection.send(answer.toStdString());
                return;
            }
            connection.send(streamHead + headUpdate(3));
            connection.hold();
        },
        900);
    QCOMPARE(world.first(2), std::string("connected!\nconnected 3\n"));
}

void TestChangeFollower::badEventIsAResync()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.send(streamHead + headUpdate(3));
        connection.send("id: 4\nevent: head.update\ndata: {\"rev\":\n\n" + headUpdate(5));
        connection.hold();
    });
    world.loop.run(
        [&] { return !world.lines.empty() && world.lines.back().ends_with('5'); }, support::soon());
    QVERIFY(world.lines.back() == "connected! 5" || world.lines.back() == "connected! 3 5");
}

void TestChangeFollower::oversizedEventReconnects()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        connection.send(streamHead + headUpdate(3));
        if (connection.number() == 1)
            connection.send("data: " + std::string(70'000, 'x'));
        connection.hold();
    });
    QCOMPARE(world.first(4), std::string("connected\nconnected 3\ndisconnected\nconnected\n"));
}

void TestChangeFollower::noContentEndsTheFollowing()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        if (connection.number() == 1)
            connection.send(streamHead + headUpdate(3));
        else
            connection.send("HTTP/1.1 204 No Content\r\n\r\n");
    });
    QCOMPARE(world.first(3), std::string("connected\nconnected 3\ndisconnected\n"));
    world.loop.run([&] { return world.server.connectionCount() > 2; },
        std::chrono::steady_clock::now() + milliseconds(150));
    QCOMPARE(world.server.connectionCount(), 2);
    QCOMPARE(world.lines.size(), std::size_t(3));
}

void TestChangeFollower::serverWithoutStreamIsPolledAndTriedAgain()
{
    std::atomic<bool> holdsStream = false;
    World world([&](RawConnection &connection) {
        for (;;) {
            const auto request = connection.readRequest();
            if (request.empty())
                return;
            if (!isStream(request)) {
                const bool isFirst = request.find("since") == std::string::npos;
                holdsStream = !isFirst;
                connection.send(isFirst ? pollAnswer(hintJson(5), 5) : pollAnswer("", 5));
            } else if (holdsStream) {
                connection.send(streamHead + headUpdate(6));
                connection.hold();
            } else {
                connection.send(httpAnswer(200, "buffered"));
            }
        }
    });
    QCOMPARE(world.first(3), std::string("polling 5\nconnected\nconnected 6\n"));
    int streams = 0;
    for (const auto &request : world.server.requests())
        streams += isStream(request) ? 1 : 0;
    QCOMPARE(streams, 4);
}

void TestChangeFollower::serverThatIsAwayIsNotPolled()
{
    World world([](RawConnection &connection) {
        connection.readRequest();
        if (connection.number() > 6) {
            connection.send(streamHead + headUpdate(1));
            connection.hold();
        }
    });
    QCOMPARE(world.first(2), std::string("connected\nconnected 1\n"));
    for (const auto &request : world.server.requests())
        QVERIFY(isStream(request));
}

void TestChangeFollower::newTokenIsUsedOnReconnect()
{
    World world([](RawConnection &connection) {
        const auto request = connection.readRequest();
        if (headerOf(request, "Authorization") != "Bearer renewed") {
            connection.send(httpAnswer(401, R"({"code":"unauthenticated"})"));
            return;
        }
        connection.send(streamHead + headUpdate(1));
        connection.hold();
    });
    QTRY_VERIFY(world.server.connectionCount() > 5);
    world.cms->setToken(core::Secret("renewed"));
    QCOMPARE(world.first(2), std::string("connected\nconnected 1\n"));
    for (const auto &request : world.server.requests())
        QVERIFY(isStream(request));
}

void TestChangeFollower::droppedCallClosesTheConnection()
{
    std::atomic<bool> isClosed = false;
    World world([&](RawConnection &connection) {
        connection.readRequest();
        connection.send(streamHead + headUpdate(1));
        connection.hold();
        isClosed = true;
    });
    QCOMPARE(world.first(2), std::string("connected\nconnected 1\n"));
    world.call.cancel();
    QTRY_VERIFY(isClosed);
}

QTEST_GUILESS_MAIN(TestChangeFollower)
#include "tst_changefollower.moc"
