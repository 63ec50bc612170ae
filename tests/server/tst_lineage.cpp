// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using Strings = std::vector<std::string>;

using support::inQuotes;

// The graph of versions and who set the keys, as the service tells them.
class TestLineage : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void editsFollowEachOther();
    void aRollbackPointsAtItsTarget();
    void aPromotionIsKnownByWordAndByContent();
    void nobodyPromotesFromElsewhere();
    void aRebasedItemIsAMerge();
    void aDraftThatTookLiveInIsAMerge();
    void aDraftThatBeganAnewIsNone();
    void nobodyMergesFromElsewhere();
    void anotherSchemaIsAMigration();
    void anEnvironmentHasItsOwnOrder();
    void pagesAreLimited();
    void whatWasMadeBeforeIsRemembered();
    void textsTooLargeAreNotCompared();
    void theKeysOfALargeChangeAreAllKnown();
    void blameNamesWhoSetWhat();
    void blameNamesWhoEditedToo();
    void blameAfterAMergeAPromotionAndARollback();
    void blameOfALongRow();

private:
    // Saves a draft in dev, a new one without an id; its id.
    std::string draft(const std::string &id, const std::string &config, const std::string &base,
        const std::string &text);
    std::vector<core::LineageEntry> lineage(const std::string &query, Response *page = nullptr);
    static Strings printed(const std::vector<core::LineageEntry> &entries);
    core::BlameReport blame(const std::string &config, const std::string &place);
};

std::vector<core::LineageEntry> TestLineage::lineage(const std::string &query, Response *page)
{
    auto response = ask("GET", "/v1/lineage", {}, {}, query);
    const auto entries = api::fromJson<api::Page<core::LineageEntry>>(*response.body);
    if (page)
        *page = response;
    return entries ? entries->items : std::vector<core::LineageEntry>();
}

// "kind path environment v1.0.0 ← edit dev, promotion prod: /keys".
Strings TestLineage::printed(const std::vector<core::LineageEntry> &entries)
{
    Strings lines;
    for (const auto &entry : entries) {
        auto line = std::string(api::toWire(entry.kind)) + ' ' + entry.path + ' '
            + entry.environment.text() + (entry.isLive ? " live" : "")
            + (entry.isQuarantined ? " quarantined" : "") + " <-";
        for (const auto &parent : entry.parents) {
            const auto row
                = std::ranges::find(entries, parent.version, &core::LineageEntry::version);
            line += ' ' + std::string(api::toWire(parent.kind)) + ' '
                + (row == entries.end() ? parent.environment.text()
                                        : std::to_string(row - entries.begin()));
        }
        line += ':';
        for (const auto &key : entry.keys)
            line += ' ' + key;
        lines.push_back(line);
    }
    return lines;
}

core::BlameReport TestLineage::blame(const std::string &config, const std::string &place)
{
    const auto response = ask("GET", "/v1/configs/" + config + "/heads/" + place + "/blame");
    const auto report = api::fromJson<core::BlameReport>(*response.body);
    return report ? *report : core::BlameReport();
}

void TestLineage::editsFollowEachOther()
{
    const auto id = config("a/one");
    publish(id, "dev", R"({"x": 1, "y": {"z": 1}})");
    publish(id, "dev", R"({"x": 2, "y": {"z": 1}})");
    publish(id, "dev", R"({"x": 2, "y": {"z": 3}, "w": 1})");
    QCOMPARE(printed(lineage("config=" + id)),
        (Strings{"edit a/one dev live <- edit 1: /y/z /w", "edit a/one dev <- edit 2: /x",
            "edit a/one dev <-: "}));
    const auto entries = lineage("config=" + id + "&environment=dev");
    QCOMPARE(entries.size(), 3U);
    QCOMPARE(entries[0].message, std::string("because"));
    QVERIFY(!entries[0].authorName.empty());
    QVERIFY(entries[0].changeRequest);
    QCOMPARE(lineage("config=" + id + "&environment=prod").size(), 0U);
    QCOMPARE(ask("GET", "/v1/lineage").status, 400);
    QCOMPARE(ask("GET", "/v1/lineage", {}, {}, "config=cfg_none").status, 404);
    QCOMPARE(ask("GET", "/v1/lineage", {}, {}, "environment=none").status, 404);
}

void TestLineage::aRollbackPointsAtItsTarget()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    publish(id, "dev", R"({"x": 2})");
    publish(id, "dev", R"({"x": 3})");
    const auto head = ask("GET", "/v1/configs/" + id + "/heads/dev");
    QCOMPARE(ask("POST", "/v1/configs/" + id + "/heads/dev:rollback",
                 R"({"target":)" + inQuotes(first) + R"(,"reason":"worse","ticket":""})", head.etag)
                 .status,
        201);
    const Strings expected{"rollback a/one dev live <- rollback 1 rollback 3: /x",
        "edit a/one dev quarantined <- edit 2: /x", "edit a/one dev <- edit 3: /x",
        "edit a/one dev <-: "};
    QCOMPARE(printed(lineage("config=" + id)), expected);
}

void TestLineage::aPromotionIsKnownByWordAndByContent()
{
    const auto id = config("a/one");
    const auto dev = publish(id, "dev", R"({"x": 1, "own": "d"})");
    publish(id, "prod", R"({"x": 0, "own": "p"})");
    // A part of it, which nobody could see in the text.
    publish(id, "prod", R"({"x": 1, "own": "p"})", dev);
    // All of it, by whatever way it came.
    publish(id, "prod", R"({"own": "d", "x": 1})");
    QCOMPARE(printed(lineage("config=" + id)),
        (Strings{"promotion a/one prod live <- edit 1 promotion 3: /own",
            "promotion a/one prod <- edit 2 promotion 3: /x",
            "edit a/one prod <-: ", "edit a/one dev live <-: "}));
    // Where the other environment is not looked at, it is still named.
    QCOMPARE(printed(lineage("config=" + id + "&environment=prod"))[0],
        std::string("promotion a/one prod live <- edit 1 promotion dev: /own"));
}

void TestLineage::nobodyPromotesFromElsewhere()
{
    const auto one = config("a/one");
    const auto other = config("a/other");
    const auto version = publish(one, "dev", "{}");
    QCOMPARE(request(item(other, "prod", "{}", version)).status, 422);
    QCOMPARE(request(item(one, "dev", R"({"x":1})", version)).status, 422);
    QCOMPARE(request(item(one, "prod", "{}", "sha256:0")).status, 422);
    QCOMPARE(request(item(one, "prod", "{}", version)).status, 201);
}

void TestLineage::aRebasedItemIsAMerge()
{
    const auto id = config("a/one");
    publish(id, "dev", R"({"x": 1, "y": 1})");
    const auto mine = request(item(id, "dev", R"({"x": 2, "y": 1})"));
    publish(id, "dev", R"({"x": 1, "y": 2})");
    const auto rebased = ask("PUT", "/v1/change-requests/" + at(mine, "/id"),
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
            + item(id, "dev", R"({"x": 2, "y": 2})") + R"(],"submit":true})",
        ask("GET", "/v1/change-requests/" + at(mine, "/id")).etag);
    QCOMPARE(rebased.status, 200);
    QVERIFY(!apply(rebased).empty());
    QCOMPARE(printed(lineage("config=" + id)),
        (Strings{"merge a/one dev live <- edit 1 merge 2: /x", "edit a/one dev <- edit 2: /y",
            "edit a/one dev <-: "}));
}

std::string TestLineage::draft(const std::string &id, const std::string &config,
    const std::string &base, const std::string &text)
{
    const auto body = R"({"config":)" + inQuotes(config) + R"(,"environment":"dev","base":)"
        + inQuotes(base) + R"(,"text":)" + inQuotes(text) + '}';
    const auto path = "/v1/drafts" + (id.empty() ? id : '/' + id);
    const auto answer
        = id.empty() ? ask("POST", path, body) : ask("PUT", path, body, ask("GET", path).etag);
    return answer.status < 300 ? at(answer, "/id") : *answer.body;
}

void TestLineage::aDraftThatTookLiveInIsAMerge()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1, "y": 1})");
    const auto mine = draft({}, id, first, R"({"x": 2, "y": 1})");
    const auto second = publish(id, "dev", R"({"x": 1, "y": 2})");
    QCOMPARE(draft(mine, id, second, R"({"x": 2, "y": 2})"), mine);
    const auto third = publish(id, "dev", R"({"x": 1, "y": 3})");
    // Merged twice, and written on: it is still what was begun on the first.
    QCOMPARE(draft(mine, id, third, R"({"x": 2, "y": 3})"), mine);
    QCOMPARE(draft(mine, id, third, R"({"x": 4, "y": 3})"), mine);
    QVERIFY(!apply(request(item(id, "dev", R"({"x": 4, "y": 3})"))).empty());
    QCOMPARE(printed(lineage("config=" + id)).front(),
        std::string("merge a/one dev live <- edit 1 merge 3: /x"));
}

void TestLineage::aDraftThatBeganAnewIsNone()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    const auto mine = draft({}, id, first, R"({"x": 2})");
    const auto second = publish(id, "dev", R"({"x": 3})");
    // Live is taken as it is, then edited.
    QCOMPARE(draft(mine, id, second, R"({"x": 3})"), mine);
    QCOMPARE(draft(mine, id, second, R"({"x": 5})"), mine);
    QVERIFY(!apply(request(item(id, "dev", R"({"x": 5})"))).empty());
    QCOMPARE(
        printed(lineage("config=" + id)).front(), std::string("edit a/one dev live <- edit 1: /x"));
    // A draft that was merged and thrown away says nothing of the next one.
    const auto third = live(id, "dev");
    QCOMPARE(draft(mine, id, third, R"({"x": 6})"), mine);
    const auto path = "/v1/drafts/" + mine;
    QCOMPARE(ask("DELETE", path, {}, ask("GET", path).etag).status, 204);
    (void)draft({}, id, third, R"({"x": 7})");
    QVERIFY(!apply(request(item(id, "dev", R"({"x": 7})"))).empty());
    QCOMPARE(
        printed(lineage("config=" + id)).front(), std::string("edit a/one dev live <- edit 1: /x"));
}

// Neither what was never live nor another's draft makes a parent.
void TestLineage::nobodyMergesFromElsewhere()
{
    const auto id = config("a/one");
    const auto other = publish(config("a/other"), "dev", R"({"x": 1})");
    const auto first = publish(id, "dev", R"({"x": 1})");
    const auto mine = draft({}, id, other, R"({"x": 2})");
    QCOMPARE(draft(mine, id, first, R"({"x": 2})"), mine);
    const auto second = publish(id, "dev", R"({"x": 2})");
    QCOMPARE(
        printed(lineage("config=" + id)).front(), std::string("edit a/one dev live <- edit 1: /x"));
    QCOMPARE(draft(mine, id, second, R"({"x": 4})"), mine); // a merge, of this author and text
    QVERIFY(!apply(request(item(id, "dev", R"({"x": 3})"))).empty());
    QCOMPARE(
        printed(lineage("config=" + id)).front(), std::string("edit a/one dev live <- edit 1: /x"));
    QCOMPARE(draft(mine, id, live(id, "dev"), R"({"x": 4})"), mine);
    actAs(person("paula", R"(["author","operator"])"));
    QVERIFY(!apply(request(item(id, "dev", R"({"x": 5})"))).empty());
    QCOMPARE(
        printed(lineage("config=" + id)).front(), std::string("edit a/one dev live <- edit 1: /x"));
}

void TestLineage::anotherSchemaIsAMigration()
{
    const auto id = config("a/one");
    const auto publishUnder = [&](const std::string &under, const std::string &text) {
        return apply(request(itemUnder(*this, publishSchema(*this, under), id, "dev", text)));
    };
    publish(id, "dev", R"({"x": 1})");
    const auto second = publishUnder(R"({"type": "object"})", R"({"x": 2})");
    QVERIFY(!second.empty());
    QVERIFY(
        !publishUnder(R"({"type": "object", "required": ["y"]})", R"({"x": 2, "y": 1})").empty());
    // A first schema is none that a text could be carried over from.
    QCOMPARE(printed(lineage("config=" + id)),
        (Strings{"migration a/one dev live <- migration 1: /y", "edit a/one dev <- edit 2: /x",
            "edit a/one dev <-: "}));
    // Going back brings the older schema along.
    const auto head = ask("GET", "/v1/configs/" + id + "/heads/dev");
    QCOMPARE(
        ask("POST", "/v1/configs/" + id + "/heads/dev:rollback",
            R"({"target":)" + inQuotes(second) + R"(,"reason":"worse","ticket":""})", head.etag)
            .status,
        201);
    QCOMPARE(printed(lineage("config=" + id)).front(),
        std::string("rollback a/one dev live <- migration 1 rollback 2: /y"));
}

void TestLineage::anEnvironmentHasItsOwnOrder()
{
    const auto one = config("a/one");
    const auto two = config("b/two");
    publish(one, "dev", R"({"x": 1})");
    publish(two, "dev", R"({"x": 2})");
    publish(two, "prod", R"({"x": 3})");
    publish(one, "dev", R"({"x": 4})");
    QCOMPARE(printed(lineage("environment=dev")),
        (Strings{"edit a/one dev live <- edit 2: /x",
            "edit b/two dev live <-: ", "edit a/one dev <-: "}));
    QCOMPARE(lineage("environment=dev&namespace=a").size(), 2U);
    QCOMPARE(lineage("environment=dev&namespace=b").size(), 1U);
    QCOMPARE(lineage("environment=dev&namespace=c").size(), 0U);
    QCOMPARE(lineage("environment=prod").size(), 1U);
}

void TestLineage::pagesAreLimited()
{
    const auto id = config("a/one");
    for (int i = 0; i < 60; ++i)
        publish(id, "dev", R"({"x": )" + std::to_string(i) + '}');
    for (const auto &query : {"config=" + id, std::string("environment=dev")}) {
        Response page;
        QCOMPARE(lineage(query, &page).size(), 50U);
        const auto next = at(page, "/next");
        QCOMPARE(lineage(query + "&cursor=" + next, &page).size(), 10U);
        QVERIFY(at(page, "/next").empty());
    }
    QCOMPARE(ask("GET", "/v1/lineage", {}, {}, "environment=dev&limit=501").status, 400);
}

// The records of this are taken away, as if a version of the server without them had made all.
void TestLineage::whatWasMadeBeforeIsRemembered()
{
    const auto id = config("a/one");
    const auto first = publish(id, "dev", R"({"x": 1})");
    publish(id, "dev", R"({"x": 2})");
    const auto head = ask("GET", "/v1/configs/" + id + "/heads/dev");
    (void)ask("POST", "/v1/configs/" + id + "/heads/dev:rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"worse","ticket":""})", head.etag);
    const auto before = printed(lineage("environment=dev"));
    auto map = store->snapshot();
    std::erase_if(map, [](const auto &entry) {
        return entry.first.starts_with("lineage/") || entry.first.starts_with("history-at/")
            || entry.first == "history-at-filled";
    });
    open(std::move(map));
    QCOMPARE(printed(lineage("environment=dev")), before);
    QCOMPARE(printed(lineage("config=" + id)), before);
    QCOMPARE(printed(lineage("environment=dev"))[0],
        std::string("rollback a/one dev live <- rollback 1 rollback 2: /x"));
    // Once is enough.
    const auto count = store->snapshot().size();
    publish(id, "dev", R"({"x": 5})");
    open(store->snapshot());
    QCOMPARE(lineage("environment=dev").size(), 4U);
    QVERIFY(store->snapshot().size() > count);
}

// Some twenty megabytes in all: of the oldest nobody looks any more.
void TestLineage::textsTooLargeAreNotCompared()
{
    const auto id = config("a/one");
    for (int i = 0; i < 18; ++i)
        publish(id, "dev",
            R"({"x": )" + std::to_string(i) + R"(, "y": ")" + std::string(600'000, 'y') + "\"}");
    auto map = store->snapshot();
    std::erase_if(map, [](const auto &entry) { return entry.first.starts_with("lineage/"); });
    open(std::move(map));
    const auto entries = lineage("config=" + id);
    QCOMPARE(entries.size(), 18U);
    QCOMPARE(entries.front().keys, Strings{"/x"});
    QVERIFY(!entries.front().hasMoreKeys);
    QVERIFY(entries.back().hasMoreKeys && entries.back().keys.empty());
}

// Who looks for another key is not told of versions that left it alone.
void TestLineage::theKeysOfALargeChangeAreAllKnown()
{
    const auto id = config("a/one");
    const auto text = [](int value, int count) {
        std::string members;
        for (int i = 0; i < count; ++i)
            members += "\"k" + std::to_string(i) + "\": " + std::to_string(value) + ", ";
        return "{\"many\": {" + members + "\"z\": 0}, \"z\": 0}";
    };
    publish(id, "dev", text(1, 60));
    publish(id, "dev", text(2, 60));
    const auto told = [&] { return lineage("config=" + id).front(); };
    QVERIFY(!told().hasMoreKeys);
    QCOMPARE(told().keys.size(), 60U);
    QCOMPARE(told().keys.back(), std::string("/many/k59"));
    publish(id, "dev", text(2, 900));
    publish(id, "dev", text(3, 900));
    const auto entry = told();
    QVERIFY(entry.hasMoreKeys && entry.keys.size() > 300 && entry.keys.size() < 900);
    QCOMPARE(entry.keys.back(), std::string("/many/**"));
    // A record of a server that listed forty.
    auto map = store->snapshot();
    auto old = entry;
    old.keys.resize(40);
    map["lineage/" + entry.version.text()] = std::make_shared<const std::string>(api::toJson(old));
    open(std::move(map));
    QVERIFY(told().keys == entry.keys);
}

void TestLineage::blameNamesWhoSetWhat()
{
    const auto id = config("a/one");
    publish(id, "dev", R"({"x": 1, "y": 1})");
    publish(id, "dev", R"({"x": 1, "y": 2})");
    const auto newest = publish(id, "dev", R"({"x": 1, "y": 2, "list": [1]})");
    const auto report = blame(id, "dev");
    QCOMPARE(report.version.text(), newest);
    QVERIFY(report.isComplete);
    QCOMPARE(report.entries.size(), 3U);
    QCOMPARE(report.keys, (std::vector<core::BlamedKey>{{"/x", 2}, {"/y", 1}, {"/list/0", 0}}));
    QCOMPARE(report.entries[0].version.text(), newest);
    QVERIFY(!report.entries[0].authorName.empty());
    QVERIFY(report.entries[0].changeRequest);
    QCOMPARE(ask("GET", "/v1/configs/" + id + "/heads/prod/blame").status, 404);
    // A version that has set nothing of what is left is not told of.
    publish(id, "dev", R"({"y": 3})");
    QCOMPARE(blame(id, "dev").entries.size(), 1U);
}

// Whoever asked for the change need not be who wrote what is in it.
void TestLineage::blameNamesWhoEditedToo()
{
    const auto id = config("a/one");
    const auto cora = person("cora", R"(["author","operator"])");
    const auto mine = request(item(id, "dev", R"({"x": 1})"));
    const auto path = "/v1/change-requests/" + at(mine, "/id");
    const auto edited = askAs(cora, "PUT", path,
        R"({"title":"t","description":"","reason":"because","ticket":"T-1","items":[)"
            + item(id, "dev", R"({"x": 7})") + R"(],"submit":true})",
        mine.etag);
    QVERIFY2(edited.status == 200, edited.body->c_str());
    QVERIFY(!apply(ask("GET", path)).empty());
    publish(id, "dev", R"({"x": 7, "y": 1})");
    const auto report = blame(id, "dev");
    QCOMPARE(report.entries.size(), 2U);
    QCOMPARE(report.entries[0].contributors.value_or(Strings{"?"}), Strings());
    QCOMPARE(report.entries[1].contributors.value_or(Strings()), Strings{"cora"});
    QCOMPARE(lineage("config=" + id)[1].contributors.value_or(Strings()), Strings{"cora"});
}

// Each key by the version that brought its value to where it is live, by whatever way.
void TestLineage::blameAfterAMergeAPromotionAndARollback()
{
    const auto id = config("a/one");
    const auto told = [&](const char *place) {
        Strings keys;
        const auto report = blame(id, place);
        for (const auto &key : report.keys) {
            const auto &entry = report.entries[std::size_t(key.entry)];
            keys.push_back(
                key.pointer + ' ' + std::string(api::toWire(entry.kind)) + ' ' + entry.semver);
        }
        return keys;
    };
    publish(id, "dev", R"({"x": 1, "y": 1})");
    const auto mine = request(item(id, "dev", R"({"x": 2, "y": 1})"));
    publish(id, "dev", R"({"x": 1, "y": 2})");
    const auto path = "/v1/change-requests/" + at(mine, "/id");
    const auto merged = apply(ask("PUT", path,
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
            + item(id, "dev", R"({"x": 2, "y": 2})") + R"(],"submit":true})",
        ask("GET", path).etag));
    const auto dev = told("dev");
    QVERIFY2(dev[0].starts_with("/x merge ") && dev[1].starts_with("/y edit "),
        (dev[0] + ", " + dev[1]).c_str());
    publish(id, "prod", R"({"x": 1, "y": 2})");
    const auto before = live(id, "prod");
    QVERIFY(!publish(id, "prod", R"({"x": 2, "y": 2})", merged).empty());
    const auto prod = told("prod");
    QVERIFY2(prod[0].starts_with("/x promotion ") && prod[1].starts_with("/y edit "),
        (prod[0] + ", " + prod[1]).c_str());
    const auto head = "/v1/configs/" + id + "/heads/prod";
    QCOMPARE(ask("POST", head + ":rollback",
                 R"({"target":)" + inQuotes(before) + R"(,"reason":"worse","ticket":""})",
                 ask("GET", head).etag)
                 .status,
        201);
    const auto back = told("prod");
    QVERIFY2(back[0].starts_with("/x rollback ") && back[1] == prod[1],
        (back[0] + ", " + back[1]).c_str());
}

void TestLineage::blameOfALongRow()
{
    const auto id = config("a/one");
    for (int i = 0; i < 90; ++i)
        publish(id, "dev",
            R"({"first": true, "x": )" + std::to_string(i) + R"(, "y": )" + std::to_string(i / 30)
                + '}');
    const auto report = blame(id, "dev");
    QVERIFY(report.isComplete);
    QCOMPARE(report.keys, (std::vector<core::BlamedKey>{{"/first", 2}, {"/x", 0}, {"/y", 1}}));
    QCOMPARE(report.entries.size(), 3U);
}

QTEST_GUILESS_MAIN(TestLineage)
#include "tst_lineage.moc"
