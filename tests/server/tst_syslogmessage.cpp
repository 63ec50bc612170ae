// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/auditfeed/feedentry.h"
#include "engine/core/digest.h"
#include "engine/server/sink/deliverymarks.h"
#include "engine/server/sink/syslogmessage.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace std::chrono_literals;
using server::DeliveryMarks;
using server::SinkOptions;
using server::SyslogMessage;

namespace {

SyslogMessage writer(const std::string &origin = "cms.example/audit")
{
    SinkOptions options;
    options.hostName = "cms 1\n";
    return {options, origin};
}

std::string leafOf(core::AuditKind kind, core::AuditOutcome outcome)
{
    auto event = core::auditEvent(kind, outcome);
    event.eventId = "evt_1";
    event.time = event.recordedTime = core::fromRfc3339("2026-11-20T21:04:05.123456Z").value();
    return core::toLeaf(event).value();
}

} // namespace

// What a receiver is sent, and what counts as sent.
class TestSyslogMessage : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneMessage();
    void severityFollowsTheCode_data();
    void severityFollowsTheCode();
    void nothingBreaksTheElement();
    void hostileLeavesStayOneLine_data();
    void hostileLeavesStayOneLine();
    void whatIsTooLargeIsNamed();
    void framesAreCounted();
    void restSettles();
    void whatIsUnderWayDoesNotAge();
    void marksAreBounded();
};

void TestSyslogMessage::oneMessage()
{
    const auto leaf = leafOf(core::AuditKind::ConfigCreate, core::AuditOutcome::Success);
    const auto expected
        = "<110>1 2026-11-20T21:04:05.123456Z cms_1_ chancery-cms - config.create "
          "[chancery@32473 seq=\"7\" eventId=\"evt_1\" event=\"config.create\" code=\"CF001I\" "
          "leafHash=\""
        + core::leafHashText(leaf) + "\" origin=\"cms.example/audit\"] \xEF\xBB\xBF" + leaf;
    QCOMPARE(QByteArray::fromStdString(writer().of(7, leaf)), QByteArray::fromStdString(expected));
}

void TestSyslogMessage::severityFollowsTheCode_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("I") << int(core::AuditOutcome::Success) << QByteArray("<110>1 ");
    QTest::newRow("W") << int(core::AuditOutcome::Denied) << QByteArray("<108>1 ");
    QTest::newRow("E") << int(core::AuditOutcome::Error) << QByteArray("<107>1 ");
}

void TestSyslogMessage::severityFollowsTheCode()
{
    QFETCH(int, outcome);
    QFETCH(QByteArray, begin);
    const auto leaf = leafOf(core::AuditKind::ConfigCreate, core::AuditOutcome(outcome));
    QVERIFY(writer().of(0, leaf).starts_with(begin.toStdString()));
}

void TestSyslogMessage::nothingBreaksTheElement()
{
    const auto message = writer("a\"]\\\n\xE2\x80\xAE").of(0, "{}");
    QVERIFY2(message.find("origin=\"a\\\"\\]\\\\\\\\u{A}\\\\u{202E}\"]") != std::string::npos,
        message.c_str());
}

void TestSyslogMessage::hostileLeavesStayOneLine_data()
{
    QTest::addColumn<QByteArray>("leaf");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("lines") << QByteArray("{\"event\":\"a\",\n\"code\":\"\"}\r\n");
    QTest::newRow("NUL") << QByteArray("\0\0<14>1 ", 8);
    QTest::newRow("broken UTF-8") << QByteArray("{\"a\":\"\xff\"}");
    QTest::newRow("an event with blanks")
        << QByteArray("{\"event\":\"a b\\u0000\\u000a]\",\"code\":\"\\\"\"}");
}

void TestSyslogMessage::hostileLeavesStayOneLine()
{
    QFETCH(QByteArray, leaf);
    const auto message = writer().of(3, leaf.toStdString());
    for (const char c : message)
        QVERIFY(static_cast<unsigned char>(c) >= 0x20);
    const auto text = message.substr(message.find("\xEF\xBB\xBF") + 3);
    const bool isEncoded = message.find("note=\"base64\"") != std::string::npos;
    QCOMPARE(QByteArray::fromStdString(isEncoded ? core::fromBase64(text).value() : text), leaf);
    QVERIFY(message.find(core::leafHashText(leaf.toStdString())) != std::string::npos);
}

void TestSyslogMessage::whatIsTooLargeIsNamed()
{
    const auto leaf = leafOf(core::AuditKind::ConfigCreate, core::AuditOutcome::Success);
    const auto message = writer().withoutEntry(9, leaf);
    QVERIFY(message.ends_with("note=\"too-large\"]"));
    QVERIFY(message.find(core::leafHashText(leaf)) != std::string::npos);
}

void TestSyslogMessage::framesAreCounted()
{
    QCOMPARE(SyslogMessage::framed("<1>1 \xC3\xBC"), std::string("7 <1>1 \xC3\xBC"));
}

void TestSyslogMessage::restSettles()
{
    DeliveryMarks marks(10s);
    const DeliveryMarks::Clock::time_point start{};
    marks.begin(5);
    marks.sent(9, 100);
    marks.look(start, true);
    marks.look(start + 9s, true);
    QCOMPARE(marks.delivered(), std::uint64_t(5));
    marks.sent(12, 100);
    marks.look(start + 10s, true);
    QCOMPARE(marks.delivered(), std::uint64_t(9));
    marks.look(start + 20s, true);
    QCOMPARE(marks.delivered(), std::uint64_t(12));
}

// A receiver that reads nothing has not got it, however long ago it was sent.
void TestSyslogMessage::whatIsUnderWayDoesNotAge()
{
    DeliveryMarks marks(10s);
    const DeliveryMarks::Clock::time_point start{};
    marks.begin(0);
    marks.sent(1, 100);
    for (int second = 0; second < 100; ++second)
        marks.look(start + std::chrono::seconds(second), false);
    QCOMPARE(marks.delivered(), std::uint64_t(0));
    marks.begin(marks.delivered());
    marks.settleAll();
    QCOMPARE(marks.delivered(), std::uint64_t(0));
}

void TestSyslogMessage::marksAreBounded()
{
    DeliveryMarks marks(10s, 1000);
    marks.begin(0);
    for (std::uint64_t next = 1; next <= 100; ++next)
        marks.sent(next, 100);
    QCOMPARE(marks.delivered(), std::uint64_t(90));
    marks.settleAll();
    QCOMPARE(marks.delivered(), std::uint64_t(100));
}

QTEST_GUILESS_MAIN(TestSyslogMessage)
#include "tst_syslogmessage.moc"
