// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/lineage/blame.h"
#include "tests/support/editeddocument.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Blame;
using Strings = std::vector<std::string>; //
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
        blame.before(history[i]);
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

Strings changed(core::Value before, core::Value after, std::size_t most = 100)
{
    Strings keys;
    for (const auto &key : core::changedKeys(before, after, most))
        keys.push_back((key.kind == core::ChangedKey::Kind::Gone           ? "-"
                               : key.kind == core::ChangedKey::Kind::Moved ? "+"
                                                                           : "")
            + key.pointer);
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
    void anItemThatGoesInSetsNoOther();
    void itemsAreFollowedThroughAllVersions();
    void itIsWhatEditorsDid();
    void itIsWhatEditorsOfLongListsDid();
    void changedKeysAreTheUppermost();
    void changedKeysOfListsAreItsItems();
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
    blame.before(before);
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

void TestBlame::anItemThatGoesInSetsNoOther()
{
    const auto services = parsed(R"([{"name": "a", "port": 1}, {"name": "b", "port": 2}])");
    const auto more = parsed(R"([{"name": "x", "port": 9}, {"name": "a", "port": 1},)"
                             R"( {"name": "b", "port": 2}])");
    QCOMPARE(printed(blamed({more, services})),
        std::string("/0/name=0 /0/port=0 /1/name=1 /1/port=1 /2/name=1 /2/port=1 "));
    QCOMPARE(printed(blamed({services, more, services})),
        std::string("/0/name=2 /0/port=2 /1/name=2 /1/port=2 "));
    QCOMPARE(printed(blamed({parsed("[3, 1, 2]"), parsed("[1, 2, 3]")})),
        std::string("/0=1 /1=1 /2=1 "));
}

// Each step is told by the one before it, and the whole way by nothing.
void TestBlame::itemsAreFollowedThroughAllVersions()
{
    const auto keys = blamed({parsed(R"([{"h": 3, "p": 3}, {"h": 1, "p": 1}])"),
        parsed(R"([{"h": 3, "p": 2}, {"h": 1, "p": 1}])"),
        parsed(R"([{"h": 2, "p": 2}, {"h": 1, "p": 1}])"), parsed(R"([{"h": 1, "p": 1}])")});
    QCOMPARE(printed(keys), std::string("/0/h=1 /0/p=0 /1/h=3 /1/p=3 "));
}

void TestBlame::itIsWhatEditorsDid()
{
    for (unsigned seed = 0; seed < 400; ++seed) {
        support::EditedDocument document(seed);
        std::vector<Document> history{parsed(document.json())};
        for (unsigned i = 0; i < seed % 20; ++i) {
            document.edit();
            history.insert(history.begin(), parsed(document.json()));
        }
        QCOMPARE(printed(blamed(history)), document.truth());
    }
}

void TestBlame::itIsWhatEditorsOfLongListsDid()
{
    for (unsigned seed = 0; seed < 3; ++seed) {
        support::EditedDocument document(seed, 400);
        std::vector<Document> history{parsed(document.json())};
        for (unsigned i = 0; i < 30; ++i) {
            document.edit();
            history.insert(history.begin(), parsed(document.json()));
        }
        QCOMPARE(printed(blamed(history)), document.truth());
    }
}

void TestBlame::changedKeysAreTheUppermost()
{
    const auto before
        = parsed(R"({"same": 1, "gone": {"x": 1}, "list": [1, 2], "deep": {"a": 1}})");
    const auto after
        = parsed(R"({"deep": {"a": 2}, "new": {"y": {"z": 1}}, "list": [1, 3, 4], "same": 1.0})");
    QCOMPARE(changed(before->root(), after->root()),
        (Strings{"/deep/a", "/new", "/list/1", "/list/2", "-/gone"}));
    QVERIFY(changed(before->root(), before->root()).empty());
    QCOMPARE(changed({}, after->root()), Strings{""});
    QVERIFY(changed({}, {}) == Strings{""});
}

void TestBlame::changedKeysOfListsAreItsItems()
{
    const auto between = [](const char *before, const char *after) {
        const auto left = parsed(before);
        const auto right = parsed(after);
        return changed(left->root(), right->root());
    };
    QCOMPARE(between(R"([{"name": "a", "port": 1}])",
                 R"([{"name": "x", "port": 9}, {"name": "a", "port": 2}])"),
        (Strings{"/0", "/1/port"}));
    QCOMPARE(between(R"({"l": [1, 2, 3]})", R"({"l": [1, 3]})"), Strings{"-/l/1"});
    QCOMPARE(between("[1, 2, 3, 4]", "[4, 1, 2, 3]"), Strings{"+/0"});
}

void TestBlame::changedKeysAreLimited()
{
    const auto before = parsed("[1, 2, 3, 4]");
    const auto after = parsed("[5, 6, 7, 8]");
    QCOMPARE(changed(before->root(), after->root(), 2), (Strings{"/0", "/1"}));
}

} // namespace

QTEST_GUILESS_MAIN(TestBlame)
#include "tst_blame.moc"
