// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describelineage.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;

// The first page of a graph costs the same whether it has a thousand versions or a hundred
// thousand.
class TestLongLineage : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void theFirstPageReadsTheSame();
    void anEarlierServersVersionsAreFoundToo();

private:
    void fill(int versions);
    std::vector<std::string> page(const std::string &query);

    std::string m_many;
    std::string m_rare;
};

// All of them later than the few of the other namespace.
void TestLongLineage::fill(int versions)
{
    begin();
    m_rare = config("b/rare");
    m_many = config("a/many/one");
    publish(m_rare, "dev", R"({"x": 1})");
    publish(m_rare, "dev", R"({"x": 2})");
    publish(m_many, "dev", R"({"x": 1})");
    auto map = store->snapshot();
    const auto version = live(m_many, "dev");
    std::vector<std::pair<std::string, Bytes>> rows; // by key without the number at its end
    for (const auto &[key, value] : map) {
        if (key.starts_with("history") && value->starts_with(version))
            rows.emplace_back(key.substr(0, key.rfind('/') + 1), value);
    }
    QVERIFY(rows.size() >= 3);
    for (int i = 0; i < versions; ++i) {
        for (const auto &[key, value] : rows)
            map.insert_or_assign(key + keys::number(1'000'000 + std::uint64_t(i)), value);
    }
    open(std::move(map));
}

std::vector<std::string> TestLongLineage::page(const std::string &query)
{
    const auto answer = ask("GET", "/v1/lineage", {}, {}, query);
    const auto entries = read<api::Page<core::LineageEntry>>(answer);
    std::vector<std::string> paths;
    for (const auto &entry : entries ? entries->items : std::vector<core::LineageEntry>())
        paths.push_back(entry.path);
    return paths;
}

void TestLongLineage::theFirstPageReadsTheSame()
{
    struct Case {
        std::string query;
        std::size_t count = 0;
        bool isOfConfig = false;
    };
    const std::vector<Case> cases{{"", 100, true}, {"&environment=dev", 100, true},
        {"&environment=dev", 100}, {"&environment=dev&namespace=a", 100},
        {"&environment=dev&namespace=b", 2}};
    std::vector<std::vector<std::size_t>> rows;
    for (const int versions : {1'000, 100'000}) {
        fill(versions);
        rows.emplace_back();
        for (const auto &[query, count, isOfConfig] : cases) {
            const auto before = store->rowsRead.load();
            const auto asked = "limit=100" + query + (isOfConfig ? "&config=" + m_many : "");
            QCOMPARE(page(asked).size(), count);
            rows.back().push_back(store->rowsRead.load() - before);
        }
    }
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QCOMPARE(rows[1][i], rows[0][i]);
        QVERIFY2(rows[0][i] < 500, std::to_string(rows[0][i]).c_str());
    }
}

// It kept no order of a namespace's own.
void TestLongLineage::anEarlierServersVersionsAreFoundToo()
{
    fill(50);
    const std::string query = "environment=dev&namespace=b";
    const std::vector<std::string> both{"b/rare", "b/rare"};
    QCOMPARE(page(query), both);
    auto map = store->snapshot();
    std::erase_if(map, [](const auto &entry) { return entry.first.starts_with("history-under"); });
    open(std::move(map));
    QCOMPARE(page(query), both);
    QCOMPARE(page("environment=dev&namespace=a&limit=500").size(), std::size_t(51));
    QCOMPARE(page("environment=dev&namespace=a/many&limit=500").size(), std::size_t(51));
    QCOMPARE(page("environment=dev&namespace=a/none"), std::vector<std::string>());
    publish(m_rare, "dev", R"({"x": 3})");
    QCOMPARE(page(query).size(), std::size_t(3));
}

QTEST_GUILESS_MAIN(TestLongLineage)
#include "tst_longlineage.moc"
