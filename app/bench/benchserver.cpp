// SPDX-License-Identifier: Apache-2.0
// The server under load from one thread with epoll: durable writes, reads, and the time from an
// apply to each of many watchers.
#include "app/bench/commands.h"
#include "app/bench/server.h"
#include "engine/api/json.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chancery::bench {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

double percentile(std::vector<double> &values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

// One connection of the load, with one request under way.
struct Client {
    std::unique_ptr<Connection> connection;
    std::string buffer;
    Clock::time_point sentAt;
    std::string resource;
    std::string body;
    std::string etag;
};

struct Load {
    std::vector<Client> clients;
    std::vector<double> latencies;
    int epoll = epoll_create1(0);
    int failures = 0;
    ~Load() { close(epoll); }
};

void watch(const Load &load, int socket, std::uint64_t index)
{
    fcntl(socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(load.epoll, EPOLL_CTL_ADD, socket, &event);
}

// Keeps every client busy until the time is over. next() makes a client's request from its state.
void drive(Load &load, double seconds, const std::function<std::string(Client &)> &next)
{
    for (std::size_t i = 0; i < load.clients.size(); ++i) {
        Client &client = load.clients[i];
        watch(load, client.connection->socket(), i);
        client.sentAt = Clock::now();
        client.connection->send(next(client));
    }
    const auto begin = Clock::now();
    const auto end = begin
        + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    std::array<epoll_event, 256> events;
    char bytes[65536];
    while (Clock::now() < end) {
        const int ready = epoll_wait(load.epoll, events.data(), int(events.size()), 100);
        for (int i = 0; i < ready; ++i) {
            Client &client = load.clients[events[std::size_t(i)].data.u64];
            const auto count = recv(client.connection->socket(), bytes, sizeof bytes, 0);
            if (count <= 0) {
                ++load.failures;
                epoll_ctl(load.epoll, EPOLL_CTL_DEL, client.connection->socket(), nullptr);
                continue;
            }
            client.buffer.append(bytes, std::size_t(count));
            Response response;
            if (!takeResponse(client.buffer, response))
                continue;
            load.latencies.push_back(milliseconds(Clock::now() - client.sentAt));
            if (response.status > 299 && ++load.failures == 1)
                std::fprintf(
                    stderr, "chancery-bench: %d %s\n", response.status, response.body.c_str());
            client.etag = response.header("etag");
            client.sentAt = Clock::now();
            client.connection->send(next(client));
        }
    }
    const double passed = milliseconds(Clock::now() - begin) / 1000;
    const double throughput = double(load.latencies.size()) / passed;
    printMetric("throughput", throughput, "ops/s");
    printMetric("lat_p50", percentile(load.latencies, 0.5), "ms");
    printMetric("lat_p99", percentile(load.latencies, 0.99), "ms");
}

int complain(const core::Error &error)
{
    std::fprintf(stderr, "chancery-bench: %s\n", error.detail.c_str());
    return 2;
}

// Each client edits the draft of an author of its own: a durable write with its audit event.
core::Result<> openDrafts(Load &load, const ServerProcess &server, const Scene &scene, int count)
{
    for (int i = 0; i < count; ++i) {
        Client client;
        client.connection = std::make_unique<Connection>(server);
        const auto config = client.connection->call("POST", "/v1/configs",
            api::toJson(core::NewConfig{
                "bench/draft-" + std::to_string(i), core::Format::Json, {}, "", ""}));
        const auto reading = core::readJson(config.body);
        Scene own{reading ? std::string(reading.tree().root()["id"].text()) : std::string(),
            scene.version};
        core::DraftText draft{core::ConfigId(own.config), core::EnvironmentId("dev"), {}, "{}"};
        const auto response = client.connection->call("POST", "/v1/drafts", api::toJson(draft));
        const auto made = core::readJson(response.body);
        if (response.status != 201 || !made)
            return core::Error{core::ErrorKind::Internal, "bench",
                "Creating a draft: " + response.body, {}, {}, {}};
        client.resource = "/v1/drafts/" + std::string(made.tree().root()["id"].text());
        client.etag = response.header("etag");
        draft.text = "{\"value\":\"" + std::string(200, 'v') + "\"}";
        client.body = api::toJson(draft);
        load.clients.push_back(std::move(client));
    }
    return core::Done{};
}

} // namespace

int benchPut(std::span<const std::string> arguments)
{
    ServerProcess server;
    if (const auto started = server.start(); !started)
        return complain(started.error());
    Connection connection(server);
    const auto scene = setScene(connection);
    if (!scene)
        return complain(scene.error());
    Load load;
    if (const auto opened = openDrafts(load, server, *scene, std::stoi(arguments[0])); !opened)
        return complain(opened.error());
    drive(load, std::stod(arguments[1]), [&](Client &client) {
        return client.connection->request("PUT", client.resource, client.body, client.etag);
    });
    return load.failures == 0 ? 0 : 1;
}

int benchGet(std::span<const std::string> arguments)
{
    ServerProcess server;
    if (const auto started = server.start(); !started)
        return complain(started.error());
    Connection connection(server);
    const auto scene = setScene(connection);
    if (!scene)
        return complain(scene.error());
    Load load;
    for (int i = 0; i < std::stoi(arguments[0]); ++i) {
        load.clients.emplace_back();
        load.clients.back().connection = std::make_unique<Connection>(server);
    }
    const std::string request
        = connection.request("GET", "/v1/versions/" + scene->version + "/text");
    drive(load, std::stod(arguments[1]), [&](Client &) { return request; });
    return load.failures == 0 ? 0 : 1;
}

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
            watch(m_clients, client.connection->socket(), i);
        }
        std::size_t answered = 0;
        return collect([&](Client &client) {
            answered += client.buffer.find("200 OK") != std::string::npos;
            client.buffer.clear();
            return answered == m_clients.clients.size();
        });
    }

    // When, after that moment, each heard an event of that kind.
    bool hear(Clock::time_point from, std::vector<double> &delays)
    {
        const auto wanted = delays.size() + m_clients.clients.size();
        return collect([&](Client &client) {
            if (client.buffer.find("head.update") != std::string::npos) {
                delays.push_back(milliseconds(Clock::now() - from));
                client.buffer.clear();
            }
            return delays.size() == wanted;
        });
    }

private:
    bool collect(const std::function<bool(Client &)> &isDone)
    {
        std::array<epoll_event, 256> events;
        char bytes[65536];
        for (;;) {
            const int ready = epoll_wait(m_clients.epoll, events.data(), int(events.size()), 5000);
            if (ready <= 0)
                return false;
            for (int i = 0; i < ready; ++i) {
                Client &client = m_clients.clients[events[std::size_t(i)].data.u64];
                const auto count = recv(client.connection->socket(), bytes, sizeof bytes, 0);
                if (count <= 0)
                    return false;
                client.buffer.append(bytes, std::size_t(count));
                if (isDone(client))
                    return true;
            }
        }
    }

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
    rlimit files{65536, 65536};
    setrlimit(RLIMIT_NOFILE, &files);
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
