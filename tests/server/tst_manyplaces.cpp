// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;

// What a change does is looked at wherever layers meet, also where there are many of them.
class TestManyPlaces : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void aRegionAndAGroupOfManyAreLookedAtTogether();
};

// One region has room for three, and one group wants five: by themselves both are in order.
void TestManyPlaces::aRegionAndAGroupOfManyAreLookedAtTogether()
{
    const auto schema = support::publishSchema(
        *this, R"({"x-invariants":[{"compare":["/min","<=","/max"],"message":"Too few."}]})");
    const auto whole = config("a/whole", schema);
    std::string layers;
    std::vector<std::string> regions;
    std::vector<std::string> groups;
    for (int i = 0; i < 8; ++i) {
        const auto number = std::to_string(i);
        regions.push_back(config("a/region-" + number));
        groups.push_back(config("a/group-" + number));
        for (const auto &[kind, id] :
            {std::pair("region", regions.back()), std::pair("group", groups.back())})
            layers += std::string(layers.empty() ? "" : ",") + R"({"kind":")" + kind
                + R"(","name":"n)" + number + R"(","config":")" + id + R"("})";
    }
    const auto path = "/v1/configs/" + whole + "/layers";
    const auto declared = ask(
        "PUT", path, R"({"layers":[)" + layers + R"(],"dependencies":[]})", ask("GET", path).etag);
    QCOMPARE(declared.status, 200);
    QVERIFY(!publish(whole, "dev", "{}").empty());
    for (std::size_t i = 0; i < 8; ++i) {
        QVERIFY(!publish(regions[i], "dev", i == 3 ? R"({"max": 3})" : R"({"max": 9})").empty());
        QVERIFY(!publish(groups[i], "dev", R"({"min": 1})").empty());
    }
    QVERIFY(!publish(groups[5], "dev", R"({"min": 2})").empty());
    const auto refused = request(item(groups[5], "dev", R"({"min": 5})"));
    QCOMPARE(refused.status, 422);
    QVERIFY(at(refused, "/errors/0/message").find("region n3, group n5") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestManyPlaces)
#include "tst_manyplaces.moc"
