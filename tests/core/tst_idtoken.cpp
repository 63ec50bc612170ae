// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/identity/idtoken.h"
#include "engine/core/identity/pkce.h"
#include "tests/support/corpus.h"
#include "tests/support/providerkey.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core::identity;
using support::ProviderKey;
using support::signedToken;

namespace {

constexpr long long noon = 1'790'000'000;
constexpr auto issuer = "https://id.example/realms/ops";

const core::Instant now{std::chrono::seconds(noon)};

// What a well-behaved provider says, with one member replaced: "" leaves it out.
std::string claims(const std::string &member = {}, const std::string &value = {})
{
    const std::vector<std::pair<std::string, std::string>> members{
        {"iss", R"("https://id.example/realms/ops")"}, {"sub", R"("u-17")"},
        {"aud", R"("chancery")"}, {"exp", std::to_string(noon + 300)},
        {"iat", std::to_string(noon - 5)}, {"nonce", R"("n-1")"}};
    std::string text;
    const auto add = [&text](const std::string &name, const std::string &json) {
        if (!json.empty())
            text += (text.empty() ? "{\"" : ",\"") + name + "\":" + json;
    };
    bool isReplaced = member.empty();
    for (const auto &[name, json] : members) {
        add(name, name == member ? value : json);
        isReplaced = isReplaced || name == member;
    }
    if (!isReplaced)
        add(member, value);
    return text + '}';
}

std::string secondsFromNow(long long offset)
{
    return std::to_string(noon + offset);
}

std::string replaced(std::string text, const std::string &what, const std::string &with)
{
    return text.replace(text.find(what), what.size(), with);
}

// One of each kind; the set that their provider publishes.
struct Keys {
    ProviderKey rsa{ProviderKey::Kind::Rsa, "rsa"};
    ProviderKey pss{ProviderKey::Kind::Rsa, "pss"};
    ProviderKey ec{ProviderKey::Kind::P256, "ec"};
    ProviderKey ed{ProviderKey::Kind::Ed25519, "ed"};
    ProviderKey weak{ProviderKey::Kind::WeakRsa, "weak"};
    ProviderKey p384{ProviderKey::Kind::P384, "p384"};
    ProviderKey stranger{ProviderKey::Kind::Rsa, "rsa"};

    std::string published() const
    {
        return support::keySet(rsa.jwk() + ',' + pss.jwk(R"(,"alg":"PS256")") + ',' + ec.jwk() + ','
            + ed.jwk() + ',' + weak.jwk() + ',' + p384.jwk());
    }
};

std::string sourceOf(core::Value value)
{
    if (!value)
        return {};
    const auto &node = value.node();
    return value.tree().source().substr(node.begin, node.end - node.begin);
}

QString codeOf(const core::Result<IdToken> &result)
{
    return result ? QStringLiteral("ok") : QString::fromStdString(result.error().code);
}

} // namespace

// Forged tokens, wrong claims, fresh sign-ins and bad keys: each row is one misdeed and its code.
class TestIdToken : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pkceKnownAnswer();
    void pkceIsFreshAndInForm();
    void everyAlgorithmIsRead_data();
    void everyAlgorithmIsRead();
    void readsWhatTheProviderSays();
    void refusesForgedTokens_data();
    void refusesForgedTokens();
    void refusesWrongClaims_data();
    void refusesWrongClaims();
    void allowsAMinuteBetweenClocks_data();
    void allowsAMinuteBetweenClocks();
    void asksForAFreshSignIn_data();
    void asksForAFreshSignIn();
    void refusesBadKeys_data();
    void refusesBadKeys();
    void refusesBadKeySets_data();
    void refusesBadKeySets();
    void aLonelyKeyNeedsNoName();
    void algorithmsCanBeNarrowed();
    void aQuestionWithoutNonceTakesNone();
    void neverChokesOnMutations();
    void wycheproofSignatures();

private:
    core::Result<IdToken> checked(const std::string &token) const
    {
        return checkIdToken(token, *m_set, expectation(), now);
    }
    static Expectation expectation()
    {
        Expectation expected;
        expected.issuer = issuer;
        expected.clientId = "chancery";
        expected.nonce = "n-1";
        return expected;
    }
    void addForgery(const char *name, const std::string &token, const char *code) const
    {
        QTest::newRow(name) << QByteArray::fromStdString(token) << QString::fromLatin1(code);
    }
    std::string withHeader(const std::string &header) const
    {
        return signedToken(m_keys->rsa, "RS256", header, claims());
    }

    std::unique_ptr<Keys> m_keys;
    std::optional<JwkSet> m_set;
};

void TestIdToken::initTestCase()
{
    m_keys = std::make_unique<Keys>();
    auto set = JwkSet::read(m_keys->published());
    QVERIFY(set.ok());
    m_set = *set;
    // The weak one and the one of the wrong curve are left out, the others stay.
    QCOMPARE(m_set->keys().size(), std::size_t(4));
    QCOMPARE(m_set->leftOut().size(), std::size_t(2));
    QCOMPARE(m_set->leftOut()[0].code, "jwk-rsa-size");
    QCOMPARE(m_set->leftOut()[1].code, "jwk-curve");
}

void TestIdToken::pkceKnownAnswer()
{
    // RFC 7636, appendix B.
    const auto verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    QVERIFY(isVerifier(verifier));
    QCOMPARE(challengeOf(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

void TestIdToken::pkceIsFreshAndInForm()
{
    const auto first = makePkce();
    const auto second = makePkce();
    QVERIFY(isVerifier(first.verifier.reveal()));
    QCOMPARE(first.challenge, challengeOf(first.verifier.reveal()));
    QVERIFY(first.challenge != second.challenge);
    QVERIFY(!isVerifier(std::string(42, 'a')));
    QVERIFY(!isVerifier(std::string(129, 'a')));
    QVERIFY(!isVerifier(std::string(43, '=')));
    QVERIFY(makeNonce() != makeNonce());
}

void TestIdToken::everyAlgorithmIsRead_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("RS256") << QByteArray::fromStdString(
        signedToken(m_keys->rsa, "RS256", claims()));
    QTest::newRow("PS256") << QByteArray::fromStdString(
        signedToken(m_keys->pss, "PS256", claims()));
    QTest::newRow("ES256") << QByteArray::fromStdString(signedToken(m_keys->ec, "ES256", claims()));
    QTest::newRow("EdDSA") << QByteArray::fromStdString(signedToken(m_keys->ed, "EdDSA", claims()));
}

void TestIdToken::everyAlgorithmIsRead()
{
    QFETCH(QByteArray, token);
    const auto result = checked(token.toStdString());
    QCOMPARE(codeOf(result), QStringLiteral("ok"));
    QCOMPARE(result->issuer, issuer);
    QCOMPARE(result->subject, "u-17");
}

void TestIdToken::readsWhatTheProviderSays()
{
    const auto token = signedToken(m_keys->ec, "ES256",
        replaced(claims("aud", R"(["other","chancery"])"), "{",
            R"({"azp":"chancery","groups":["ops",7,"qa"],"one":"alone","name":"Ann","auth_time":)"
                + secondsFromNow(-60) + ','));
    const auto result = checked(token);
    QCOMPARE(codeOf(result), QStringLiteral("ok"));
    QCOMPARE(result->claim("name"), "Ann");
    QCOMPARE(result->claim("groups"), "");
    QCOMPARE(result->texts("groups"), (std::vector<std::string>{"ops", "qa"}));
    QCOMPARE(result->texts("one"), std::vector<std::string>{"alone"});
    QVERIFY(result->texts("none").empty());
    QCOMPARE(*result->authenticatedAt, now - std::chrono::seconds(60));
    QCOMPARE(result->expiresAt, now + std::chrono::seconds(300));
}

void TestIdToken::refusesForgedTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("code");
    const auto good = signedToken(m_keys->rsa, "RS256", claims());
    const auto body = '.' + support::base64UrlOf(claims());
    const auto none = support::base64UrlOf(R"({"alg":"none"})") + body;
    addForgery("unsigned", none + '.', "alg-none");
    addForgery("unsigned, in other letters",
        support::base64UrlOf(R"({"alg":"nOnE","kid":"rsa"})") + body + '.', "alg-none");
    const auto symmetric = support::base64UrlOf(R"({"alg":"HS256","kid":"rsa"})") + body;
    addForgery("the public key as a secret",
        symmetric + '.'
            + support::base64UrlOf(core::bytesOf(core::hmacSha256(m_keys->rsa.pem(), symmetric))),
        "alg-symmetric");
    addForgery("unknown algorithm", withHeader(R"({"alg":"RS1","kid":"rsa"})"), "alg-unknown");
    addForgery("no algorithm", withHeader(R"({"kid":"rsa"})"), "alg-missing");
    addForgery(
        "algorithm is no text", withHeader(R"({"alg":["RS256"],"kid":"rsa"})"), "alg-missing");
    addForgery(
        "somebody else's key", signedToken(m_keys->stranger, "RS256", claims()), "signature");
    addForgery("kid swapped for another RSA key", withHeader(R"({"alg":"RS256","kid":"pss"})"),
        "key-algorithm");
    addForgery("kid of another type", withHeader(R"({"alg":"RS256","kid":"ec"})"), "key-type");
    addForgery("kid that nobody has", withHeader(R"({"alg":"RS256","kid":"new"})"), "kid-unknown");
    addForgery("kid of a weak key", signedToken(m_keys->weak, "RS256", claims()), "kid-unknown");
    addForgery("kid is a number", withHeader(R"({"alg":"RS256","kid":1})"), "kid-malformed");
    addForgery("extension", withHeader(R"({"alg":"RS256","kid":"rsa","crit":["b64"],"b64":true})"),
        "crit-refused");
    addForgery("brings a key", withHeader(R"({"alg":"RS256","jku":"https://evil.example/"})"),
        "header-key");
    addForgery("another kind of token", withHeader(R"({"alg":"RS256","kid":"rsa","typ":"at+jwt"})"),
        "typ-refused");
    addForgery("header twice", withHeader(R"({"alg":"RS256","kid":"rsa","alg":"none"})"),
        "header-duplicate-member");
    addForgery("header is a list", withHeader("[]"), "header-malformed");
    addForgery("header is no JSON", withHeader("{"), "header-malformed");
    addForgery("cut off", good.substr(0, good.size() - 6), "signature-length");
    addForgery("without signature", good.substr(0, good.rfind('.') + 1), "signature-length");
    addForgery("two parts", good.substr(0, good.rfind('.')), "token-shape");
    addForgery("five parts", good + ".a.b", "token-shape");
    addForgery("empty", "", "token-shape");
    addForgery("padded", good + "==", "token-encoding");
    addForgery("too large", std::string(70'000, 'a'), "token-too-large");
    addForgery("claims changed",
        replaced(good, body, '.' + support::base64UrlOf(claims("sub", R"("root")"))), "signature");
    const auto ec = support::base64UrlOf(R"({"alg":"ES256","kid":"ec"})") + body;
    addForgery("ES256 in DER", ec + '.' + support::base64UrlOf(m_keys->ec.derSignature(ec)),
        "signature-length");
    addForgery(
        "ES256 of zeros", ec + '.' + support::base64UrlOf(std::string(64, '\0')), "signature");
    addForgery("P-384 as ES256",
        signedToken(m_keys->p384, "RS256", R"({"alg":"ES256","kid":"p384"})", claims()),
        "kid-unknown");
    addForgery("PS256 said, PKCS #1 made",
        signedToken(m_keys->pss, "RS256", R"({"alg":"PS256","kid":"pss"})", claims()), "signature");
    addForgery("PKCS #1 said, PS256 made",
        signedToken(m_keys->rsa, "PS256", R"({"alg":"RS256","kid":"rsa"})", claims()), "signature");
}

void TestIdToken::refusesForgedTokens()
{
    QFETCH(QByteArray, token);
    QFETCH(QString, code);
    QCOMPARE(codeOf(checked(token.toStdString())), code);
}

void TestIdToken::refusesWrongClaims_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QString>("code");
    addForgery("no issuer", claims("iss"), "iss-missing");
    addForgery("other issuer", claims("iss", R"("https://evil.example")"), "iss");
    addForgery(
        "issuer with a slash more", claims("iss", R"("https://id.example/realms/ops/")"), "iss");
    addForgery("no subject", claims("sub"), "sub-missing");
    addForgery("empty subject", claims("sub", R"("")"), "sub-missing");
    addForgery("subject is a number", claims("sub", "17"), "sub-missing");
    addForgery("no audience", claims("aud"), "aud-missing");
    addForgery("other audience", claims("aud", R"("mail")"), "aud");
    addForgery("others' audience", claims("aud", R"(["mail","shop"])"), "aud");
    addForgery("empty audience", claims("aud", "[]"), "aud");
    addForgery("audiences without a party", claims("aud", R"(["chancery","shop"])"), "azp-missing");
    addForgery("other party", claims("azp", R"("shop")"), "azp");
    addForgery("no end", claims("exp"), "exp-missing");
    addForgery("end as text", claims("exp", R"("1790000300")"), "exp-missing");
    addForgery("end beyond all calendars", claims("exp", "1e300"), "exp-missing");
    addForgery("ended", claims("exp", secondsFromNow(-60)), "expired");
    addForgery("no beginning", claims("iat"), "iat-missing");
    addForgery("made in the future", claims("iat", secondsFromNow(61)), "iat-future");
    addForgery("not yet", claims("nbf", secondsFromNow(61)), "nbf");
    addForgery("not yet, as text", claims("nbf", R"("soon")"), "nbf-malformed");
    addForgery("no nonce", claims("nonce"), "nonce-missing");
    addForgery("other nonce", claims("nonce", R"("n-2")"), "nonce");
    addForgery(
        "claims twice", replaced(claims(), "{", R"({"sub":"root",)"), "claims-duplicate-member");
    addForgery("claims are a list", "[]", "claims-malformed");
    addForgery("claims are no JSON", "{\"iss\"", "claims-malformed");
    addForgery("claims are not UTF-8", claims("name", "\"\xff\""), "claims-malformed");
}

void TestIdToken::refusesWrongClaims()
{
    QFETCH(QByteArray, claims);
    QFETCH(QString, code);
    QCOMPARE(codeOf(checked(signedToken(m_keys->ed, "EdDSA", claims.toStdString()))), code);
}

void TestIdToken::allowsAMinuteBetweenClocks_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::newRow("ended") << QByteArray::fromStdString(claims("exp", secondsFromNow(-59)));
    QTest::newRow("made") << QByteArray::fromStdString(claims("iat", secondsFromNow(60)));
    QTest::newRow("begins") << QByteArray::fromStdString(claims("nbf", secondsFromNow(60)));
}

void TestIdToken::allowsAMinuteBetweenClocks()
{
    QFETCH(QByteArray, claims);
    QCOMPARE(codeOf(checked(signedToken(m_keys->ed, "EdDSA", claims.toStdString()))),
        QStringLiteral("ok"));
}

void TestIdToken::asksForAFreshSignIn_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QString>("code");
    addForgery("just now", claims("auth_time", secondsFromNow(-30)), "ok");
    addForgery("at the edge", claims("auth_time", secondsFromNow(-360)), "ok");
    addForgery("not said", claims(), "auth-time-missing");
    addForgery("long ago", claims("auth_time", secondsFromNow(-361)), "auth-time-old");
    addForgery("in the future", claims("auth_time", secondsFromNow(61)), "auth-time-future");
    addForgery("an old token",
        replaced(
            claims("iat", secondsFromNow(-661)), "{", "{\"auth_time\":" + secondsFromNow(0) + ','),
        "iat-old");
}

void TestIdToken::asksForAFreshSignIn()
{
    QFETCH(QByteArray, claims);
    QFETCH(QString, code);
    auto expected = expectation();
    expected.maxAge = std::chrono::seconds(300);
    expected.oldest = std::chrono::seconds(600);
    const auto token = signedToken(m_keys->ed, "EdDSA", claims.toStdString());
    QCOMPARE(codeOf(checkIdToken(token, *m_set, expected, now)), code);
}

void TestIdToken::refusesBadKeys_data()
{
    QTest::addColumn<QByteArray>("jwk");
    QTest::addColumn<QString>("code");
    const auto rsa = m_keys->rsa.jwk();
    const auto ec = m_keys->ec.jwk();
    const auto x = ec.substr(ec.find(R"("x":)"), 48);
    const auto n = rsa.substr(rsa.find(R"("n":")") + 5, 342);
    addForgery("512 bit RSA", m_keys->weak.jwk(), "jwk-rsa-size");
    addForgery("a modulus of a megabit", replaced(rsa, n, n + n + n + n + n), "jwk-rsa-size");
    addForgery("exponent one", replaced(rsa, "AQAB", "AQ"), "jwk-rsa-exponent");
    addForgery("exponent three", replaced(rsa, "AQAB", "Aw"), "jwk-rsa-exponent");
    addForgery("even exponent", replaced(rsa, "AQAB", "AQAC"), "jwk-rsa-exponent");
    addForgery("leading zeros", replaced(rsa, "AQAB", "AAEAAQ"), "jwk-number");
    addForgery("padding", replaced(rsa, "AQAB", "AQAB="), "jwk-number");
    addForgery("no exponent", replaced(rsa, R"("e":)", R"("f":)"), "jwk-number");
    addForgery("private", m_keys->rsa.jwk(R"(,"d":"AQAB")"), "jwk-private");
    addForgery("for encryption", replaced(rsa, R"("use":"sig")", R"("use":"enc")"), "jwk-use");
    addForgery("for signing alone", m_keys->rsa.jwk(R"(,"key_ops":["sign"])"), "jwk-use");
    addForgery("shared secret", R"({"kty":"oct","k":"AAAA"})", "jwk-type");
    addForgery("no type", R"({"n":"AQAB"})", "jwk-malformed");
    addForgery("no object", "7", "jwk-malformed");
    addForgery("kid is a number", replaced(rsa, R"("rsa")", "7"), "jwk-malformed");
    addForgery("wrong curve", m_keys->p384.jwk(), "jwk-curve");
    addForgery("curve of another kind", replaced(ec, "P-256", "Ed25519"), "jwk-curve");
    addForgery("off the curve", replaced(ec, x, R"("x":")" + std::string(43, 'A')), "jwk-point");
    addForgery(
        "short coordinate", replaced(ec, x, R"("x":")" + std::string(40, 'A')), "jwk-number");
    addForgery("short Ed25519", R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})", "jwk-number");
    addForgery("X25519", R"({"kty":"OKP","crv":"X25519","x":"AAAA"})", "jwk-curve");
}

void TestIdToken::refusesBadKeys()
{
    QFETCH(QByteArray, jwk);
    QFETCH(QString, code);
    const auto reading = core::readJson(jwk.toStdString());
    QVERIFY2(reading.ok(), jwk.constData());
    const auto key = readJwk(reading.tree().root());
    QVERIFY(!key.ok());
    QCOMPARE(QString::fromStdString(key.error().code), code);
}

void TestIdToken::refusesBadKeySets_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("code");
    std::string many = "{}";
    for (int i = 0; i < 64; ++i)
        many += ",{}";
    addForgery("no JSON", "<html>", "jwks-malformed");
    addForgery("no keys", "{}", "jwks-malformed");
    addForgery("keys twice", R"({"keys":[],"keys":[]})", "jwks-duplicate-member");
    addForgery("empty", support::keySet(""), "jwks-empty");
    addForgery("none usable", support::keySet(m_keys->weak.jwk()), "jwks-empty");
    addForgery("too many", support::keySet(many), "jwks-too-many");
}

void TestIdToken::refusesBadKeySets()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, code);
    const auto set = JwkSet::read(json.toStdString());
    QVERIFY(!set.ok());
    QCOMPARE(QString::fromStdString(set.error().code), code);
}

void TestIdToken::aLonelyKeyNeedsNoName()
{
    const ProviderKey first(ProviderKey::Kind::P256, "");
    const ProviderKey second(ProviderKey::Kind::P256, "");
    const auto token = signedToken(first, "ES256", claims());
    const auto alone = JwkSet::read(support::keySet(first.jwk() + ',' + m_keys->rsa.jwk()));
    QCOMPARE(codeOf(checkIdToken(token, *alone, expectation(), now)), QStringLiteral("ok"));
    const auto both = JwkSet::read(support::keySet(first.jwk() + ',' + second.jwk()));
    QCOMPARE(
        codeOf(checkIdToken(token, *both, expectation(), now)), QStringLiteral("kid-ambiguous"));
}

void TestIdToken::algorithmsCanBeNarrowed()
{
    auto expected = expectation();
    expected.algorithms = {Algorithm::EdDSA};
    const auto token = signedToken(m_keys->rsa, "RS256", claims());
    QCOMPARE(codeOf(checkIdToken(token, *m_set, expected, now)), QStringLiteral("alg-not-allowed"));
}

void TestIdToken::aQuestionWithoutNonceTakesNone()
{
    auto expected = expectation();
    expected.nonce.clear();
    const auto without = signedToken(m_keys->ed, "EdDSA", claims("nonce"));
    QCOMPARE(codeOf(checkIdToken(without, *m_set, expected, now)), QStringLiteral("ok"));
    const auto with = signedToken(m_keys->ed, "EdDSA", claims());
    QCOMPARE(codeOf(checkIdToken(with, *m_set, expected, now)), QStringLiteral("nonce"));
    const auto empty = signedToken(m_keys->ed, "EdDSA", claims("nonce", R"("")"));
    QCOMPARE(codeOf(checkIdToken(empty, *m_set, expected, now)), QStringLiteral("nonce-missing"));
}

void TestIdToken::neverChokesOnMutations()
{
    const auto good = signedToken(m_keys->ec, "ES256", claims());
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!checked(bad).ok(), bad.c_str());
        QVERIFY(!checked(good.substr(0, i)).ok());
    }
}

void TestIdToken::wycheproofSignatures()
{
    const auto folder = support::corpus("wycheproof");
    const auto text = folder ? support::contentOf(*folder / "json_web_signature_test.json") : "";
    if (text.empty())
        QSKIP("the shared corpus holds no Wycheproof vectors of JSON web signatures");
    const auto reading = core::readJson(text);
    QVERIFY(reading.ok());
    int run = 0;
    for (const auto &group : reading.tree().root()["testGroups"]) {
        const auto key = group.value()["public"];
        const auto set = JwkSet::read(support::keySet(sourceOf(key)));
        if (!set)
            continue; // symmetric, or of an algorithm that is not ours
        for (const auto &item : group.value()["tests"]) {
            const auto jws = parseJws(item.value()["jws"].text());
            const bool isGood = jws && verify(*jws, *set, everyAlgorithm()).ok();
            const bool isOurs = algorithmFromName(key["alg"].text()).has_value();
            const bool expected = isOurs && item.value()["result"].text() == "valid";
            QVERIFY2(isGood == expected, std::string(item.value()["tcId"].text()).c_str());
            ++run;
        }
    }
    QVERIFY(run > 0);
}

QTEST_GUILESS_MAIN(TestIdToken)
#include "tst_idtoken.moc"
