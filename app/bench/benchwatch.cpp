// SPDX-License-Identifier: Apache-2.0
// The time from an apply to each of many watchers.
#include "app/bench/commands.h"
#include "app/bench/load.h"
#include "engine/api/json.h"

#include <algorithm>

namespace chancery::bench {

namespace {

// The streams of the watchers; collects when each of them hears of the head's move.
class Watchers {
public:
    bool open(const ServerProcess &server, int count)
    {
        m_clients.clients.resize(std::size_t(count));
        for (std::size_t i = 0; i < m_clients.clients.size(); ++i) {
            Client &client = m_clients.clients[i];
            client.connection = std::make_unique<Connection>(server);
            if (!client.connection->send(client.connection->request("GET", "/v1/changes/stream")))
                return false;
            m_clients.watch(i);
        }
        std::size_t answered = 0;
        return m_clients.collect([&](Client &client) {
            answered += client.buffer.find("200 OK") != std::string::npos;
            client.buffer.clear();
            return answered == m_clients.clients.size();
        });
    }

    // When, after that moment, each heard an event of that kind.
    bool hear(Clock::time_point from, std::vector<double> &delays)
    {
        const auto wanted = delays.size() + m_clients.clients.size();
        return m_clients.collect([&](Client &client) {
            if (client.buffer.find("head.update") != std::string::npos) {
                delays.push_back(milliseconds(Clock::now() - from));
                client.buffer.clear();
            }
            return delays.size() == wanted;
        });
    }

private:
    Load m_clients;
};

struct Round {
    double first;
    double last;
};

core::Result<Round> playRound(Connection &connection, Watchers &watchers, Scene &scene, int number,
    std::vector<double> &delays)
{
    const auto submitted = submitText(connection, scene, scene.version, sampleText(number));
    if (!submitted)
        return submitted.error();
    std::vector<double> mine;
    const auto request = connection.request(
        "POST", "/v1/change-requests/" + submitted->id + ":apply", {}, submitted->etag);
    const auto from = Clock::now();
    connection.send(request);
    if (!watchers.hear(from, mine))
        return core::Error{
            core::ErrorKind::Timeout, "bench", "A watcher heard nothing", {}, {}, {}};
    const auto applied = core::readJson(connection.receive().body);
    if (applied)
        scene.version = applied.tree().root()["appliedVersions"].at(0).text();
    delays.insert(delays.end(), mine.begin(), mine.end());
    return Round{
        *std::min_element(mine.begin(), mine.end()), *std::max_element(mine.begin(), mine.end())};
}

} // namespace

int benchWatch(std::span<const std::string> arguments)
{
    allowManyFiles();
    ServerProcess server;
    if (const auto started = server.start(); !started)
        return complain(started.error());
    Connection connection(server);
    auto scene = setScene(connection);
    if (!scene)
        return complain(scene.error());
    Watchers watchers;
    if (!watchers.open(server, std::stoi(arguments[0])))
        return complain(
            {core::ErrorKind::Internal, "bench", "The watchers could not connect", {}, {}, {}});
    std::vector<double> delays;
    std::vector<double> firsts;
    std::vector<double> lasts;
    for (int number = 1; number <= std::stoi(arguments[1]); ++number) {
        const auto round = playRound(connection, watchers, *scene, number, delays);
        if (!round)
            return complain(round.error());
        firsts.push_back(round->first);
        lasts.push_back(round->last);
    }
    printMetric("first_watcher", percentile(firsts, 0.5), "ms");
    printMetric("all_p50", percentile(delays, 0.5), "ms");
    printMetric("all_p99", percentile(delays, 0.99), "ms");
    printMetric("last_watcher", percentile(lasts, 0.5), "ms");
    printMetric("max", *std::max_element(delays.begin(), delays.end()), "ms");
    return 0;
}

} // namespace chancery::bench
