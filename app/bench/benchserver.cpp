// SPDX-License-Identifier: Apache-2.0
// The server under load: durable writes with their audit events, and reads.
#include "app/bench/commands.h"
#include "app/bench/load.h"
#include "engine/api/json.h"

#include <benchmark/benchmark.h>

namespace chancery::bench {

namespace {

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

// A server with the scene set, and so many clients before it.
struct Stage {
    ServerProcess server;
    Load load;
    double perSecond = 0;

    core::Result<> write(int clients, double seconds)
    {
        const auto scene = open();
        if (!scene)
            return scene.error();
        if (const auto opened = openDrafts(load, server, *scene, clients); !opened)
            return opened;
        perSecond = load.drive(seconds, [&](Client &client) {
            return client.connection->request("PUT", client.resource, client.body, client.etag);
        });
        return core::Done();
    }
    core::Result<> read(int clients, double seconds)
    {
        const auto scene = open();
        if (!scene)
            return scene.error();
        for (int i = 0; i < clients; ++i) {
            load.clients.emplace_back();
            load.clients.back().connection = std::make_unique<Connection>(server);
        }
        const auto request = load.clients.front().connection->request(
            "GET", "/v1/versions/" + scene->version + "/text");
        perSecond = load.drive(seconds, [&](Client &) { return request; });
        return core::Done();
    }

private:
    core::Result<Scene> open()
    {
        if (const auto started = server.start(); !started)
            return started.error();
        Connection connection(server);
        return setScene(connection);
    }
};

using Play = core::Result<> (Stage::*)(int clients, double seconds);

int measure(Play play, std::span<const std::string> arguments)
{
    Stage stage;
    const auto played = (stage.*play)(std::stoi(arguments[0]), std::stod(arguments[1]));
    if (!played)
        return complain(played.error());
    printMetric("throughput", stage.perSecond, "ops/s");
    printMetric("lat_p50", percentile(stage.load.latencies, 0.5), "ms");
    printMetric("lat_p99", percentile(stage.load.latencies, 0.99), "ms");
    return stage.load.failures == 0 ? 0 : 1;
}

// Requests a second over HTTP on loopback, for two seconds; this program and the server share the
// machine.
void countRequests(benchmark::State &state, Play play)
{
    static constexpr double seconds = 2;
    for (auto turn : state) {
        Stage stage;
        const auto played = (stage.*play)(int(state.range(0)), seconds);
        if (!played || stage.load.failures > 0) {
            state.SkipWithError(played ? "requests failed" : played.error().detail.c_str());
            return;
        }
        state.SetIterationTime(seconds);
        state.counters["requests_per_second"] = stage.perSecond;
        state.counters["p50_ms"] = percentile(stage.load.latencies, 0.5);
        state.counters["p99_ms"] = percentile(stage.load.latencies, 0.99);
    }
}

void serverReads(benchmark::State &state)
{
    countRequests(state, &Stage::read);
}
BENCHMARK(serverReads)->ArgName("clients")->Arg(1)->Arg(64)->Iterations(1)->UseManualTime();

void serverWrites(benchmark::State &state)
{
    countRequests(state, &Stage::write);
}
BENCHMARK(serverWrites)
    ->ArgName("clients")
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->Iterations(1)
    ->UseManualTime();

} // namespace

int benchPut(std::span<const std::string> arguments)
{
    return measure(&Stage::write, arguments);
}

int benchGet(std::span<const std::string> arguments)
{
    return measure(&Stage::read, arguments);
}

} // namespace chancery::bench
