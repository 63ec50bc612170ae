// SPDX-License-Identifier: Apache-2.0
#include "engine/server/blameshelf.h"
#include "engine/server/lineage.h"
#include "engine/server/lineagenames.h"
#include "engine/server/validator.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using Strings = std::vector<std::string>;

// Who set the keys over long histories, and what items of lists are called in them.
class TestBlame : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void blameGoesOnBehindItsBounds();
    void blameOfSomethingElseBeginsAnew();
    void itemsAreNamedWhereverTheyStand();
    void sensitiveNamesAreNotTold();
    void namesAreFoundWhereOlderRecordsHaveNone();
    void namesOfOldRecordsAreSoughtWithinABound();
    void largeTextsHaveNamesToo();
    void repeatedSecretsAreNoNames();

private:
    // As an older server would have left it: records without names, or none at all.
    void growOld(bool hasRecords)
    {
        auto map = store->snapshot();
        if (!hasRecords)
            std::erase_if(
                map, [](const auto &entry) { return entry.first.starts_with("lineage/"); });
        for (auto &[key, bytes] : map) {
            if (!key.starts_with("lineage/"))
                continue;
            auto record = api::fromJson<core::LineageEntry>(*bytes, core::Limits::wide());
            record->names.reset();
            bytes = std::make_shared<const std::string>(api::toJson(*record));
        }
        open(std::move(map));
    }
    std::vector<core::LineageEntry> lineage(const std::string &query)
    {
        const auto page
            = read<api::Page<core::LineageEntry>>(ask("GET", "/v1/lineage", {}, {}, query));
        return page ? page->items : std::vector<core::LineageEntry>();
    }
    core::BlameReport blame(const std::string &config, const std::string &place)
    {
        const auto report = read<core::BlameReport>(
            ask("GET", "/v1/configs/" + config + "/heads/" + place + "/blame"));
        return report ? *report : core::BlameReport();
    }
};

void TestBlame::blameGoesOnBehindItsBounds()
{
    const auto id = config("a/one");
    for (int i = 0; i < 10; ++i)
        publish(id, "dev", R"({"first": true, "x": )" + std::to_string(i) + '}');
    MemoryReader reader(*store);
    const View view(reader);
    const auto head = view.need<core::Head>(keys::join(keys::head, id, "dev"), "head");
    for (const BlameSearch::Bounds bounds : {BlameSearch::Bounds{4, 1 << 20}, {100, 60}}) {
        BlameShelf shelf(bounds);
        auto report = shelf.report(view, head, 0);
        QVERIFY(!report.isComplete);
        QCOMPARE(report.keys, (std::vector<core::BlamedKey>{{"/first", -1}, {"/x", 0}}));
        const int first = report.looked.value_or(0);
        QVERIFY(first > 1 && first < 10);
        // Asked for again, it is the same answer.
        QVERIFY(shelf.report(view, head, 0) == report);
        for (int part = 0; part < 10 && !report.isComplete; ++part) {
            const int before = *report.looked;
            report = shelf.report(view, head, std::size_t(before));
            QVERIFY(report.isComplete || *report.looked > before);
        }
        QVERIFY(report.isComplete);
        QCOMPARE(*report.looked, 10);
        QCOMPARE(report.keys, blame(id, "dev").keys);
        QCOMPARE(report.entries.back().version,
            lineage("config=" + id + "&environment=dev").back().version);
    }
    QCOMPARE(
        ask("GET", "/v1/configs/" + id + "/heads/dev/blame", {}, {}, "looked=many").status, 400);
    QCOMPARE(ask("GET", "/v1/configs/" + id + "/heads/dev/blame", {}, {}, "looked=4").status, 200);
}

// What is kept is of what was live; and only so much is kept.
void TestBlame::blameOfSomethingElseBeginsAnew()
{
    std::vector<core::Head> heads;
    const auto headOf = [this](const std::string &id) {
        MemoryReader reader(*store);
        return View(reader).need<core::Head>(keys::join(keys::head, id, "dev"), "head");
    };
    for (int i = 0; i < 12; ++i) {
        const auto id = config("a/c" + std::to_string(i));
        for (int version = 0; version < 4; ++version)
            publish(id, "dev", R"({"first": 1, "x": )" + std::to_string(version) + '}');
        heads.push_back(headOf(id));
    }
    MemoryReader reader(*store);
    const View view(reader);
    BlameShelf shelf({1, 1 << 20});
    for (const auto &head : heads)
        QCOMPARE(*shelf.report(view, head, 0).looked, 2);
    QCOMPARE(*shelf.report(view, heads.back(), 2).looked, 3);
    // That one was let go: from the beginning.
    QCOMPARE(*shelf.report(view, heads.front(), 3).looked, 2);
    publish(heads.back().config.text(), "dev", R"({"first": 1, "x": 9})");
    const auto moved = headOf(heads.back().config.text());
    const auto report = shelf.report(view, moved, 3);
    QCOMPARE(report.version, moved.version);
    QCOMPARE(*report.looked, 2);
}

void TestBlame::itemsAreNamedWhereverTheyStand()
{
    const auto id = config("a/one");
    publish(id, "dev", R"({"r": [{"name": "a", "p": 1}, {"name": "b", "p": 1}]})");
    publish(id, "dev", R"({"r": [{"name": "a", "p": 1}, {"name": "b", "p": 2}]})");
    publish(id, "dev", R"({"r": [{"name": "b", "p": 2}, {"name": "a", "p": 1}]})");
    publish(id, "dev", R"({"r": [{"name": "b", "p": 3}, {"name": "a", "p": 1}]})");
    publish(id, "dev", R"({"r": [{"name": "b", "p": 3}]})");
    const auto entries = lineage("config=" + id + "&environment=dev");
    QCOMPARE(entries[0].keys, (Strings{"/r/1"}));
    QCOMPARE(entries[0].namedKeys(), (Strings{"/r[name=a]"}));
    QCOMPARE(entries[1].keys, (Strings{"/r/0/p"}));
    QCOMPARE(entries[1].namedKeys(), (Strings{"/r[name=b]/p"}));
    QCOMPARE(entries[3].keys, (Strings{"/r/1/p"}));
    QCOMPARE(entries[3].namedKeys(), (Strings{"/r[name=b]/p"}));
    QVERIFY(!entries[4].names);
    // And who set it is known through the reorder.
    const auto report = blame(id, "dev");
    QCOMPARE(report.keys.back().pointer, std::string("/r/0/p"));
    QCOMPARE(report.entries[std::size_t(report.keys.back().entry)].version, entries[1].version);
    QCOMPARE(report.entries[std::size_t(report.keys.front().entry)].version, entries[4].version);
}

void TestBlame::sensitiveNamesAreNotTold()
{
    const auto schema = support::publishSchema(*this,
        R"({"properties": {"r": {"items": {"properties": {"name": {"x-sensitive": true}}}}}})");
    const auto id = config("a/one", schema);
    publish(id, "dev", R"({"r": [{"name": "hunter2", "p": 1}], "s": [{"id": "plain", "p": 1}]})");
    publish(id, "dev", R"({"r": [{"name": "hunter2", "p": 2}], "s": [{"id": "plain", "p": 2}]})");
    publish(id, "dev", R"({"r": [], "s": [{"id": "plain", "p": 2}]})");
    const auto page = ask("GET", "/v1/lineage", {}, {}, "config=" + id);
    QVERIFY2(page.body->find("hunter2") == std::string::npos, page.body->c_str());
    const auto entries = lineage("config=" + id);
    QCOMPARE(entries[1].namedKeys(), (Strings{"/r/0/p", "/s[id=plain]/p"}));
    QCOMPARE(entries[0].namedKeys(), entries[0].keys);
}

void TestBlame::namesAreFoundWhereOlderRecordsHaveNone()
{
    const auto schema = support::publishSchema(*this,
        R"({"properties": {"s": {"items": {"properties": {"name": {"x-sensitive": true}}}}}})");
    const auto id = config("a/one", schema);
    publish(id, "dev", R"({"r": [{"name": "a", "p": 1}, {"name": "b"}], "s": [{"name": "c"}]})");
    publish(id, "dev", R"({"r": [{"name": "a", "p": 2}, {"name": "b"}], "s": [{"name": "c"}]})");
    publish(id, "dev", R"({"r": [{"name": "b"}], "s": [{"name": "c", "p": 1}]})");
    publish(id, "dev", R"({"r": [{"name": "b"}], "s": [{"name": "c", "p": 2}]})");
    const auto kept = lineage("config=" + id);
    QCOMPARE(kept[0].namedKeys(), (Strings{"/s/0/p"}));
    QCOMPARE(kept[1].namedKeys(), (Strings{"/s/0/p", "/r[name=a]"}));
    QCOMPARE(kept[2].namedKeys(), (Strings{"/r[name=a]/p"}));
    for (const bool hasRecords : {true, false}) {
        growOld(hasRecords);
        const auto found = lineage("config=" + id);
        QCOMPARE(found.size(), kept.size());
        for (std::size_t i = 0; i < kept.size(); ++i)
            QCOMPARE(found[i].namedKeys(), kept[i].namedKeys());
    }
}

// Reading on, they come with the page that has room for them; nothing is guessed.
void TestBlame::namesOfOldRecordsAreSoughtWithinABound()
{
    const auto id = config("a/one");
    const std::string filling(100'000, 'x');
    for (int i = 0; i < 3; ++i)
        publish(id, "dev",
            R"({"f": ")" + filling + R"(", "r": [{"name": "a", "p": )" + std::to_string(i) + "}]}");
    growOld(true);
    MemoryReader reader(*store);
    const View view(reader);
    Validator validator;
    const auto newest = live(id, "dev");
    LineageBudget budget{150'000, &validator};
    QVERIFY(!lineageOf(view, newest, "a/one", budget).names);
    QCOMPARE(budget.bytes, 0U);
    QVERIFY(!lineageOf(view, newest, "a/one", budget).names);
    budget.bytes = 250'000;
    QCOMPARE(lineageOf(view, newest, "a/one", budget).namedKeys(), (Strings{"/r[name=a]/p"}));
    QVERIFY(budget.bytes < 50'000);
    // Who does not ask for names reads no text for them.
    budget = {250'000, nullptr};
    QCOMPARE(lineageOf(view, newest, "a/one", budget).namedKeys(), (Strings{"/r/0/p"}));
    QCOMPARE(budget.bytes, 250'000U);
}

void TestBlame::largeTextsHaveNamesToo()
{
    const core::SchemaId schema(support::publishSchema(*this,
        R"({"properties": {"s": {"items": {"properties": {"name": {"x-sensitive": true}}}}}})"));
    MemoryReader reader(*store);
    const View view(reader);
    Validator validator;
    const auto namesIn = [&](std::size_t bytes, const core::SchemaId &by) {
        std::string filling;
        while (filling.size() < bytes)
            filling += '"' + std::string(1 << 19, 'x') + "\", ";
        const auto text = [&](const char *value) {
            return core::read("{\"f\": [" + filling + R"(1], "r": [{"name": "a", "p": )" + value
                    + R"(}, {"name": "AKIAQ3EGVHZW6XTNB2LD", "p": )" + value
                    + R"(}], "s": [{"name": "b", "p": )" + value + "}]}",
                core::Format::Json, core::Limits::wide())
                .tree();
        };
        const auto before = text("1");
        const auto after = text("2");
        return namesOf(view, validator, core::changedKeys(before.root(), after.root(), 9),
            {&before, {}}, {&after, {by}});
    };
    QCOMPARE(*namesIn(3 << 20, schema), (Strings{"/r[name=a]/p", "/r/1/p", "/s/0/p"}));
    // Nobody knows.
    QVERIFY(!namesIn(mostNamedBytes, schema));
    QVERIFY(!namesIn(1, core::SchemaId("sch_none")));
}

// What YAML writes at an anchor and shows again in a sensitive place.
void TestBlame::repeatedSecretsAreNoNames()
{
    MemoryReader reader(*store);
    const View view(reader);
    Validator validator;
    const auto namesIn = [&](const std::string &rest) {
        const auto text = [&](const char *value) {
            return core::read(
                std::string("r:\n- {name: &n opensesame1, p: ") + value + "}\n" + rest,
                core::Format::Yaml)
                .tree();
        };
        const auto before = text("1");
        const auto after = text("2");
        return namesOf(view, validator, core::changedKeys(before.root(), after.root(), 9),
            {&before, {}}, {&after, {}});
    };
    QCOMPARE(*namesIn("note: *n\n"), (Strings{"/r[name=opensesame1]/p"}));
    QCOMPARE(*namesIn("password: *n\n"), (Strings{"/r/0/p"}));
    QVERIFY(!namesIn("password: *n\nfilling: " + std::string(mostScannedBytes, 'x') + '\n'));
}

QTEST_GUILESS_MAIN(TestBlame)
#include "tst_blame.moc"
