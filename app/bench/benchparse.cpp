// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/yaml.h"

#include <benchmark/benchmark.h>

#include <cstdio>

namespace chancery::bench {

namespace {

// A list of services such as a platform team keeps, of about that many bytes.
std::string serviceList(std::size_t bytes)
{
    std::string text = "{\"services\":[";
    for (int i = 0; text.size() < bytes; ++i) {
        const auto number = std::to_string(i);
        text += i > 0 ? "," : "";
        text += "{\"name\":\"service-" + number + "\",\"port\":" + std::to_string(1024 + i % 60000)
            + ",\"replicas\":3,\"ratio\":0." + number
            + ",\"tags\":[\"eu\",\"critical\"],\"enabled\":true}";
    }
    return text + "]}";
}

void countBytes(benchmark::State &state, std::size_t bytes)
{
    state.SetBytesProcessed(std::int64_t(state.iterations()) * std::int64_t(bytes));
}

void parseJson(benchmark::State &state)
{
    const auto source = std::make_shared<const std::string>(serviceList(1 << 20));
    for (auto turn : state)
        benchmark::DoNotOptimize(core::readJson(source, core::Limits::wide()));
    countBytes(state, source->size());
}
BENCHMARK(parseJson);

// YAML is a superset, so the same bytes show what its reader costs beside JSON's.
void parseYaml(benchmark::State &state)
{
    std::string text;
    for (int i = 0; text.size() < (1 << 20); ++i)
        text += "- name: service-" + std::to_string(i)
            + "\n  port: 8080\n  tags: [eu, critical] # two\n  enabled: true\n";
    const auto source = std::make_shared<const std::string>(std::move(text));
    for (auto turn : state)
        benchmark::DoNotOptimize(core::readYaml(source, core::Limits::wide()));
    countBytes(state, source->size());
}
BENCHMARK(parseYaml);

void parseToml(benchmark::State &state)
{
    std::string text;
    for (int i = 0; text.size() < (1 << 20); ++i)
        text += "[service-" + std::to_string(i)
            + "]\nport = 8080\ntags = [\"eu\", \"critical\"] # two\nenabled = true\n";
    const auto source = std::make_shared<const std::string>(std::move(text));
    for (auto turn : state)
        benchmark::DoNotOptimize(core::read(source, core::Format::Toml, core::Limits::wide()));
    countBytes(state, source->size());
}
BENCHMARK(parseToml);

void canonicalise(benchmark::State &state)
{
    const auto reading = core::readJson(serviceList(1 << 20), core::Limits::wide());
    for (auto turn : state)
        benchmark::DoNotOptimize(core::canonicalJson(reading.tree().root()));
    countBytes(state, reading.tree().source().size());
}
BENCHMARK(canonicalise);

} // namespace

int benchParse(std::span<const std::string> arguments)
{
    const auto format = core::formatFromName(arguments[0]);
    const auto source = std::make_shared<const std::string>(fileContent(arguments[1]));
    if (!format || source->empty()) {
        std::fprintf(stderr, "bench-parse: cannot read \"%s\" as %s\n", arguments[1].c_str(),
            arguments[0].c_str());
        return 2;
    }
    // A YAML file may hold several documents, as Kubernetes' do.
    const auto isRead = [&] {
        return *format == core::Format::Yaml
            ? !core::readYamlStream(source, core::Limits::wide()).problem
            : core::read(source, *format, core::Limits::wide()).ok();
    };
    bool ok = true;
    const double seconds = secondsPerTurn(std::stod(arguments[2]), [&] { ok = ok && isRead(); });
    if (!ok) {
        std::fprintf(stderr, "bench-parse: \"%s\" has a problem\n", arguments[1].c_str());
        return 1;
    }
    printMetric("parse", double(source->size()) / 1e6 / seconds, "MB/s");
    return 0;
}

} // namespace chancery::bench
