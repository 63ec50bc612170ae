// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/rollback/keychoice.h"
#include "engine/core/schema/equality.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

using namespace chancery;
using Strings = std::vector<std::string>;

namespace {

core::Tree tree(const std::string &text, core::Format format = core::Format::Json)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

Strings printed(const std::vector<core::KeyDifference> &differences)
{
    Strings lines;
    for (const auto &each : differences) {
        using enum core::KeyDifference::Kind;
        lines.push_back((each.kind == Added            ? "+"
                                : each.kind == Removed ? "-"
                                                       : "~")
            + each.pointer);
    }
    return lines;
}

Strings between(const std::string &present, const std::string &other, std::size_t most = 100)
{
    const auto left = tree(present);
    const auto right = tree(other);
    return printed(core::keyDifferences(left.root(), right.root(), most));
}

std::string chosen(const std::string &present, const std::string &other, const Strings &keys,
    core::Format format = core::Format::Json)
{
    const auto text = core::withKeysOf(tree(present, format), tree(other, format), keys);
    return text ? *text : text.error().code;
}

} // namespace

// Which keys of a document another one has otherwise, and a text that has some of them back.
class TestKeyChoice : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void differencesAreToldKeyByKey();
    void noMoreThanAskedFor();
    void someKeysComeBack();
    void itemsAreChosenOneByOne();
    void anotherOrderIsOneKey();
    void commentsStay();
    void aChoiceOfNothingIsRefused();
    void aSealedValueIsOneKey();
    void allKeysTogetherAreTheOtherDocument();
};

void TestKeyChoice::differencesAreToldKeyByKey()
{
    QCOMPARE(between(R"({"a": 1, "b": {"c": 1, "d": 2}})", R"({"b": {"c": 2, "e": 3}, "f": 4})"),
        (Strings{"-/a", "~/b/c", "-/b/d", "+/b/e", "+/f"}));
    QCOMPARE(between(R"({"l": [1, 2], "m": [1]})", R"({"l": [1, 3], "m": [1, 2]})"),
        (Strings{"~/l/1", "+/m/+1"}));
    QCOMPARE(between(R"({"a/b": {"~": 1}})", R"({"a/b": {"~": 2}})"), Strings{"~/a~1b/~0"});
    QCOMPARE(between("[1]", "{}"), Strings{"~"});
    QCOMPARE(between(R"({"a": 1.0, "b": 2})", R"({"b": 2, "a": 1})"), Strings());
    const auto document = tree("{}");
    QCOMPARE(printed(core::keyDifferences(document.root(), {}, 9)), Strings{"-"});
    QCOMPARE(printed(core::keyDifferences({}, document.root(), 9)), Strings{"+"});
}

void TestKeyChoice::noMoreThanAskedFor()
{
    QCOMPARE(between(R"({"a": 1, "b": 1, "c": 1})", R"({"a": 2, "b": 2, "c": 2})", 2),
        (Strings{"~/a", "~/b"}));
}

void TestKeyChoice::someKeysComeBack()
{
    const std::string present = R"({"rate": 100, "burst": 5, "new": true})";
    const std::string other = R"({"rate": 10, "burst": 1, "old": "x"})";
    QCOMPARE(
        chosen(present, other, {"/rate"}), std::string(R"({"rate": 10, "burst": 5, "new": true})"));
    QCOMPARE(chosen(present, other, {"/new"}), std::string(R"({"rate": 100, "burst": 5})"));
    QCOMPARE(chosen(present, other, {"/old"}),
        std::string(R"({"rate": 100, "burst": 5, "new": true, "old": "x"})"));
    QCOMPARE(
        chosen(R"({"a": {"b": 1, "c": 1}, "d": 1})", R"({"a": {"b": 2, "c": 2}, "d": 2})", {"/a"}),
        std::string(R"({"a": {"b": 2, "c": 2}, "d": 1})"));
    QCOMPARE(chosen(R"({"l": [1, 2, 3]})", R"({"l": [4, 5, 6]})", {"/l/1"}),
        std::string(R"({"l": [1, 5, 3]})"));
}

void TestKeyChoice::itemsAreChosenOneByOne()
{
    const std::string present = R"([{"name": "x", "port": 9}, {"name": "a", "port": 1},)"
                                R"( {"name": "b", "port": 7}])";
    const std::string other = R"([{"name": "a", "port": 1}, {"name": "b", "port": 2},)"
                              R"( {"name": "c", "port": 3}])";
    QCOMPARE(between(present, other), (Strings{"-/0", "~/2/port", "+/+2"}));
    QCOMPARE(chosen(present, other, {"/0"}),
        std::string(R"([{"name": "a", "port": 1}, {"name": "b", "port": 7}])"));
    QCOMPARE(chosen(present, other, {"/2/port"}),
        std::string(R"([{"name": "x", "port": 9}, {"name": "a", "port": 1},)"
                    R"( {"name": "b", "port": 2}])"));
    const auto added = tree(chosen(present, other, {"/+2"}));
    QCOMPARE(added.root().size(), 4U);
    QCOMPARE(added.root().resolve("/3/name").text(), std::string_view("c"));
    QCOMPARE(chosen(present, other, {"/+0"}), std::string("no-difference"));
}

void TestKeyChoice::anotherOrderIsOneKey()
{
    QCOMPARE(between(R"({"l": ["a", "b", "c"]})", R"({"l": ["c", "a", "b"]})"), Strings{"~/l"});
    QCOMPARE(chosen(R"({"l": ["a", "b", "c"]})", R"({"l": ["c", "a", "b"]})", {"/l"}),
        std::string(R"({"l": ["c", "a", "b"]})"));
}

void TestKeyChoice::commentsStay()
{
    QCOMPARE(chosen("# limits of the edge\nrate: 100 # raised\nburst: 5\n", "rate: 10\nburst: 1\n",
                 {"/rate"}, core::Format::Yaml),
        std::string("# limits of the edge\nrate: 10 # raised\nburst: 5\n"));
}

void TestKeyChoice::aChoiceOfNothingIsRefused()
{
    QCOMPARE(
        chosen(R"({"a": 1, "b": 1})", R"({"a": 2, "b": 1})", {"/b"}), std::string("no-difference"));
    QCOMPARE(chosen(R"({"a": 1})", R"({"a": 2})", {"/a", "/none"}), std::string("no-difference"));
    // What only the other one has is not found by its index.
    QCOMPARE(chosen(R"({"l": [1]})", R"({"l": [1, 3]})", {"/l/1"}), std::string("no-difference"));
    QCOMPARE(
        chosen(R"({"ab": {"c": 1}})", R"({"ab": {"c": 2}})", {"/a"}), std::string("no-difference"));
}

void TestKeyChoice::aSealedValueIsOneKey()
{
    const std::string present = R"({"p": {"$sealed": {"kid": "dek-2", "n": "b", "ct": "y"}}})";
    const std::string other = R"({"p": {"$sealed": {"kid": "dek-1", "n": "a", "ct": "x"}}})";
    QCOMPARE(between(present, other), Strings{"~/p"});
    QCOMPARE(chosen(present, other, {"/p/$sealed/n"}), std::string("no-difference"));
    QCOMPARE(between(present, R"({"p": {"$sealed": {}, "x": 1}})"), Strings{"~/p"});
}

// Whatever the edits were: all keys that differ are the other document, and so they are one after
// another.
void TestKeyChoice::allKeysTogetherAreTheOtherDocument()
{
    support::RandomTrees trees(20261129);
    int changed = 0;
    for (int round = 0; round < 400; ++round) {
        const auto value = trees.tree();
        const auto present = value.json();
        const auto other = trees.edited(value).json();
        const auto left = tree(present);
        const auto right = tree(other);
        Strings keys;
        for (const auto &each : core::keyDifferences(left.root(), right.root(), 10'000))
            keys.push_back(each.pointer);
        QCOMPARE(keys.empty(), core::sameValue(left.root(), right.root()));
        if (keys.empty())
            continue;
        ++changed;
        const auto all = core::withKeysOf(left, right, keys);
        QVERIFY2(all.ok(), present.c_str());
        QVERIFY(core::sameValue(tree(*all).root(), right.root()));
        const auto one = core::withKeysOf(left, right, std::span(keys).first(1));
        QVERIFY(one.ok());
        const auto rest = tree(*one);
        // Fewer are left, and they lead to the other document as well. In a list one choice can
        // answer two: what is alike then is the same item.
        Strings others;
        for (const auto &each : core::keyDifferences(rest.root(), right.root(), 10'000))
            others.push_back(each.pointer);
        QVERIFY2(others.size() < keys.size(), (present + '\n' + other).c_str());
        const auto end = core::withKeysOf(rest, right, others);
        QVERIFY(others.empty() || core::sameValue(tree(*end).root(), right.root()));
    }
    QVERIFY(changed > 200);
}

QTEST_GUILESS_MAIN(TestKeyChoice)
#include "tst_keychoice.moc"
