// SPDX-License-Identifier: Apache-2.0
#include "engine/core/diff/alignment.h"
#include "engine/core/diff/jsonpatch.h"
#include "engine/core/diff/typechanges.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "tests/support/corpus.h"
#include "tests/support/randomedits.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::TreeChange;

namespace {

core::Tree treeOf(const std::string &text, Format format = Format::Json)
{
    auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        qFatal("unreadable: %s", text.c_str());
    return std::move(reading).tree();
}

// "+ /b" added, "- /a" removed, "~ /c" changed, "< /1" moved away, "> /3" moved here, "% /o" in
// another order; where the pointers differ both; what is inside of a moved item is in brackets.
std::string printed(const std::vector<TreeChange> &changes)
{
    static constexpr std::string_view marks = "+-~<>%";
    std::string out;
    for (const auto &change : changes) {
        std::string line{marks[std::size_t(change.kind)], ' '};
        line += change.left;
        if (!change.right.empty() && change.right != change.left)
            line += "=" + change.right;
        out += (out.empty() ? "" : ", ") + (change.isInMoved ? '(' + line + ')' : line);
    }
    return out;
}

std::string patched(const std::string &document, const std::string &patch)
{
    const auto result = core::applyJsonPatch(treeOf(document).root(), treeOf(patch).root());
    return result ? core::canonicalJson(treeOf(*result).root()) : result.error().code;
}

// The patch from one to the other, applied to the one.
std::string broughtOver(const core::Tree &left, const core::Tree &right)
{
    const auto patch = core::jsonPatchOf(core::diffTrees(left.root(), right.root()));
    const auto result = core::applyJsonPatch(left.root(), treeOf(patch).root());
    return result ? core::canonicalJson(treeOf(*result).root())
                  : result.error().code + " of " + patch;
}

} // namespace

class TestTreeDiff : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void refusesBadPatches_data();
    void refusesBadPatches();
    void aPatchWithAKeyTwiceIsNotRead();
    void patchesCannotGrowWithoutBound();
    void tellsChanges_data();
    void tellsChanges();
    void tellsChangesBetweenFormats();
    void tellsOtherTypesOfToml();
    void writesAPatch();
    void aCancelledComparisonEnds();
    void patchesTurnOneIntoTheOther();
    void realDocumentsAreBroughtOver();
    void longListsOfStrangersEnd();
    void longListsWithoutNamesAreFollowed();
    void editedListsKeepTheirStep();
    void editedItemsKeepTheirNames();
    void manyEqualItemsThatMovedEnd();
    void longListsStayInStep_data();
    void longListsStayInStep();
    void rfc6902Suite_data();
    void rfc6902Suite();
};

void TestTreeDiff::refusesBadPatches_data()
{
    QTest::addColumn<std::string>("patch");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *name, const char *patch, const char *code) {
        QTest::newRow(name) << std::string(patch) << std::string(code);
    };
    row("no array", R"({"op": "remove", "path": "/a"})", "malformed-patch");
    row("no operation", R"([1])", "malformed-patch");
    row("no path", R"([{"op": "remove"}])", "malformed-patch");
    row("pointer without slash", R"([{"op": "remove", "path": "a"}])", "malformed-patch");
    row("wrong escape", R"([{"op": "remove", "path": "/a~2"}])", "malformed-patch");
    row("unknown operation", R"([{"op": "spam", "path": "/a"}])", "malformed-patch");
    row("no value", R"([{"op": "add", "path": "/b"}])", "malformed-patch");
    row("no from", R"([{"op": "move", "path": "/b"}])", "malformed-patch");
    row("into itself", R"([{"op": "move", "from": "/o", "path": "/o/x"}])", "malformed-patch");
    row("the whole away", R"([{"op": "remove", "path": ""}])", "malformed-patch");
    row("nothing to remove", R"([{"op": "remove", "path": "/x"}])", "no-such-place");
    row("nothing to replace", R"([{"op": "replace", "path": "/x", "value": 1}])", "no-such-place");
    row("no parent", R"([{"op": "add", "path": "/x/y", "value": 1}])", "no-such-place");
    row("below a number", R"([{"op": "add", "path": "/a/y", "value": 1}])", "no-such-place");
    row("beyond the end", R"([{"op": "add", "path": "/l/3", "value": 1}])", "no-such-place");
    row("leading zero", R"([{"op": "add", "path": "/l/01", "value": 1}])", "no-such-place");
    row("dash to remove", R"([{"op": "remove", "path": "/l/-"}])", "no-such-place");
    row("other value", R"([{"op": "test", "path": "/a", "value": 2}])", "test-failed");
    row("other type", R"([{"op": "test", "path": "/a", "value": "1"}])", "test-failed");
}

void TestTreeDiff::refusesBadPatches()
{
    QFETCH(std::string, patch);
    QFETCH(std::string, code);
    const auto document = treeOf(R"({"a": 1, "l": [1, 2], "o": {}})");
    const auto result = core::applyJsonPatch(document.root(), treeOf(patch).root());
    QVERIFY(!result);
    QCOMPARE(result.error().code, code);
    QCOMPARE(result.error().fields.size(), std::size_t(1));
}

void TestTreeDiff::aPatchWithAKeyTwiceIsNotRead()
{
    const auto reading = core::readJson(
        std::string(R"([{"op": "add", "path": "/baz", "value": "qux", "op": "remove"}])"));
    QVERIFY(!reading);
    QCOMPARE(reading.problem().code, "duplicate-key");
}

void TestTreeDiff::patchesCannotGrowWithoutBound()
{
    std::string doubling = "[";
    for (int i = 0; i < 30; ++i)
        doubling += std::string(i ? "," : "") + R"({"op":"copy","from":"/l","path":"/l/-"})";
    QCOMPARE(patched(R"({"l": [1, 2, 3]})", doubling + "]"), "too-large");

    std::string nesting = "[";
    std::string path;
    for (int i = 0; i < 600; ++i) {
        path += "/a";
        nesting += (i ? "," : "") + (R"({"op":"add","value":{},"path":")" + path + "\"}");
    }
    QCOMPARE(patched("{}", nesting + "]"), "too-deep");
}

void TestTreeDiff::tellsChanges_data()
{
    QTest::addColumn<std::string>("left");
    QTest::addColumn<std::string>("right");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, const char *left, const char *right,
                         const char *expected) {
        QTest::newRow(name) << std::string(left) << std::string(right) << std::string(expected);
    };
    row("nothing", R"({"a": 1})", R"({"a": 1})", "");
    row("another spelling", R"({"a": 1.0, "b": "é"})", R"({"a": 1, "b": "\u00e9"})", "");
    row("another root", "[1]", R"({"a": 1})", "~ ");
    row("members", R"({"a": 1, "b": 2})", R"({"b": 3, "c": 4})", "- /a, ~ /b, + /c");
    row("null is a value", R"({"a": null})", R"({})", "- /a");
    row("deep inside", R"({"a": {"b": {"c": 1}}})", R"({"a": {"b": {"c": 2}}})", "~ /a/b/c");
    row("names that need escapes", R"({"a/b": {"~": 1}})", R"({"a/b": {"~": 2}})", "~ /a~1b/~0");
    row("another order", R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})", "% ");
    row("no other order by additions", R"({"a": 1, "b": 2})", R"({"x": 0, "a": 1, "b": 2})",
        "+ /x");
    row("item added", "[1, 2, 3]", "[1, 9, 2, 3]", "+ /1");
    row("items added at the end", "[1]", "[1, 2, 3]", "+ /1, + /1=/2");
    row("item removed", "[1, 2, 3]", "[1, 3]", "- /1");
    row("item changed", "[1, 2, 3]", "[1, 5, 3]", "~ /1");
    row("object in a list changed", R"([{"p": 1}, {"p": 2}])", R"([{"p": 1}, {"p": 3}])", "~ /1/p");
    row("named item changed and another added", R"([{"name": "a", "p": 1}])",
        R"([{"name": "b", "p": 9}, {"name": "a", "p": 2}])", "+ /0, ~ /0/p=/1/p");
    row("named item replaced", R"([{"id": 1, "p": 1}])", R"([{"id": 2, "p": 1}])", "- /0, + /1=/0");
    row("moved", "[1, 2, 3, 4]", "[4, 1, 2, 3]", "> /0, < /3=/0");
    row("moved and edited", R"([{"id": 1, "p": 1}, {"id": 2}, {"id": 3}])",
        R"([{"id": 2}, {"id": 3}, {"id": 1, "p": 7}])", "< /0=/2, (~ /0/p=/2/p), > /3=/2");
}

void TestTreeDiff::tellsChanges()
{
    QFETCH(std::string, left);
    QFETCH(std::string, right);
    QFETCH(std::string, expected);
    const auto from = treeOf(left);
    const auto to = treeOf(right);
    QCOMPARE(printed(core::diffTrees(from.root(), to.root())), expected);
    QCOMPARE(broughtOver(from, to), core::canonicalJson(to.root()));
    QCOMPARE(broughtOver(to, from), core::canonicalJson(from.root()));
}

void TestTreeDiff::tellsChangesBetweenFormats()
{
    const auto json = treeOf(R"({"pool": {"min": 1, "max": 5}, "hosts": ["a", "b"]})");
    const auto yaml = treeOf("pool: {min: 1, max: 6}\nhosts:\n  - b\n", Format::Yaml);
    const auto toml = treeOf("hosts = [\"a\", \"b\"]\n[pool]\nmin = 1\nmax = 5\n", Format::Toml);
    QCOMPARE(printed(core::diffTrees(json.root(), yaml.root())), "~ /pool/max, - /hosts/0");
    QCOMPARE(printed(core::diffTrees(json.root(), toml.root())), "% ");
}

// Of the same letters in JSON's words: a date that was a string, a float that was an integer.
void TestTreeDiff::tellsOtherTypesOfToml()
{
    const auto tomlOf
        = [](const std::string &text) { return core::read(text, core::Format::Toml).tree(); };
    const auto left = tomlOf("a = 1\nsince = \"2020-01-01\"\nrate = 1\nhex = 0xE0\n"
                             "list = [5, 7, 9]\nat = 2020-01-01\nz = 1\n");
    const auto right = tomlOf("a = 2\nsince = 2020-01-01\nrate = 1.0\nhex = 224\n"
                              "list = [7.0, 9]\nat = 2020-01-01\nz = 2\n");
    QVERIFY(core::diffTrees(left.root(), right.root()).size() == 3);
    std::string told;
    for (const auto &change : core::withTypeChanges(
             core::diffTrees(left.root(), right.root()), left.root(), right.root()))
        told += change.left + '>' + change.right + ' ';
    QCOMPARE(told, std::string("/a>/a /since>/since /rate>/rate /list/0> /list/1>/list/0 /z>/z "));
    const auto types = core::typeChanges(left.root(), right.root());
    QCOMPARE(types.size(), std::size_t(3));
    QCOMPARE(core::writtenText(types[0].leftValue), std::string_view("\"2020-01-01\""));
    QCOMPARE(core::writtenText(types[0].rightValue), std::string_view("2020-01-01"));
    QCOMPARE(core::writtenText(types[1].rightValue), std::string_view("1.0"));
}

void TestTreeDiff::writesAPatch()
{
    const auto left = treeOf(R"({"a": 1, "l": [1, 2]})");
    const auto right = treeOf(R"({"l": [0, 1, {"x": [true, null]}], "b": "é\n"})");
    QCOMPARE(core::jsonPatchOf(core::diffTrees(left.root(), right.root())),
        "[\n"
        "  {\"op\": \"add\", \"path\": \"/b\", \"value\": \"é\\n\"},\n"
        "  {\"op\": \"add\", \"path\": \"/l/2\", \"value\": {\"x\": [true, null]}},\n"
        "  {\"op\": \"remove\", \"path\": \"/l/1\"},\n"
        "  {\"op\": \"add\", \"path\": \"/l/0\", \"value\": 0},\n"
        "  {\"op\": \"remove\", \"path\": \"/a\"}\n"
        "]\n");
    QCOMPARE(core::jsonPatchOf({}), "[]\n");
}

void TestTreeDiff::aCancelledComparisonEnds()
{
    core::CancelToken token;
    token.cancel();
    const auto left = treeOf("[1, 2]");
    const auto right = treeOf("[3, 4]");
    QVERIFY(core::diffTrees(left.root(), right.root(), &token).empty());
}

void TestTreeDiff::patchesTurnOneIntoTheOther()
{
    support::RandomTrees random(11);
    for (int round = 0; round < 10'000; ++round) {
        const auto left = random.tree();
        const auto right = random.pick(4) ? random.edited(left) : random.tree();
        const auto from = treeOf(left.json());
        const auto to = treeOf(right.json());
        QCOMPARE(broughtOver(from, to), core::canonicalJson(to.root()));
        const auto changes = core::diffTrees(from.root(), to.root());
        const bool isOnlyOrder = std::ranges::all_of(
            changes, [](const auto &change) { return change.kind == TreeChange::Kind::Reordered; });
        const bool isEqual = core::canonicalJson(from.root()) == core::canonicalJson(to.root());
        QCOMPARE(isOnlyOrder, isEqual);
    }
}

void TestTreeDiff::realDocumentsAreBroughtOver()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::mt19937 random(3);
    int compared = 0;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder, ending)) {
            const auto format = core::formatFromFileName(file.filename().string());
            const auto text = support::contentOf(file);
            if (!format || text.size() > 60'000 || !core::read(text, *format))
                continue;
            const auto edited = support::withEdits(text, *format, random);
            const auto left = treeOf(text, *format);
            const auto right = treeOf(edited, *format);
            QVERIFY2(broughtOver(left, right) == core::canonicalJson(right.root()), file.c_str());
            ++compared;
        }
    }
    QVERIFY2(compared > 900, std::to_string(compared).c_str());
}

void TestTreeDiff::longListsStayInStep_data()
{
    QTest::addColumn<bool>("isNamed");
    QTest::newRow("items with names") << true;
    QTest::newRow("items without") << false;
}

// Few additions, removals and edits side by side in a list that is long: none makes a stranger of
// its neighbours.
void TestTreeDiff::longListsStayInStep()
{
    QFETCH(bool, isNamed);
    std::mt19937 random(11);
    const auto item = [&](std::size_t id, unsigned port) {
        return (isNamed ? "{\"name\":\"s" : "{\"host\":\"s") + std::to_string(id)
            + "\",\"port\":" + std::to_string(port) + ",\"on\":true}";
    };
    for (int round = 0; round < 20; ++round) {
        std::string left;
        std::string right;
        std::size_t edits = 0;
        for (std::size_t id = 0; id < 1500; ++id) {
            const auto dice = random() % 60;
            edits += dice < 3 ? 1 : 0;
            if (dice != 0)
                left += (left.empty() ? "" : ",") + item(id, 80);
            if (dice != 1)
                right += (right.empty() ? "" : ",") + item(id, dice == 2 ? 81 : 80);
        }
        const auto a = treeOf('[' + left + ']');
        const auto b = treeOf('[' + right + ']');
        const auto changes = core::diffTrees(a.root(), b.root());
        // An unnamed item beside an addition may be told as removed and added.
        QVERIFY2(changes.size() <= edits * (isNamed ? 1 : 2),
            qPrintable(QString::number(changes.size())));
        QCOMPARE(broughtOver(a, b), core::canonicalJson(b.root()));
    }
}

void TestTreeDiff::longListsOfStrangersEnd()
{
    std::string left = "[0";
    std::string right = "[1";
    for (int i = 0; i < 20'000; ++i) {
        left += ",{\"name\":\"l" + std::to_string(i) + "\"}";
        right += ",{\"name\":\"r" + std::to_string(i) + "\"}";
    }
    const auto from = treeOf(left + ']');
    const auto to = treeOf(right + ']');
    QCOMPARE(core::diffTrees(from.root(), to.root()).size(), std::size_t(40'001));
}

// Every item is edited and nothing says which is which but the order.
void TestTreeDiff::longListsWithoutNamesAreFollowed()
{
    constexpr int count = 5'000;
    std::string left = "[";
    std::string right = "[";
    for (int i = 0; i < count; ++i) {
        const auto comma = i > 0 ? "," : "";
        const auto rest = ",\"host\":\"h" + std::to_string(i) + "\",\"on\":true}";
        left += comma + ("{\"weight\":" + std::to_string(i)) + rest;
        right += comma + ("{\"weight\":" + std::to_string(i) + ".5") + rest;
    }
    const auto from = treeOf(left + ']');
    const auto to = treeOf(right + ']');
    const auto changes = core::diffTrees(from.root(), to.root());
    QCOMPARE(changes.size(), std::size_t(count));
    QCOMPARE(changes.front().left, std::string("/0/weight"));
    QCOMPARE(changes.back().left, "/" + std::to_string(count - 1) + "/weight");
    QCOMPARE(broughtOver(from, to), core::canonicalJson(to.root()));
}

// Every item is edited, one is new and one is gone; and what is only written anew is not edited.
void TestTreeDiff::editedListsKeepTheirStep()
{
    const auto listOf = [](int begin, int count, const char *space, const char *weight) {
        std::string text;
        for (int i = begin; i < count; ++i)
            text += (text.empty() ? "[{" : ",{") + std::string("\"host\":") + space + "\"h"
                + std::to_string(i) + "\"," + space + "\"on\":true," + space
                + "\"weight\":" + std::to_string(i % 7) + weight + "}";
        return text;
    };
    const auto left = treeOf(listOf(0, 900, "", "") + ']');
    const auto more = treeOf(listOf(0, 200, "", ".5") + ",{\"new\":1},"
        + listOf(200, 400, "", ".5").substr(1) + ',' + listOf(401, 900, "", ".5").substr(1) + ']');
    const auto changes = core::diffTrees(left.root(), more.root());
    QCOMPARE(changes.size(), std::size_t(899 + 2));
    QCOMPARE(broughtOver(left, more), core::canonicalJson(more.root()));
    const auto anew = treeOf("[{\"new\":1}," + listOf(0, 900, " ", "").substr(1) + ']');
    QCOMPARE(printed(core::diffTrees(left.root(), anew.root())), std::string("+ /0"));
}

// However much two neighbours have in common: the name says which is which.
void TestTreeDiff::editedItemsKeepTheirNames()
{
    const auto item = [](int i, int retries) {
        return R"({"id":"i)" + std::to_string(i) + R"(","timeout":30,"retries":)"
            + std::to_string(retries) + R"(,"tls":true})";
    };
    for (const int count : {80, 400}) {
        std::string before = item(0, 3);
        std::string after = item(0, 5);
        std::string sorted = item(0, 5);
        for (int i = 1; i < count; ++i) {
            before += ',' + item(i, 3);
            after += ',' + item(i, 5);
            sorted = item(i, 5) + ',' + sorted;
        }
        const auto left = treeOf('[' + before + ']');
        for (const int inFront : {1, 20}) {
            std::string more = "[";
            for (int i = 0; i < inFront; ++i)
                more += item(1000 + i, 5) + ',';
            const auto right = treeOf(more + after + ']');
            QCOMPARE(
                core::diffTrees(left.root(), right.root()).size(), std::size_t(count + inFront));
            QCOMPARE(broughtOver(left, right), core::canonicalJson(right.root()));
        }
        const auto anew = treeOf('[' + sorted + ']');
        for (const auto &pair :
            core::alignItems(core::itemsOf(left.root()), core::itemsOf(anew.root())).kept)
            QCOMPARE(pair.left, std::size_t(count) - 1 - pair.right);
    }
}

// Two halves that change places: a step for each pair of them would take longer than a test may.
void TestTreeDiff::manyEqualItemsThatMovedEnd()
{
    constexpr std::size_t count = 100'000;
    const auto half = [](const std::string &value) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += ",\"" + value + '"';
        return text;
    };
    const auto from = treeOf("[0" + half("a") + half("b") + ",0]");
    const auto to = treeOf("[1" + half("b") + half("a") + ",1]");
    const auto left = core::itemsOf(from.root());
    const auto right = core::itemsOf(to.root());
    const auto alignment = core::alignItems(left, right);
    QVERIFY(alignment.moved.size() + 2 > count);
    // The first of one side is the first of the other.
    for (std::size_t i = 1; i < alignment.moved.size(); ++i)
        QVERIFY(alignment.moved[i - 1].right < alignment.moved[i].right);
    auto token = std::make_shared<core::CancelToken>();
    token->cancel();
    QVERIFY(core::alignItems(left, right, token.get()).moved.empty());
}

void TestTreeDiff::rfc6902Suite_data()
{
    const auto folder = support::corpus("json-patch");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    QTest::addColumn<std::string>("document");
    QTest::addColumn<std::string>("patch");
    QTest::addColumn<std::string>("expected"); // empty for an error
    for (const auto *name : {"tests.json", "spec_tests.json"}) {
        // Two cases have a key twice. The reader refuses such a patch, and so the file.
        auto text = support::contentOf(*folder / name);
        support::replaceAll(text, R"("op": "move", "from":"/foo" })", R"("from":"/foo" })");
        support::replaceAll(text, R"("qux", "op": "remove" })", R"("qux" })");
        const auto suite = treeOf(text);
        int number = 0;
        for (const auto &test : suite.root()) {
            ++number;
            const auto value = test.value();
            if (value["disabled"].isTrue() || !(value["expected"] || value["error"]))
                continue;
            QTest::addRow("%s %d", name, number)
                << core::prettyJson(value["doc"]) << core::prettyJson(value["patch"])
                << (value["error"] ? "" : core::canonicalJson(value["expected"]));
        }
    }
}

void TestTreeDiff::rfc6902Suite()
{
    QFETCH(std::string, document);
    QFETCH(std::string, patch);
    QFETCH(std::string, expected);
    const auto result = core::applyJsonPatch(treeOf(document).root(), treeOf(patch).root());
    if (expected.empty()) {
        QVERIFY(!result);
        return;
    }
    QVERIFY2(result, result ? "" : core::toString(result.error()).c_str());
    QCOMPARE(core::canonicalJson(treeOf(*result).root()), expected);
}

QTEST_GUILESS_MAIN(TestTreeDiff)
#include "tst_treediff.moc"
