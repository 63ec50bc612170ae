// SPDX-License-Identifier: Apache-2.0
#include "models/blamenotes.h"
#include "models/blamestore.h"
#include "models/versiongraphmodel.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace chancery;
using models::LineageFilter;
using models::VersionGraphModel;

namespace {

core::LineageEntry entry(int number, std::vector<int> parents = {})
{
    core::LineageEntry made;
    made.version = core::VersionId("sha256:" + std::to_string(100000 + number));
    made.config = core::ConfigId("cfg_1");
    made.path = "shop/one";
    made.environment = core::EnvironmentId("prod");
    made.authorName = number % 2 ? "Ann Ardent" : "Bob Byrne";
    made.message = "Change " + std::to_string(number);
    made.createdAt = core::Instant(std::chrono::hours(24 * (1000 - number)));
    made.changeRequest = core::ChangeRequestId("CR-" + std::to_string(number));
    made.keys = {"/limits/max"};
    for (const int parent : parents)
        made.parents.push_back({core::VersionId("sha256:" + std::to_string(100000 + parent)),
            made.environment, core::EdgeKind::Edit});
    return made;
}

std::vector<core::LineageEntry> line(int count)
{
    std::vector<core::LineageEntry> entries;
    for (int i = 0; i < count; ++i)
        entries.push_back(entry(i, i + 1 < count ? std::vector{i + 1} : std::vector<int>()));
    return entries;
}

bool matches(const char *filter, const core::LineageEntry &of)
{
    return LineageFilter::parse(QString::fromUtf8(filter)).matches(of);
}

} // namespace

// The store and the table of a graph of versions, its filter, and the notes of
// who set what.
class VersionGraphTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wordsFindVersions();
    void wordsThatCannotBeUnderstoodAreTold();
    void keysAreFoundAtAboveAndBelow();
    void pagesComeOneByOne();
    void aFailedPageIsReadAgain();
    void whatWasMadeSinceComesOnTop();
    void aFilterKeepsTheGraph();
    void aFilterWorksWhilePagesCome();
    void versionsOfOtherEnvironmentsAreOptional();
    void datesLeadToRows();
    void datesLeadToRowsAfterAClockWasSetBack();
    void theTableIsATable();
    void rowsBehindAreGathered();
    void lanesAreToldInWords();
    void manyRowsAreOneLayout();
    void notesSayWhoSetWhat();
    void notesFollowItems();
    void keysSayWhoSetThem();
    void blameIsReadOnce();

private:
    models::GraphScope scope(const char *environment = "prod") const
    {
        return {m_cms->configAt("shop/gateway/limits")->id, core::EnvironmentId(environment), {}};
    }
    void answer()
    {
        QVERIFY(QTest::qWaitFor([&] {
            m_mailbox->drain();
            return !m_store->loading().isRunning() && !m_store->filtering().isRunning();
        }));
        m_mailbox->drain();
    }
    void publish(int rate)
    {
        m_cms->publish("shop/gateway/limits", "prod",
            "{\"requestsPerSecond\": " + std::to_string(rate) + "}", "alice", "More");
    }

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::VersionGraphStore> m_store;
    core::SystemClock m_clock;
};

void VersionGraphTest::init()
{
    m_store.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("bob");
    m_store = std::make_unique<models::VersionGraphStore>(*m_cms, *m_compute);
}

void VersionGraphTest::wordsFindVersions()
{
    core::LineageEntry one = entry(1);
    one.kind = core::EdgeKind::Rollback;
    one.isLive = true;
    one.approvers = {"Carol Chen"};
    one.semver = "1.2.0";
    for (const char *filter : {"", "change", "CHANGE 1", "ann", "\"ann ardent\"", "author:ardent",
             "path:shop/", "kind:rollback", "request:cr-1", "is:live", "carol", "100001",
             "after:1972-01-01", "before:1980-01-01", "author:\"ann ardent\" kind:rollback",
             "key:/limits", "author:", "max", "v1.2", "author:\"ann"})
        QVERIFY2(matches(filter, one), filter);
    for (const char *filter :
        {"nothing", "author:bob", "path:ship/", "kind:edit", "request:CR-12", "is:quarantined",
            "after:1980-01-01", "before:1972-01-01", "ann kind:merge", "key:/limit", "http://x"})
        QVERIFY2(!matches(filter, one), filter);
    one.message = "Größe at http://x";
    QVERIFY(matches("gröSSe", one) || matches("GRÖßE", one));
    QVERIFY(matches("http://x", one));
}

void VersionGraphTest::wordsThatCannotBeUnderstoodAreTold()
{
    for (const char *filter : {"kind:change", "is:old", "after:yesterday", "before:2026-13-01"}) {
        const auto made = LineageFilter::parse(QString::fromUtf8(filter));
        QVERIFY2(!made.problem().isEmpty(), filter);
        QVERIFY2(made.isEmpty(), filter);
    }
    QVERIFY(LineageFilter::parse(QStringLiteral("a b:c")).problem().isEmpty());
}

void VersionGraphTest::keysAreFoundAtAboveAndBelow()
{
    const auto one = entry(1);
    QVERIFY(matches("key:/limits/max", one));
    QVERIFY(matches("key:/limits/max/0", one));
    QVERIFY(matches("key:/LIMITS", one));
    QVERIFY(matches("key:max", one));
    QVERIFY(!matches("key:/limits/min", one));
    auto other = one;
    other.hasMoreKeys = true;
    QVERIFY(matches("key:/limits/min", other));
    other = one;
    other.keys = {""};
    QVERIFY(matches("key:/limits/min", other));
}

void VersionGraphTest::pagesComeOneByOne()
{
    m_cms->pageSize = 2;
    m_store->show(scope());
    QCOMPARE(m_mailbox->drain(), std::size_t(1));
    QCOMPARE(m_store->rowCount(), 2);
    QVERIFY(m_store->hasMore());
    QVERIFY(m_store->entry(0).isLive);
    const auto first = m_store->laneRow(0);
    answer();
    QCOMPARE(m_store->rowCount(), 3);
    QVERIFY(!m_store->hasMore());
    QVERIFY(m_store->laneRow(0) == first);
    QVERIFY(m_store->laneRow(2).leaving.empty());
    QCOMPARE(m_store->rowOf(m_store->entry(2).version), 2);
    QCOMPARE(m_store->rowOf(core::VersionId("sha256:0")), -1);
}

void VersionGraphTest::aFailedPageIsReadAgain()
{
    m_cms->pageSize = 2;
    m_store->show(scope());
    QCOMPARE(m_mailbox->drain(), std::size_t(1));
    m_cms->failNext("listLineage", support::anError(core::ErrorKind::Offline));
    m_store->show(scope("dev"));
    answer();
    QVERIFY(m_store->loading().hasFailed());
    QCOMPARE(m_store->rowCount(), 0);
    m_store->reload();
    answer();
    QVERIFY(m_store->rowCount() > 0);
    QCOMPARE(m_store->entry(0).environment.text(), std::string("dev"));
}

void VersionGraphTest::whatWasMadeSinceComesOnTop()
{
    m_store->show(scope());
    answer();
    const auto before = m_store->entry(0).version;
    QSignalSpy reset(m_store.get(), &models::VersionGraphStore::rowsReset);
    QSignalSpy prepended(m_store.get(), &models::VersionGraphStore::rowsPrepended);
    publish(7);
    publish(8);
    m_store->reload();
    m_mailbox->drain();
    // What it does to the lanes below is found in the executor.
    QCOMPARE(m_store->rowCount(), 3);
    QTRY_COMPARE((m_mailbox->drain(), m_store->rowCount()), 5);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(prepended.count(), 1);
    QCOMPARE(prepended.front().front().toInt(), 2);
    QCOMPARE(m_store->rowCount(), 5);
    QCOMPARE(m_store->rowOf(before), 2);
    QVERIFY(m_store->entry(0).isLive);
    QVERIFY(!m_store->entry(2).isLive);
    QCOMPARE(m_store->laneRow(2).arriving.size(), std::size_t(1));
}

void VersionGraphTest::aFilterKeepsTheGraph()
{
    m_store->showEntries(line(50));
    m_store->setFilter(LineageFilter::parse(QStringLiteral("author:ann")));
    answer();
    QCOMPARE(m_store->rowCount(), 25);
    QCOMPARE(m_store->totalCount(), std::size_t(50));
    QCOMPARE(m_store->rowOf(entry(3).version), 1);
    QCOMPARE(m_store->rowOf(entry(4).version), -1);
    QVERIFY(m_store->find(entry(4).version));
    QCOMPARE(m_store->laneRow(1).leaving.size(), std::size_t(1));
    QVERIFY(m_store->laneRow(1).leaving.front().isIndirect);
    QCOMPARE(m_store->lanes().width(), 1U);
    m_store->setFilter({});
    QCOMPARE(m_store->rowCount(), 50);
    QVERIFY(!m_store->laneRow(1).leaving.front().isIndirect);
}

void VersionGraphTest::aFilterWorksWhilePagesCome()
{
    m_store->setFilter(LineageFilter::parse(QStringLiteral("author:ann")));
    auto all = line(30);
    std::vector<core::LineageEntry> rest(all.begin() + 10, all.end());
    all.resize(10);
    m_store->showEntries(all);
    m_store->addEntries(rest);
    answer();
    QTRY_VERIFY((m_mailbox->drain(), m_store->rowCount() == 15));
    QCOMPARE(m_store->entry(14).version, entry(29).version);
}

void VersionGraphTest::versionsOfOtherEnvironmentsAreOptional()
{
    m_store->show(scope(""));
    answer();
    const int all = m_store->rowCount();
    m_store->show(scope());
    answer();
    QVERIFY(all > m_store->rowCount());
    m_store->show({{}, core::EnvironmentId("prod"), "shop"});
    answer();
    QVERIFY(m_store->rowCount() > 3);
    for (int row = 0; row < m_store->rowCount(); ++row)
        QVERIFY(m_store->entry(row).path.starts_with("shop/"));
}

void VersionGraphTest::datesLeadToRows()
{
    m_store->showEntries(line(50));
    QCOMPARE(m_store->rowAt(entry(0).createdAt), 0);
    QCOMPARE(m_store->rowAt(entry(7).createdAt), 7);
    QCOMPARE(m_store->rowAt(entry(7).createdAt - std::chrono::minutes(1)), 8);
    QCOMPARE(m_store->rowAt(entry(49).createdAt), 49);
    // Nothing was live then.
    QCOMPARE(m_store->rowAt(core::Instant()), -1);
    QCOMPARE(m_store->nextMatch(LineageFilter::parse(QStringLiteral("\"change 2\"")), 5, true), 20);
    QCOMPARE(m_store->nextMatch(LineageFilter::parse(QStringLiteral("\"change 2\"")), 5, false), 2);
    m_store->showEntries({});
    QCOMPARE(m_store->rowAt(core::Instant()), -1);
}

// Rows are in the order in which they were made.
void VersionGraphTest::datesLeadToRowsAfterAClockWasSetBack()
{
    const auto day = [](double days) { return core::Instant(std::chrono::hours(int(24 * days))); };
    auto entries = line(20); // of the days 1000 to 981
    for (int row = 0; row < 5; ++row)
        entries[std::size_t(row)].createdAt -= std::chrono::hours(252); // 989.5 to 985.5
    entries[12].createdAt = day(2000);
    m_store->showEntries(entries);
    QCOMPARE(m_store->rowAt(day(992)), 0);
    QCOMPARE(m_store->rowAt(day(989)), 1);
    QCOMPARE(m_store->rowAt(day(985)), 15);
    QCOMPARE(m_store->rowAt(day(980)), -1);
    m_store->setFilter(LineageFilter::parse(QStringLiteral("author:ann")));
    answer();
    QCOMPARE(m_store->rowAt(day(988.5)), 0);
    QCOMPARE(m_store->rowAt(day(985)), 7);
}

void VersionGraphTest::theTableIsATable()
{
    VersionGraphModel model(*m_store, m_clock);
    const QAbstractItemModelTester tester(
        &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_cms->pageSize = 2;
    m_store->show(scope());
    answer();
    QCOMPARE(model.rowCount(), 3);
    publish(9);
    m_store->reload();
    QTRY_COMPARE((m_mailbox->drain(), model.rowCount()), 4);
    QCOMPARE(
        model.index(0, VersionGraphModel::StateColumn).data().toString(), QStringLiteral("Live"));
    QCOMPARE(
        model.index(0, VersionGraphModel::ReasonColumn).data().toString(), QStringLiteral("More"));
    m_store->setFilter(LineageFilter::parse(QStringLiteral("nothing at all")));
    answer();
    QCOMPARE(model.rowCount(), 0);
    m_store->setFilter({});
    QCOMPARE(model.rowCount(), 4);
    model.setSearch(LineageFilter::parse(QStringLiteral("more")));
    QVERIFY(model.isFound(0));
    m_store->leave();
    QCOMPARE(model.rowCount(), 0);
}

// A view is told of the first page and of the end at once, of what comes
// between now and then.
void VersionGraphTest::rowsBehindAreGathered()
{
    VersionGraphModel model(*m_store, m_clock);
    const QAbstractItemModelTester tester(
        &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    auto entries = line(60);
    const auto take = [&entries](std::size_t count) {
        std::vector<core::LineageEntry> taken(entries.begin(), entries.begin() + long(count));
        entries.erase(entries.begin(), entries.begin() + long(count));
        return taken;
    };
    m_store->showEntries(take(10), true);
    QCOMPARE(model.rowCount(), 10);
    for (int i = 0; i < 3; ++i)
        m_store->addEntries(take(10), true);
    QCOMPARE(m_store->rowCount(), 40);
    QCOMPARE(model.rowCount(), 10);
    QTRY_COMPARE(model.rowCount(), 40);
    QCOMPARE(inserted.size(), 2);
    m_store->addEntries(take(10), true);
    model.announce();
    QCOMPARE(model.rowCount(), 50);
    m_store->addEntries(take(10), false);
    QCOMPARE(model.rowCount(), 60);
    QCOMPARE(inserted.size(), 4);
    m_store->leave();
    QCOMPARE(model.rowCount(), 0);
}

void VersionGraphTest::lanesAreToldInWords()
{
    auto entries = line(3);
    entries[0].kind = core::EdgeKind::Promotion;
    entries[0].isLive = true;
    entries[0].parents.push_back({core::VersionId("sha256:dddddddddd"), core::EnvironmentId("dev"),
        core::EdgeKind::Promotion});
    m_store->showEntries(entries);
    QCOMPARE(models::laneText(*m_store, 0),
        QStringLiteral("Promotion, live in prod, lane 1 of 2, from 100001 in prod (Edit), "
                       "dddddddd in dev (Promotion)"));
    QCOMPARE(models::laneText(*m_store, 2),
        QStringLiteral("Edit in prod, lane 1 of 2, the first of its line"));
    VersionGraphModel model(*m_store, m_clock);
    QCOMPARE(
        model.index(0, 0).data(Qt::AccessibleTextRole).toString(), models::laneText(*m_store, 0));
}

void VersionGraphTest::manyRowsAreOneLayout()
{
    m_store->showEntries(line(100'000));
    QCOMPARE(m_store->rowCount(), 100'000);
    QCOMPARE(m_store->lanes().width(), 1U);
    QCOMPARE(m_store->laneRow(99'999).arriving.size(), std::size_t(1));
    m_store->setFilter(LineageFilter::parse(QStringLiteral("key:/limits author:bob")));
    answer();
    QCOMPARE(m_store->rowCount(), 50'000);
}

void VersionGraphTest::notesSayWhoSetWhat()
{
    core::BlameReport report;
    report.entries = {entry(1), entry(2)};
    report.entries[1].approvers = {"Carol Chen", "Dan"};
    report.keys = {{"/a", 1}, {"/b", 0}, {"/c", 0}, {"/d/0", 1}, {"/d/1", 0}, {"/e", -1}};
    const auto tree
        = [](const char *text) { return core::read(std::string(text), core::Format::Json).tree(); };
    const auto live = tree(R"({"a": 1, "b": 1, "c": 1, "d": [1, 2], "e": 1, "f": 1})");
    const auto mine = tree("{\n\"a\": 1,\n\"b\": 1,\n\"c\": 1,\n\"d\": [1, "
                           "2],\n\"e\": 1,\n\"f\": 2,\n\"g\": 1}");
    const auto notes = models::blameNotes(report, mine, live, entry(1).createdAt);
    QStringList printed;
    for (const auto &note : notes)
        printed << QString::number(note.line) + u' ' + note.text
                + (note.isRepeated ? QStringLiteral("=") : QString());
    QCOMPARE(printed,
        (QStringList{QStringLiteral("1 Bob Byrne, 24 h ago"),
            QStringLiteral("2 Ann Ardent, just now"), QStringLiteral("3 Ann Ardent, just now="),
            QStringLiteral("4 Ann Ardent, just now="), QStringLiteral("5 Long ago"),
            QStringLiteral("6 Not live yet"), QStringLiteral("7 Not live yet=")}));
    QVERIFY(notes[0].tip.contains(QStringLiteral("CR-2, approved by Carol Chen, Dan: Change 2")));
    QVERIFY(models::blameNotes({}, mine, mine, {}).empty());
    // Who edited the change set keys as much as who asked for it.
    report.entries[1].contributors = {"Cora Cole"};
    const auto shared = models::blameNotes(report, mine, live, entry(1).createdAt);
    QCOMPARE(shared[0].text, QStringLiteral("Bob Byrne with Cora Cole, 24 h ago"));
    QVERIFY(shared[0].tip.startsWith(QStringLiteral("Set by Bob Byrne with Cora Cole on ")));
}

// Whose item it is goes with it, wherever the draft has put it.
void VersionGraphTest::notesFollowItems()
{
    core::BlameReport report;
    report.entries = {entry(1), entry(2)};
    report.keys = {{"/0/name", 1}, {"/0/port", 1}, {"/1/name", 0}, {"/1/port", 0}};
    const auto tree
        = [](const char *text) { return core::read(std::string(text), core::Format::Json).tree(); };
    const auto live = tree(R"([{"name": "a", "port": 1}, {"name": "b", "port": 2}])");
    const auto mine = tree("[\n{\"name\": \"x\", \"port\": 9},\n{\"name\": \"a\", \"port\": 1},\n"
                           "{\"name\": \"b\", \"port\": 2}]");
    QStringList printed;
    for (const auto &note : models::blameNotes(report, mine, live, entry(1).createdAt))
        printed << QString::number(note.line) + u' ' + note.text;
    QCOMPARE(printed,
        (QStringList{QStringLiteral("1 Not live yet"), QStringLiteral("2 Bob Byrne, 24 h ago"),
            QStringLiteral("3 Ann Ardent, just now")}));
    const models::BlamedKeys keys(report, mine, live);
    const auto of = [&](const char *pointer) {
        const auto blame = keys.of(pointer, entry(1).createdAt);
        return blame ? blame->text : QString();
    };
    QCOMPARE(of("/0/port"), QStringLiteral("Not live yet"));
    QCOMPARE(of("/1/port"), QStringLiteral("Bob Byrne, 24 h ago"));
    QCOMPARE(of("/2"), QStringLiteral("Ann Ardent, just now"));
    QCOMPARE(of(""), QStringLiteral("Ann Ardent, just now"));
}

void VersionGraphTest::keysSayWhoSetThem()
{
    core::BlameReport report;
    report.entries = {entry(1), entry(2)};
    report.keys = {{"/a", 1}, {"/d/0", 1}, {"/d/1", 0}, {"/e/x", -1}, {"/f", 0}, {"/g/h", 7}};
    const auto tree
        = [](const char *text) { return core::read(std::string(text), core::Format::Json).tree(); };
    const auto live = tree(R"({"a": 1, "d": [1, 2], "e": {"x": 1}, "f": {"y": 1}, "g": {"h": 1}})");
    const auto mine = tree(R"({"a": 1, "d": [1, 2], "e": {"x": 1}, "f": 2, "g": {"h": 1}})");
    const models::BlamedKeys keys(report, mine, live);
    const auto told = [&](const char *pointer) {
        const auto blame = keys.of(pointer, entry(1).createdAt);
        return blame ? blame->text : QStringLiteral("nobody");
    };
    QCOMPARE(told("/a"), QStringLiteral("Bob Byrne, 24 h ago"));
    QCOMPARE(told("/d"), QStringLiteral("Ann Ardent, just now"));
    QCOMPARE(told("/d/0"), QStringLiteral("Bob Byrne, 24 h ago"));
    QCOMPARE(told(""), QStringLiteral("Ann Ardent, just now"));
    QCOMPARE(told("/e"), QStringLiteral("Long ago"));
    QCOMPARE(told("/g/h"),
        QStringLiteral("Long ago")); // an entry that did not come
    QCOMPARE(told("/f"), QStringLiteral("Not live yet"));
    QCOMPARE(told("/f/y"), QStringLiteral("Not live yet"));
    QCOMPARE(told("/none"), QStringLiteral("nobody"));
    QCOMPARE(keys.of("/a", {})->request, entry(2).changeRequest);
    QVERIFY(!models::BlamedKeys().of("/a", {}));
}

void VersionGraphTest::blameIsReadOnce()
{
    models::BlameStore store(*m_cms);
    const auto config = m_cms->configAt("shop/gateway/limits")->id;
    const core::EnvironmentId prod("prod");
    m_cms->failNext("blame", support::anError(core::ErrorKind::Offline));
    store.show(config, prod);
    m_mailbox->drain();
    QVERIFY(store.loading().hasFailed());
    QVERIFY(!store.report());
    store.show(config, prod);
    m_mailbox->drain();
    QVERIFY(store.report());
    store.show(config, prod);
    m_mailbox->drain();
    QCOMPARE(m_cms->callCount("blame"), 2);
    QVERIFY(store.entryOf("/requestsPerSecond"));
    QVERIFY(!store.entryOf("/nowhere"));
    publish(77);
    store.reload();
    m_mailbox->drain();
    QCOMPARE(store.entryOf("/requestsPerSecond")->message, std::string("More"));
    store.leave();
    QVERIFY(!store.report());
}

QTEST_GUILESS_MAIN(VersionGraphTest)
#include "tst_versiongraph.moc"
