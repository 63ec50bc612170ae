// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditfeed/feedentry.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/syslogreceiver.h"
#include "tests/support/testcase.h"

#include <QElapsedTimer>
#include <QUrl>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 60'000;

void run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

} // namespace

// Copies of the log of a real server on their way to a receiver that reads them by itself.
class TestSyslogSink : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void entriesArrive_data();
    void entriesArrive();
    void cloudEventsArrive();
    void strangersAreSentNothing_data();
    void strangersAreSentNothing();
    void hostileStringsStayOneRecord();
    void aReceiverThatWasAwayIsCaughtUp();
    void aRestartLosesNothing();
    void aKilledServerLosesNothing();
    void fiveThousandAreCaughtUp();
    void aSlowReceiverHoldsNobodyUp();
    void anOutageIsToldOnce();
    void aPositionOfAnotherLogIsNone();
    void aPositionBeyondTheLogIsNone();
    void aRestoredBackupIsToldAndSentAgain();
    void aReceiverThatTricklesHoldsNothing();
    void wrongOptionsAreRefused_data();
    void wrongOptionsAreRefused();

private:
    QString file(const QString &name) const { return m_folder.path() + QLatin1Char('/') + name; }
    QStringList sinkOptions(const QString &mode) const
    {
        return {QStringLiteral("--audit-syslog"), m_receiver->address(mode)};
    }
    QStringList tlsFiles(const QString &name) const
    {
        return {QStringLiteral("--cert"), file(name + QStringLiteral(".pem")),
            QStringLiteral("--key"), file(name + QStringLiteral(".key"))};
    }
    QStringList trust(const QString &authority) const
    {
        return {QStringLiteral("--audit-syslog-ca"), file(authority + QStringLiteral(".pem"))};
    }
    void makeCertificate(const QString &name, const QByteArray &names) const;
    std::vector<std::string> leaves() const;
    // Entries that change nothing: what somebody may not do is logged too.
    void makeEntries(int count) const;
    bool hasAll() const { return m_receiver->whole() >= std::int64_t(leaves().size()); }
    // What came is what stands in the log.
    void compareAll() const;
    bool logs(const std::string &text)
    {
        m_cms->readLog();
        return m_cms->log().find(text) != std::string::npos;
    }
    std::size_t toldOutages() const;

    QTemporaryDir m_folder;
    std::unique_ptr<CmsProcess> m_cms;
    std::unique_ptr<SyslogReceiver> m_receiver;
    int m_count = 0;
};

void TestSyslogSink::makeCertificate(const QString &name, const QByteArray &names) const
{
    const auto path = [&](const char *ending) { return file(name + QLatin1String(ending)); };
    run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"),
        QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
        QStringLiteral("-nodes"), QStringLiteral("-keyout"), path(".key"), QStringLiteral("-out"),
        path(".csr"), QStringLiteral("-subj"), QStringLiteral("/CN=receiver")});
    QFile extensions(path(".ext"));
    QVERIFY(extensions.open(QIODevice::WriteOnly));
    extensions.write("subjectAltName=" + names + '\n');
    extensions.close();
    run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path(".csr"),
        QStringLiteral("-CA"), file(QStringLiteral("ca.pem")), QStringLiteral("-CAkey"),
        file(QStringLiteral("ca.key")), QStringLiteral("-CAcreateserial"), QStringLiteral("-out"),
        path(".pem"), QStringLiteral("-days"), QStringLiteral("20"), QStringLiteral("-extfile"),
        path(".ext")});
}

void TestSyslogSink::initTestCase()
{
    for (const auto &name : {QStringLiteral("ca"), QStringLiteral("other")})
        run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
            QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
            QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
            QStringLiteral("-keyout"), file(name + QStringLiteral(".key")), QStringLiteral("-out"),
            file(name + QStringLiteral(".pem")), QStringLiteral("-subj"),
            QStringLiteral("/CN=Test authority"), QStringLiteral("-days"), QStringLiteral("30")});
    makeCertificate(QStringLiteral("good"), "IP:127.0.0.1");
    makeCertificate(QStringLiteral("elsewhere"), "DNS:siem.example");
}

void TestSyslogSink::init()
{
    m_cms = std::make_unique<CmsProcess>();
    m_receiver = std::make_unique<SyslogReceiver>(file(QStringLiteral("out%1").arg(++m_count)));
}

std::vector<std::string> TestSyslogSink::leaves() const
{
    std::vector<std::string> all;
    for (;;) {
        const auto from = std::to_string(all.size());
        const auto answer
            = m_cms->admin().get("/v1/audit/entries?from=" + from + "&to=" + from + "000999");
        std::istringstream stream(answer.body);
        const auto before = all.size();
        for (std::string line; std::getline(stream, line);)
            all.push_back(line);
        if (all.size() == before)
            return all;
    }
}

void TestSyslogSink::makeEntries(int count) const
{
    const auto nobody = makePerson(m_cms->admin(), "nobody" + std::to_string(count), "[]");
    // Many on one connection at once: each is a batch of the writer's.
    static constexpr int together = 100;
    for (int made = 0; made < count; made += together) {
        HttpProbe probe(m_cms->port());
        std::string bytes;
        for (int i = 0; i < together; ++i)
            bytes += "POST /v1/namespaces HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + nobody.token() + "\r\nContent-Length: 0\r\n\r\n";
        QVERIFY(probe.send(bytes));
        for (int i = 0; i < together; ++i)
            QCOMPARE(probe.read().status, 403);
    }
}

void TestSyslogSink::compareAll() const
{
    const auto logged = leaves();
    const auto came = m_receiver->bySequence();
    for (const auto &record : m_receiver->records())
        QCOMPARE(record.error, std::string());
    for (std::size_t i = 0; i < logged.size(); ++i) {
        const auto record = came.find(std::int64_t(i));
        QVERIFY(record != came.end());
        QCOMPARE(record->second.msg, logged[i]);
    }
}

void TestSyslogSink::entriesArrive_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("udp") << QStringLiteral("udp");
    QTest::newRow("tcp") << QStringLiteral("tcp");
    QTest::newRow("tls") << QStringLiteral("tls");
}

void TestSyslogSink::entriesArrive()
{
    QFETCH(QString, mode);
    const bool isTls = mode == QStringLiteral("tls");
    QVERIFY(m_receiver->start(mode, isTls ? tlsFiles(QStringLiteral("good")) : QStringList()));
    QVERIFY(
        m_cms->start(sinkOptions(mode) + (isTls ? trust(QStringLiteral("ca")) : QStringList())));
    makePlaces(m_cms->admin());
    QVERIFY(!makeConfig(m_cms->admin(), "payments/api").empty());
    makeEntries(100);
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
    const auto records = m_receiver->bySequence();
    for (const auto &[seq, record] : records) {
        const auto reading = core::readJson(record.msg);
        const auto event = reading.tree().root();
        const std::string code(event["code"].text());
        QCOMPARE(record.pri, 13 * 8 + (code.back() == 'I' ? 6 : code.back() == 'W' ? 4 : 3));
        QCOMPARE(record.msgid, std::string(event["event"].text()));
        QCOMPARE(record.params.at("code"), code);
        QCOMPARE(record.params.at("eventId"), std::string(event["eventId"].text()));
        QCOMPARE(record.params.at("leafHash"), core::leafHashText(record.msg));
    }
    QVERIFY(std::ranges::any_of(
        records, [](const auto &one) { return one.second.params.at("code") == "AZ001W"; }));
}

void TestSyslogSink::cloudEventsArrive()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QVERIFY(m_cms->start(sinkOptions(QStringLiteral("tcp"))
        + QStringList{QStringLiteral("--audit-syslog-content"), QStringLiteral("cloudevent"),
            QStringLiteral("--audit-syslog-facility"), QStringLiteral("10")}));
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    const auto records = m_receiver->bySequence();
    const auto logged = leaves();
    QVERIFY(records.at(0).msg.starts_with("{\"data\":" + logged[0] + ','));
    QCOMPARE(records.at(0).pri / 8, 10);
    const auto reading = core::readJson(records.at(0).msg);
    QCOMPARE(std::string(reading.tree().root()["specversion"].text()), std::string("1.0"));
}

void TestSyslogSink::strangersAreSentNothing_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("authority");
    QTest::newRow("another authority") << QStringLiteral("good") << QStringLiteral("other");
    QTest::newRow("another name") << QStringLiteral("elsewhere") << QStringLiteral("ca");
}

void TestSyslogSink::strangersAreSentNothing()
{
    QFETCH(QString, certificate);
    QFETCH(QString, authority);
    QVERIFY(m_receiver->start(QStringLiteral("tls"), tlsFiles(certificate)));
    QVERIFY(m_cms->start(sinkOptions(QStringLiteral("tls")) + trust(authority)));
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.failed"), patience);
    QVERIFY2(logs("code=\"tls "), m_cms->log().c_str());
    makeEntries(100);
    QVERIFY(m_receiver->records().empty());
}

void TestSyslogSink::hostileStringsStayOneRecord()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QVERIFY(m_cms->start(sinkOptions(QStringLiteral("tcp"))));
    makePlaces(m_cms->admin());
    const std::string hostile = "a\\n<14>1 - - b\\r\\u0000\\u202e]\\\"\\\\ \\u001b[2J\\u2028";
    // An auditor says what did not verify, in any words.
    const auto ida = makePerson(m_cms->admin(), "ida", R"(["auditor"])");
    for (int i = 0; i < 3; ++i) {
        const auto told = ida.post("/v1/audit/activities",
            "{\"kind\":\"verify-fail\",\"subject\":\"" + hostile
                + "\",\"definitions\":\"\",\"parameters\":[],\"treeSize\":1,\"root\":\"\"}");
        QVERIFY2(told.status == 201, told.body.c_str());
    }
    const auto logged = leaves();
    QVERIFY(std::ranges::any_of(
        logged, [](const std::string &leaf) { return leaf.find("u{202E}") != std::string::npos; }));
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
}

// Killed in the middle of what it was reading: all that it had not written down comes again.
void TestSyslogSink::aReceiverThatWasAwayIsCaughtUp()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QVERIFY(m_cms->start(sinkOptions(QStringLiteral("tcp"))));
    makeEntries(300);
    QTRY_VERIFY_WITH_TIMEOUT(m_receiver->whole() > 50, patience);
    m_receiver->kill();
    makeEntries(200);
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.failed"), patience);
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.caught_up"), patience);
}

void TestSyslogSink::aRestartLosesNothing()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    const auto options = sinkOptions(QStringLiteral("tcp"))
        + QStringList{QStringLiteral("--audit-syslog-settling"), QStringLiteral("1")};
    QVERIFY(m_cms->start(options));
    makeEntries(100);
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    const auto position = m_cms->data() + "/audit-syslog";
    const auto size = std::to_string(leaves().size());
    QTRY_VERIFY_WITH_TIMEOUT(
        contentOf(position).find("\"next\":" + size) != std::string::npos, patience);
    QCOMPARE(m_cms->stop(), 0);
    const auto before = m_receiver->records().size();
    QVERIFY(m_cms->startAgain(options));
    makeEntries(200);
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
    // What was delivered for sure is not sent again.
    std::set<std::int64_t> later;
    const auto records = m_receiver->records();
    for (auto i = before; i < records.size(); ++i)
        later.insert(records[i].seq);
    QCOMPARE(*later.begin(), std::stoll(size));
}

void TestSyslogSink::aKilledServerLosesNothing()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QVERIFY(m_cms->start(sinkOptions(QStringLiteral("tcp"))));
    for (int round = 1; round <= 3; ++round) {
        makeEntries(round * 100);
        m_cms->kill();
        QVERIFY(m_cms->startAgain(sinkOptions(QStringLiteral("tcp"))));
    }
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
}

void TestSyslogSink::fiveThousandAreCaughtUp()
{
    QVERIFY(m_cms->start());
    makeEntries(5000);
    QCOMPARE(m_cms->stop(), 0);
    QVERIFY(m_receiver->start(QStringLiteral("tls"), tlsFiles(QStringLiteral("good"))));
    QVERIFY(m_cms->startAgain(sinkOptions(QStringLiteral("tls")) + trust(QStringLiteral("ca"))));
    QTRY_VERIFY_WITH_TIMEOUT(m_receiver->whole() >= 5000 && hasAll(), patience);
    compareAll();
}

void TestSyslogSink::aSlowReceiverHoldsNobodyUp()
{
    QVERIFY(m_receiver->start(
        QStringLiteral("tcp"), {QStringLiteral("--pause"), QStringLiteral("0.01")}));
    QVERIFY(m_cms->start(sinkOptions(QStringLiteral("tcp"))));
    QElapsedTimer timer;
    timer.start();
    makeEntries(600);
    const auto taken = timer.elapsed();
    // It would have needed six seconds for them.
    QVERIFY2(taken < 5000, QByteArray::number(taken).constData());
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
}

std::size_t TestSyslogSink::toldOutages() const
{
    const auto all = leaves();
    return std::size_t(std::ranges::count_if(all, [](const std::string &leaf) {
        return leaf.find("\"event\":\"audit.sink_fail\"") != std::string::npos;
    }));
}

// The entry that tells of an outage waits for the receiver too, and is none to tell of again.
void TestSyslogSink::anOutageIsToldOnce()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    const auto options = sinkOptions(QStringLiteral("tcp"))
        + QStringList{QStringLiteral("--audit-syslog-alarm-after"), QStringLiteral("1")};
    m_receiver->kill();
    QVERIFY(m_cms->start(options));
    QTRY_COMPARE_WITH_TIMEOUT(toldOutages(), std::size_t(1), patience);
    makeEntries(100);
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.caught_up"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    QCOMPARE(toldOutages(), std::size_t(1));
    m_receiver->kill();
    QTRY_COMPARE_WITH_TIMEOUT(toldOutages(), std::size_t(2), patience);
    const auto all = leaves();
    const auto told = std::ranges::find_if(all, [](const std::string &leaf) {
        return leaf.find("\"event\":\"audit.sink_fail\"") != std::string::npos;
    });
    const auto reading = core::readJson(*told);
    QCOMPARE(std::string(reading.tree().root()["code"].text()), std::string("AU008W"));
    QCOMPARE(std::string(reading.tree().root()["target"]["id"].text()),
        m_receiver->address(QStringLiteral("tcp")).toStdString());
    QCOMPARE(std::string(reading.tree().root()["problem"].text()), std::string("offline"));
}

void TestSyslogSink::aPositionOfAnotherLogIsNone()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QVERIFY(m_cms->start());
    QCOMPARE(m_cms->stop(), 0);
    QFile position(QString::fromStdString(m_cms->data() + "/audit-syslog"));
    QVERIFY(position.open(QIODevice::WriteOnly));
    position.write("{\"next\":700,\"origin\":\"another\",\"receiver\":\"tcp://127.0.0.1:1\"}");
    position.close();
    QVERIFY(m_cms->startAgain(sinkOptions(QStringLiteral("tcp"))));
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    compareAll();
}

// As after a backup was put back: what is new under old numbers is sent.
void TestSyslogSink::aPositionBeyondTheLogIsNone()
{
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    const auto options = sinkOptions(QStringLiteral("tcp"))
        + QStringList{QStringLiteral("--audit-syslog-settling"), QStringLiteral("1")};
    QVERIFY(m_cms->start(options));
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    const auto name = m_cms->data() + "/audit-syslog";
    QTRY_VERIFY_WITH_TIMEOUT(!contentOf(name).empty(), patience);
    QCOMPARE(m_cms->stop(), 0);
    const auto before = m_receiver->records().size();
    auto text = contentOf(name);
    support::replaceAll(text, "{\"next\":", "{\"next\":5000");
    std::ofstream(name, std::ios::binary | std::ios::trunc) << text;
    QVERIFY(m_cms->startAgain(options));
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.log_is_shorter"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_receiver->records().size() > 2 * before, patience);
    compareAll();
}

// The log goes on from the backup, and is soon longer than what was sent: by its length alone it
// would pass for the same, and the receiver would keep entries that never were.
void TestSyslogSink::aRestoredBackupIsToldAndSentAgain()
{
    namespace fs = std::filesystem;
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    const auto options = sinkOptions(QStringLiteral("tcp"))
        + QStringList{QStringLiteral("--audit-syslog-settling"), QStringLiteral("1")};
    QVERIFY(m_cms->start(options));
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    QCOMPARE(m_cms->stop(), 0);
    const fs::path data = m_cms->data();
    const auto backup = file(QStringLiteral("backup")).toStdString();
    fs::copy(data, backup, fs::copy_options::recursive);
    QVERIFY(m_cms->startAgain(options));
    makeEntries(20);
    QTRY_VERIFY_WITH_TIMEOUT(hasAll(), patience);
    const auto position = (data / "audit-syslog").string();
    const auto sent = "{\"next\":" + std::to_string(leaves().size());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(position).starts_with(sent), patience);
    QCOMPARE(m_cms->stop(), 0);
    const auto kept = contentOf(position);
    fs::remove_all(data);
    fs::copy(backup, data, fs::copy_options::recursive);
    QVERIFY(m_cms->startAgain());
    makeEntries(150);
    QCOMPARE(m_cms->stop(), 0);
    std::ofstream(position, std::ios::binary | std::ios::trunc) << kept;
    QVERIFY(m_cms->startAgain(options));
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.log_is_another"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(toldOutages(), std::size_t(1), patience);
    const auto all = leaves();
    const auto hasCome = [this](const std::string &leaf) {
        return std::ranges::count(m_receiver->records(), leaf, &SyslogRecord::msg) > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(all, hasCome), patience);
}

// A byte now and then is no handshake; neither it nor the end of the server waits for the next one.
void TestSyslogSink::aReceiverThatTricklesHoldsNothing()
{
    RawHttpServer receiver([](RawConnection &connection) {
        connection.drip(std::string("\x16\x03\x03\x40\x00\x02", 6) + std::string(2000, '\0'),
            std::chrono::milliseconds(50));
    });
    const auto port = QUrl(QString::fromStdString(receiver.url())).port();
    QVERIFY(m_cms->start(
        {QStringLiteral("--audit-syslog"), QStringLiteral("tls://127.0.0.1:%1").arg(port)}));
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.failed"), patience);
    QVERIFY2(m_cms->log().find("timeout") != std::string::npos, m_cms->log().c_str());
    QTRY_VERIFY_WITH_TIMEOUT(receiver.connectionCount() > 1, patience);
    QElapsedTimer stopping;
    stopping.start();
    QCOMPARE(m_cms->stop(), 0);
    QVERIFY(stopping.elapsed() < 5'000);
}

void TestSyslogSink::wrongOptionsAreRefused_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("no scheme") << QStringLiteral("127.0.0.1:601");
    QTest::newRow("another scheme") << QStringLiteral("http://127.0.0.1:601");
    QTest::newRow("no port") << QStringLiteral("tls://siem.example");
    QTest::newRow("a port of text") << QStringLiteral("tls://siem.example:syslog");
    QTest::newRow("open beyond this machine") << QStringLiteral("tcp://siem.example:601");
    QTest::newRow("datagrams beyond this machine") << QStringLiteral("udp://192.0.2.1:514");
    QTest::newRow("with a password") << QStringLiteral("tls://me:pw@siem.example:6514");
}

void TestSyslogSink::wrongOptionsAreRefused()
{
    QFETCH(QString, address);
    QVERIFY(!m_cms->start({QStringLiteral("--audit-syslog"), address}));
    QVERIFY2(logs("--audit-syslog"), m_cms->log().c_str());
}

QTEST_GUILESS_MAIN(TestSyslogSink)
#include "tst_syslogsink.moc"
