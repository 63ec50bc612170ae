// SPDX-License-Identifier: Apache-2.0
#include "audit/auditexport.h"
#include "audit/auditoverview.h"
#include "audit/report/visibletext.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/audit/testlog.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::AuditFilter;
using audit::Dimension;
using core::AuditKind;
using core::AuditOutcome;
using support::TestCache;
using support::TestLog;

namespace {

constexpr std::array actors{"usr_ada", "usr_bob", "usr_cy"};
constexpr std::array environments{"prod", "dev", ""};
constexpr std::array kinds{AuditKind::AuthnLogin, AuditKind::ChangeRequestApprove,
    AuditKind::DeploymentStart, AuditKind::ChangeRequestCreate};

// Some hundred entries over forty days, in three syncs.
void fill(TestCache &test, int count = 300, int minutesBetween = 190)
{
    auto cache = test.open();
    for (int i = 0; i < count; ++i) {
        auto event = core::auditEvent(kinds[std::size_t(i * i) % kinds.size()],
            i % 7 == 0 ? AuditOutcome::Denied : AuditOutcome::Success);
        event.time = test.clock.now() + std::chrono::minutes(std::int64_t(i) * minutesBetween);
        event.actor.id = actors[std::size_t(i) % actors.size()];
        event.environment = environments[std::size_t(i / 5) % environments.size()];
        event.reason = i % 11 == 0 ? "Raise the limit" : "";
        event.target = {"config", "cfg_" + std::to_string(i % 4), ""};
        test.log.append(event);
        if (i % 100 == 99 && !cache->append(test.log.batchFrom(cache->size())))
            qFatal("not appended");
    }
}

// What a person would count by hand.
std::string counted(audit::AuditCache &cache, AuditFilter filter, Dimension dimension)
{
    (dimension == Dimension::Actor            ? filter.actor
            : dimension == Dimension::Event   ? filter.event
            : dimension == Dimension::Outcome ? filter.outcome
                                              : filter.environment)
        .clear();
    audit::AuditQuery query;
    query.filter = filter;
    query.limit = 100'000;
    std::map<std::string, int> counts;
    const auto rows = audit::find(cache, query).value();
    for (const auto &row : rows)
        ++counts[audit::valueOf(row, dimension)];
    std::string text;
    for (const auto &[value, events] : counts)
        text += value + ' ' + std::to_string(events) + ", ";
    return text;
}

std::string printed(std::vector<audit::FacetValue> facet)
{
    std::ranges::sort(facet, {}, &audit::FacetValue::value);
    std::string text;
    for (const auto &value : facet)
        text += value.value + ' ' + std::to_string(value.events) + ", ";
    return text;
}

std::string plan(audit::AuditCache &cache, const std::string &sql)
{
    auto select = cache.database().prepare("EXPLAIN QUERY PLAN " + sql);
    std::string text;
    while (select && select->step().value())
        text += std::string(select->text(3)) + '\n';
    return text;
}

std::vector<std::string> hostileTexts()
{
    std::vector<std::string> texts{"=1+1", "'=1", "+1", "\t=1", "\x1b[31mred", "a\u202eb",
        "\u2067x", "\x7f", "\u009b31m", "\U000e0041", "\ufeff", "\u200b", "<b>&amp;", "a\"b", "a,b",
        "a\r\nb", std::string("\0x", 2)};
    const auto folder = support::corpus("strings");
    if (!folder)
        return texts;
    const auto reading
        = core::readJson(support::contentOf(*folder / "blns.json"), core::Limits::wide());
    for (const auto &item : reading.tree().root())
        texts.emplace_back(item.value().text());
    return texts;
}

// As a server writes it that escapes nothing but what JSON must.
std::string leafWith(const std::string &text, std::size_t seq)
{
    auto event = TestLog::event();
    event.seq = std::int64_t(seq);
    event.reason = "REASON";
    auto leaf = core::toLeaf(event).value();
    std::string reason;
    core::appendJsonString(reason, text);
    const std::string placed = "\"REASON\"";
    return leaf.replace(leaf.find(placed), placed.size(), reason);
}

std::string exported(audit::AuditCache &cache, audit::ExportFormat format)
{
    std::string text;
    const auto sink = [&text](std::string_view piece) {
        text += piece;
        return core::Result<>(core::Done());
    };
    return audit::exportEntries(cache, {}, format, sink) ? text : std::string();
}

std::vector<std::string> recordsOf(std::string text, const std::string &end)
{
    std::vector<std::string> records;
    for (std::size_t at = 0; (at = text.find(end)) != std::string::npos;) {
        records.push_back(text.substr(0, at));
        text.erase(0, at + end.size());
    }
    return records;
}

bool isAllShown(const std::string &line)
{
    return audit::visibleText(line) == line;
}

} // namespace

// Facets, counts by time, what is exported.
class TestAuditOverview : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void facetsCountWhatIsThere_data();
    void facetsCountWhatIsThere();
    void combinedFiltersFindWhatTheySay();
    void bucketsCoverTheTime();
    void aFewDaysAreShownByHour();
    void tooManyAreCountedInPart();
    void keptCountsNeedNoEntries();
    void nothingHasNoHistogram();
    void unreadableEntriesHaveNoTime();
    void fieldsAreGuarded_data();
    void fieldsAreGuarded();
    void hostileLeavesStayData();
    void whatMatchesIsExported();
    void otherToolsAreServed();
    void aFullDiskEndsAnExport();
    void filtersAreKeptAsText();
};

void TestAuditOverview::facetsCountWhatIsThere_data()
{
    QTest::addColumn<QByteArray>("filter");
    for (const char *filter : {"", "actor=usr_ada", "event=authn.login", "event=change_request.*",
             "environment=dev", "outcome=denied", "actor=usr_ada\noutcome=denied",
             "actor=usr_bob\nenvironment=prod\nevent=change_request.create", "text=limit",
             "text=limit\nactor=usr_cy", "target=cfg_2", "target=cfg_2\noutcome=success",
             "from=2026-11-25T00:00:00Z", "from=2026-11-25T00:00:00Z\nbefore=2026-12-03T00:00:00Z",
             "from=2026-11-25T07:00:00Z\nbefore=2026-12-03T09:00:00Z\nactor=usr_bob",
             "from=2026-11-25T00:00:00Z\nactor=usr_bob", "actor=nobody", "text=nothing",
             "before=2020-01-01T00:00:00Z", "text=!!"})
        QTest::newRow(QByteArray(filter).replace('\n', ' ').constData()) << QByteArray(filter);
}

void TestAuditOverview::facetsCountWhatIsThere()
{
    QFETCH(QByteArray, filter);
    TestCache test;
    fill(test);
    auto cache = test.open();
    const auto wanted = audit::filterFromText(filter.toStdString());
    const auto overview = audit::overview(*cache, wanted);
    QVERIFY2(overview.ok(), overview ? "" : core::toString(overview.error()).c_str());
    QVERIFY(!overview->isPartial);
    QCOMPARE(overview->total, audit::count(*cache, wanted).value());
    std::int64_t inBuckets = 0;
    for (const auto &bucket : overview->histogram)
        inBuckets += bucket.events;
    QCOMPARE(inBuckets, overview->total);
    for (const auto dimension : audit::dimensions)
        QCOMPARE(printed(overview->facet(dimension)), counted(*cache, wanted, dimension));
}

// Every combination of a value or none in each place, against a look at every row.
void TestAuditOverview::combinedFiltersFindWhatTheySay()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    audit::AuditQuery query;
    query.limit = 1000;
    const auto all = audit::find(*cache, query).value();
    QCOMPARE(all.size(), 300u);
    const auto isWanted = [](const std::string &wanted, const std::string &value) {
        return wanted.empty() || wanted == value;
    };
    auto &filter = query.filter;
    const auto middle = all[150].time;
    for (int bits = 0; bits < 128; ++bits) {
        filter = {};
        filter.actor = bits & 1 ? "usr_bob" : "";
        filter.event = bits & 2 ? "change_request.approve" : "";
        filter.environment = bits & 4 ? "prod" : "";
        filter.outcome = bits & 8 ? "success" : "";
        filter.target = bits & 16 ? "cfg_1" : "";
        filter.before = bits & 32 ? std::optional(middle) : std::nullopt;
        filter.text = bits & 64 ? "appr" : "";
        std::string expected;
        std::string found;
        for (const auto &row : all) {
            if (isWanted(filter.actor, row.actor) && isWanted(filter.event, row.event)
                && isWanted(filter.environment, row.environment)
                && isWanted(filter.outcome, row.outcome) && isWanted(filter.target, row.targetId)
                && (!filter.before || row.time < middle)
                && (filter.text.empty() || row.event == "change_request.approve"))
                expected += std::to_string(row.seq) + ' ';
        }
        const auto rows = audit::find(*cache, query).value();
        for (const auto &row : rows)
            found += std::to_string(row.seq) + ' ';
        QCOMPARE(found, expected);
    }
}

void TestAuditOverview::bucketsCoverTheTime()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    const auto overview = audit::overview(*cache, {});
    QCOMPARE(overview->bucketWidth, std::chrono::microseconds(std::chrono::hours(24)));
    QCOMPARE(overview->histogram.size(), 40u);
    QCOMPARE(overview->histogram.front().from, core::fromRfc3339("2026-11-20T00:00:00Z").value());
    for (std::size_t at = 1; at < overview->histogram.size(); ++at)
        QCOMPARE(
            overview->histogram[at].from - overview->histogram[at - 1].from, overview->bucketWidth);
    TestCache years;
    fill(years, 200, 6 * 24 * 60);
    auto other = years.open();
    const auto wide = audit::overview(*other, {});
    QVERIFY(wide->histogram.size() <= std::size_t(audit::mostBuckets) + 1);
    QCOMPARE(wide->bucketWidth, std::chrono::microseconds(std::chrono::hours(24 * 10)));
}

void TestAuditOverview::aFewDaysAreShownByHour()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    AuditFilter filter;
    filter.from = core::fromRfc3339("2026-11-25T00:00:00Z").value();
    filter.before = core::fromRfc3339("2026-11-27T00:00:00Z").value();
    const auto overview = audit::overview(*cache, filter);
    QCOMPARE(overview->bucketWidth, std::chrono::microseconds(std::chrono::hours(1)));
    QVERIFY(overview->histogram.size() > 40u);
    QCOMPARE(overview->total, audit::count(*cache, filter).value());
}

void TestAuditOverview::tooManyAreCountedInPart()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    AuditFilter filter;
    filter.text = "config";
    const auto part = audit::overview(*cache, filter, 50);
    QVERIFY(part->isPartial);
    for (const auto dimension : audit::dimensions)
        QVERIFY(part->isFacetPartial(dimension));
    QCOMPARE(part->total, 50);
    QVERIFY(!audit::overview(*cache, {}, 50)->isPartial);
    filter = {};
    filter.actor = "usr_ada";
    // The others' counts are of the newest; its own and the total are kept, and so are whole.
    const auto chosen = audit::overview(*cache, filter, 50);
    QVERIFY(!chosen->isPartial);
    for (const auto dimension : audit::dimensions)
        QCOMPARE(chosen->isFacetPartial(dimension), dimension != Dimension::Actor);
    QVERIFY(!audit::overview(*cache, filter, 5000)->isFacetPartial(Dimension::Event));
    QCOMPARE(chosen->total, 100);
    QCOMPARE(chosen->facet(Dimension::Actor).size(), 3u);
}

// Not by a stopwatch: by what SQLite would read.
void TestAuditOverview::keptCountsNeedNoEntries()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    const auto byActor = plan(*cache,
        "SELECT value, sum(events) FROM tally WHERE dimension = 0 AND day >= 1 AND day <= 2"
        " GROUP BY value");
    QVERIFY2(byActor.find("SEARCH tally USING PRIMARY KEY (dimension=?)") != std::string::npos,
        byActor.c_str());
    const auto rows = cache->database().integer("SELECT count(*) FROM tally").value();
    QVERIFY(rows <= 40 * (3 + 4 + 3 + 2));
}

void TestAuditOverview::nothingHasNoHistogram()
{
    TestCache test;
    auto cache = test.open();
    const auto overview = audit::overview(*cache, {});
    QCOMPARE(overview->total, 0);
    QVERIFY(overview->histogram.empty());
    QVERIFY(overview->facet(Dimension::Actor).empty());
}

void TestAuditOverview::unreadableEntriesHaveNoTime()
{
    TestCache test;
    test.log.appendLeaf("{\"v\":2}");
    test.log.append(1);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    const auto overview = audit::overview(*cache, {});
    QCOMPARE(overview->total, 2);
    QCOMPARE(overview->histogram.size(), 1u);
}

void TestAuditOverview::fieldsAreGuarded_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &field) {
        QTest::newRow(name) << text << field;
    };
    row("empty", "", "\"\"");
    row("plain", "a", "\"a\"");
    row("quotes", "say \"a\", \"b\"", "\"say \"\"a\"\", \"\"b\"\"\"");
    row("inside", "a=1", "\"a=1\"");
    // What would not show, or turn what shows, from a server that did not escape it.
    row("lines", "a\r\nb", "\"a\\u{D}\\u{A}b\"");
    row("tab", "\t=1", "\"\\u{9}=1\"");
    row("nul", QByteArray("\0=1", 3), "\"\\u{0}=1\"");
    row("escape", "\x1b[31m", "\"\\u{1B}[31m\"");
    row("turned", "a\u202eb", "\"a\\u{202E}b\"");
    row("broken", "a\xff", "\"a\\x{FF}\"");
    for (const char *begin : {"=", "+", "-", "@", "＝", "＋", "－", "＠"})
        row(begin, QByteArray(begin) + "1+1", "\"'" + QByteArray(begin) + "1+1\"");
    // Taking one apostrophe off gives each of them back.
    row("apostrophe", "'=1", "\"''=1\"");
    row("other full width", "！", "\"！\"");
}

void TestAuditOverview::fieldsAreGuarded()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, field);
    QCOMPARE(QByteArray::fromStdString(audit::csvField(text.toStdString())), field);
}

// Of a server that escapes nothing: every text in every format shows what it is, runs nothing, and
// comes back.
void TestAuditOverview::hostileLeavesStayData()
{
    const auto texts = hostileTexts();
    TestCache test;
    for (std::size_t i = 0; i < texts.size(); ++i)
        test.log.appendLeaf(leafWith(texts[i], i));
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    QVERIFY(!cache->alarm());
    const auto csv = recordsOf(exported(*cache, audit::ExportFormat::Csv), "\r\n");
    const auto ocsf = recordsOf(exported(*cache, audit::ExportFormat::Ocsf), "\n");
    const auto cloud = recordsOf(exported(*cache, audit::ExportFormat::CloudEvents), "\n");
    const auto leaves = recordsOf(exported(*cache, audit::ExportFormat::Leaves), "\n");
    QCOMPARE(csv.size(), texts.size() + 1);
    QCOMPARE(ocsf.size(), texts.size());
    QCOMPARE(cloud.size(), texts.size());
    QCOMPARE(leaves.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto seq = texts.size() - 1 - i; // newest first
        for (const auto &line : {csv[i + 1], ocsf[i], cloud[i]})
            QVERIFY2(isAllShown(line), line.c_str());
        const auto reason = "," + audit::csvField(texts[seq]) + ",";
        QVERIFY2(csv[i + 1].find(reason) != std::string::npos, csv[i + 1].c_str());
        const auto ofOcsf = core::readJson(ocsf[i], core::Limits::wide());
        QCOMPARE(std::string(ofOcsf.tree().root()["raw_data"].text()), test.log.leaf(seq));
        const auto ofCloud = core::readJson(cloud[i], core::Limits::wide());
        QCOMPARE(std::string(ofCloud.tree().root()["data"]["reason"].text()), texts[seq]);
        QCOMPARE(leaves[i], test.log.leaf(seq));
    }
}

void TestAuditOverview::whatMatchesIsExported()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    std::string text;
    const auto sink = [&text](std::string_view piece) {
        text += piece;
        return core::Result<>(core::Done());
    };
    const auto filter = audit::filterFromText("actor=usr_ada");
    QCOMPARE(audit::exportEntries(*cache, filter, audit::ExportFormat::Csv, sink).value(), 100);
    QCOMPARE(std::ranges::count(text, '\n'), 101);
    QVERIFY(text.starts_with("\"seq\",\"time\","));
    QVERIFY(text.find("\r\n\"297\",\"2026-12-2") != std::string::npos);
    text.clear();
    QCOMPARE(audit::exportEntries(*cache, {}, audit::ExportFormat::Leaves, sink).value(), 300);
    QVERIFY(text.starts_with(test.log.leaf(299) + '\n'));
    QVERIFY(text.ends_with('\n' + test.log.leaf(0) + '\n'));
}

// One record an entry, each with the whole leaf in it; twice the same bytes.
void TestAuditOverview::otherToolsAreServed()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    for (const auto &[name, mark] : {std::pair("ocsf", "\"metadata\":{"),
             std::pair("cloudevents", "\"specversion\":\"1.0\"")}) {
        const auto format = audit::exportFormatFromName(name);
        std::array<std::string, 2> texts;
        for (auto &text : texts) {
            const auto sink = [&text](std::string_view piece) {
                text += piece;
                return core::Result<>(core::Done());
            };
            QCOMPARE(audit::exportEntries(*cache, {}, *format, sink).value(), 300);
        }
        QCOMPARE(texts[0], texts[1]);
        QCOMPARE(std::ranges::count(texts[0], '\n'), 300);
        QVERIFY(texts[0].find(mark) != std::string::npos);
        QVERIFY(texts[0].find(core::leafHashText(test.log.leaf(299))) < texts[0].find('\n'));
        QVERIFY(texts[0].find(test.log.origin) != std::string::npos);
    }
    QVERIFY(!audit::exportFormatFromName("xml"));
}

void TestAuditOverview::aFullDiskEndsAnExport()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    const auto sink = [](std::string_view) {
        return core::Result<>(core::Error{core::ErrorKind::Storage, "disk-full", "", {}, {}, {}});
    };
    QCOMPARE(audit::exportEntries(*cache, {}, audit::ExportFormat::Csv, sink).error().code,
        std::string("disk-full"));
}

void TestAuditOverview::filtersAreKeptAsText()
{
    AuditFilter filter;
    filter.from = core::fromRfc3339("2026-11-20T12:00:00Z").value();
    filter.before = core::fromRfc3339("2026-11-21T12:00:00.5Z").value();
    filter.event = "change_request.*";
    filter.actor = "a=b\\n\nc";
    filter.outcome = "denied";
    filter.environment = "prod";
    filter.nameSpace = "shop";
    filter.target = "cfg_1";
    filter.correlation = "CR-1";
    filter.breakGlass = "bg_1";
    filter.text = "größe\n\"";
    QCOMPARE(audit::filterFromText(audit::toText(filter)), filter);
    QCOMPARE(audit::toText({}), std::string());
    QCOMPARE(audit::filterFromText("later=1\nfrom=yesterday\nnonsense\n\nactor=x"),
        audit::filterFromText("actor=x"));
}

QTEST_GUILESS_MAIN(TestAuditOverview)
#include "tst_auditoverview.moc"
