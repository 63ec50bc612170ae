// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using core::AuditEvent;
using core::AuditKind;
using core::AuditOutcome;

namespace {

AuditEvent fullEvent()
{
    auto event = core::auditEvent(AuditKind::ChangeRequestApprove, AuditOutcome::Success);
    event.seq = 48213;
    event.eventId = "018f3c1e-5a6b-7000-8000-000000000001";
    event.time = core::fromRfc3339("2026-11-20T21:04:05.123456Z").value();
    event.recordedTime = core::fromRfc3339("2026-11-20T21:04:05.13Z").value();
    event.clock = {"ntp", 3, 2};
    event.actor = {"usr_1", core::PrincipalKind::User, "https://idp", "sub", "p1", {"approver"},
        {"red", "blue"}, "ses_1",
        core::AuditAuthn{"oidc", {"hwk", "pin"}, "high", event.time, true}, "usr_2", "del_1",
        "bg_1"};
    event.source = {"p2", true, {"10.0.0.1"}, "sha256:aa", "console/0.1.0", "dev_1"};
    event.action = "approve";
    event.target = {"change_request", "CR-812", "3-aabbccdd"};
    event.related = {{"config", "cfg_1", "payments/api", "prod", {"phi"}}};
    event.status = 200;
    event.problem = "none";
    event.decision = {true, "sha256:bb", {"pol_7#r2"}, {"notify"}};
    event.change = {"sha256:cc", "sha256:dd", R"([{"op":"remove","path":"/a"}])", {"/db/password"},
        {"/db/pool"}, "minor"};
    event.reason = "Grüße, 漢字 and \"quotes\"";
    event.ticket = "INC-1234";
    event.requestId = "req";
    event.traceId = "trace";
    event.correlationId = "CR-812";
    event.idempotencyKeyHash = "sha256:ee";
    event.environment = "prod";
    event.nameSpace = "payments";
    event.region = "eu-west-1";
    event.pii = {{"p1", core::piiCommitment("salt", "Ada")}, {"p2", "sha256:ff"}};
    return event;
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const auto place = text.find(from);
    return place == std::string::npos ? std::string("not there: ") + from
                                      : text.replace(place, from.size(), to);
}

} // namespace

class TestAuditEvent : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aFullEventComesBack();
    void anEmptyEventHasEveryMember();
    void leavesAreCanonical();
    void unreadableTextIsMadeVisible_data();
    void unreadableTextIsMadeVisible();
    void longTextIsCutAndSaysSo();
    void brokenTextNeverBreaksALeaf();
    void badPatchesAreRefused();
    void onlyTheCatalogueIsWritten();
    void codesFollowTheOutcome();
    void everyKindHasItsOwnNameAndCode();
    void strangeLeavesAreRefused_data();
    void strangeLeavesAreRefused();
    void everyMissingMemberIsNoticed();
    void newerKindsAreRead();
    void commitmentsHideTheValue();
};

void TestAuditEvent::aFullEventComesBack()
{
    const auto leaf = core::toLeaf(fullEvent());
    QVERIFY2(leaf.ok(), leaf.ok() ? "" : leaf.error().detail.c_str());
    const auto event = core::fromLeaf(*leaf);
    QVERIFY2(event.ok(), event.ok() ? "" : event.error().detail.c_str());
    QVERIFY(*event == fullEvent());
    QVERIFY(leaf->find(R"("display":{"$pii":"p1"})") != std::string::npos);
    QVERIFY(leaf->find(R"("code":"CR004I")") != std::string::npos);
    QVERIFY(leaf->find("Ada") == std::string::npos);
}

void TestAuditEvent::anEmptyEventHasEveryMember()
{
    const auto event = core::auditEvent(AuditKind::AuditStart, AuditOutcome::Success);
    const auto leaf = core::toLeaf(event).value();
    QVERIFY(core::fromLeaf(leaf).value() == event);
    const auto full = core::readJson(core::toLeaf(fullEvent()).value());
    const auto empty = core::readJson(leaf);
    QCOMPARE(empty.tree().root().size(), full.tree().root().size());
    for (const auto &member : full.tree().root())
        QVERIFY2(empty.tree().root().find(member.key()), member.key().data());
}

void TestAuditEvent::leavesAreCanonical()
{
    for (const auto &event :
        {fullEvent(), core::auditEvent(AuditKind::AuditStart, AuditOutcome::Error)}) {
        const auto leaf = core::toLeaf(event).value();
        const auto reading = core::readJson(leaf);
        QVERIFY(reading.ok());
        QCOMPARE(leaf, core::canonicalJson(reading.tree().root()));
    }
    auto event = fullEvent();
    event.change->patch = "[ {\"path\" : \"/a\", \"op\":\"add\", \"value\": 1.50 } ]";
    const auto leaf = core::toLeaf(event).value();
    QVERIFY(leaf.find(R"([{"op":"add","path":"/a","value":1.5}])") != std::string::npos);
}

void TestAuditEvent::unreadableTextIsMadeVisible_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *text, const char *shown) {
        QTest::newRow(shown) << QByteArray(text) << QByteArray(shown);
    };
    row("plain äöü 漢字 \xF0\x9F\x98\x80", "plain äöü 漢字 \xF0\x9F\x98\x80");
    row("a\x1B[31mred", "a\\u{1B}[31mred");
    row("line\r\nline\ttab", "line\\u{D}\\u{A}line\\u{9}tab");
    row("\x7F\xC2\x9B", "\\u{7F}\\u{9B}");
    row("\xE2\x80\xAEtxt.exe\xE2\x81\xA6\xD8\x9C", "\\u{202E}txt.exe\\u{2066}\\u{61C}");
    row("\xE2\x80\xA8\xEF\xBB\xBF", "\\u{2028}\\u{FEFF}");
    // Zero width, word joiner, soft hyphen, variation selector, Hangul filler, tag.
    row("a\xE2\x80\x8B"
        "b\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8E\xE2\x80\x8F",
        "a\\u{200B}b\\u{200C}\\u{200D}\\u{200E}\\u{200F}");
    row("\xE2\x81\xA0\xC2\xAD\xEF\xB8\x8F\xE3\x85\xA4", "\\u{2060}\\u{AD}\\u{FE0F}\\u{3164}");
    row("\xF3\xA0\x81\x81.", "\\u{E0041}.");
    row("broken \xFF\xC3", "broken \\x{FF}\\x{C3}");
}

void TestAuditEvent::unreadableTextIsMadeVisible()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(core::auditText(text.toStdString())), shown);
}

void TestAuditEvent::longTextIsCutAndSaysSo()
{
    const std::string fits(4096, 'a');
    QCOMPARE(core::auditText(fits), fits);
    QCOMPARE(core::auditText(fits + 'b'), fits + "…$truncated:4097");
    // Never within a character.
    std::string wide;
    for (int i = 0; i < 2000; ++i)
        wide += "漢";
    QCOMPARE(core::auditText(wide), wide.substr(0, 4095) + "…$truncated:6000");
    auto event = fullEvent();
    event.reason = wide;
    QVERIFY(core::fromLeaf(core::toLeaf(event).value())->reason.ends_with("$truncated:6000"));
}

void TestAuditEvent::brokenTextNeverBreaksALeaf()
{
    auto event = fullEvent();
    event.reason = "\xFF\x01\"\\";
    event.actor.roles = {"\xC3", ""};
    const auto read = core::fromLeaf(core::toLeaf(event).value());
    QVERIFY(read.ok());
    QCOMPARE(read->reason, std::string("\\x{FF}\\u{1}\"\\"));
    QCOMPARE(read->actor.roles, (std::vector<std::string>{"\\x{C3}", ""}));
}

void TestAuditEvent::badPatchesAreRefused()
{
    auto event = fullEvent();
    for (const auto *patch : {"[", "{}", "[1,]", "x", "[{\"a\":1,\"a\":2}]"}) {
        event.change->patch = patch;
        QVERIFY2(!core::toLeaf(event).ok(), patch);
        QCOMPARE(core::toLeaf(event).error().kind, core::ErrorKind::Invalid);
    }
}

void TestAuditEvent::onlyTheCatalogueIsWritten()
{
    auto event = fullEvent();
    event.event = "change_request.invented";
    QCOMPARE(core::toLeaf(event).error().code, std::string("audit-event-unknown"));
    event = fullEvent();
    event.code = "CR005I";
    QVERIFY(!core::toLeaf(event).ok());
    // The code must fit the outcome.
    event = fullEvent();
    event.outcome = AuditOutcome::Denied;
    QVERIFY(!core::toLeaf(event).ok());
}

void TestAuditEvent::codesFollowTheOutcome()
{
    const auto code = [](AuditOutcome outcome) {
        return core::auditCode(AuditKind::ChangeRequestApprove, outcome);
    };
    QCOMPARE(code(AuditOutcome::Success), std::string("CR004I"));
    QCOMPARE(code(AuditOutcome::Denied), std::string("CR004W"));
    QCOMPARE(code(AuditOutcome::Failure), std::string("CR004W"));
    QCOMPARE(code(AuditOutcome::Error), std::string("CR004E"));
    QCOMPARE(
        core::auditCode(AuditKind::AuthnLockout, AuditOutcome::Success), std::string("AN006W"));
    QCOMPARE(core::auditKindOf("change_request.approve", "CR004W"),
        std::optional(AuditKind::ChangeRequestApprove));
    QVERIFY(!core::auditKindOf("change_request.approve", "CR004X"));
    QVERIFY(!core::auditKindOf("change_request.approve", "CR004"));
    QVERIFY(!core::auditKindOf("change_request.approve", "CF001I"));
}

void TestAuditEvent::everyKindHasItsOwnNameAndCode()
{
    std::set<std::string_view> events;
    std::set<std::string_view> codes;
    for (const auto &entry : core::auditCatalogue()) {
        QVERIFY2(events.insert(entry.event).second, entry.event.data());
        QVERIFY2(codes.insert(entry.code).second, entry.code.data());
        QCOMPARE(entry.code.size(), 5u);
        QVERIFY(entry.letter == 'I' || entry.letter == 'W');
        QCOMPARE(&core::entryOf(entry.kind), &entry);
        // One family, one pair of letters.
        const auto family = entry.event.substr(0, entry.event.find('.'));
        for (const auto &other : core::auditCatalogue()) {
            const bool isSameFamily = other.event.substr(0, other.event.find('.')) == family;
            QCOMPARE(other.code.substr(0, 2) == entry.code.substr(0, 2), isSameFamily);
        }
    }
    qInfo("audit catalogue: %d kinds", int(core::auditCatalogue().size()));
}

void TestAuditEvent::strangeLeavesAreRefused_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char *from, const char *to) { QTest::newRow(to) << from << to; };
    row(R"("v":1)", R"("v":2)");
    row(R"("v":1)", R"("v":1,"w":1)");
    row(R"("seq":48213)", R"("seq":"48213")");
    row(R"("seq":48213)", R"("seq":1.5)");
    row(R"("outcome":"success")", R"("outcome":"great")");
    row(R"("kind":"user")", R"("kind":"ghost")");
    row(R"("kind":"user")", R"("kind":"user","age":7)");
    row(R"("mfa":true)", R"("mfa":"yes")");
    row(R"("effect":"permit")", R"("effect":"perhaps")");
    row(R"("time":"2026-11-20T21:04:05.123456Z")", R"("time":"yesterday")");
    row(R"("authTime":"2026-11-20T21:04:05.123456Z")", R"("authTime":17)");
    row(R"("roles":["approver"])", R"("roles":"approver")");
    row(R"("roles":["approver"])", R"("roles":[7])");
    row(R"({"$pii":"p1"})", R"("Ada")");
    row(R"("patch":[)", R"("patch":{"x":1},"fields2":[)");
    row(R"("related":[)", R"("related":[null,)");
    row(R"("ticket":"INC-1234")", R"("ticket":{})");
    row(R"("p2":"sha256:ff")", R"("p2":null)");
    row("{", "[");
    row("}", "");
}

void TestAuditEvent::strangeLeavesAreRefused()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    const auto good = core::toLeaf(fullEvent()).value();
    const auto bad = replaced(good, from.toStdString(), to.toStdString());
    QVERIFY(!bad.starts_with("not there"));
    const auto read = core::fromLeaf(bad);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().kind, core::ErrorKind::Invalid);
}

void TestAuditEvent::everyMissingMemberIsNoticed()
{
    const auto leaf = core::toLeaf(fullEvent()).value();
    const auto reading = core::readJson(leaf);
    int tried = 0;
    for (const auto &member : reading.tree().root()) {
        std::string without = "{";
        for (const auto &other : reading.tree().root()) {
            if (other.key() == member.key())
                continue;
            const auto &node = other.value().node();
            without += (without.size() > 1 ? ",\"" : "\"") + std::string(other.key())
                + "\":" + leaf.substr(node.begin, node.end - node.begin);
        }
        QVERIFY2(!core::fromLeaf(without + '}').ok(), std::string(member.key()).c_str());
        ++tried;
    }
    QVERIFY(tried > 25);
    for (const auto *text : {"", "null", "[]", "{}", "7", "{\"actor\":null}"})
        QVERIFY2(!core::fromLeaf(text).ok(), text);
}

void TestAuditEvent::newerKindsAreRead()
{
    auto leaf = core::toLeaf(fullEvent()).value();
    leaf = replaced(leaf, "change_request.approve", "change_request.bless");
    leaf = replaced(leaf, "CR004I", "CR099I");
    QCOMPARE(core::fromLeaf(leaf)->event, std::string("change_request.bless"));
}

void TestAuditEvent::commitmentsHideTheValue()
{
    const std::string salt(32, 's');
    QCOMPARE(core::piiCommitment(salt, "Ada"), core::sha256Id("", "cms.pii.v1\n" + salt + "Ada"));
    QVERIFY(core::piiCommitment(salt, "Ada") != core::piiCommitment(std::string(32, 't'), "Ada"));
    QVERIFY(core::piiCommitment(salt, "Ada") != core::piiCommitment(salt, "Bob"));
}

QTEST_GUILESS_MAIN(TestAuditEvent)
#include "tst_auditevent.moc"
