// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::ServiceWorld;

// That the log is read, begins and ends is in the log.
class TestLogReading : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readingIsRecordedOnceASession();
    void whoFollowsTheLogDoesNotMakeItGrow();
    void whoGoesFurtherBackIsRecordedOnceMore();
    void everyDayAnew();
    void namesAreSaidToBeRead();
    void noReadingWithoutItsEntry();
    void readersAtOnceAreRecordedOnce();
    void whatIsNotThereIsNotRead();
    void anExportIsRecordedAsItIsTold();
    void aCleanStopIsRecorded();
    void aStartAfterNoStopSaysSo();
    void whatIsKeptOfASessionGoesWithIt();

private:
    server::Response read(std::uint64_t from, const char *path = "/v1/audit/entries");
    std::vector<core::AuditEvent> eventsOf(const std::string &event) const;
    std::uint64_t size() const;

    ServiceWorld m_world;
};

void TestLogReading::init()
{
    m_world.begin();
    m_world.signUp("ida", {"auditor"});
    m_world.as("ida");
}

server::Response TestLogReading::read(std::uint64_t from, const char *path)
{
    return m_world.ask("GET", path, {}, {}, "from=" + std::to_string(from) + "&to=1000");
}

std::vector<core::AuditEvent> TestLogReading::eventsOf(const std::string &event) const
{
    std::vector<core::AuditEvent> found;
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored) {
        if (!key.starts_with("audit-leaf/"))
            continue;
        if (auto read = core::fromLeaf(*value); read && read->event == event)
            found.push_back(std::move(*read));
    }
    return found;
}

std::uint64_t TestLogReading::size() const
{
    const auto stored = m_world.store->present();
    return std::uint64_t(std::ranges::count_if(
        *stored, [](const auto &entry) { return entry.first.starts_with("audit-leaf/"); }));
}

void TestLogReading::readingIsRecordedOnceASession()
{
    const auto before = size();
    const auto answer = read(0);
    QCOMPARE(answer.status, 200);
    // The entry stands before anything is given away, so it is given away with the rest.
    QVERIFY(answer.body->find(R"("event":"audit.read")") != std::string::npos);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(read(std::uint64_t(i)).status, 200);
    QCOMPARE(size(), before + 1);
    const auto reads = eventsOf("audit.read");
    QCOMPARE(reads.size(), 1u);
    QCOMPARE(reads[0].actor.id, m_world.idOf("ida"));
    QCOMPARE(reads[0].actor.roles, std::vector<std::string>{"auditor"});
    QCOMPARE(reads[0].target.type, std::string("audit_entries"));
    QCOMPARE(reads[0].target.id, "0-" + std::to_string(before - 1));
    QCOMPARE(reads[0].code, std::string("AU001I"));
    // Somebody else, and the same person once more, are read about on their own.
    m_world.as();
    QCOMPARE(read(5).status, 200);
    m_world.signInAgain("ida");
    QCOMPARE(read(5).status, 200);
    QCOMPARE(eventsOf("audit.read").size(), 3u);
}

void TestLogReading::whoFollowsTheLogDoesNotMakeItGrow()
{
    QCOMPARE(read(0).status, 200);
    const auto begun = size();
    for (int i = 0; i < 30; ++i)
        QCOMPARE(read(size() - 1).status, 200);
    QCOMPARE(size(), begun);
}

void TestLogReading::whoGoesFurtherBackIsRecordedOnceMore()
{
    const auto end = size();
    for (auto from = end - 1; from > 0; --from)
        QCOMPARE(read(from).status, 200);
    const auto reads = eventsOf("audit.read");
    QCOMPARE(reads.size(), 2u);
    QCOMPARE(reads[0].target.id, std::to_string(end - 1) + '-' + std::to_string(end - 1));
    QCOMPARE(reads[1].target.id, "0-" + std::to_string(end));
}

void TestLogReading::everyDayAnew()
{
    QCOMPARE(read(0).status, 200);
    m_world.clock.time += std::chrono::hours(11);
    QCOMPARE(read(0).status, 200);
    QCOMPARE(eventsOf("audit.read").size(), 1u);
    // A clock that was set back lets nobody read without a word.
    m_world.clock.time -= std::chrono::hours(12);
    QCOMPARE(read(0).status, 200);
    QCOMPARE(eventsOf("audit.read").size(), 2u);
}

void TestLogReading::namesAreSaidToBeRead()
{
    QCOMPARE(read(0).status, 200);
    QCOMPARE(read(0, "/v1/audit/personal").status, 200);
    QCOMPARE(read(9, "/v1/audit/personal").status, 200);
    const auto reads = eventsOf("audit.read");
    QCOMPARE(reads.size(), 2u);
    QCOMPARE(reads[1].target.type, std::string("personal_values"));
}

void TestLogReading::noReadingWithoutItsEntry()
{
    m_world.store->failsCommit = true;
    const auto answer = read(0);
    QCOMPARE(answer.status, 507);
    QVERIFY(answer.body->find("authn.login") == std::string::npos);
    m_world.store->failsCommit = false;
    QCOMPARE(read(0).status, 200);
    QCOMPARE(eventsOf("audit.read").size(), 1u);
    // Who has been written down reads on, whatever becomes of the disk.
    m_world.store->failsCommit = true;
    QCOMPARE(read(3).status, 200);
    m_world.store->failsCommit = false;
}

void TestLogReading::readersAtOnceAreRecordedOnce()
{
    const ServiceWorld::Asked asked{"ida", "GET", "/v1/audit/entries?from=0&to=9", {}, {}};
    std::vector<ServiceWorld::Asked> all(8, asked);
    for (const auto &answer : m_world.together(all))
        QCOMPARE(answer.status, 200);
    QCOMPARE(eventsOf("audit.read").size(), 1u);
}

void TestLogReading::whatIsNotThereIsNotRead()
{
    QCOMPARE(read(size()).status, 200);
    QCOMPARE(read(size() + 100).status, 200);
    QCOMPARE(m_world.ask("GET", "/v1/audit/entries", {}, {}, "from=x&to=1").status, 400);
    QCOMPARE(m_world.ask("GET", "/v1/audit/checkpoint").status, 200);
    QCOMPARE(eventsOf("audit.read").size(), 0u);
    m_world.signUp("vic", {"viewer"});
    m_world.as("vic");
    QCOMPARE(read(0).status, 403);
    QCOMPARE(eventsOf("audit.read").size(), 0u);
}

void TestLogReading::anExportIsRecordedAsItIsTold()
{
    const auto told = m_world.ask("POST", "/v1/audit/activities",
        R"({"kind":"log-export","subject":"12 entries as csv","definitions":"",)"
        R"("parameters":["from=0"],"treeSize":12,"root":""})");
    QCOMPARE(told.status, 201);
    const auto exports = eventsOf("audit.export");
    QCOMPARE(exports.size(), 1u);
    QCOMPARE(exports[0].reason, std::string("12 entries as csv"));
    QCOMPARE(exports[0].actor.id, m_world.idOf("ida"));
    QCOMPARE(exports[0].target.type, std::string("audit-log"));
}

void TestLogReading::aCleanStopIsRecorded()
{
    m_world.open(std::nullopt);
    const auto stops = eventsOf("audit.stop");
    QCOMPARE(stops.size(), 1u);
    QCOMPARE(stops[0].actor.kind, core::PrincipalKind::System);
    const auto starts = eventsOf("audit.start");
    QCOMPARE(starts.size(), 2u);
    QCOMPARE(starts[1].seq, stops[0].seq + 1);
    for (const auto &start : starts)
        QVERIFY(start.reason.empty());
}

void TestLogReading::aStartAfterNoStopSaysSo()
{
    m_world.open(m_world.store->snapshot());
    const auto starts = eventsOf("audit.start");
    QCOMPARE(starts.size(), 2u);
    QCOMPARE(starts[1].reason, std::string("The server had ended without a stop"));
    const auto isMarked
        = [](const core::AuditRelated &one) { return one.type == "ended" && one.id == "unclean"; };
    QVERIFY(std::ranges::any_of(starts[1].related, isMarked));
    QVERIFY(!std::ranges::any_of(starts[0].related, isMarked));
    // Once: the next one ended as it should.
    m_world.open(std::nullopt);
    QVERIFY(eventsOf("audit.start").back().reason.empty());
}

void TestLogReading::whatIsKeptOfASessionGoesWithIt()
{
    QCOMPARE(read(0).status, 200);
    const auto kept = [this] {
        const auto stored = m_world.store->present();
        return std::ranges::count_if(
            *stored, [](const auto &entry) { return entry.first.starts_with("token-reads/"); });
    };
    QCOMPARE(kept(), 1);
    for (int i = 0; i < 130; ++i)
        m_world.tick(std::chrono::hours(2));
    QCOMPARE(kept(), 0);
}

QTEST_GUILESS_MAIN(TestLogReading)
#include "tst_logreading.moc"
