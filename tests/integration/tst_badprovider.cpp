// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/loopbackprovider.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

namespace {

std::string secondsFromNow(int offset)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count() + offset);
}

std::string codeAndDetail(const ProbeAnswer &answer)
{
    return at(answer, "/code") + ": " + at(answer, "/detail");
}

} // namespace

// The real server and a provider that misbehaves in every way of standards AUT-3, but for those of
// the browser's way back, which are in client.tst_providersignin.
class TestBadProvider : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesTokens_data();
    void refusesTokens();
    void takesAGoodOneOnce();
    void badDays_data();
    void badDays();
    void namesOfKeysDoNotHammerTheProvider();

private:
    static QStringList optionsFor(const LoopbackProvider &provider)
    {
        return {QStringLiteral("--identity-issuer"), QString::fromStdString(provider.issuer()),
            QStringLiteral("--identity-client-id"), QStringLiteral("chancery")};
    }
    static ProbeAnswer exchange(const CmsProcess &cms, const std::string &token)
    {
        return ProbeClient(cms.port(), {})
            .post(
                "/v1/sessions:exchange", R"({"idToken":)" + jsonText(token) + R"(,"nonce":"n-1"})");
    }

    LoopbackProvider m_provider;
    ProviderKey m_rsa{ProviderKey::Kind::Rsa, "rsa"};
    CmsProcess m_cms;
};

void TestBadProvider::initTestCase()
{
    m_provider.publish("/jwks", keySet(m_provider.key.jwk() + ',' + m_rsa.jwk()));
    QVERIFY(m_cms.start(optionsFor(m_provider)));
}

void TestBadProvider::refusesTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("why");
    const auto add = [](const char *name, const std::string &token, const char *why) {
        QTest::newRow(name) << QByteArray::fromStdString(token) << QByteArray(why);
    };
    const auto &provider = m_provider;
    add("wrong nonce", provider.token({{"nonce", R"("n-2")"}}), "nonce");
    add("no nonce", provider.token({{"nonce", ""}}), "nonce-missing");
    add("wrong issuer", provider.token({{"iss", R"("http://127.0.0.1:1")"}}), "iss");
    add("wrong audience", provider.token({{"aud", R"("mail")"}}), "aud");
    add("wrong party", provider.token({{"azp", R"("mail")"}}), "azp");
    add("expired", provider.token({{"exp", secondsFromNow(-100)}}), "expired");
    add("future", provider.token({{"iat", secondsFromNow(100)}}), "iat-future");
    add("not yet", provider.token({{"nbf", secondsFromNow(100)}}), "nbf");
    const auto body = '.' + base64UrlOf(provider.claims());
    add("unsigned", base64UrlOf(R"({"alg":"none"})") + body + '.', "alg-none");
    const auto symmetric = base64UrlOf(R"({"alg":"HS256","kid":"rsa"})") + body;
    add("public key as secret",
        symmetric + '.' + base64UrlOf(core::bytesOf(core::hmacSha256(m_rsa.pem(), symmetric))),
        "alg-symmetric");
    add("swapped key",
        signedToken(m_rsa, "RS256", R"({"alg":"RS256","kid":"k1"})", provider.claims()),
        "key-type");
    const ProviderKey stranger(ProviderKey::Kind::P256, "k1");
    add("somebody else's key", signedToken(stranger, "ES256", provider.claims()), "signature");
    add("cut off", provider.token().substr(0, 100), "token-shape");
    add("no token", "", "token-shape");
}

void TestBadProvider::refusesTokens()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, why);
    const auto answer = exchange(m_cms, token.toStdString());
    QCOMPARE(answer.status, 401);
    QCOMPARE(codeAndDetail(answer), "identity-refused: " + why.toStdString());
}

void TestBadProvider::takesAGoodOneOnce()
{
    const auto token = m_provider.token();
    QCOMPARE(exchange(m_cms, token).status, 201);
    QCOMPARE(codeAndDetail(exchange(m_cms, token)), "identity-refused: replayed");
}

void TestBadProvider::badDays_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("why");
    const auto add
        = [](const char *name, const char *path, const std::string &answer, const char *why) {
              QTest::newRow(name) << QByteArray(path) << QByteArray::fromStdString(answer)
                                  << QByteArray(why);
          };
    const auto *document = "/.well-known/openid-configuration";
    add("slow", "/jwks", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "timeout");
    add("sends elsewhere", "/jwks", httpAnswer(302, "", "Location: http://127.0.0.1:1/jwks\r\n"),
        "http-302");
    add("another issuer", document, httpAnswer(200, R"({"issuer":"https://evil.example"})"),
        "discovery-issuer");
    add("endless", document, httpAnswer(200, std::string(300'000, ' ')), "too-large");
    add("weak key", "/jwks",
        httpAnswer(200, keySet(ProviderKey(ProviderKey::Kind::WeakRsa, "k1").jwk())), "jwks-empty");
}

void TestBadProvider::badDays()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, why);
    LoopbackProvider provider;
    provider.answer(path.toStdString(), answer.toStdString());
    CmsProcess cms;
    QVERIFY(cms.start(optionsFor(provider)));
    const auto refused = exchange(cms, provider.token());
    QCOMPARE(refused.status, 503);
    QCOMPARE(codeAndDetail(refused), "identity-unavailable: " + why.toStdString());
    // Everybody else is served.
    QCOMPARE(cms.admin().get("/v1/sessions/current").status, 200);
}

void TestBadProvider::namesOfKeysDoNotHammerTheProvider()
{
    const int before = m_provider.count("/jwks");
    for (int i = 0; i < 20; ++i) {
        const ProviderKey made(ProviderKey::Kind::P256, "made-up-" + std::to_string(i));
        QCOMPARE(exchange(m_cms, signedToken(made, "ES256", m_provider.claims())).status, 401);
    }
    QVERIFY(m_provider.count("/jwks") <= before + 1);
}

QTEST_GUILESS_MAIN(TestBadProvider)
#include "tst_badprovider.moc"
