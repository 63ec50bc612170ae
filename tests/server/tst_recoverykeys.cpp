// SPDX-License-Identifier: Apache-2.0
#include "tests/server/recoveryworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::EmergencyState;
using support::inQuotes;
using support::RecoveryKit;
using namespace std::chrono_literals;

// BG-1 (b): which keys open the server, from where, and what they have to sign.
class TestRecoveryKeys : public support::TestCase, private support::RecoveryWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginRecovery(); }
    void challengeIsOfOneServerOneKeyAndOnce_data();
    void challengeIsOfOneServerOneKeyAndOnce();
    void replayIsSeenAfterARestart();
    void needsAReason();
    void onlyFromListedNetworks();
    void guessingHasToWait();
    void withdrawnKeyIsOut();
    void administratorsCannotTouchKeys();
    void withoutKeysThereIsNoSuchWay();
    void fileIsReadStrictly_data();
    void fileIsReadStrictly();
};

void TestRecoveryKeys::challengeIsOfOneServerOneKeyAndOnce_data()
{
    QTest::addColumn<QString>("why");
    for (const char *why : {"replayed", "expired", "audience", "key", "signature", "challenge"})
        QTest::newRow(why) << QString::fromLatin1(why);
}

void TestRecoveryKeys::challengeIsOfOneServerOneKeyAndOnce()
{
    QFETCH(QString, why);
    const auto row = why.toStdString();
    auto asked = RecoveryKit::challenge(*this);
    auto proof = RecoveryKit::proof(m_kit.a, asked);
    if (row == "replayed") {
        QCOMPARE(RecoveryKit::send(*this, proof).status, 201);
    } else if (row == "expired") {
        tick(2min + 1s, 2min + 1s);
    } else if (row == "audience") {
        proof = RecoveryKit::proof(m_kit.a, asked, "https://evil.example:443");
    } else if (row == "key") {
        proof = RecoveryKit::proof(core::SigningKey::generate(), asked);
    } else if (row == "signature") {
        // What was signed for one server, sent to this one under its own name; and another key.
        proof = RecoveryKit::proof(m_kit.a, asked, "https://evil.example:443");
        proof.replace(proof.find("https://evil.example:443"), 24, RecoveryKit::audience);
    } else {
        asked.back() = asked.back() == 'A' ? 'B' : 'A';
        asked.front() = '9'; // far ahead
        proof = RecoveryKit::proof(m_kit.a, asked);
    }
    const auto refused = RecoveryKit::send(*this, proof);
    QCOMPARE(refused.status, 401);
    QCOMPARE(at(refused, "/code"), std::string("recovery-refused"));
    QCOMPARE(at(refused, "/detail"), row);
    QVERIFY(isLogged("recovery key: " + row));
    QCOMPARE(countOf("breakglass.activate"), row == "replayed" ? 1 : 0);
}

void TestRecoveryKeys::replayIsSeenAfterARestart()
{
    const auto proof = RecoveryKit::proof(m_kit.a, RecoveryKit::challenge(*this));
    QCOMPARE(RecoveryKit::send(*this, proof).status, 201);
    ServiceWorld::open(store->snapshot());
    QCOMPARE(at(RecoveryKit::send(*this, proof), "/detail"), std::string("replayed"));
}

void TestRecoveryKeys::needsAReason()
{
    const auto told = [this](const std::string &why) {
        return RecoveryKit::send(*this,
            RecoveryKit::proof(m_kit.a, RecoveryKit::challenge(*this), RecoveryKit::audience, why))
            .status;
    };
    QCOMPARE(told(""), 422);
    QCOMPARE(told("too short"), 422);
    QCOMPARE(told("                                "), 422);
    QCOMPARE(told(RecoveryKit::reason), 201);
}

void TestRecoveryKeys::onlyFromListedNetworks()
{
    prepare = [before = prepare](ServiceOptions &options) {
        before(options);
        options.recovery.networks
            = {*core::Network::parse("10.1.0.0/16"), *core::Network::parse("::1")};
    };
    ServiceWorld::open(store->snapshot());
    for (const char *place : {"", "10.2.0.1", "fe80::1", "nonsense"}) {
        remote = place;
        const auto refused
            = RecoveryKit::send(*this, RecoveryKit::proof(m_kit.a, RecoveryKit::challenge(*this)));
        QCOMPARE(at(refused, "/detail"), std::string("network"));
    }
    for (const char *place : {"10.1.2.3", "::ffff:10.1.2.3", "::1"}) {
        remote = place;
        const auto token = enter();
        QVERIFY2(!token.empty(), place);
        QCOMPARE(askAs(token, "GET", "/v1/configs").status, 200);
        // Carried elsewhere the session opens nothing either.
        remote = "10.2.0.1";
        QCOMPARE(askAs(token, "GET", "/v1/configs").status, 403);
    }
}

void TestRecoveryKeys::guessingHasToWait()
{
    remote = "192.0.2.7";
    int status = 401;
    for (int i = 0; i < 20 && status == 401; ++i)
        status = RecoveryKit::send(
            *this, RecoveryKit::proof(core::SigningKey::generate(), RecoveryKit::challenge(*this)))
                     .status;
    QCOMPARE(status, 429);
    QVERIFY(countOf("authn.lockout") > 0);
    // Also the right one, from there; who stands elsewhere is not locked out by it.
    remote = "192.0.2.8";
    const auto asked = RecoveryKit::challenge(*this);
    remote = "192.0.2.7";
    QCOMPARE(RecoveryKit::send(*this, RecoveryKit::proof(m_kit.a, asked)).status, 429);
    QCOMPARE(askAs({}, "POST", "/v1/recovery-challenges").status, 429);
    remote = "192.0.2.8";
    QVERIFY(!enter().empty());
}

void TestRecoveryKeys::withdrawnKeyIsOut()
{
    const auto token = enter();
    const auto gone = m_kit.a;
    m_kit.a = core::SigningKey::generate();
    ServiceWorld::open(store->snapshot());
    QCOMPARE(askAs(token, "GET", "/v1/configs").status, 401);
    QCOMPARE(at(RecoveryKit::send(*this, RecoveryKit::proof(gone, RecoveryKit::challenge(*this))),
                 "/detail"),
        std::string("key"));
    QCOMPARE(countOf("recovery.withdraw"), 1);
    QCOMPARE(countOf("recovery.enroll"), 3);
    QVERIFY(!enter().empty());
    tick();
    QVERIFY(session("EM-1").state == EmergencyState::ReviewDue);
}

void TestRecoveryKeys::administratorsCannotTouchKeys()
{
    const auto account = accountOf("recovery:safe-a");
    const auto path = "/v1/principals/" + account;
    const auto etag = "\"" + std::string("*") + "\"";
    QVERIFY(ask("POST", path + ":disable", R"({"reason":"r"})", etag).status >= 400);
    QCOMPARE(ask("POST", path + ":create-token", "{}").status, 422);
    QVERIFY(ask("PUT", path + "/roles", R"({"roles":["admin"],"reason":"r"})", etag).status >= 400);
    QCOMPARE(
        ask("POST", path + ":reset-password", R"({"password":"12345678","reason":"r"})").status,
        422);
    for (const char *kind : {"recovery", "system"})
        QCOMPARE(ask("POST", "/v1/principals",
                     R"({"kind":")" + std::string(kind)
                         + R"(","name":"x","displayName":"","roles":["admin"],"password":""})")
                     .status,
            422);
    // Nor may somebody be called like one.
    QCOMPARE(
        ask("POST", "/v1/principals",
            R"({"kind":"user","name":"recovery:safe-c","displayName":"","roles":[],"password":"12345678"})")
            .status,
        422);
}

void TestRecoveryKeys::withoutKeysThereIsNoSuchWay()
{
    prepare = nullptr;
    ServiceWorld::open(store->snapshot());
    QCOMPARE(askAs({}, "POST", "/v1/recovery-challenges").status, 404);
    QCOMPARE(RecoveryKit::send(*this, RecoveryKit::proof(m_kit.a, "x")).status, 404);
    QVERIFY(ask("GET", "/v1/meta").body->find(R"("recovery")") == std::string::npos);
}

void TestRecoveryKeys::fileIsReadStrictly_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<bool>("isRight");
    const auto key = [](const char *name, char letter) {
        return QStringLiteral("{\"name\":\"%1\",\"publicKey\":\"%2\"}")
            .arg(QLatin1String(name), QString(43, QLatin1Char(letter)));
    };
    const QString two = key("a", 'A') + QLatin1Char(',') + key("b", 'E');
    const QString whole = QStringLiteral("{\"keys\":[%1]%2}");
    QTest::newRow("two keys") << whole.arg(two, QString()) << true;
    QTest::newRow("all") << whole.arg(two,
        QStringLiteral(",\"networks\":[\"10.0.0.0/8\"],\"audiences\":[\"https://"
                       "cms.example\"],\"minutes\":30"))
                         << true;
    QTest::newRow("one key") << whole.arg(key("a", 'A'), QString()) << false;
    QTest::newRow("one key twice")
        << whole.arg(key("a", 'A') + QLatin1Char(',') + key("b", 'A'), QString()) << false;
    QTest::newRow("one name twice")
        << whole.arg(key("a", 'A') + QLatin1Char(',') + key("a", 'E'), QString()) << false;
    QTest::newRow("no key") << whole.arg(key("a", '!') + QLatin1Char(',') + key("b", 'E'),
        QString()) << false;
    QTest::newRow("misspelt") << whole.arg(two, QStringLiteral(",\"network\":[\"10.0.0.0/8\"]"))
                              << false;
    QTest::newRow("no network") << whole.arg(two, QStringLiteral(",\"networks\":[\"10.0.0.0/99\"]"))
                                << false;
    QTest::newRow("nothing allowed") << whole.arg(two, QStringLiteral(",\"networks\":[]")) << false;
    QTest::newRow("too long") << whole.arg(two, QStringLiteral(",\"minutes\":241")) << false;
    QTest::newRow("no address") << whole.arg(two, QStringLiteral(",\"audiences\":[\"cms\"]"))
                                << false;
    QTest::newRow("no object") << QStringLiteral("[]") << false;
    QTest::newRow("no JSON") << QStringLiteral("{") << false;
}

void TestRecoveryKeys::fileIsReadStrictly()
{
    QFETCH(QString, json);
    QFETCH(bool, isRight);
    const auto roster = recoveryRoster(json.toStdString());
    QCOMPARE(bool(roster), isRight);
    if (!isRight)
        QVERIFY(!core::toString(roster.error()).empty());
}

QTEST_GUILESS_MAIN(TestRecoveryKeys)
#include "tst_recoverykeys.moc"
