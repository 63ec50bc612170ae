// SPDX-License-Identifier: Apache-2.0
// The way of one change into a fleet: a server process of its own and, in this process, agents as
// they run on their hosts, each with its own HTTP client and connections, cache and target file.
// Measured is from sending the apply to the moment when the last agent's report is acknowledged. In
// it are the commit, the event, per agent the reads of head, version and text, both digests, the
// schema, two files written and flushed, and the report with its own commit. All of it shares one
// machine, so that many agents show what the machine can, not what a fleet would wait.
#include "app/bench/load.h"
#include "engine/agent/agentcore.h"
#include "engine/api/json.h"
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <unistd.h>

namespace chancery::bench {

namespace {

constexpr auto schemaText = R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
 "type":"object","required":["number","k"],"additionalProperties":false,
 "properties":{"number":{"type":"integer","minimum":0},"k":{"type":"string","maxLength":2000}}})";

class Fleet {
public:
    Fleet() = default;
    ~Fleet();
    Fleet(const Fleet &) = delete;
    Fleet &operator=(const Fleet &) = delete;

    // Every agent runs what is live.
    bool start(const ServerProcess &server, std::size_t count);
    // Until every agent has applied so many contents and been heard.
    bool settle(std::size_t contents);

private:
    struct Host {
        std::unique_ptr<client::HttpCms> cms;
        std::unique_ptr<agent::AgentCore> core;
    };
    void add(const ServerProcess &server, std::size_t number);

    std::filesystem::path m_folder;
    client::MailLoop m_loop;
    agent::DiskFiles m_files;
    agent::SystemProcesses m_processes{m_loop.mailbox()};
    core::SystemClock m_clock;
    std::size_t m_applied = 0;
    std::vector<Host> m_hosts;
};

Fleet::~Fleet()
{
    m_hosts.clear();
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

bool Fleet::start(const ServerProcess &server, std::size_t count)
{
    auto folder = (std::filesystem::temp_directory_path() / "chancery-fleet.XXXXXX").string();
    if (!mkdtemp(folder.data()))
        return false;
    m_folder = folder;
    for (std::size_t number = 0; number < count; ++number)
        add(server, number);
    return settle(1);
}

void Fleet::add(const ServerProcess &server, std::size_t number)
{
    agent::Settings settings;
    settings.name = "host-" + std::to_string(number);
    settings.environment = "dev";
    const auto folder = m_folder / settings.name;
    std::filesystem::create_directories(folder);
    settings.cacheDir = folder.string();
    settings.targets.push_back({"bench/one", (folder / "one.json").string(), {}, false, {}, {}});
    client::TransportOptions transport;
    transport.baseUrl = "http://127.0.0.1:" + std::to_string(server.port());
    Host host;
    host.cms = std::make_unique<client::HttpCms>(transport, m_loop.mailbox());
    host.cms->setToken(core::Secret(server.token()));
    host.core = std::make_unique<agent::AgentCore>(std::move(settings),
        agent::AgentCore::Parts{.cms = *host.cms,
            .files = m_files,
            .processes = m_processes,
            .clock = m_clock,
            .log = [this](const std::string &line) { m_applied += line.starts_with("applied"); },
            .build = "bench"});
    host.core->start();
    m_hosts.push_back(std::move(host));
}

bool Fleet::settle(std::size_t contents)
{
    static constexpr std::chrono::seconds patience{120};
    static constexpr std::chrono::milliseconds beat{100};
    const auto end = Clock::now() + patience;
    std::size_t settled = 0;
    const auto isDone = [&] {
        if (m_applied < contents * m_hosts.size())
            return false;
        while (settled < m_hosts.size() && m_hosts[settled].core->isSettled())
            ++settled;
        return settled == m_hosts.size();
    };
    // Asking a thousand agents for their timers after every letter would be most of the work.
    while (!m_loop.run(isDone, Clock::now() + beat)) {
        if (Clock::now() > end)
            return false;
        for (const auto &host : m_hosts)
            host.core->runTimers();
    }
    return true;
}

// One change; milliseconds until all have it.
core::Result<double> change(Connection &connection, Scene &scene, Fleet &fleet, int number)
{
    const auto submitted = submitText(connection, scene, scene.version, sampleText(number));
    if (!submitted)
        return submitted.error();
    const auto begin = Clock::now();
    connection.send(connection.request(
        "POST", "/v1/change-requests/" + submitted->id + ":apply", {}, submitted->etag));
    const bool isEverywhere = fleet.settle(std::size_t(number) + 1);
    const auto passed = milliseconds(Clock::now() - begin);
    const auto applied = core::readJson(connection.receive().body);
    if (!isEverywhere || !applied)
        return core::Error{
            core::ErrorKind::Timeout, "bench", "Not every agent has applied", {}, {}, {}};
    scene.version = applied.tree().root()["appliedVersions"].at(0).text();
    return passed;
}

void commitToApplied(benchmark::State &state)
{
    allowManyFiles();
    ServerProcess server;
    if (const auto started = server.start(); !started) {
        state.SkipWithError(started.error().detail.c_str());
        return;
    }
    Connection connection(server);
    auto scene = setScene(connection, schemaText);
    Fleet fleet;
    if (!scene || !fleet.start(server, std::size_t(state.range(0)))) {
        state.SkipWithError("the fleet did not start");
        return;
    }
    std::vector<double> times;
    for (auto turn : state) {
        const auto time = change(connection, *scene, fleet, int(times.size()) + 1);
        if (!time) {
            state.SkipWithError(time.error().detail.c_str());
            return;
        }
        times.push_back(*time);
        state.SetIterationTime(*time / 1000);
    }
    state.counters["p50_ms"] = percentile(times, 0.5);
    state.counters["max_ms"] = percentile(times, 1);
}
BENCHMARK(commitToApplied)
    ->ArgName("agents")
    ->Arg(1)
    ->Arg(100)
    ->Arg(1000)
    ->Iterations(10)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

} // namespace

} // namespace chancery::bench
