// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"
#include "tests/core/schematexts.h"
#include "tests/support/testcase.h"

#include <algorithm>
#include <random>

using namespace chancery;
using tests::compiled;
using tests::parsed;
using tests::words;

namespace {

// Items that their names tell apart.
struct Named {
    std::string name;
    std::string members; // beside the name

    std::string json() const { return "{\"name\": \"" + name + "\"" + members + "}"; }
};

std::string listOf(const std::vector<Named> &items)
{
    std::string text;
    for (const auto &item : items)
        text += (text.empty() ? "" : ", ") + item.json();
    return R"({"list": [)" + text + "]}";
}

std::vector<core::Violation> violationsOf(const core::CompiledSchema &schema, core::Value document)
{
    auto violations = schema.validate(document).violations;
    std::ranges::move(core::checkInvariants(schema, document), std::back_inserter(violations));
    return violations;
}

} // namespace

// What rules say of the step from one document to the next.
class TestChangeRules : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov22OnlyWhatIsNewBlocks_data();
    void gov22OnlyWhatIsNewBlocks();
    void gov22WhatIsNotKnownIsNew();
    void gov22WhatMovesIsOldAndWhatBreaksIsNew();
    void changesStayInBounds_data();
    void changesStayInBounds();
    void capacitiesFollowTheirItems();
    void levelsOfChange_data();
    void levelsOfChange();
};

// One step each; "before" has old violations of its own.
void TestChangeRules::gov22OnlyWhatIsNewBlocks_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("violations");
    const auto row = [](const char *name, const char *schema, const char *before, const char *after,
                         const char *violations) {
        QTest::newRow(name) << schema << before << after << violations;
    };
    row("another invariant", R"({"x-invariants": [{"present": "/a"}, {"present": "/b"}]})",
        R"({"b": 1})", "{}", " x-invariants");
    const auto *two = R"({"required": ["a", "b"]})";
    row("the same is missing", two, R"({"b": 1})", R"({"b": 2})", "");
    row("another is missing as well", two, R"({"b": 1})", "{}", " required");
    row("another is missing", two, R"({"b": 1})", R"({"a": 1})", " required");
    row("another is missing beside it", R"({"dependentRequired": {"x": ["a", "b"]}})",
        R"({"x": 1, "b": 1})", R"({"x": 1})", " dependentRequired");
    const auto *ports = R"({"x-invariants": [{"compare": ["/hosts/*/port", "!=", 80]}]})";
    row("one more of each", ports, R"({"hosts": [{"port": 80}, {"port": 1}]})",
        R"({"hosts": [{"port": 80}, {"port": 80}]})", "/hosts/1/port x-invariants");
    row("one more in front", ports, R"({"hosts": [{"port": 80}]})",
        R"({"hosts": [{"port": 80, "x": 1}, {"port": 80}]})", "/hosts/0/port x-invariants");
    const auto *routes
        = R"({"properties": {"routes": {"items": {"properties": {"port": {"type": "integer"}}}}}})";
    row("an item in front of it", routes, R"({"routes": [{"port": "x"}]})",
        R"({"routes": [{"port": 1}, {"port": "x"}]})", "");
    row("an item that moved and changed", routes,
        R"({"routes": [{"name": "a", "port": "x"}, {"name": "b", "port": 1}]})",
        R"({"routes": [{"name": "b", "port": 2}, {"name": "a", "port": "y"}]})", "");
    row("another item in its place", routes,
        R"({"routes": [{"name": "a", "port": "x"}, {"name": "b", "port": 1}]})",
        R"({"routes": [{"name": "b", "port": "x"}]})", "/routes/0/port type");
    const auto *kinds = R"({"oneOf": [{"properties": {"kind": {"const": "a"}, "port": {}},
        "required": ["port", "host"], "additionalProperties": false},
        {"properties": {"kind": {"const": "b"}}, "required": ["socket"]}]})";
    row("the same in an alternative", kinds, R"({"kind": "a"})", R"({"kind": "a"})", "");
    row("one mended in an alternative", kinds, R"({"kind": "a"})", R"({"kind": "a", "port": 1})",
        "");
    row("another in an alternative", kinds, R"({"kind": "a"})",
        R"({"kind": "a", "port": 1, "prot": 1})", "/prot additionalProperties");
    row("another alternative", kinds, R"({"kind": "a"})", R"({"kind": "b"})", " required");
    const auto *limits
        = R"({"oneOf": [{"properties": {"kind": {"const": "a"}, "x": {"maximum": 1}}},
        {"properties": {"kind": {"const": "b"}, "x": {"maximum": 2}}}]})";
    row("its limit", limits, R"({"kind": "a", "x": 5})", R"({"kind": "b", "x": 9})", "/x maximum");
    row("what stays", limits, R"({"kind": "a", "x": 5})", R"({"kind": "b", "x": 5})", "");
    row("another behind a kind that nothing knows", kinds, R"({"kind": "c"})", R"({"kind": "d"})",
        "");
    const auto *either
        = R"({"anyOf": [{"required": ["a"], "properties": {"x": {"type": "integer"}}},
        {"required": ["b"], "properties": {"x": {"type": "integer"}}}]})";
    row("none fits, as before", either, R"({"y": 1})", R"({"y": 2})", "");
    row("another where none fits", either, R"({"y": 1})", R"({"x": "1"})", "/x type");
    row("two fit where none did", R"({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]})", "{}",
        R"({"a": 1, "b": 1})", " oneOf");
    row("one more of the same", R"({"items": {"type": "integer"}})", R"(["x", 1])",
        R"(["x", 1, "x"])", "/2 type");
    row("a name that is wrong", R"({"propertyNames": {"maxLength": 1}})", R"({"aa": 1})",
        R"({"aa": 2, "bb": 1})", "/bb maxLength");
}

void TestChangeRules::gov22OnlyWhatIsNewBlocks()
{
    QFETCH(QString, schema);
    QFETCH(QString, before);
    QFETCH(QString, after);
    const auto rules = compiled(schema.toStdString());
    const auto old = parsed(before.toStdString());
    const auto now = parsed(after.toStdString());
    const auto introduced = core::introducedViolations(
        old.root(), violationsOf(rules, old.root()), now.root(), violationsOf(rules, now.root()));
    QTEST(QString::fromStdString(words(introduced)), "violations");
}

void TestChangeRules::gov22WhatIsNotKnownIsNew()
{
    const auto document = parsed("{}");
    core::Violation budget;
    budget.code = "budget";
    QCOMPARE(
        core::introducedViolations(document.root(), {budget}, document.root(), {budget}).size(),
        std::size_t(1));
}

// Some items are wrong; all change their places, some go, some come, and one more breaks.
void TestChangeRules::gov22WhatMovesIsOldAndWhatBreaksIsNew()
{
    const auto schema = compiled(R"({"properties": {"list": {"items": {"required": ["a", "b"],)"
                                 R"("properties": {"p": {"type": "integer"}}}}},)"
                                 R"("x-invariants": [{"compare": ["/list/*/q", "<", 2]}]})");
    const std::array<std::string, 6> kinds{R"(, "a": 1, "b": 1, "p": 1, "q": 1)",
        R"(, "a": 1, "p": 1, "q": 1)", R"(, "b": 1, "p": 1, "q": 1)",
        R"(, "a": 1, "b": 1, "p": "x", "q": 1)", R"(, "a": 1, "b": 1, "p": 1, "q": 2)",
        R"(, "p": "x", "q": 3)"};
    const std::array<std::string, 4> broken{"required", "required", "type", "x-invariants"};
    std::mt19937 dice(22);
    for (int round = 0; round < 300; ++round) {
        std::vector<Named> items;
        for (auto i = 2 + dice() % 8; i-- > 0;)
            items.push_back({"n" + std::to_string(i), kinds[i == 0 ? 0 : dice() % kinds.size()]});
        const auto before = parsed(listOf(items));
        if (items.size() > 2)
            items.erase(items.begin() + std::ptrdiff_t(dice() % (items.size() - 1)));
        items.push_back({"new", kinds[0]});
        std::ranges::shuffle(items, dice);
        const auto check = [&](const core::Tree &after) {
            return words(
                core::introducedViolations(before.root(), violationsOf(schema, before.root()),
                    after.root(), violationsOf(schema, after.root())));
        };
        QCOMPARE(check(parsed(listOf(items))), std::string());
        const auto fine = std::ranges::find(items, "n0", &Named::name);
        const auto kind = dice() % broken.size();
        fine->members = kinds[kind + 1];
        const auto found = check(parsed(listOf(items)));
        const auto place = "/list/" + std::to_string(fine - items.begin());
        QVERIFY2(found.starts_with(place) && found.ends_with(broken[kind])
                && found.find(',') == std::string::npos,
            (found + " for " + place).c_str());
    }
}

void TestChangeRules::changesStayInBounds_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("violations");
    const auto row = [](const char *name, const char *schema, const char *before, const char *after,
                         const char *violations) {
        QTest::newRow(name) << schema << before << after << violations;
    };
    row("few go", R"("x-max-removal": 50)", "[1, 2, 3, 4]", "[3, 4, 5]", "");
    row("too many go", R"("x-max-removal": 50)", "[1, 2, 3, 4]", "[4]", "/a x-max-removal");
    row("all go by another value", R"("x-max-removal": true)", "[1, 2]", "null",
        "/a x-max-removal");
    row("swapped", R"("x-max-removal": true)", "[1, 2]", "[3, 4]", "/a x-max-removal");
    row("order does not matter", R"("x-max-removal": 0)", "[1, 2, 2]", "[2, 1, 2]", "");
    row("counted as often", R"("x-max-removal": 0)", "[1, 2, 2]", "[2, 1]", "/a x-max-removal");
    row("members", R"("x-max-removal": 10)", R"({"x": 1, "y": 2})", R"({"x": 3})",
        "/a x-max-removal");
    row("edited objects are no removal", R"("x-max-removal": 0)", R"([{"n": 1}])", R"([{"n": 2}])",
        "");
    row("named objects", R"("x-max-removal": {"percent": 0, "key": "/n"})", R"([{"n": 1, "v": 1}])",
        R"([{"n": 1, "v": 2}])", "");
    row("another name", R"("x-max-removal": {"percent": 0, "key": "/n"})", R"([{"n": 1}])",
        R"([{"n": 2}])", "/a x-max-removal");
    row("capacity", R"("x-capacity": true)", "10", "20", "");
    row("raised too far", R"("x-capacity": true)", "10", "20.5", "/a x-capacity");
    row("lowered too far", R"("x-capacity": true)", "10", "4", "/a x-capacity");
    row("own factor", R"("x-capacity": {"factor": 3})", "10", "4", "");
    row("floor", R"("x-capacity": {"factor": 9, "minimum": 5})", "10", "4", "/a x-capacity");
    const auto *pools = R"("items": {"properties": {"size": {"x-capacity": true}}})";
    row("an item is gone", pools, R"([{"name": "a", "size": 10}, {"name": "b", "size": 1000}])",
        R"([{"name": "b", "size": 1000}])", "/a x-capacity");
    row("an item in front", pools, R"([{"name": "b", "size": 1000}])",
        R"([{"name": "a", "size": 10}, {"name": "b", "size": 1000}])", "");
    row("items change their places", pools,
        R"([{"name": "a", "size": 10}, {"name": "b", "size": 1000}])",
        R"([{"name": "b", "size": 1000}, {"name": "a", "size": 10}])", "");
    row("and their sizes", pools, R"([{"name": "a", "size": 10}, {"name": "b", "size": 1000}])",
        R"([{"name": "b", "size": 10}, {"name": "a", "size": 1000}])",
        "/a/1/size x-capacity, /a/0/size x-capacity");
    row("by the key of removals",
        R"("x-max-removal": {"percent": 50, "key": "/zone"}, "items": {"properties": {"size": {"x-capacity": true}}})",
        R"([{"zone": "a", "size": 10}, {"zone": "b", "size": 1000}])",
        R"([{"zone": "b", "size": 10}, {"zone": "a", "size": 1000}])",
        "/a/1/size x-capacity, /a/0/size x-capacity");
    const auto *zones
        = R"("x-max-removal": {"percent": 50, "key": "/zone"}, "items": {"properties": {"size": {"x-capacity": true}}})";
    const auto *three
        = R"([{"zone": "a", "size": 10}, {"zone": "a", "size": 1000}, {"zone": "b", "size": 5}])";
    row("several of one key", zones, three, three, "");
    row("one of several of one key goes", zones, three,
        R"([{"zone": "a", "size": 1000}, {"zone": "b", "size": 5}])", "/a x-capacity");
    row("below the floor elsewhere already",
        R"("items": {"properties": {"size": {"x-capacity": {"minimum": 5}}}})",
        R"([{"name": "a", "size": 3}])", R"([{"name": "b", "size": 4}, {"name": "a", "size": 3}])",
        "/a/0/size x-capacity");
    row("was below the floor already", R"("x-capacity": {"minimum": 5})", "4", "3", "");
}

void TestChangeRules::changesStayInBounds()
{
    QFETCH(QString, schema);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, violations);
    const auto rules = compiled("{\"properties\": {\"a\": {" + schema.toStdString() + "}}}");
    QVERIFY(rules.warnings().empty());
    const auto old = parsed("{\"a\": " + before.toStdString() + '}');
    const auto now = parsed("{\"a\": " + after.toStdString() + '}');
    QCOMPARE(words(core::checkChange(rules, old.root(), now.root())), violations.toStdString());
    // What is gone altogether is reported at what held it.
    const auto nothing = parsed("{}");
    const auto gone = words(core::checkChange(rules, old.root(), nothing.root()));
    QVERIFY2(gone.starts_with(" x-"), gone.c_str());
}

// Whatever comes, goes and moves, each size is held against that of the same name.
void TestChangeRules::capacitiesFollowTheirItems()
{
    const auto schema = compiled(
        R"({"properties": {"list": {"items": {"properties": {"size": {"x-capacity": true}}}}}})");
    std::mt19937 dice(6);
    for (int round = 0; round < 300; ++round) {
        std::vector<Named> old;
        std::vector<Named> now;
        std::size_t wrong = 0;
        for (auto i = 1 + dice() % 8; i-- > 0;) {
            const int size = 1 << dice() % 12;
            const int next = 1 << dice() % 12;
            const auto name = "n" + std::to_string(i);
            const auto fate = dice() % 4; // it comes, goes, stays as it is, or changes
            if (fate != 0)
                old.push_back({name, ", \"size\": " + std::to_string(size)});
            if (fate != 1)
                now.push_back({name, ", \"size\": " + std::to_string(fate == 2 ? size : next)});
            const bool isTooFar = next > 2 * size || size > 2 * next;
            wrong += fate == 1 || (fate == 3 && isTooFar) ? 1 : 0;
        }
        std::ranges::shuffle(now, dice);
        const auto before = parsed(listOf(old));
        const auto after = parsed(listOf(now));
        const auto found = core::checkChange(schema, before.root(), after.root());
        QVERIFY2(found.size() == wrong,
            (before.source() + " to " + after.source() + ": " + words(found)).c_str());
    }
}

void TestChangeRules::levelsOfChange_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("level");
    QTest::newRow("nothing") << R"({"a": [1, {"b": 2}]})" << R"({"a": [1.0, {"b": 2}]})" << "none";
    QTest::newRow("a value") << R"({"a": 1})" << R"({"a": 2})" << "minor";
    QTest::newRow("a new key") << R"({"a": {}})" << R"({"a": {"b": 2}})" << "minor";
    QTest::newRow("a key is gone") << R"({"a": {"b": 2}})" << R"({"a": {}})" << "major";
    QTest::newRow("another type") << R"({"a": 1})" << R"({"a": "1"})" << "major";
    QTest::newRow("true and false") << R"({"a": true})" << R"({"a": false})" << "minor";
    QTest::newRow("a list") << R"({"a": [1, 2]})" << R"({"a": [2]})" << "minor";
    QTest::newRow("marked none") << R"({"note": "x"})" << R"({"note": "y"})" << "patch";
    QTest::newRow("below a mark") << R"({"notes": {"x": 1}})" << R"({"notes": {"x": 2}})"
                                  << "patch";
    QTest::newRow("own mark below a mark")
        << R"({"notes": {"port": 1}})" << R"({"notes": {"port": 2}})" << "major";
    QTest::newRow("breaking") << R"({"port": 1, "note": "x"})" << R"({"port": 2, "note": "y"})"
                              << "major";
    QTest::newRow("restart") << R"({"threads": 1})" << R"({"threads": 2})" << "major";
    QTest::newRow("breaking in an item")
        << R"({"list": [{"port": 1}]})" << R"({"list": [{"port": 2}]})" << "major";
    QTest::newRow("a new key with a restart") << "{}" << R"({"threads": 8})" << "major";
    QTest::newRow("a new key marked none") << "{}" << R"({"note": "x"})" << "patch";
    QTest::newRow("a restart in a new key") << "{}" << R"({"server": {"threads": 8}})" << "major";
    QTest::newRow("none in a new key") << "{}" << R"({"meta": {"note": "x"}})" << "minor";
    QTest::newRow("a key marked none is gone") << R"({"note": "x"})" << "{}" << "major";
    QTest::newRow("a key of an item is gone")
        << R"({"list": [{"host": "h", "port": 1}]})" << R"({"list": [{"host": "h"}]})" << "major";
    QTest::newRow("another type of an item")
        << R"({"list": [1]})" << R"({"list": ["1"]})" << "major";
    QTest::newRow("an item in front")
        << R"({"list": [{"name": "b", "port": 1}]})"
        << R"({"list": [{"name": "a", "port": 2}, {"name": "b", "port": 1}]})"
        << "minor";
    QTest::newRow("an item that moved and changed")
        << R"({"list": [{"name": "a", "port": 2}, {"name": "b", "port": 1}]})"
        << R"({"list": [{"name": "b", "port": 3}, {"name": "a", "port": 2}]})" << "major";
    QTest::newRow("none in an item") << R"({"list": [{"name": "a", "note": "x"}]})"
                                     << R"({"list": [{"name": "a", "note": "y"}]})" << "patch";
    QTest::newRow("none in an item and another order")
        << R"({"list": [{"name": "a", "note": "x"}, 1]})"
        << R"({"list": [1, {"name": "a", "note": "y"}]})" << "minor";
    QTest::newRow("one more item")
        << R"({"list": [{"port": 1}]})" << R"({"list": [{"port": 1}, {"port": 2}]})" << "minor";
}

void TestChangeRules::levelsOfChange()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, level);
    const auto schema = compiled(R"({"properties": {"note": {"x-impact": "none"},
        "notes": {"x-impact": "none", "properties": {"port": {"$ref": "#/$defs/port"}}},
        "port": {"$ref": "#/$defs/port"}, "threads": {"x-reload": "restart"},
        "server": {"properties": {"threads": {"x-reload": "restart"}}},
        "meta": {"properties": {"note": {"x-impact": "none"}}},
        "list": {"items": {"properties": {"port": {"$ref": "#/$defs/port"},
            "note": {"x-impact": "none"}}}}},
        "$defs": {"port": {"x-impact": "breaking"}}})");
    const auto old = parsed(before.toStdString());
    const auto now = parsed(after.toStdString());
    QCOMPARE(std::string(core::name(core::changeLevel(&schema, old.root(), now.root()))),
        level.toStdString());
}

QTEST_GUILESS_MAIN(TestChangeRules)
#include "tst_changerules.moc"
