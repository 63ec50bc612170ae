// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/lineage/blame.h"
#include "engine/core/schema/equality.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Blame;
using Strings = std::vector<std::string>;
using Document = std::shared_ptr<const core::Tree>;

namespace {

Document parsed(const std::string &text, core::Format format = core::Format::Json)
{
    auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::make_shared<const core::Tree>(std::move(reading).tree());
}

// The newest first.
std::vector<Blame::Key> blamed(const std::vector<Document> &history)
{
    Blame blame(history.front());
    for (std::size_t i = 1; i < history.size(); ++i)
        blame.before(history[i]->root());
    blame.before({});
    return blame.keys();
}

std::string printed(const std::vector<Blame::Key> &keys)
{
    std::string text;
    for (const Blame::Key &key : keys)
        text += key.pointer + '='
            + (key.version == Blame::unknown ? "?" : std::to_string(key.version)) + ' ';
    return text;
}

// Looks every pointer up in every version.
std::vector<Blame::Key> slowlyBlamed(const std::vector<Document> &history)
{
    std::vector<Blame::Key> keys = Blame(history.front()).keys();
    for (Blame::Key &key : keys) {
        const auto value = history.front()->root().resolve(key.pointer);
        for (key.version = 0; key.version + 1 < history.size(); ++key.version) {
            const auto before = history[key.version + 1]->root().resolve(key.pointer);
            if (!before || !core::sameValue(value, before))
                break;
        }
    }
    return keys;
}

class TestBlame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKeyIsWhoseValueItHas();
    void whatWasAwayIsSetAnew();
    void containersAreTheirValues();
    void whatIsOlderIsUnknown();
    void orderAndSpellingSetNothing();
    void itEqualsLookingEverywhere();
    void changedKeysAreTheUppermost();
    void changedKeysAreLimited();
};

void TestBlame::aKeyIsWhoseValueItHas()
{
    const auto keys = blamed({parsed(R"({"a": 2, "b": 1, "c": {"d": true}})"),
        parsed(R"({"a": 2, "b": 1, "c": {"d": false}})"), parsed(R"({"a": 1, "b": 1})")});
    QCOMPARE(printed(keys), std::string("/a=1 /b=2 /c/d=0 "));
}

void TestBlame::whatWasAwayIsSetAnew()
{
    const auto keys = blamed({parsed(R"({"a": 1})"), parsed(R"({})"), parsed(R"({"a": 1})")});
    QCOMPARE(printed(keys), std::string("/a=0 "));
}

void TestBlame::containersAreTheirValues()
{
    const auto keys = blamed({parsed(R"({"list": [1, 2, 3], "none": [], "map": {"x": 1}})"),
        parsed(R"({"list": [1, 2], "none": {}, "map": 1})")});
    QCOMPARE(printed(keys), std::string("/list/0=1 /list/1=1 /list/2=0 /none=0 /map/x=0 "));
    QCOMPARE(printed(blamed({parsed("5")})), std::string("=0 "));
    QCOMPARE(printed(blamed({parsed("{}"), parsed("{}"), parsed("[]")})), std::string("=1 "));
    QVERIFY(Blame(std::make_shared<const core::Tree>()).keys().empty());
    QVERIFY(Blame(std::make_shared<const core::Tree>()).isDecided());
}

void TestBlame::whatIsOlderIsUnknown()
{
    Blame blame(parsed(R"({"a": 1, "b": 2})"));
    const auto before = parsed(R"({"a": 1, "b": 1})");
    blame.before(before->root());
    QVERIFY(!blame.isDecided());
    QCOMPARE(printed(blame.keys()), std::string("/a=? /b=0 "));
    blame.before({});
    QVERIFY(blame.isDecided());
    QCOMPARE(printed(blame.keys()), std::string("/a=1 /b=0 "));
}

void TestBlame::orderAndSpellingSetNothing()
{
    const auto keys = blamed(
        {parsed("b: 1.0\na/c: x\n", core::Format::Yaml), parsed(R"({"a/c": "x", "b": 1})")});
    QCOMPARE(printed(keys), std::string("/b=1 /a~1c=1 "));
}

void TestBlame::itEqualsLookingEverywhere()
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        support::RandomTrees trees(seed);
        support::Plain value = trees.tree();
        std::vector<Document> history{parsed(value.json())};
        for (unsigned i = 0; i < seed % 12; ++i) {
            value = trees.edited(value);
            history.insert(history.begin(), parsed(value.json()));
        }
        const auto keys = blamed(history);
        QCOMPARE(printed(keys), printed(slowlyBlamed(history)));
    }
}

void TestBlame::changedKeysAreTheUppermost()
{
    const auto before
        = parsed(R"({"same": 1, "gone": {"x": 1}, "list": [1, 2], "deep": {"a": 1}})");
    const auto after
        = parsed(R"({"deep": {"a": 2}, "new": {"y": {"z": 1}}, "list": [1, 3, 4], "same": 1.0})");
    QCOMPARE(core::changedKeys(before->root(), after->root(), 100),
        (Strings{"/deep/a", "/new", "/list/1", "/list/2", "/gone"}));
    QVERIFY(core::changedKeys(before->root(), before->root(), 100).empty());
    QCOMPARE(core::changedKeys({}, after->root(), 100), Strings{""});
    QVERIFY(core::changedKeys({}, {}, 100) == Strings{""});
}

void TestBlame::changedKeysAreLimited()
{
    const auto before = parsed("[1, 2, 3, 4]");
    const auto after = parsed("[2, 3, 4, 5]");
    QCOMPARE(core::changedKeys(before->root(), after->root(), 2), (Strings{"/0", "/1"}));
}

} // namespace

QTEST_GUILESS_MAIN(TestBlame)
#include "tst_blame.moc"
