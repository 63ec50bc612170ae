// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/merge/anchor.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

core::Tree tree(const std::string &text)
{
    auto reading = core::read(text, core::Format::Json, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

// Where the key of the first document stands in the second; "gone" when it does not.
std::string followed(
    const std::string &before, const std::string &pointer, const std::string &after)
{
    const auto from = tree(before);
    const auto anchor = core::anchorOf(from.root(), pointer);
    if (!anchor)
        return "no such key";
    const auto to = tree(after);
    return core::pointerOf(to.root(), *anchor).value_or("gone");
}

} // namespace

// A key is found again in what its document became.
class TestAnchor : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aKeyStaysWithItsName();
    void anItemStaysWithWhatNamesIt();
    void itemsWithoutNamesStayWithTheirIndex();
    void whatIsNotThereHasNone();
    void everyKeyOfADocumentIsFoundInIt();
};

void TestAnchor::aKeyStaysWithItsName()
{
    const std::string before = R"({"a":{"b":{"c":1}}})";
    QCOMPARE(followed(before, "/a/b/c", R"({"x":0,"a":{"above":1,"b":{"d":2,"c":3}}})"),
        std::string("/a/b/c"));
    QCOMPARE(followed(before, "/a/b/c", R"({"a":{"b":{}}})"), std::string("gone"));
    QCOMPARE(followed(before, "/a/b/c", R"({"a":7})"), std::string("gone"));
    QCOMPARE(followed(before, "", R"([])"), std::string());
    QCOMPARE(followed(R"({"a/b":{"~":1}})", "/a~1b/~0", R"({"y":1,"a/b":{"~":2}})"),
        std::string("/a~1b/~0"));
}

void TestAnchor::anItemStaysWithWhatNamesIt()
{
    const std::string before = R"({"routes":[{"name":"pay","port":1},{"name":"cart","port":2}]})";
    QCOMPARE(followed(before, "/routes/1/port",
                 R"({"routes":[{"name":"new","port":9},{"name":"cart","port":3},{"name":"pay"}]})"),
        std::string("/routes/1/port"));
    QCOMPARE(followed(before, "/routes/1/port",
                 R"({"routes":[{"name":"a"},{"name":"b"},{"name":"cart","port":3}]})"),
        std::string("/routes/2/port"));
    QCOMPARE(
        followed(before, "/routes/1/port", R"({"routes":[{"name":"pay"}]})"), std::string("gone"));
    QCOMPARE(followed(R"(["x","y"])", "/1", R"(["a","b","y"])"), std::string("/2"));
}

void TestAnchor::itemsWithoutNamesStayWithTheirIndex()
{
    QCOMPARE(followed(R"([1,1,2])", "/1", R"([5,6,7])"), std::string("/1"));
    QCOMPARE(followed(R"([1,1,2])", "/1", R"([5])"), std::string("gone"));
}

void TestAnchor::whatIsNotThereHasNone()
{
    for (const char *pointer : {"/x", "/a/1", "/list/2", "/list/-", "/list/x", "a", "/a/b"})
        QCOMPARE(followed(R"({"a":1,"list":[1,2]})", pointer, "{}"), std::string("no such key"));
}

void TestAnchor::everyKeyOfADocumentIsFoundInIt()
{
    support::RandomTrees random(20261129);
    for (int round = 0; round < 200; ++round) {
        const auto text = random.tree().json();
        const auto document = tree(text);
        for (std::uint32_t index = 0; index < document.nodeCount(); ++index) {
            const auto pointer = core::pointerOf(document, index);
            const auto anchor = core::anchorOf(document.root(), pointer);
            QVERIFY2(anchor, (text + " at " + pointer).c_str());
            QCOMPARE(core::pointerOf(document.root(), *anchor).value_or("gone"), pointer);
            QCOMPARE(core::originOf(*anchor), pointer);
        }
    }
}

QTEST_APPLESS_MAIN(TestAnchor)
#include "tst_anchor.moc"
