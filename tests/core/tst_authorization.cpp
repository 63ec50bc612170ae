// SPDX-License-Identifier: Apache-2.0
#include "engine/core/identity/authorization.h"
#include "engine/core/identity/discovery.h"
#include "engine/core/identity/form.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core::identity;

namespace {

const RedirectExpectation expectation{"/cb/x", "s-1", "https://id.example", false};

template <typename T>
std::string codeOf(const core::Result<T> &result)
{
    return result ? "ok" : result.error().code;
}

DeviceAuthorization device(const std::string &members)
{
    const auto answer = deviceAuthorizationIn(200,
        R"({"device_code":"d","user_code":"WDJBMJHT","verification_uri":"https://id.example/d",)"
            + members + '}');
    if (!answer)
        qFatal("%s", answer.error().code.c_str());
    return *answer;
}

core::Error failure(core::ErrorKind kind, const std::string &code)
{
    return {kind, code, {}, {}, {}, {}};
}

} // namespace

// The texts of a sign-in, without anybody to speak to.
class TestAuthorization : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void formsComeBackAsTheyWere();
    void formsAreRefused_data();
    void formsAreRefused();
    void theQuestionHoldsAllThatIsNeeded();
    void theAnswerIsRead();
    void wrongAnswersAreRefused_data();
    void wrongAnswersAreRefused();
    void tokenAnswers_data();
    void tokenAnswers();
    void deviceAnswersAreRefused_data();
    void deviceAnswersAreRefused();
    void userCodesAreGrouped();
    void devicePacingKeepsTheProvidersTime();
    void devicePacingEndsWithTheCode();
    void discoveryIsRead();
    void discoveryStandsUnderTheIssuer();
};

void TestAuthorization::formsComeBackAsTheyWere()
{
    const Form form{{"a b", "1&2=3"}, {"umlaut", "\xc3\xbc+%"}, {"empty", ""}};
    QCOMPARE(formText(form), "a%20b=1%262%3D3&umlaut=%C3%BC%2B%25&empty=");
    QVERIFY(readForm(formText(form)) == form);
    QCOMPARE(valueIn(*readForm("x=a+b"), "x"), "a b");
    QCOMPARE(valueIn(form, "none"), "");
}

void TestAuthorization::formsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("twice") << QByteArray("a=1&a=2");
    QTest::newRow("twice, disguised") << QByteArray("a=1&%61=2");
    QTest::newRow("no sign") << QByteArray("a");
    QTest::newRow("half a byte") << QByteArray("a=%4");
    QTest::newRow("no byte") << QByteArray("a=%zz");
    QTest::newRow("endless") << QByteArray("a=") + QByteArray(20'000, 'x');
}

void TestAuthorization::formsAreRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!readForm(text.toStdString()));
}

void TestAuthorization::theQuestionHoldsAllThatIsNeeded()
{
    const AuthorizationRequest request{
        "chancery", {"openid", "profile"}, "http://127.0.0.1:4711/cb/x", "s-1", "n-1", "challenge"};
    const auto url = authorizationUrl("https://id.example/auth", request);
    QVERIFY(url.starts_with("https://id.example/auth?"));
    const auto form = *readForm(url.substr(url.find('?') + 1));
    QCOMPARE(valueIn(form, "response_type"), "code");
    QCOMPARE(valueIn(form, "client_id"), "chancery");
    QCOMPARE(valueIn(form, "redirect_uri"), "http://127.0.0.1:4711/cb/x");
    QCOMPARE(valueIn(form, "scope"), "openid profile");
    QCOMPARE(valueIn(form, "state"), "s-1");
    QCOMPARE(valueIn(form, "nonce"), "n-1");
    QCOMPARE(valueIn(form, "code_challenge"), "challenge");
    QCOMPARE(valueIn(form, "code_challenge_method"), "S256");
    QVERIFY(authorizationUrl("https://id.example/auth?tenant=7", request)
            .starts_with("https://id.example/auth?tenant=7&response_type="));
}

void TestAuthorization::theAnswerIsRead()
{
    const auto code = codeIn("/cb/x?code=c%2F1&state=s-1", expectation);
    QCOMPARE(codeOf(code), "ok");
    QCOMPARE(code->reveal(), "c/1");
    auto strict = expectation;
    strict.namesIssuer = true;
    QCOMPARE(codeOf(codeIn("/cb/x?code=c&state=s-1&iss=https%3A%2F%2Fid.example", strict)), "ok");
    QCOMPARE(codeOf(codeIn("/cb/x?code=c&state=s-1", strict)), "redirect-issuer");
}

void TestAuthorization::wrongAnswersAreRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *target, const char *code) {
        QTest::newRow(target) << QByteArray(target) << QByteArray(code);
    };
    add("/cb/y?code=c&state=s-1", "redirect-path");
    add("/cb/x?code=c", "state");
    add("/cb/x?code=c&state=s-2", "state");
    add("/cb/x?error=access_denied&state=s-2", "state");
    add("/cb/x?code=c&state=s-1&code=d", "redirect-malformed");
    add("/cb/x?code=c&state=s-2&state=s-1", "redirect-malformed");
    add("/cb/x?code=c&state=s-1&iss=https%3A%2F%2Fevil.example", "redirect-issuer");
    add("/cb/x?error=access_denied&state=s-1", "access-denied");
    add("/cb/x?error=access_denied&code=c&state=s-1", "access-denied");
    add("/cb/x?error=%1b%5b31m&state=s-1", "provider-refused");
    add("/cb/x?state=s-1", "code-missing");
    add("/cb/x", "state");
}

void TestAuthorization::wrongAnswersAreRefused()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, code);
    const auto answer = codeIn(target.toStdString(), expectation);
    QCOMPARE(codeOf(answer), code.toStdString());
    // What the other side says is not repeated unless it is a plain word.
    QCOMPARE(answer.error().detail.find('\x1b'), std::string::npos);
}

void TestAuthorization::tokenAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *name, int status, const char *body, const char *code) {
        QTest::newRow(name) << status << QByteArray(body) << QByteArray(code);
    };
    add("good", 200, R"({"id_token":"t","token_type":"Bearer"})", "ok");
    add("no ID token", 200, R"({"access_token":"t"})", "id-token-missing");
    add("no text", 200, R"({"id_token":7})", "id-token-missing");
    add("failed without words", 500, R"({"id_token":"t"})", "answer-malformed");
    add("page", 502, "<html>", "answer-malformed");
    add("list", 200, "[]", "answer-malformed");
    add("twice", 200, R"({"id_token":"a","id_token":"b"})", "answer-malformed");
    add("pending", 400, R"({"error":"authorization_pending"})", "authorization-pending");
    add("slower", 400, R"({"error":"slow_down"})", "slow-down");
    add("no", 400, R"({"error":"access_denied"})", "access-denied");
    add("late", 400, R"({"error":"expired_token"})", "expired-token");
    add("code used twice", 400, R"({"error":"invalid_grant"})", "provider-refused");
    add("error beside a token", 200, R"({"error":"x","id_token":"t"})", "provider-refused");
}

void TestAuthorization::tokenAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    QCOMPARE(codeOf(idTokenIn(status, body.toStdString())), code.toStdString());
}

void TestAuthorization::deviceAnswersAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *name, const char *body, const char *code) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(code);
    };
    add("refused", R"({"error":"unauthorized_client"})", "provider-refused");
    add("no codes", "{}", "answer-malformed");
    add("clear address",
        R"({"device_code":"d","user_code":"A","verification_uri":"http://id.example/","expires_in":9})",
        "answer-malformed");
    add("bad whole address",
        R"({"device_code":"d","user_code":"A","verification_uri":"https://a/","expires_in":9,)"
        R"("verification_uri_complete":"javascript:x"})",
        "answer-malformed");
    add("control characters",
        R"({"device_code":"d","user_code":"A\u001b","verification_uri":"https://a/","expires_in":9})",
        "answer-malformed");
    add("without an end", R"({"device_code":"d","user_code":"A","verification_uri":"https://a/"})",
        "answer-malformed");
}

void TestAuthorization::deviceAnswersAreRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    QCOMPARE(codeOf(deviceAuthorizationIn(200, body.toStdString())), code.toStdString());
}

void TestAuthorization::userCodesAreGrouped()
{
    QCOMPARE(inGroups("WDJBMJHT"), "WDJB-MJHT");
    QCOMPARE(inGroups("WDJ-BMJHT"), "WDJ-BMJHT");
    QCOMPARE(inGroups("123456789"), "1234-5678-9");
    QCOMPARE(inGroups("123"), "123");
    QCOMPARE(device(R"("expires_in":60)").userCode, "WDJB-MJHT");
}

void TestAuthorization::devicePacingKeepsTheProvidersTime()
{
    using std::chrono::seconds;
    using enum core::ErrorKind;
    DevicePacing pacing(device(R"("expires_in":600,"interval":2)"));
    QCOMPARE(pacing.interval(), seconds(2));
    QVERIFY(pacing.goesOnAfter(failure(Unauthorized, "authorization-pending")));
    QCOMPARE(pacing.interval(), seconds(2));
    QVERIFY(pacing.goesOnAfter(failure(Unauthorized, "slow-down")));
    QCOMPARE(pacing.interval(), seconds(7));
    QVERIFY(pacing.goesOnAfter(failure(Timeout, "timeout")));
    QCOMPARE(pacing.interval(), seconds(14));
    QVERIFY(!pacing.goesOnAfter(failure(Unauthorized, "access-denied")));
    QVERIFY(!pacing.goesOnAfter(failure(Unauthorized, "expired-token")));
    QVERIFY(!pacing.goesOnAfter(failure(Unauthorized, "answer-malformed")));
    // Five seconds where the provider says nothing, and never none at all.
    QCOMPARE(DevicePacing(device(R"("expires_in":600)")).interval(), seconds(5));
    QCOMPARE(DevicePacing(device(R"("expires_in":600,"interval":0)")).interval(), seconds(1));
}

void TestAuthorization::devicePacingEndsWithTheCode()
{
    DevicePacing pacing(device(R"("expires_in":10,"interval":4)"));
    QVERIFY(pacing.wait());
    QVERIFY(pacing.wait());
    QVERIFY(!pacing.wait());
}

void TestAuthorization::discoveryIsRead()
{
    const std::string issuer = "https://id.example";
    const auto found = readDiscovery(R"({"issuer":"https://id.example",)"
                                     R"("authorization_endpoint":"https://id.example/a",)"
                                     R"("token_endpoint":"https://api.id.example/t",)"
                                     R"("jwks_uri":"https://id.example/k",)"
                                     R"("id_token_signing_alg_values_supported":["HS256","ES256"],)"
                                     R"("authorization_response_iss_parameter_supported":true})",
        issuer);
    QCOMPARE(codeOf(found), "ok");
    QCOMPARE(found->tokenEndpoint, "https://api.id.example/t");
    QCOMPARE(found->deviceEndpoint, "");
    QVERIFY(found->algorithms == std::vector<Algorithm>{Algorithm::ES256});
    QVERIFY(found->namesItself);
    QCOMPARE(codeOf(readDiscovery("{}", issuer)), "discovery-issuer");
    const auto withoutKeys = readDiscovery(R"({"issuer":"https://id.example"})", issuer);
    QCOMPARE(codeOf(withoutKeys), "discovery-url");
    QCOMPARE(codeOf(readDiscovery(R"({"issuer":"a","issuer":"b"})", issuer)),
        "discovery-duplicate-member");
}

void TestAuthorization::discoveryStandsUnderTheIssuer()
{
    QCOMPARE(*discoveryUrl("https://id.example/realms/ops"),
        "https://id.example/realms/ops/.well-known/openid-configuration");
    QCOMPARE(*discoveryUrl("https://id.example/"),
        "https://id.example/.well-known/openid-configuration");
    QCOMPARE(
        *discoveryUrl("http://[::1]:8080"), "http://[::1]:8080/.well-known/openid-configuration");
    QVERIFY(!discoveryUrl("http://id.example").ok());
    QVERIFY(!discoveryUrl("https://id.example?x=1").ok());
    QVERIFY(!discoveryUrl("id.example").ok());
}

QTEST_GUILESS_MAIN(TestAuthorization)
#include "tst_authorization.moc"
