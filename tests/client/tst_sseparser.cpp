// SPDX-License-Identifier: Apache-2.0
#include "engine/client/sseparser.h"
#include "tests/support/testcase.h"

using namespace chancery;
using client::SseEvent;
using client::SseParser;

namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += c == '\n' ? std::string("\\n") : c == '\r' ? std::string("\\r") : std::string(1, c);
    return out;
}

// "type#id:data|…", with "!" at the end where the parser gave up.
std::string printed(const std::vector<std::string_view> &pieces)
{
    SseParser parser;
    std::string out;
    bool ok = true;
    for (const auto piece : pieces) {
        ok = parser.feed(piece, [&](const SseEvent &event) {
            out += event.type + '#' + event.id + ':' + escaped(event.data) + '|';
        });
    }
    return ok ? out : out + '!';
}

std::string replaced(std::string text, const std::string &lineEnd)
{
    std::string out;
    for (const char c : text)
        out += c == '\n' ? lineEnd : std::string(1, c);
    return out;
}

} // namespace

class TestSseParser : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void readsAtEveryCutAndLineEnd_data();
    void readsAtEveryCutAndLineEnd();
    void nulInIdIsIgnored();
    void retryTakesDigitsOnly_data();
    void retryTakesDigitsOnly();
    void mixedLineEndsAreOneEach();
    void lastIdIsKnownAlsoWithoutData();
    void limitsHold();
};

void TestSseParser::readsAtEveryCutAndLineEnd_data()
{
    QTest::addColumn<QByteArray>("stream"); // with \n, tried with the others too
    QTest::addColumn<QByteArray>("events");
    const auto row = [](const char *name, const char *stream, const char *events) {
        QTest::newRow(name) << QByteArray(stream) << QByteArray(events);
    };
    row("one", "data: a\n\n", "message#:a|");
    row("no space after the colon", "data:a\n\n", "message#:a|");
    row("only one space goes", "data:  a\n\n", "message#: a|");
    row("two lines of data", "data: a\ndata: b\n\n", "message#:a\\nb|");
    row("empty data is no event", "data\n\n", "message#:|");
    row("two empty lines of data", "data\ndata\n\n", "message#:\\n|");
    row("a type without data is no event", "event: x\n\ndata: a\n\n", "message#:a|");
    row("type", "event: head.update\ndata: a\n\n", "head.update#:a|");
    row("the last type counts", "event: x\nevent: y\ndata: a\n\n", "y#:a|");
    row("type is forgotten", "event: x\ndata: a\n\ndata: b\n\n", "x#:a|message#:b|");
    row("id stays", "id: 7\ndata: a\n\ndata: b\n\n", "message#7:a|message#7:b|");
    row("an empty id resets", "id: 7\ndata: a\n\nid\ndata: b\n\n", "message#7:a|message#:b|");
    row("comments", ":hb\ndata: a\n: x\n:\ndata: b\n\n:hb\n\n", "message#:a\\nb|");
    row("unknown fields", "data: a\nfoo: b\nData: c\n data: d\n\n", "message#:a|");
    row("colon in the value", "data: a:b: c\n\n", "message#:a:b: c|");
    row("unfinished at the end", "data: a\n\ndata: b\n", "message#:a|");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "data: a\n\n",
        "message#:a|");
    row("two byte order marks",
        "\xEF\xBB\xBF\xEF\xBB\xBF"
        "data: a\n\ndata: b\n\n",
        "message#:b|");
    row("byte order mark later",
        "data: a\n\n\xEF\xBB\xBF"
        "data: b\n\n",
        "message#:a|");
    row("half a byte order mark",
        "\xEF\xBB"
        "data: a\n\ndata: b\n\n",
        "message#:b|");
    row("characters of many bytes", "data: \xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80\n\n",
        "message#:\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80|");
    row("only line ends", "\n\n\n\n", "");
}

void TestSseParser::readsAtEveryCutAndLineEnd()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, events);
    for (const std::string lineEnd : {"\n", "\r\n", "\r"}) {
        const auto text = replaced(stream.toStdString(), lineEnd);
        const std::string_view whole(text);
        for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
            const auto got = printed({whole.substr(0, cut), whole.substr(cut)});
            QCOMPARE(got, events.toStdString());
        }
        std::vector<std::string_view> bytes;
        for (std::size_t i = 0; i < whole.size(); ++i)
            bytes.push_back(whole.substr(i, 1));
        QCOMPARE(printed(bytes), events.toStdString());
    }
}

void TestSseParser::nulInIdIsIgnored()
{
    using namespace std::string_view_literals;
    QCOMPARE(printed({"id: 1\ndata: a\n\nid: 2\0x\ndata: b\n\n"sv}),
        std::string("message#1:a|message#1:b|"));
}

void TestSseParser::retryTakesDigitsOnly_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("milliseconds"); // -1: none
    QTest::newRow("digits") << QByteArray("retry: 2000\n") << 2000;
    QTest::newRow("zero") << QByteArray("retry:0\n") << 0;
    QTest::newRow("unit") << QByteArray("retry: 2s\n") << -1;
    QTest::newRow("negative") << QByteArray("retry: -1\n") << -1;
    QTest::newRow("empty") << QByteArray("retry:\n") << -1;
    QTest::newRow("two spaces") << QByteArray("retry:  5\n") << -1;
    QTest::newRow("absurd") << QByteArray("retry: 99999999999999999999\n") << -1;
    QTest::newRow("a bad one keeps the good one") << QByteArray("retry: 10\nretry: x\n") << 10;
}

void TestSseParser::retryTakesDigitsOnly()
{
    QFETCH(QByteArray, line);
    QFETCH(int, milliseconds);
    SseParser parser;
    QVERIFY(parser.feed(line.toStdString(), [](const SseEvent &) { }));
    QCOMPARE(parser.retry() ? int(parser.retry()->count()) : -1, milliseconds);
}

void TestSseParser::mixedLineEndsAreOneEach()
{
    QCOMPARE(printed({"data: a\r\ndata: b\rdata: c\n\r\n"}), std::string("message#:a\\nb\\nc|"));
    QCOMPARE(
        printed({"data: a\r", "\n\r", "\ndata: b\r", "\r"}), std::string("message#:a|message#:b|"));
}

void TestSseParser::lastIdIsKnownAlsoWithoutData()
{
    SseParser parser;
    QVERIFY(parser.feed("id: 12\n", [](const SseEvent &) { }));
    QCOMPARE(parser.lastEventId(), std::string());
    QVERIFY(parser.feed("\n", [](const SseEvent &) { }));
    QCOMPARE(parser.lastEventId(), std::string("12"));
}

void TestSseParser::limitsHold()
{
    const std::string longest(64 * 1024 - 6, 'x');
    QCOMPARE(printed({"data: ", longest, "\n\n"}), "message#:" + longest + '|');
    QCOMPARE(printed({"data: ", longest, "x"}), std::string("!"));
    std::string tooMuch;
    for (int i = 0; i < 5; ++i)
        tooMuch += "data: " + longest + '\n';
    QCOMPARE(printed({tooMuch, "\n"}), std::string("!"));
    QCOMPARE(printed({":" + std::string(65 * 1024, 'x')}), std::string("!"));
}

QTEST_GUILESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
