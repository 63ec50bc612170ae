// SPDX-License-Identifier: Apache-2.0
#include "engine/server/notifications/curloutbound.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

#include <atomic>
#include <fstream>
#include <thread>

using namespace chancery;
using namespace chancery::server;
using support::httpAnswer;
using support::RawConnection;
using support::RawHttpServer;

namespace {

// Says what a test wants, another thing each time if it wants that.
class ScriptedResolver final : public Resolver {
public:
    explicit ScriptedResolver(std::vector<std::string> answers)
        : m_answers(std::move(answers))
    {
    }
    core::Result<std::vector<core::NetworkAddress>> resolve(const std::string &host) override
    {
        asked.push_back(host);
        const auto &answer = m_answers[std::min(asked.size(), m_answers.size()) - 1];
        std::vector<core::NetworkAddress> addresses;
        for (const auto &text : QString::fromStdString(answer).split(QLatin1Char(' ')))
            addresses.push_back(*core::addressFromText(text.toStdString()));
        return addresses;
    }
    std::vector<std::string> asked;

private:
    std::vector<std::string> m_answers;
};

OutboundOptions open(bool mayUseHttpHere = true, const char *network = nullptr)
{
    OutboundOptions options;
    options.mayUseHttpHere = mayUseHttpHere;
    if (network)
        options.guard = core::AddressGuard({*core::Network::parse(network)});
    options.timeoutMilliseconds = 2000;
    return options;
}

WebhookPost postTo(const std::string &url)
{
    return {url, "dlv_1", "1795000000", "v1,abc", R"({"a":1})"};
}

std::string codeOf(const core::Result<> &outcome)
{
    return outcome ? "taken" : outcome.error().code;
}

std::string named(const std::string &url, const std::string &host)
{
    auto text = url;
    return text.replace(text.find("127.0.0.1"), 9, host);
}

} // namespace

// The way outside as an attacker would have it go (standards.md T15), and as receivers answer.
class TestOutbound : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatArrives();
    void aStampIsAskedFor();
    void stampsAreGuardedToo();
    void addressesThatAreRefused_data();
    void addressesThatAreRefused();
    void spellingsOfThisMachine_data();
    void spellingsOfThisMachine();
    void oneBadAddressAmongSeveral();
    void aNameThatMovesIsAskedOnce();
    void anOptionAllowsANetwork();
    void httpHereNeedsItsOption();
    void httpIsForThisMachineAlone();
    void redirectsAreNotFollowed();
    void proxiesAreNotAsked();
    void answers_data();
    void answers();
    void aReceiverThatHangs();
    void aReceiverThatDrips();
    void aReceiverThatSaysTooMuch_data();
    void aReceiverThatSaysTooMuch();
    void aReceiverWithAStrangeCertificate();
    void canBeStopped();
    void noRelayNoMail();
    void aRelayElsewhereNeedsTls();
};

void TestOutbound::whatArrives()
{
    RawHttpServer receiver([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(204, ""));
    });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    const auto outcome = outbound.post(postTo(named(receiver.url(), "hooks.example") + "/x?y=1"));
    QCOMPARE(codeOf(outcome), std::string("taken"));
    const auto request = receiver.requests().front();
    QVERIFY(request.starts_with("POST /x?y=1 HTTP/1.1\r\n"));
    QVERIFY(support::headerOf(request, "host").starts_with("hooks.example:"));
    QCOMPARE(support::headerOf(request, "webhook-id"), std::string("dlv_1"));
    QCOMPARE(support::headerOf(request, "webhook-timestamp"), std::string("1795000000"));
    QCOMPARE(support::headerOf(request, "webhook-signature"), std::string("v1,abc"));
    QCOMPARE(support::headerOf(request, "content-type"), std::string("application/json"));
    QVERIFY(support::headerOf(request, "authorization").empty());
    QCOMPARE(support::bodyOf(request), std::string(R"({"a":1})"));
    QCOMPARE(resolver.asked, std::vector<std::string>{"hooks.example"});
}

void TestOutbound::aStampIsAskedFor()
{
    std::string type = "application/timestamp-reply";
    RawHttpServer authority([&](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, "an answer", "Content-Type: " + type + "\r\n"));
    });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    const StampPost post{named(authority.url(), "tsa.example") + "/tsr", std::string("a\0b", 3)};
    const auto answer = outbound.stamp(post);
    QVERIFY(answer.ok());
    QCOMPARE(*answer, std::string("an answer"));
    const auto request = authority.requests().front();
    QCOMPARE(
        support::headerOf(request, "content-type"), std::string("application/timestamp-query"));
    QVERIFY(support::headerOf(request, "webhook-id").empty());
    QCOMPARE(support::bodyOf(request), std::string("a\0b", 3));
    type = "text/html";
    QCOMPARE(outbound.stamp(post).error().code, std::string("timestamp-answer"));
}

// HTTP does for a stamp, but where to is judged as of webhooks.
void TestOutbound::stampsAreGuardedToo()
{
    for (const char *address : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"}) {
        ScriptedResolver resolver({address});
        CurlOutbound outbound(open(false), resolver);
        for (const char *url : {"http://tsa.example/", "https://tsa.example/"})
            QCOMPARE(outbound.stamp({url, "q"}).error().code, std::string("address-refused"));
    }
    ScriptedResolver resolver({"8.8.8.8 127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    QCOMPARE(
        outbound.stamp({"http://tsa.example/", "q"}).error().code, std::string("address-refused"));
    // A network that an option opens, over HTTP.
    RawHttpServer authority([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, "x", "Content-Type: application/timestamp-reply\r\n"));
    });
    ScriptedResolver here({"127.0.0.1"});
    CurlOutbound opened(open(false, "127.0.0.0/8"), here);
    QVERIFY(opened.stamp({named(authority.url(), "tsa.example"), "q"}).ok());
}

void TestOutbound::addressesThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("address");
    for (const char *address : {"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "10.0.0.1",
             "172.16.0.1", "192.168.0.1", "169.254.169.254", "fe80::1", "fd00::1", "224.0.0.1",
             "ff02::1", "255.255.255.255", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
             "64:ff9b::7f00:1", "2002:7f00:1::", "100.64.0.1", "fd00:ec2::254"})
        QTest::newRow(address) << QByteArray(address);
}

void TestOutbound::addressesThatAreRefused()
{
    QFETCH(QByteArray, address);
    ScriptedResolver resolver({address.toStdString()});
    CurlOutbound outbound(open(false), resolver);
    QCOMPARE(
        codeOf(outbound.post(postTo("https://hooks.example/"))), std::string("address-refused"));
}

// Whatever an address text says, it is the resolved address that counts; and what is no address of
// a web server is not asked for at all.
void TestOutbound::spellingsOfThisMachine_data()
{
    QTest::addColumn<QByteArray>("url");
    for (const char *url :
        {"https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/",
            "https://017700000001/", "https://0/", "https://localhost/", "https://LOCALHOST./",
            "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25lo]/",
            "https://user@127.0.0.1/", "https://x@y@127.0.0.1/", "https://127.0.0.1\\@example.org/",
            "https://example.org#@127.0.0.1/", "ftp://example.org/", "file:///etc/passwd",
            "gopher://127.0.0.1/", "https:///", "https://", "//127.0.0.1/", ""})
        QTest::newRow(url) << QByteArray(url);
}

void TestOutbound::spellingsOfThisMachine()
{
    QFETCH(QByteArray, url);
    SystemResolver resolver;
    CurlOutbound outbound(open(false), resolver);
    const auto code = codeOf(outbound.post(postTo(url.toStdString())));
    QVERIFY2(code == "address-refused" || code == "unresolved", code.c_str());
}

void TestOutbound::oneBadAddressAmongSeveral()
{
    ScriptedResolver resolver({"8.8.8.8 127.0.0.1"});
    CurlOutbound outbound(open(false), resolver);
    QCOMPARE(
        codeOf(outbound.post(postTo("https://hooks.example/"))), std::string("address-refused"));
}

// DNS rebinding: the second answer is never asked for, and a name that the library would find by
// itself is not what it connects to.
void TestOutbound::aNameThatMovesIsAskedOnce()
{
    RawHttpServer victim([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, ""));
    });
    // By the system's own resolver the name is this machine; the judged address is one that nobody
    // answers at.
    ScriptedResolver resolver({"192.0.2.1", "127.0.0.1"});
    auto options = open(false, "192.0.2.0/24");
    options.timeoutMilliseconds = 300;
    CurlOutbound outbound(options, resolver);
    auto url = named(victim.url(), "localhost");
    url.replace(0, 4, "https");
    const auto code = codeOf(outbound.post(postTo(url)));
    QVERIFY2(code == "timeout" || code == "offline", code.c_str());
    QCOMPARE(victim.connectionCount(), 0);
    QCOMPARE(resolver.asked.size(), std::size_t(1));
}

void TestOutbound::anOptionAllowsANetwork()
{
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(false, "127.0.0.0/8"), resolver);
    // It gets as far as nobody answering with TLS there.
    RawHttpServer receiver([](RawConnection &connection) { connection.send("no TLS"); });
    auto url = receiver.url();
    url.replace(0, 4, "https");
    QCOMPARE(codeOf(outbound.post(postTo(url))), std::string("tls"));
    QCOMPARE(receiver.connectionCount(), 1);
}

void TestOutbound::httpHereNeedsItsOption()
{
    RawHttpServer receiver([](RawConnection &connection) { connection.readRequest(); });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(false, "127.0.0.0/8"), resolver);
    QCOMPARE(codeOf(outbound.post(postTo(receiver.url()))), std::string("address-refused"));
    QCOMPARE(receiver.connectionCount(), 0);
}

void TestOutbound::httpIsForThisMachineAlone()
{
    ScriptedResolver resolver({"8.8.8.8"});
    CurlOutbound outbound(open(true), resolver);
    QCOMPARE(
        codeOf(outbound.post(postTo("http://hooks.example/"))), std::string("address-refused"));
}

void TestOutbound::redirectsAreNotFollowed()
{
    RawHttpServer victim([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, ""));
    });
    RawHttpServer receiver([&](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(307, "", "Location: " + victim.url() + "/\r\n"));
    });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    QCOMPARE(codeOf(outbound.post(postTo(receiver.url()))), std::string("redirect"));
    QCOMPARE(victim.connectionCount(), 0);
}

void TestOutbound::proxiesAreNotAsked()
{
    RawHttpServer proxy([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, ""));
    });
    RawHttpServer receiver([](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(200, ""));
    });
    qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    const auto code = codeOf(outbound.post(postTo(receiver.url())));
    qunsetenv("http_proxy");
    QCOMPARE(code, std::string("taken"));
    QCOMPARE(proxy.connectionCount(), 0);
}

void TestOutbound::answers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("taken") << 200 << QByteArray() << QByteArray("taken");
    QTest::newRow("accepted") << 202 << QByteArray() << QByteArray("taken");
    QTest::newRow("not modified") << 304 << QByteArray() << QByteArray("redirect");
    QTest::newRow("gone") << 410 << QByteArray() << QByteArray("http-410");
    QTest::newRow("failed") << 500 << QByteArray() << QByteArray("http-500");
    QTest::newRow("later") << 503 << QByteArray("Retry-After: 77\r\n") << QByteArray("http-503");
}

void TestOutbound::answers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, code);
    RawHttpServer receiver([&](RawConnection &connection) {
        connection.readRequest();
        connection.send(httpAnswer(status, "", header.toStdString()));
    });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    const auto outcome = outbound.post(postTo(receiver.url()));
    QCOMPARE(QByteArray::fromStdString(codeOf(outcome)), code);
    if (status == 503)
        QCOMPARE(outcome.error().retryAfter.value().count(), 77);
}

void TestOutbound::aReceiverThatHangs()
{
    RawHttpServer receiver([](RawConnection &connection) {
        connection.readRequest();
        connection.hold();
    });
    ScriptedResolver resolver({"127.0.0.1"});
    auto options = open();
    options.timeoutMilliseconds = 200;
    CurlOutbound outbound(options, resolver);
    QCOMPARE(codeOf(outbound.post(postTo(receiver.url()))), std::string("timeout"));
}

void TestOutbound::aReceiverThatDrips()
{
    RawHttpServer receiver([](RawConnection &connection) {
        connection.readRequest();
        connection.drip(std::string(1000, 'x'), std::chrono::milliseconds(20));
    });
    ScriptedResolver resolver({"127.0.0.1"});
    auto options = open();
    options.timeoutMilliseconds = 200;
    CurlOutbound outbound(options, resolver);
    QVERIFY(!outbound.post(postTo(receiver.url())).ok());
}

void TestOutbound::aReceiverThatSaysTooMuch_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto big = QByteArray(200'000, 'x');
    QTest::newRow("in the body") << "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + big;
    QTest::newRow("without a length") << "HTTP/1.1 200 OK\r\n\r\n" + big;
    QByteArray head = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 200; ++i)
        head += "X-" + QByteArray::number(i) + ": " + QByteArray(1000, 'x') + "\r\n";
    QTest::newRow("in the head") << head + "Content-Length: 0\r\n\r\n";
}

void TestOutbound::aReceiverThatSaysTooMuch()
{
    QFETCH(QByteArray, answer);
    RawHttpServer receiver([&](RawConnection &connection) {
        connection.readRequest();
        connection.send(answer.toStdString());
    });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    QCOMPARE(codeOf(outbound.post(postTo(receiver.url()))), std::string("too-large"));
}

void TestOutbound::aReceiverWithAStrangeCertificate()
{
    // Whoever answers without one of a known authority is not told anything.
    RawHttpServer receiver([](RawConnection &connection) {
        connection.send(std::string("\x15\x03\x03\x00\x02\x02\x28", 7)); // handshake failure
    });
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(false, "127.0.0.0/8"), resolver);
    auto url = receiver.url();
    url.replace(0, 4, "https");
    QCOMPARE(codeOf(outbound.post(postTo(url))), std::string("tls"));
}

void TestOutbound::canBeStopped()
{
    RawHttpServer receiver([](RawConnection &connection) {
        connection.readRequest();
        connection.hold();
    });
    ScriptedResolver resolver({"127.0.0.1"});
    auto options = open();
    options.timeoutMilliseconds = 60'000;
    CurlOutbound outbound(options, resolver);
    std::string code;
    std::thread sender([&] { code = codeOf(outbound.post(postTo(receiver.url()))); });
    outbound.stop();
    sender.join();
    QCOMPARE(code, std::string("stopped"));
}

void TestOutbound::noRelayNoMail()
{
    ScriptedResolver resolver({"127.0.0.1"});
    CurlOutbound outbound(open(), resolver);
    QCOMPARE(codeOf(outbound.mail({"a@x", {"b@x"}, "x"})), std::string("no-relay"));
    auto options = open();
    options.relay = MailRelay{"relay.example", 25, MailSecurity::None, {}, {}};
    CurlOutbound other(options, resolver);
    QCOMPARE(codeOf(other.mail({"a@x", {"b@x>\r\nRCPT TO:<c@x"}, "x"})),
        std::string("address-unusable"));
}

void TestOutbound::aRelayElsewhereNeedsTls()
{
    ScriptedResolver resolver({"8.8.8.8"});
    auto options = open();
    options.relay = MailRelay{"relay.example", 25, MailSecurity::None, {}, {}};
    CurlOutbound outbound(options, resolver);
    QCOMPARE(codeOf(outbound.mail({"a@x", {"b@x"}, "x"})), std::string("address-refused"));
}

QTEST_GUILESS_MAIN(TestOutbound)
#include "tst_outbound.moc"
