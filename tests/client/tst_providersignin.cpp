// SPDX-License-Identifier: Apache-2.0
#include "engine/client/providersignin.h"
#include "engine/client/redirectlistener.h"
#include "engine/core/identity/form.h"
#include "engine/core/identity/pkce.h"
#include "tests/support/httpprobe.h"
#include "tests/support/loopbackprovider.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using namespace chancery::core::identity;
using client::DeviceInvitation;
using client::ProviderSignIn;
using client::RedirectListener;
using core::CancelToken;
using support::httpAnswer;
using support::HttpProbe;
using support::LoopbackProvider;

namespace {

std::string codeOf(const core::Result<core::IdTokenExchange> &result)
{
    return result ? "ok" : result.error().code;
}

// The address of a redirect, taken apart.
struct Back {
    explicit Back(const std::string &url)
        : port(std::stoi(url.substr(url.find_last_of(':') + 1)))
        , path(url.substr(url.find('/', 8)))
    {
    }
    int port;
    std::string path;
};

std::string requestFor(const Back &back, const std::string &query, const std::string &host = {})
{
    return "GET " + back.path + query + " HTTP/1.1\r\nHost: "
        + (host.empty() ? "127.0.0.1:" + std::to_string(back.port) : host) + "\r\n\r\n";
}

// A browser that goes where it is sent and comes back with what a test wants.
class Browser {
public:
    explicit Browser(std::function<std::string(const Form &)> query)
        : m_query(std::move(query))
    {
    }
    ~Browser()
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    void open(const std::string &url)
    {
        asked = *readForm(url.substr(url.find('?') + 1));
        m_thread = std::thread([this] {
            const Back back(valueIn(asked, "redirect_uri"));
            HttpProbe probe(back.port);
            // Names of headers are written in any letters.
            auto request = requestFor(back, m_query(asked));
            request.replace(request.find("Host:"), 5, "hOST:");
            probe.send(request);
            page = probe.read();
        });
    }
    void close() { m_thread.join(); }

    Form asked;
    support::ProbeAnswer page;

private:
    std::function<std::string(const Form &)> m_query;
    std::thread m_thread;
};

std::string goodAnswer(const Form &asked)
{
    return "?code=c-1&state=" + valueIn(asked, "state");
}

} // namespace

// A client and a provider that is as bad as a test wants it.
class TestProviderSignIn : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void browserBringsATokenBack();
    void everySignInAsksAnew();
    void wrongAnswersOfTheBrowser_data();
    void wrongAnswersOfTheBrowser();
    void badDaysOfTheProvider_data();
    void badDaysOfTheProvider();
    void nobodyComesBack();
    void signInCanBeCancelled();
    void listenerServesOneRequestOnly();
    void listenerIgnoresWhatIsNotForIt_data();
    void listenerIgnoresWhatIsNotForIt();
    void silentConnectionsBlockNobody();
    void deviceFlowWaitsForConsent();
    void deviceFlowKeepsTheNonceWhereItComesBack();
    void deviceFlowEnds_data();
    void deviceFlowEnds();
    void deviceFlowNeedsAnEndpoint();

private:
    ProviderSignIn signIn(std::chrono::milliseconds browserTime = std::chrono::minutes(1)) const
    {
        client::ProviderSignInOptions options;
        options.provider = {m_provider->issuer(), "chancery", {"openid", "profile"}};
        options.browserTime = browserTime;
        options.second = std::chrono::milliseconds(1);
        return ProviderSignIn(options);
    }
    core::Result<core::IdTokenExchange> byBrowser(Browser &browser) const
    {
        const CancelToken token;
        return signIn().byBrowser([&](const std::string &url) { browser.open(url); }, token);
    }
    std::string lastTokenRequest() const
    {
        std::string last;
        for (const auto &request : m_provider->requests()) {
            if (request.starts_with("POST /token"))
                last = support::bodyOf(request);
        }
        return last;
    }

    std::unique_ptr<LoopbackProvider> m_provider;
};

void TestProviderSignIn::init()
{
    m_provider = std::make_unique<LoopbackProvider>();
    m_provider->publish("/token", R"({"id_token":"the-token","token_type":"Bearer"})");
    m_provider->publish("/device",
        R"({"device_code":"d-1","user_code":"WDJBMJHT","verification_uri":"https://id.example/d",)"
        R"("expires_in":600,"interval":5})");
}

void TestProviderSignIn::browserBringsATokenBack()
{
    Browser browser(goodAnswer);
    const auto brought = byBrowser(browser);
    browser.close();
    QCOMPARE(codeOf(brought), "ok");
    QCOMPARE(brought->idToken.reveal(), "the-token");
    QCOMPARE(brought->nonce, valueIn(browser.asked, "nonce"));
    QCOMPARE(valueIn(browser.asked, "code_challenge_method"), "S256");
    // The code was redeemed with the proof that belongs to the question.
    const auto redeemed = *readForm(lastTokenRequest());
    QCOMPARE(valueIn(redeemed, "code"), "c-1");
    QCOMPARE(valueIn(redeemed, "redirect_uri"), valueIn(browser.asked, "redirect_uri"));
    QCOMPARE(
        challengeOf(valueIn(redeemed, "code_verifier")), valueIn(browser.asked, "code_challenge"));
    // The page says nothing of it.
    QCOMPARE(browser.page.status, 200);
    for (const auto *secret : {"c-1", "the-token"})
        QCOMPARE(browser.page.body.find(secret), std::string::npos);
    QCOMPARE(browser.page.header("cache-control"), "no-store");
}

void TestProviderSignIn::everySignInAsksAnew()
{
    Browser first(goodAnswer);
    Browser second(goodAnswer);
    QVERIFY(byBrowser(first).ok());
    QVERIFY(byBrowser(second).ok());
    for (const auto *name : {"state", "nonce", "code_challenge", "redirect_uri"})
        QVERIFY(valueIn(first.asked, name) != valueIn(second.asked, name));
    QVERIFY(valueIn(first.asked, "redirect_uri").starts_with("http://127.0.0.1:"));
}

void TestProviderSignIn::wrongAnswersOfTheBrowser_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *name, const char *query, const char *code) {
        QTest::newRow(name) << QByteArray(query) << QByteArray(code);
    };
    add("mixed-up state", "?code=c&state=other", "state");
    add("no state", "?code=c", "state");
    add("other issuer", "?code=c&iss=https%3A%2F%2Fevil.example&state=", "redirect-issuer");
    add("declined", "?error=access_denied&state=", "access-denied");
    add("no code", "?state=", "code-missing");
    add("two codes", "?code=a&code=b&state=", "redirect-malformed");
}

void TestProviderSignIn::wrongAnswersOfTheBrowser()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, code);
    Browser browser([&query](const Form &asked) {
        const auto text = query.toStdString();
        return text.ends_with('=') ? text + valueIn(asked, "state") : text;
    });
    QCOMPARE(codeOf(byBrowser(browser)), code.toStdString());
    QCOMPARE(m_provider->count("/token"), 0);
}

void TestProviderSignIn::badDaysOfTheProvider_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("code");
    const auto add
        = [](const char *name, const char *path, const std::string &answer, const char *code) {
              QTest::newRow(name) << QByteArray(path) << QByteArray::fromStdString(answer)
                                  << QByteArray(code);
          };
    const auto *document = "/.well-known/openid-configuration";
    add("no document", document, httpAnswer(404, "{}"), "discovery-malformed");
    add("garbage", document, httpAnswer(200, "<html>"), "discovery-malformed");
    add("another issuer", document, httpAnswer(200, R"({"issuer":"https://evil.example"})"),
        "discovery-issuer");
    add("sends elsewhere", document, httpAnswer(302, "", "Location: https://evil.example/\r\n"),
        "discovery-malformed");
    add("code used twice", "/token", httpAnswer(400, R"({"error":"invalid_grant"})"),
        "provider-refused");
    add("token sent elsewhere", "/token",
        httpAnswer(307, "", "Location: http://127.0.0.1:1/token\r\n"), "answer-malformed");
    add("no ID token", "/token", httpAnswer(200, R"({"access_token":"a"})"), "id-token-missing");
    add("broken", "/token", httpAnswer(500, "<html>"), "answer-malformed");
    add("endless", "/token", httpAnswer(200, std::string(300'000, ' ')), "answer-too-large");
}

void TestProviderSignIn::badDaysOfTheProvider()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, code);
    m_provider->answer(path.toStdString(), answer.toStdString());
    Browser browser(goodAnswer);
    QCOMPARE(codeOf(byBrowser(browser)), code.toStdString());
}

void TestProviderSignIn::nobodyComesBack()
{
    const CancelToken token;
    const auto nobody
        = signIn(std::chrono::milliseconds(30)).byBrowser([](const std::string &) { }, token);
    QCOMPARE(codeOf(nobody), "sign-in-timeout");
}

void TestProviderSignIn::signInCanBeCancelled()
{
    CancelToken token;
    const auto cancelled
        = signIn().byBrowser([&token](const std::string &) { token.cancel(); }, token);
    QCOMPARE(codeOf(cancelled), "cancelled");
    const auto before = signIn().byDevice([](const DeviceInvitation &) { }, token);
    QCOMPARE(codeOf(before), "cancelled");
}

void TestProviderSignIn::listenerServesOneRequestOnly()
{
    auto listener = *RedirectListener::open();
    const Back back(listener->redirect());
    HttpProbe first(back.port);
    HttpProbe second(back.port);
    QVERIFY(first.send(requestFor(back, "?code=1")));
    QVERIFY(second.send(requestFor(back, "?code=2")));
    const CancelToken token;
    const auto target
        = listener->wait(std::chrono::steady_clock::now() + std::chrono::minutes(1), token);
    QVERIFY(target.ok());
    const bool isFirst = *target == back.path + "?code=1";
    QVERIFY(isFirst || *target == back.path + "?code=2");
    QCOMPARE((isFirst ? first : second).read().status, 200);
    QCOMPARE((isFirst ? second : first).read().status, 0);
    HttpProbe late(back.port);
    QVERIFY(!late.isOpen());
}

void TestProviderSignIn::listenerIgnoresWhatIsNotForIt_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("favicon") << QByteArray("GET /favicon.ico HTTP/1.1\r\nHost: HOST\r\n\r\n");
    QTest::newRow("guess") << QByteArray("GET /cb/guess?code=1 HTTP/1.1\r\nHost: HOST\r\n\r\n");
    QTest::newRow("other method") << QByteArray("POST PATH?code=1 HTTP/1.1\r\nHost: HOST\r\n\r\n");
    QTest::newRow("other name") << QByteArray(
        "GET PATH?code=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    QTest::newRow("no name") << QByteArray("GET PATH?code=1 HTTP/1.1\r\n\r\n");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01\r\n\r\n");
    QTest::newRow("endless") << QByteArray("GET PATH?code=1 ") + QByteArray(20'000, 'x');
}

void TestProviderSignIn::listenerIgnoresWhatIsNotForIt()
{
    QFETCH(QByteArray, request);
    auto listener = *RedirectListener::open();
    const Back back(listener->redirect());
    request.replace("HOST", QByteArray("127.0.0.1:") + QByteArray::number(back.port));
    request.replace("PATH", QByteArray::fromStdString(back.path));
    HttpProbe stranger(back.port);
    QVERIFY(stranger.send(request.toStdString()));
    HttpProbe browser(back.port);
    support::ProbeAnswer refused;
    // The right one comes after the other has been served.
    std::thread person([&] {
        refused = stranger.read();
        browser.send(requestFor(back, "?code=2"));
    });
    const CancelToken token;
    const auto target
        = listener->wait(std::chrono::steady_clock::now() + std::chrono::minutes(1), token);
    person.join();
    QVERIFY(target.ok());
    QCOMPARE(*target, back.path + "?code=2");
    QVERIFY(refused.status == 404 || refused.status == 0);
}

void TestProviderSignIn::silentConnectionsBlockNobody()
{
    auto listener = *RedirectListener::open();
    const Back back(listener->redirect());
    std::thread person([&back] {
        // More than are served at once.
        std::vector<std::unique_ptr<HttpProbe>> silent;
        for (int i = 0; i < 20; ++i)
            silent.push_back(std::make_unique<HttpProbe>(back.port));
        HttpProbe browser(back.port);
        browser.send(requestFor(back, "?code=1"));
        (void)browser.read();
    });
    const CancelToken token;
    const auto target
        = listener->wait(std::chrono::steady_clock::now() + std::chrono::minutes(1), token);
    person.join();
    QVERIFY(target.ok());
}

void TestProviderSignIn::deviceFlowWaitsForConsent()
{
    const auto pending = httpAnswer(400, R"({"error":"authorization_pending"})");
    m_provider->answerInTurn("/token",
        {pending, pending, httpAnswer(400, R"({"error":"slow_down"})"), pending,
            httpAnswer(200, R"({"id_token":"the-token"})")});
    DeviceInvitation shown;
    const CancelToken token;
    const auto brought = signIn().byDevice(
        [&shown](const DeviceInvitation &invitation) { shown = invitation; }, token);
    QCOMPARE(codeOf(brought), "ok");
    QCOMPARE(shown.userCode, "WDJB-MJHT");
    QCOMPARE(shown.url, "https://id.example/d");
    const auto asked = *readForm(lastTokenRequest());
    QCOMPARE(valueIn(asked, "device_code"), "d-1");
    QCOMPARE(valueIn(asked, "grant_type"), "urn:ietf:params:oauth:grant-type:device_code");
    // A token without the nonce is no answer to a question with one.
    QCOMPARE(brought->nonce, "");
    QCOMPARE(m_provider->count("/token"), 5);
}

void TestProviderSignIn::deviceFlowKeepsTheNonceWhereItComesBack()
{
    m_provider->publish("/token", R"({"id_token":")" + m_provider->token() + "\"}");
    const CancelToken token;
    const auto brought = signIn().byDevice([](const DeviceInvitation &) { }, token);
    QCOMPARE(codeOf(brought), "ok");
    QVERIFY(!brought->nonce.empty());
}

void TestProviderSignIn::deviceFlowEnds_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *error, const char *code) {
        QTest::newRow(error) << QByteArray(R"({"error":")") + error + QByteArray("\"}")
                             << QByteArray(code);
    };
    add("access_denied", "access-denied");
    add("expired_token", "expired-token");
    add("invalid_grant", "provider-refused");
    // Until the code ends: 600 seconds of waiting, five at a time.
    add("authorization_pending", "expired-token");
}

void TestProviderSignIn::deviceFlowEnds()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, code);
    m_provider->answer("/token", httpAnswer(400, answer.toStdString()));
    const CancelToken token;
    QCOMPARE(
        codeOf(signIn().byDevice([](const DeviceInvitation &) { }, token)), code.toStdString());
}

void TestProviderSignIn::deviceFlowNeedsAnEndpoint()
{
    m_provider->publish("/.well-known/openid-configuration",
        R"({"issuer":")" + m_provider->issuer()
            + R"(","token_endpoint":"https://id.example/t",)"
              R"("jwks_uri":"https://id.example/k"})");
    const CancelToken token;
    QCOMPARE(
        codeOf(signIn().byDevice([](const DeviceInvitation &) { }, token)), "device-unsupported");
    Browser browser(goodAnswer);
    QCOMPARE(codeOf(byBrowser(browser)), "browser-unsupported");
}

QTEST_GUILESS_MAIN(TestProviderSignIn)
#include "tst_providersignin.moc"
