// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/testlog.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Alarm;
using audit::AuditCache;
using audit::SideNote;
using support::TestCache;
using support::TestLog;

namespace {

namespace fs = std::filesystem;

// A sealed cache with what is kept beside it.
struct SideWorld : TestCache {
    std::optional<std::string> side;

    SideWorld() { key = core::Secret(std::string(32, 'k')); }
    // As a console opens it.
    core::Result<AuditCache> begin()
    {
        auto cache = open();
        if (!cache)
            return cache;
        if (auto expected = cache->expect(side); !expected)
            return expected.error();
        note(*cache);
        return cache;
    }
    void note(AuditCache &cache) { side = cache.sideNote().value(); }
    void sync(AuditCache &cache, int entries)
    {
        log.append(entries);
        if (const auto done = cache.append(log.batchFrom(cache.size())); !done)
            qFatal("%s", core::toString(done.error()).c_str());
        note(cache);
    }
    void syncAgain(int entries)
    {
        auto cache = begin();
        sync(*cache, entries);
    }
    fs::path saved() const { return file().string() + ".saved"; }
    void save() const { fs::copy_file(file(), saved(), fs::copy_options::overwrite_existing); }
    void putBack() const
    {
        fs::copy_file(saved(), file(), fs::copy_options::overwrite_existing);
        fs::remove(file().string() + "-wal");
    }
};

std::string alarmOf(const core::Result<AuditCache> &cache)
{
    return !cache ? cache.error().code
        : cache->alarm()
        ? std::string(audit::name(cache->alarm()->alarm)) + ": " + cache->alarm()->detail
        : "none";
}

// Of that size, with other entries from there on.
TestLog logThatDiffersFrom(int size, int from)
{
    TestLog log;
    for (int seq = 0; seq < size; ++seq) {
        auto event = TestLog::event();
        event.reason = seq >= from ? "another" : "";
        log.append(event);
    }
    return log;
}

} // namespace

// What is kept beside the file finds a whole file that is not the last one.
class TestAuditSide : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyByteOfTheNoteCounts();
    void anHonestCopyIsNoAlarm();
    void anOlderFileIsFound();
    void lostAlarmsAreFound();
    void alarmsThatAreOnlyNotedBesideAreFound();
    void whatWasSeenBindsTheServer_data();
    void whatWasSeenBindsTheServer();
    void aChangedNoteIsFound();
    void aNoteThatIsGoneIsFound();
    void aFileThatIsGoneIsFound();
    void aFileThatWasPutAsideMayBeginAnew();
};

void TestAuditSide::everyByteOfTheNoteCounts()
{
    const audit::RowMarks marks(core::Secret(std::string(32, 'k')));
    const SideNote note{7, 3, 1, 20, "cms.example/audit/prod\n5\n…\n"};
    const auto text = note.toText(marks);
    QCOMPARE(SideNote::of(text, marks), std::optional(note));
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = char(changed[at] ^ 1);
        QVERIFY2(!SideNote::of(changed, marks), std::to_string(at).c_str());
        QVERIFY(!SideNote::of(text.substr(0, at), marks));
    }
    QVERIFY(!SideNote::of(text + "x", marks));
    QVERIFY(!SideNote::of(text, audit::RowMarks(core::Secret(std::string(32, 'x')))));
}

void TestAuditSide::anHonestCopyIsNoAlarm()
{
    SideWorld world;
    for (int i = 0; i < 4; ++i) {
        auto cache = world.begin();
        QCOMPARE(alarmOf(cache), std::string("none"));
        world.sync(*cache, 3);
        QVERIFY(cache->addReceipt(100 + i, "req").ok());
        // A program that was killed before it could note the last of it.
        if (i % 2 == 0)
            world.note(*cache);
    }
    QCOMPARE(world.begin()->size(), 12u);
}

void TestAuditSide::anOlderFileIsFound()
{
    SideWorld world;
    world.syncAgain(5);
    world.save();
    world.syncAgain(5);
    world.putBack();
    {
        auto cache = world.begin();
        QVERIFY(alarmOf(cache).starts_with("cache-changed: the copy is an older one"));
        QCOMPARE(cache->size(), 5u);
        QVERIFY(!cache->append(world.log.batchFrom(5)).ok());
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        world.note(*cache);
    }
    // Said once, and the log goes on.
    auto cache = world.begin();
    QCOMPARE(alarmOf(cache), std::string("none"));
    world.sync(*cache, 1);
    QCOMPARE(cache->size(), 11u);
    QCOMPARE(alarmOf(world.begin()), std::string("none"));
}

// At the same checkpoint: only the generation and the counts tell.
void TestAuditSide::lostAlarmsAreFound()
{
    SideWorld world;
    world.syncAgain(5);
    world.save();
    {
        auto cache = world.begin();
        static_cast<void>(cache->report(Alarm::SignatureBad, "a note", "bad"));
        QVERIFY(cache->addReceipt(9, "req-9").ok());
        world.note(*cache);
    }
    world.putBack();
    const auto text = alarmOf(world.begin());
    QVERIFY2(
        text.find("0 of 1 alarms (1 were not acknowledged)") != std::string::npos, text.c_str());
    QVERIFY2(text.find("0 of 1 receipts") != std::string::npos, text.c_str());
}

// On a full disk the small note may be written where the file is not; then the program is killed.
void TestAuditSide::alarmsThatAreOnlyNotedBesideAreFound()
{
    SideWorld world;
    world.syncAgain(5);
    {
        auto cache = world.begin();
        const support::FileLimit full(4096);
        static_cast<void>(cache->report(Alarm::SignatureBad, "a note", "bad"));
        QVERIFY(!cache->recordPending());
        world.note(*cache);
    }
    {
        auto cache = world.begin();
        const auto text = alarmOf(cache);
        QVERIFY2(text.find("0 of 1 alarms (1 were not") != std::string::npos, text.c_str());
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        world.note(*cache);
    }
    QCOMPARE(alarmOf(world.begin()), std::string("none"));
}

void TestAuditSide::whatWasSeenBindsTheServer_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("differsFrom");
    QTest::addColumn<QByteArray>("alarm");
    QTest::newRow("fewer entries than were seen") << 8 << 8 << QByteArray("log-shrank");
    QTest::newRow("another log of the size") << 10 << 7 << QByteArray("split-view");
    QTest::newRow("a longer one that was rewritten") << 14 << 7 << QByteArray("history-rewritten");
    QTest::newRow("the one that was seen") << 14 << 14 << QByteArray("none");
}

// The file has five entries again, but ten had been seen.
void TestAuditSide::whatWasSeenBindsTheServer()
{
    QFETCH(int, size);
    QFETCH(int, differsFrom);
    QFETCH(QByteArray, alarm);
    SideWorld world;
    world.syncAgain(5);
    world.save();
    world.syncAgain(5);
    world.putBack();
    {
        auto cache = world.begin();
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        world.note(*cache);
    }
    auto cache = world.begin();
    QVERIFY(!cache->alarm());
    const auto other = logThatDiffersFrom(size, differsFrom);
    const auto appended = cache->append(other.batchFrom(5));
    QCOMPARE(appended.ok(), alarm == "none");
    QVERIFY(alarmOf(cache).starts_with(alarm.toStdString()));
    QCOMPARE(cache->size(), alarm == "none" ? std::uint64_t(size) : 5u);
}

void TestAuditSide::aChangedNoteIsFound()
{
    SideWorld world;
    world.syncAgain(5);
    for (const bool isBare : {true, false}) {
        // As it was kept before it had a mark, or with one byte changed.
        world.side = isBare ? world.log.note() : *world.side + "x";
        auto cache = world.begin();
        QCOMPARE(alarmOf(cache),
            std::string("cache-changed: what was noted beside the copy was changed"));
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        world.note(*cache);
        QCOMPARE(alarmOf(world.begin()), std::string("none"));
    }
}

void TestAuditSide::aNoteThatIsGoneIsFound()
{
    SideWorld world;
    world.syncAgain(5);
    world.side.reset();
    QCOMPARE(alarmOf(world.begin()),
        std::string("cache-changed: what was noted beside the copy is gone"));
}

void TestAuditSide::aFileThatIsGoneIsFound()
{
    SideWorld world;
    world.syncAgain(5);
    fs::remove(world.file());
    auto cache = world.begin();
    QVERIFY(alarmOf(cache).starts_with("cache-changed: the copy is an older one"));
    QCOMPARE(cache->trusted().size, 5u);
}

void TestAuditSide::aFileThatWasPutAsideMayBeginAnew()
{
    SideWorld world;
    world.syncAgain(5);
    fs::remove(world.file());
    SideNote begun;
    begun.checkpoint = world.log.note();
    world.side = begun.toText(audit::RowMarks(world.key));
    auto cache = world.begin();
    QCOMPARE(alarmOf(cache), std::string("none"));
    QCOMPARE(cache->trusted().size, 5u);
    QCOMPARE(cache->append(logThatDiffersFrom(5, 2).batchFrom(0)).error().code,
        std::string("split-view"));
    cache = core::Error{};
    // Alarms go on, and so do receipts that nobody could take over.
    for (const bool isAlarm : {true, false}) {
        fs::remove(world.file());
        world.side = SideNote{0, 3, isAlarm ? 1 : 0, isAlarm ? 0 : 2, begun.checkpoint}.toText(
            audit::RowMarks(world.key));
        const auto text = alarmOf(world.begin());
        QVERIFY2(text.starts_with("cache-changed: a copy was put aside with 3 "), text.c_str());
    }
}

QTEST_GUILESS_MAIN(TestAuditSide)
#include "tst_auditside.moc"
