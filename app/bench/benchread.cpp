// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/agent/snapshot.h"

#include <benchmark/benchmark.h>

#include <thread>

namespace chancery::bench {

namespace {

struct Settings {
    long fields[8];
    long version;
};

std::unique_ptr<const Settings> settings(long version)
{
    auto made = std::make_unique<Settings>();
    for (long &field : made->fields)
        field = version;
    made->version = version;
    return made;
}

long sum(const Settings &settings)
{
    long total = 0;
    for (const long field : settings.fields)
        total += field;
    return total;
}

struct Reads {
    double nanoseconds = 0;
    long torn = 0;
};

Reads readUntil(const std::atomic<bool> &stop, agent::Snapshot<Settings> &snapshot)
{
    agent::Snapshot<Settings>::Reader reader(snapshot);
    Reads reads;
    long count = 0;
    long total = 0;
    const auto begin = std::chrono::steady_clock::now();
    while (!stop.load(std::memory_order_relaxed)) {
        for (int i = 0; i < 1000; ++i) {
            const long value = sum(*reader.read());
            total += value;
            reads.torn += value % 8 != 0;
        }
        count += 1000;
    }
    const std::chrono::duration<double, std::nano> passed
        = std::chrono::steady_clock::now() - begin;
    benchmark::DoNotOptimize(total);
    reads.nanoseconds = passed.count() / double(count);
    return reads;
}

void snapshotRead(benchmark::State &state)
{
    agent::Snapshot<Settings> snapshot(settings(1));
    agent::Snapshot<Settings>::Reader reader(snapshot);
    for (auto turn : state)
        benchmark::DoNotOptimize(sum(*reader.read()));
}
BENCHMARK(snapshotRead);

} // namespace

int benchRead(std::span<const std::string> arguments)
{
    const std::chrono::duration<double> length(std::stod(arguments[0]));
    const std::chrono::microseconds pause(std::stol(arguments[1]));
    agent::Snapshot<Settings> snapshot(settings(1));
    std::atomic<bool> stop = false;
    std::vector<Reads> results(std::stoul(arguments[2]));
    std::vector<std::thread> readers;
    for (Reads &result : results)
        readers.emplace_back([&] { result = readUntil(stop, snapshot); });
    long version = 1;
    for (const auto end = std::chrono::steady_clock::now() + length;
        std::chrono::steady_clock::now() < end;) {
        std::this_thread::sleep_for(pause);
        snapshot.publish(settings(++version));
    }
    stop = true;
    Reads total;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        readers[i].join();
        total.nanoseconds += results[i].nanoseconds / double(readers.size());
        total.torn += results[i].torn;
    }
    printMetric("read", total.nanoseconds, "ns");
    printMetric("swaps_done", double(version - 1), "swaps");
    printMetric("torn", double(total.torn), "reads");
    return total.torn == 0 ? 0 : 1;
}

} // namespace chancery::bench
