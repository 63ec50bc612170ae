// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describedependencies.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;

// The graph is kept step by step, and is what a new start finds in the store, whatever people did
// before.
class TestDependencyHistory : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void manyStepsComeToWhatANewStartFinds_data();
    void manyStepsComeToWhatANewStartFinds();

private:
    static constexpr std::size_t places = 12;

    std::size_t any(std::size_t count) { return m_random() % count; }
    std::string pathOf(std::size_t number) const
    {
        return (number % 3 == 0 ? "b/x/" : "a/") + std::string(1, char('a' + number))
            + (number % 4 == 3 ? "/defaults" : "");
    }
    std::string anyText();
    std::string anyLayers();
    bool step();
    bool stepOfDraft(const std::string &config);
    bool stepOfRequest(const std::string &config);
    bool remove(std::size_t number);
    // Everything that is told of it, in an order of its own.
    std::vector<std::string> told();
    void addMap(const std::string &query, std::vector<std::string> &lines);
    void addImpact(const std::string &config, std::vector<std::string> &lines);

    std::mt19937 m_random; // NOLINT(cert-msc51-cpp): the same every time
    std::vector<std::string> m_ids; // by place; empty: there is none
    std::vector<std::string> m_drafts;
    std::vector<std::string> m_requests;
    int m_agents = 0;
};

std::string TestDependencyHistory::anyText()
{
    std::string text = R"({"v": )" + std::to_string(any(9));
    for (auto count = any(3); count > 0; --count)
        text += ", \"r" + std::to_string(count) + "\": \"${ref:/" + pathOf(any(places)) + "#/v}\"";
    return any(20) == 0 ? text : text + '}'; // a comma too few, now and then
}

std::string TestDependencyHistory::anyLayers()
{
    std::string layers;
    std::string needed;
    const auto kinds = std::vector<std::pair<std::string, std::string>>{
        {"base", ""}, {"region", "eu"}, {"instance", "i1"}};
    for (const auto &[kind, name] : kinds) {
        if (const auto &id = m_ids[any(places)]; !id.empty() && any(3) == 0)
            layers += (layers.empty() ? "" : ",") + (R"({"kind":")" + kind + R"(","name":")" + name)
                + R"(","config":)" + inQuotes(id) + '}';
    }
    if (const auto &id = m_ids[any(places)]; !id.empty() && any(2) == 0)
        needed = inQuotes(id);
    return R"({"layers":[)" + layers + R"(],"dependencies":[)" + needed + "]}";
}

bool TestDependencyHistory::stepOfDraft(const std::string &config)
{
    const auto body = R"({"config":)" + inQuotes(config) + R"(,"environment":)"
        + inQuotes(any(2) == 0 ? "dev" : "prod") + R"(,"base":null,"text":)" + inQuotes(anyText())
        + '}';
    if (m_drafts.empty() || any(2) == 0) {
        const auto made = ask("POST", "/v1/drafts", body);
        if (made.status == 201)
            m_drafts.push_back(at(made, "/id"));
        return made.status == 201;
    }
    const auto which = any(m_drafts.size());
    const auto path = "/v1/drafts/" + m_drafts[which];
    const auto known = ask("GET", path);
    if (any(2) == 0) {
        auto text = *read<core::Draft>(known);
        const auto changed = R"({"config":)" + inQuotes(text.config.text()) + R"(,"environment":)"
            + inQuotes(text.environment.text()) + R"(,"base":null,"text":)" + inQuotes(anyText())
            + '}';
        return ask("PUT", path, changed, known.etag).status == 200;
    }
    m_drafts.erase(m_drafts.begin() + std::ptrdiff_t(which));
    return ask("DELETE", path, {}, known.etag).status == 204;
}

bool TestDependencyHistory::stepOfRequest(const std::string &config)
{
    if (m_requests.empty() || any(2) == 0) {
        const auto made = request(item(config, any(2) == 0 ? "dev" : "prod", anyText()));
        if (made.status == 201)
            m_requests.push_back(at(made, "/id"));
        return made.status == 201;
    }
    const auto which = any(m_requests.size());
    const auto path = "/v1/change-requests/" + m_requests[which];
    m_requests.erase(m_requests.begin() + std::ptrdiff_t(which));
    const auto *verb = any(2) == 0 ? ":withdraw" : ":apply";
    return ask("POST", path + verb, "{}", ask("GET", path).etag).status == 200;
}

bool TestDependencyHistory::remove(std::size_t number)
{
    const auto path = "/v1/configs/" + m_ids[number];
    if (ask("DELETE", path, {}, ask("GET", path).etag).status != 204)
        return false;
    m_ids[number].clear();
    return true;
}

// Whether it was let in.
bool TestDependencyHistory::step()
{
    clock.time += std::chrono::seconds(1);
    const auto number = any(places);
    auto &id = m_ids[number];
    if (id.empty()) {
        id = config(pathOf(number));
        return !id.empty();
    }
    switch (any(8)) {
    case 0:
    case 1:
        return !publish(id, any(2) == 0 ? "dev" : "prod", anyText()).empty();
    case 2:
        return ask("PUT", "/v1/configs/" + id + "/layers", anyLayers(),
                   ask("GET", "/v1/configs/" + id + "/layers").etag)
                   .status
            == 200;
    case 3:
    case 4:
        return stepOfDraft(id);
    case 5:
        return stepOfRequest(id);
    case 6:
        return remove(number);
    default:
        return ask("POST", "/v1/agents",
                   R"({"name":"n)" + std::to_string(m_agents++ % 5)
                       + R"(","environment":"dev","service":"s)" + std::to_string(any(3))
                       + R"(","region":"eu","build":"1","paths":[)" + inQuotes(pathOf(number))
                       + "]}")
                   .status
            == 201;
    }
}

void TestDependencyHistory::addMap(const std::string &query, std::vector<std::string> &lines)
{
    const auto map = read<core::DependencyMap>(ask("GET", "/v1/dependencies", {}, {}, query));
    if (!map) {
        lines.emplace_back("no answer to " + query);
        return;
    }
    for (const auto &each : map->configs)
        lines.push_back(query + ' ' + each.path + ' ' + each.config.text()
            + (each.isInCircle ? " in a circle" : ""));
    for (const auto &each : map->dependencies)
        lines.push_back(query + ' ' + map->configs[std::size_t(each.from)].path + " -> "
            + map->configs[std::size_t(each.to)].path + ' ' + std::string(api::toWire(each.kind))
            + ' ' + each.environment + ' ' + each.holder);
}

void TestDependencyHistory::addImpact(const std::string &config, std::vector<std::string> &lines)
{
    for (const char *place : {"dev", "prod"})
        lines.push_back(config + ' '
            + *ask("POST", std::string("/v1/environments/") + place + ":impact",
                R"({"configs":[)" + inQuotes(config) + "]}")
                .body);
}

std::vector<std::string> TestDependencyHistory::told()
{
    std::vector<std::string> lines;
    for (const char *query : {"", "proposed=true", "environment=dev", "environment=prod"})
        addMap(query, lines);
    for (const auto &id : m_ids) {
        if (!id.empty())
            addImpact(id, lines);
    }
    std::ranges::sort(lines);
    return lines;
}

void TestDependencyHistory::manyStepsComeToWhatANewStartFinds_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("between"); // two starts
    QTest::newRow("often") << 1 << 10;
    QTest::newRow("rarely") << 2 << 50;
    QTest::newRow("once") << 3 << 200;
}

void TestDependencyHistory::manyStepsComeToWhatANewStartFinds()
{
    QFETCH(int, seed);
    QFETCH(int, between);
    begin();
    m_random.seed(unsigned(seed));
    m_ids.assign(places, {});
    m_drafts.clear();
    m_requests.clear();
    int done = 0;
    std::size_t most = 0;
    for (int count = 1; count <= 200; ++count) {
        done += step() ? 1 : 0;
        if (count % between != 0)
            continue;
        const auto before = told();
        open(store->snapshot());
        QCOMPARE(told(), before);
        most = std::max(most, before.size());
    }
    QVERIFY2(done > 80, std::to_string(done).c_str());
    QVERIFY2(most > 60, std::to_string(most).c_str());
}

QTEST_GUILESS_MAIN(TestDependencyHistory)
#include "tst_dependencyhistory.moc"
