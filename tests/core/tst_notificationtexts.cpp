// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/governing/documents.h"
#include "engine/core/notifications/mail.h"
#include "engine/core/notifications/receivers.h"
#include "engine/core/notifications/webhook.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core;

namespace {

const Instant noon = fromRfc3339("2026-11-20T12:00:00Z").value();

Delivery aDelivery(const std::string &title = "More")
{
    Delivery delivery;
    delivery.id = "dlv_1";
    delivery.environment = EnvironmentId("prod");
    delivery.receiver = "team";
    delivery.event = {
        "ntf_1", NotificationKind::RequestApproved, noon, "CR-12", title, {"prod", "test"}, "Ann"};
    return delivery;
}

// "code pointer" of each, or nothing.
std::string problemsOf(const std::string &text)
{
    const auto reading = readJson(text);
    const auto receivers = readReceivers(reading.tree().root());
    std::string problems;
    if (receivers)
        return problems;
    for (const auto &field : receivers.error().fields)
        problems += (problems.empty() ? "" : ", ") + field.code + ' ' + field.pointer;
    return problems;
}

std::string decodedBody(const std::string &mail)
{
    std::string base64;
    for (const char c : mail.substr(mail.find("\r\n\r\n") + 4))
        base64 += c == '\r' || c == '\n' ? std::string() : std::string(1, c);
    return fromBase64(base64).value_or("");
}

} // namespace

// What notifications say outside: the document of receivers, the words, the signature, the mail.
class TestNotificationTexts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasOneName();
    void titlesAreSeenThrough_data();
    void titlesAreSeenThrough();
    void receiversThatAreFine();
    void receiversThatAreNot_data();
    void receiversThatAreNot();
    void addresses_data();
    void addresses();
    void theSignatureOfTheSpecification();
    void twoSecretsSignTwice();
    void secretFilesThatAreNone_data();
    void secretFilesThatAreNone();
    void theBodyIsACloudEvent();
    void aMail();
    void aMailThatSomebodyWantsToBeTwo();
    void aDigest();
};

void TestNotificationTexts::everyKindHasOneName()
{
    for (int i = 0; i < int(NotificationKind::Unknown); ++i) {
        const auto kind = NotificationKind(i);
        QVERIFY(notificationKindFromName(name(kind)) == kind);
        NotificationEvent event;
        event.kind = kind;
        event.subject = "CR-1";
        QVERIFY(sentenceOf(event).size() > 10);
    }
    QVERIFY(!notificationKindFromName("unknown"));
    QVERIFY(!notificationKindFromName(""));
    // The schema that editors help with knows the same words.
    const auto text = governing::schemaTextOf(governing::Kind::Notifications);
    for (int i = 0; i < int(NotificationKind::Test); ++i)
        QVERIFY(text.find('"' + std::string(name(NotificationKind(i))) + '"')
            != std::string_view::npos);
    auto schema = readJson(std::string(text));
    QVERIFY(bool(schema));
    SchemaLibrary library;
    QVERIFY(CompiledSchema::compile(std::move(schema).tree(), {}, library).ok());
}

void TestNotificationTexts::titlesAreSeenThrough_data()
{
    QTest::addColumn<QByteArray>("title");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("Größere Karten") << QByteArray("Größere Karten");
    QTest::newRow("lines") << QByteArray("a\r\nBcc: x") << QByteArray("a\\u{d}\\u{a}Bcc: x");
    QTest::newRow("escape") << QByteArray("\x1b[2J") << QByteArray("\\u{1b}[2J");
    QTest::newRow("turned") << QByteArray("a\xe2\x80\xae"
                                          "b")
                            << QByteArray("a\\u{202e}b");
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8"
                                                  "b")
                                    << QByteArray("a\\u{2028}b");
    QTest::newRow("no UTF-8") << QByteArray("a\xff"
                                            "b")
                              << QByteArray("a\\u{fffd}b");
    QTest::newRow("cut short") << QByteArray("a\xe2\x80") << QByteArray("a\\u{fffd}\\u{fffd}");
    QTest::newRow("nothing") << QByteArray("") << QByteArray("");
}

void TestNotificationTexts::titlesAreSeenThrough()
{
    QFETCH(QByteArray, title);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(visibleTitle(title.toStdString())), shown);
    // Never longer than asked for, and never half a character.
    for (std::size_t most = 4; most < 12; ++most) {
        const auto cut = visibleTitle("äöüäöüäöü", most);
        QVERIFY(cut.size() <= most);
        QVERIFY(QString::fromUtf8(cut.c_str()).endsWith(QChar(0x2026)));
        QVERIFY(!QString::fromUtf8(cut.c_str()).contains(QChar(0xfffd)));
    }
    QCOMPARE(visibleTitle("abcdef", 6), std::string("abcdef"));
}

void TestNotificationTexts::receiversThatAreFine()
{
    const auto reading = readJson(R"({"webhooks":[{"id":"pager","url":"https://p.example/x?y=1",
        "secret":"pager","kinds":["emergency-opened"],"title":"Pager"}],
        "mails":[{"id":"team","to":["a.b+c@x.example"],"audience":["leads"],"digestMinutes":30}]})");
    const auto receivers = readReceivers(reading.tree().root());
    QVERIFY(receivers.ok());
    QCOMPARE(receivers->webhook("pager")->url, std::string("https://p.example/x?y=1"));
    QCOMPARE(receivers->webhook("pager")->kinds,
        std::vector<NotificationKind>{NotificationKind::EmergencyOpened});
    QCOMPARE(receivers->mail("team")->digestMinutes, 30);
    QVERIFY(!receivers->mail("pager"));
    QCOMPARE(problemsOf("{}"), std::string());
    QCOMPARE(governing::pathOf(governing::Kind::Notifications), "sys/notifications");
}

void TestNotificationTexts::receiversThatAreNot_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("problems");
    const auto row = [](const char *name, const char *text, const char *problems) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(problems);
    };
    row("no object", "[]", "type ");
    row("a misspelt member", R"({"webhook":[]})", "unknown-member /webhook");
    row("no secret", R"({"webhooks":[{"id":"a","url":"https://x"}]})", "required /webhooks/0");
    row("the secret itself", R"({"webhooks":[{"id":"a","url":"https://x","secret":"whsec_Ab="}]})",
        "pattern /webhooks/0/secret");
    row("a way out of the folder",
        R"({"webhooks":[{"id":"a","url":"https://x","secret":"../etc"}]})",
        "pattern /webhooks/0/secret");
    row("another scheme", R"({"webhooks":[{"id":"a","url":"file:///etc","secret":"s"}]})",
        "url /webhooks/0/url");
    row("user info", R"({"webhooks":[{"id":"a","url":"https://u@x/","secret":"s"}]})",
        "url /webhooks/0/url");
    row("a line end", R"({"webhooks":[{"id":"a","url":"https://x/\r\nHost: y","secret":"s"}]})",
        "url /webhooks/0/url");
    row("the same id",
        R"({"webhooks":[{"id":"a","url":"https://x","secret":"s"}],"mails":[{"id":"a","to":["a@b"]}]})",
        "duplicate /mails/0/id");
    row("an unknown kind",
        R"({"webhooks":[{"id":"a","url":"https://x","secret":"s","kinds":["all"]}]})",
        "enum /webhooks/0/kinds/0, minItems /webhooks/0/kinds");
    row("no address", R"({"mails":[{"id":"a","to":[]}]})", "count /mails/0/to");
    row("two addresses in one", R"({"mails":[{"id":"a","to":["a@b,c@d"]}]})",
        "address /mails/0/to/0");
    row("a header in an address", R"({"mails":[{"id":"a","to":["a@b\r\nBcc: c@d"]}]})",
        "address /mails/0/to/0");
    row("a digest of two days", R"({"mails":[{"id":"a","to":["a@b"],"digestMinutes":2880}]})",
        "range /mails/0/digestMinutes");
}

void TestNotificationTexts::receiversThatAreNot()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, problems);
    QCOMPARE(QByteArray::fromStdString(problemsOf(text.toStdString())), problems);
}

void TestNotificationTexts::addresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("isPlain");
    const auto row = [](const char *address, bool isPlain) {
        QTest::newRow(address) << QByteArray(address) << isPlain;
    };
    row("ann@example.org", true);
    row("o'neil+x=1@mail-1.example.org", true);
    row("ann@localhost", true);
    row("ann", false);
    row("@example.org", false);
    row("ann@", false);
    row("a@b@c", false);
    row("a b@example.org", false);
    row("<ann@example.org>", false);
    row("\"ann\"@example.org", false);
    row("ann@example..org", false);
    row("ann@.example.org", false);
    row("-oQ@example.org", false);
    row("ann@[127.0.0.1]", false);
    row("ann@example.org> SIZE=1", false);
    row("ann@example.org\n", false);
}

void TestNotificationTexts::addresses()
{
    QFETCH(QByteArray, address);
    QFETCH(bool, isPlain);
    QCOMPARE(isPlainAddress(address.toStdString()), isPlain);
}

// The example of the specification's reference libraries.
void TestNotificationTexts::theSignatureOfTheSpecification()
{
    const auto secrets = readWebhookSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    QVERIFY(secrets.ok());
    const Instant at{std::chrono::seconds(1614265330)};
    QCOMPARE(
        webhookSignature(*secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, R"({"test": 2432232314})"),
        std::string("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    QCOMPARE(webhookTimestamp(at), std::string("1614265330"));
}

void TestNotificationTexts::twoSecretsSignTwice()
{
    const std::string first = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const std::string second = "whsec_" + toBase64(std::string(24, 'b'));
    const auto both = readWebhookSecrets("\n " + first + "\r\n" + second + '\n');
    QVERIFY(both.ok());
    const auto signature = webhookSignature(*both, "id", noon, "body");
    QCOMPARE(signature,
        webhookSignature(*readWebhookSecrets(first), "id", noon, "body") + ' '
            + webhookSignature(*readWebhookSecrets(second), "id", noon, "body"));
    // Nothing of what is signed can be another.
    const auto one = *readWebhookSecrets(first);
    const auto right = webhookSignature(one, "id", noon, "body");
    QVERIFY(right != webhookSignature(one, "ie", noon, "body"));
    QVERIFY(right != webhookSignature(one, "id", noon + std::chrono::seconds(1), "body"));
    QVERIFY(right != webhookSignature(one, "id", noon, "bodz"));
}

void TestNotificationTexts::secretFilesThatAreNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("\n \n");
    QTest::newRow("no prefix") << QByteArray("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    QTest::newRow("no base64") << QByteArray("whsec_!!!");
    QTest::newRow("short") << QByteArray("whsec_") + QByteArray(23, 'a').toBase64();
    QTest::newRow("long") << QByteArray("whsec_") + QByteArray(65, 'a').toBase64();
    const auto line = "whsec_" + QByteArray(24, 'a').toBase64() + "\n";
    QTest::newRow("three") << line + line + line;
}

void TestNotificationTexts::secretFilesThatAreNone()
{
    QFETCH(QByteArray, text);
    const auto secrets = readWebhookSecrets(text.toStdString());
    QVERIFY(!secrets.ok());
    QCOMPARE(secrets.error().code, std::string("secret-unusable"));
    // What is wrong with a secret is told without it.
    QVERIFY(secrets.error().detail.find("whsec_a") == std::string::npos);
}

void TestNotificationTexts::theBodyIsACloudEvent()
{
    const auto json = webhookBody(aDelivery("a\n\"b\""), "urn:x", "https://c.example/");
    const auto reading = readJson(json);
    QVERIFY(bool(reading));
    const auto body = reading.tree().root();
    QCOMPARE(body["specversion"].text(), "1.0");
    QCOMPARE(body["id"].text(), "dlv_1");
    QCOMPARE(body["source"].text(), "urn:x");
    QCOMPARE(body["type"].text(), "chancery.request-approved");
    QCOMPARE(body["subject"].text(), "CR-12");
    QCOMPARE(body["time"].text().substr(0, 19), "2026-11-20T12:00:00");
    QCOMPARE(body["data"]["title"].text(), "a\\u{a}\"b\"");
    QCOMPARE(body["data"]["environments"].size(), std::size_t(2));
    QCOMPARE(body["data"]["link"].text(), "https://c.example/change-requests/CR-12");
}

void TestNotificationTexts::aMail()
{
    const auto mail
        = mailText({aDelivery("Größer")}, {"cms@x.example", {"a@x", "b@y"}, "chancery://"}, noon);
    QVERIFY(mail.find("From: Chancery <cms@x.example>\r\nTo: a@x,\r\n b@y\r\n") == 0);
    QVERIFY(mail.find("\r\nSubject: [Chancery] prod: CR-12 was approved\r\n") != std::string::npos);
    QVERIFY(mail.find("\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\n") != std::string::npos);
    QVERIFY(mail.find("\r\nMessage-ID: <dlv_1@x.example>\r\n") != std::string::npos);
    QVERIFY(mail.find("\r\nAuto-Submitted: auto-generated\r\n") != std::string::npos);
    const auto body = decodedBody(mail);
    QVERIFY(body.starts_with("CR-12 was approved.\r\n  Title:       Größer\r\n"));
    QVERIFY(body.find("chancery://change-requests/CR-12") != std::string::npos);
    for (const auto &line : QByteArray::fromStdString(mail).split('\n'))
        QVERIFY(line.size() <= 79);
}

void TestNotificationTexts::aMailThatSomebodyWantsToBeTwo()
{
    auto delivery = aDelivery("x\r\n.\r\nMAIL FROM:<evil@x>\r\nBcc: all@x");
    delivery.event.by = "Ann\r\nBcc: all@x";
    delivery.event.subject = "CR-1\r\nBcc: all@x";
    delivery.environment = EnvironmentId("prod\r\nBcc: all@x");
    delivery.receiver = "team\r\nBcc: all@x";
    delivery.id = "dlv\r\nBcc: all@x";
    const auto mail = mailText({delivery}, {"cms@x", {"a@x"}, "chancery://"}, noon);
    QVERIFY(mail.find("\r\nBcc") == std::string::npos);
    QVERIFY(mail.find("\r\n.\r\n") == std::string::npos);
    const auto head = QByteArray::fromStdString(mail.substr(0, mail.find("\r\n\r\n")));
    QCOMPARE(head.count('\n'), 9);
}

void TestNotificationTexts::aDigest()
{
    const auto mail
        = mailText({aDelivery("one"), aDelivery("two")}, {"cms@x", {"a@x"}, "chancery://"}, noon);
    QVERIFY(mail.find("Subject: [Chancery] prod: 2 notifications\r\n") != std::string::npos);
    const auto body = decodedBody(mail);
    QVERIFY(body.find("one") < body.find("two"));
}

QTEST_GUILESS_MAIN(TestNotificationTexts)
#include "tst_notificationtexts.moc"
