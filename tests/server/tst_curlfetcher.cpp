// SPDX-License-Identifier: Apache-2.0
#include "engine/server/identity/curlfetcher.h"
#include "tests/support/loopbackprovider.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using server::CurlFetcher;
using support::httpAnswer;
using support::LoopbackProvider;

// What is fetched from a provider, and what is not.
class TestCurlFetcher : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void fetchesTheBody();
    void refusesAnswers_data();
    void refusesAnswers();
    void followsNoRedirects();
    void speaksToNobodyInTheClear_data();
    void speaksToNobodyInTheClear();
    void nobodyIsThere();
    void canBeStopped();
};

void TestCurlFetcher::fetchesTheBody()
{
    const LoopbackProvider provider;
    CurlFetcher fetcher({});
    const auto body = fetcher.fetch(provider.issuer() + "/.well-known/openid-configuration");
    QVERIFY(body.ok());
    QCOMPARE(*body, provider.document());
}

void TestCurlFetcher::refusesAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *name, const std::string &answer, const char *code) {
        QTest::newRow(name) << QByteArray::fromStdString(answer) << QByteArray(code);
    };
    add("not found", httpAnswer(404, "{}"), "http-404");
    add("broken", httpAnswer(500, "{}"), "http-500");
    add("no content", httpAnswer(204, ""), "http-204");
    add("too large", httpAnswer(200, std::string(CurlFetcher::mostBytes + 1, ' ')), "too-large");
    add("endless", "HTTP/1.1 200 OK\r\n\r\n" + std::string(CurlFetcher::mostBytes + 1, ' '),
        "too-large");
    add("garbage", "\x16\x03\x01 hello", "offline");
    add("cut off", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{}",
        "timeout");
}

void TestCurlFetcher::refusesAnswers()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, code);
    LoopbackProvider provider;
    provider.answer("/jwks", answer.toStdString());
    CurlFetcher fetcher({});
    const auto body = fetcher.fetch(provider.issuer() + "/jwks");
    QVERIFY(!body.ok());
    QCOMPARE(body.error().code, code.toStdString());
}

void TestCurlFetcher::followsNoRedirects()
{
    LoopbackProvider provider;
    provider.answer("/old", httpAnswer(302, "", "Location: " + provider.issuer() + "/jwks\r\n"));
    CurlFetcher fetcher({});
    const auto body = fetcher.fetch(provider.issuer() + "/old");
    QVERIFY(!body.ok());
    QCOMPARE(body.error().code, "http-302");
    QCOMPARE(provider.count("/jwks"), 0);
}

void TestCurlFetcher::speaksToNobodyInTheClear_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("clear") << QByteArray("http://id.example/");
    QTest::newRow("file") << QByteArray("file:///etc/passwd");
    QTest::newRow("user") << QByteArray("https://127.0.0.1@id.example/");
    QTest::newRow("clear, looks local") << QByteArray("http://127.0.0.1.id.example/");
    QTest::newRow("user, looks local") << QByteArray("http://127.0.0.1:80@id.example/");
    QTest::newRow("no host") << QByteArray("https:///jwks");
    QTest::newRow("blank") << QByteArray("https://id.example/ jwks");
    QTest::newRow("fragment") << QByteArray("https://id.example/#jwks");
    QTest::newRow("backslash") << QByteArray("http://127.0.0.1\\@id.example/");
    QTest::newRow("nothing") << QByteArray("");
}

void TestCurlFetcher::speaksToNobodyInTheClear()
{
    QFETCH(QByteArray, url);
    CurlFetcher fetcher({});
    const auto body = fetcher.fetch(url.toStdString());
    QVERIFY(!body.ok());
    QCOMPARE(body.error().code, "url");
}

void TestCurlFetcher::nobodyIsThere()
{
    std::string gone;
    {
        const LoopbackProvider provider;
        gone = provider.issuer();
    }
    CurlFetcher fetcher({});
    QCOMPARE(fetcher.fetch(gone + "/jwks").error().code, "offline");
}

void TestCurlFetcher::canBeStopped()
{
    LoopbackProvider provider;
    provider.answer("/jwks", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n");
    CurlFetcher fetcher({});
    std::string code;
    std::thread waiting([&] { code = fetcher.fetch(provider.issuer() + "/jwks").error().code; });
    QTRY_COMPARE(provider.count("/jwks"), 1);
    fetcher.stop();
    waiting.join();
    QCOMPARE(code, "offline"); // and not the time limit's
}

QTEST_GUILESS_MAIN(TestCurlFetcher)
#include "tst_curlfetcher.moc"
