// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/auditglance.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using core::AuditEvent;
using core::AuditGlance;
using core::AuditKind;

namespace {

AuditEvent plainEvent()
{
    auto event = core::auditEvent(AuditKind::ConfigUpdateDraft, core::AuditOutcome::Success);
    event.seq = 7;
    event.eventId = "evt-7";
    event.time = core::fromRfc3339("2026-11-20T21:04:05.123456Z").value();
    event.recordedTime = event.time;
    event.actor.id = "usr_1";
    return event;
}

AuditEvent fullEvent()
{
    auto event = plainEvent();
    event.clock = {"ntp", -3, 2};
    event.actor = {"usr_1", core::PrincipalKind::User, "https://idp", "sub", "p1", {"approver", ""},
        {"red", "blue"}, "ses_1",
        core::AuditAuthn{"oidc", {"hwk", "pin"}, "high", event.time, true}, "usr_2", "del_1",
        "bg_1"};
    event.source = {"p2", true, {"10.0.0.1"}, "sha256:aa", "console/0.1.0", "dev_1"};
    event.action = "update";
    event.target = {"change_request", "CR-812", "3-aabbccdd"};
    event.related = {{"config", "cfg_1", "payments/api", "prod", {"phi"}},
        {"config", "cfg_2", "payments/web", "", {}}};
    event.status = 200;
    event.problem = "none";
    event.decision = {true, "sha256:bb", {"pol_7#r2"}, {"notify"}};
    event.change = {"sha256:cc", "sha256:dd", "", {"/db/password"}, {"/db/pool"}, "minor"};
    event.reason = "Grüße und 漢字";
    event.ticket = "INC-1234";
    event.requestId = "req";
    event.correlationId = "CR-812";
    event.environment = "prod";
    event.nameSpace = "payments";
    event.pii = {{"p1", "sha256:ee"}, {"p2", "sha256:ff"}};
    return event;
}

// What the two readers say of one leaf; empty where they agree, or the glance says no.
std::string difference(const std::string &leaf, AuditGlance &glance)
{
    // No byte behind the leaf may help.
    const std::vector<char> bytes(leaf.begin(), leaf.end());
    if (!core::readGlance({bytes.data(), bytes.size()}, glance))
        return {};
    const auto event = core::fromLeaf(leaf);
    if (!event)
        return "read, and is none: " + core::toString(event.error());
    const std::pair<std::string_view, std::string_view> texts[]{{glance.event, event->event},
        {glance.code, event->code}, {glance.actor, event->actor.id}, {glance.action, event->action},
        {glance.outcome, core::name(event->outcome)}, {glance.environment, event->environment},
        {glance.nameSpace, event->nameSpace}, {glance.targetType, event->target.type},
        {glance.targetId, event->target.id}, {glance.correlation, event->correlationId},
        {glance.requestId, event->requestId}, {glance.breakGlass, event->actor.breakGlass},
        {glance.reason, event->reason}, {glance.ticket, event->ticket},
        {glance.problem, event->problem}};
    for (const auto &[seen, read] : texts) {
        if (seen != read)
            return std::string(seen) + " for " + std::string(read);
    }
    bool isSame = glance.seq == event->seq && glance.time == event->time
        && glance.related.size() == event->related.size();
    for (std::size_t i = 0; isSame && i < glance.related.size(); ++i)
        isSame = glance.related[i].id == event->related[i].id
            && glance.related[i].path == event->related[i].path;
    return isSame ? std::string() : std::string("a number, the time or what is related");
}

} // namespace

class TestAuditGlance : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsSeen();
    void whatNeedsDecodingIsLeftToTheReader();
    void noLeafIsSeenOtherwiseThanItIsRead();
};

void TestAuditGlance::whatIsWrittenIsSeen()
{
    AuditGlance glance;
    for (const auto &event : {plainEvent(), fullEvent()}) {
        const auto leaf = core::toLeaf(event).value();
        QVERIFY(core::readGlance(leaf, glance));
        QCOMPARE(difference(leaf, glance), std::string());
    }
    QCOMPARE(std::string(glance.reason), fullEvent().reason);
    QCOMPARE(glance.related.size(), std::size_t(2));
}

void TestAuditGlance::whatNeedsDecodingIsLeftToTheReader()
{
    AuditGlance glance;
    auto event = fullEvent();
    event.reason = "\"quoted\"";
    QVERIFY(!core::readGlance(core::toLeaf(event).value(), glance));
    event = fullEvent();
    event.change->patch = R"([{"op":"remove","path":"/a"}])";
    QVERIFY(!core::readGlance(core::toLeaf(event).value(), glance));
    QVERIFY(!core::readGlance("", glance));
    QVERIFY(!core::readGlance("{}", glance));
    event = fullEvent();
    event.related.assign(2'000, {"config", "cfg_1", "payments/api", "prod", {"phi"}});
    QVERIFY(!core::readGlance(core::toLeaf(event).value(), glance));
}

// Bytes changed, left out, doubled and put in, and pieces of the leaf moved about.
void TestAuditGlance::noLeafIsSeenOtherwiseThanItIsRead()
{
    std::mt19937 random(20261130);
    const auto below = [&](std::size_t bound) { return std::size_t(random()) % bound; };
    const std::string bytes
        = std::string("\"\\{}[],:0123456789-+.eEntuf \t\n\x7f\xc3\xbc\xff\xed\xa0") + '\0';
    AuditGlance glance;
    int seen = 0;
    for (const auto &event : {plainEvent(), fullEvent()}) {
        const auto leaf = core::toLeaf(event).value();
        for (std::size_t end = 0; end < leaf.size(); ++end)
            QVERIFY(!core::readGlance(std::string_view(leaf).substr(0, end), glance));
        for (int turn = 0; turn < 40'000; ++turn) {
            auto mutant = leaf;
            for (std::size_t change = 0; change <= below(2); ++change) {
                const auto at = below(mutant.size());
                const auto length = 1 + below(12);
                switch (below(5)) {
                case 0:
                    mutant[at] = char(below(256));
                    break;
                case 1:
                    mutant[at] = bytes[below(bytes.size())];
                    break;
                case 2:
                    mutant.erase(at, length);
                    break;
                case 3:
                    mutant.insert(at, 1, bytes[below(bytes.size())]);
                    break;
                default:
                    mutant.insert(at, mutant.substr(below(mutant.size()), length));
                }
            }
            const auto found = difference(mutant, glance);
            QVERIFY2(found.empty(), (found + " in " + mutant).c_str());
            seen += core::readGlance(mutant, glance) ? 1 : 0;
        }
    }
    // Enough of them are still leaves.
    QVERIFY(seen > 1'000);
}

QTEST_GUILESS_MAIN(TestAuditGlance)
#include "tst_auditglance.moc"
