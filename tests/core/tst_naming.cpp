// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/lineage/naming.h"
#include "tests/support/testcase.h"

using namespace chancery;

// Places in words that hold wherever an item of a list stands.
class TestNaming : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void itemsHaveTheirNames_data();
    void itemsHaveTheirNames();
    void hiddenNamesAreNotTold();
    void indexesAreSeen();
};

void TestNaming::itemsHaveTheirNames_data()
{
    QTest::addColumn<std::string>("document");
    QTest::addColumn<std::string>("pointer");
    QTest::addColumn<std::string>("place");
    const auto row = [](const char *name, const char *document, const char *pointer,
                         const char *place) {
        QTest::newRow(name) << std::string(document) << std::string(pointer) << std::string(place);
    };
    const auto *routes
        = R"({"routes": [{"name": "a", "port": 1}, {"name": "b", "ports": [{"id": 7}, 8]}]})";
    row("a member", routes, "/routes", "/routes");
    row("an item", routes, "/routes/1", "/routes[name=b]");
    row("inside of it", routes, "/routes/0/port", "/routes[name=a]/port");
    row("a list without names in it", routes, "/routes/1/ports/0/id", "/routes[name=b]/ports/0/id");
    row("what is gone", routes, "/routes/0/none/3", "/routes[name=a]/none/3");
    row("behind the end", routes, "/routes/2", "/routes/2");
    row("two of one name", R"([{"id": 1}, {"id": 1}])", "/0/id", "/0/id");
    row("a number", R"([{"id": 1}, {"id": 2}])", "/1", "[id=2]");
    row("the whole", routes, "", "");
    row("a key that looks like an index", R"({"0": {"a": 1}})", "/0/a", "/0/a");
    row("escapes", R"({"a/b": [{"name": "x/y"}]})", "/a~1b/0", "/a~1b[name=x/y]");
}

void TestNaming::itemsHaveTheirNames()
{
    QFETCH(std::string, document);
    QFETCH(std::string, pointer);
    QFETCH(std::string, place);
    const auto reading = core::readJson(document);
    QVERIFY(reading);
    const auto shown = [](core::Value) { return false; };
    QCOMPARE(core::namedPlace(reading.tree().root(), pointer, shown), place);
    QCOMPARE(core::namedPlace(core::Value(), pointer, shown), pointer);
}

void TestNaming::hiddenNamesAreNotTold()
{
    const auto reading = core::readJson(
        std::string(R"({"keys": [{"name": "s3cret", "x": [{"id": 5}, {"id": 6}]}]})"));
    const auto isHidden
        = [](core::Value value) { return value.isString() && value.text() == "s3cret"; };
    QCOMPARE(core::namedPlace(reading.tree().root(), "/keys/0/x/1", isHidden),
        std::string("/keys/0/x[id=6]"));
}

void TestNaming::indexesAreSeen()
{
    for (const char *pointer : {"/0", "/a/12", "/a/0/b"})
        QVERIFY(core::hasIndex(pointer));
    for (const char *pointer : {"", "/", "/a", "/a/b1", "/1a"})
        QVERIFY(!core::hasIndex(pointer));
}

QTEST_GUILESS_MAIN(TestNaming)
#include "tst_naming.moc"
