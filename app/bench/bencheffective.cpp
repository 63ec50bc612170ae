// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/core/document/json.h"
#include "engine/core/hierarchy/effective.h"

#include <benchmark/benchmark.h>

#include <cstdio>

namespace chancery::bench {

namespace {

// A service's settings in groups of a hundred. The base has all keys; every layer above sets a
// fifth of them anew, each another fifth, and adds none.
std::string layerText(int keys, int layer)
{
    constexpr int groupSize = 100;
    std::string text = "{";
    for (int group = 0; group * groupSize < keys; ++group) {
        text += group > 0 ? ",\n" : "\n";
        text += "\"group-" + std::to_string(group) + "\": {";
        bool isFirst = true;
        for (int i = 0; i < groupSize && group * groupSize + i < keys; ++i) {
            if (layer > 0 && (group + i) % 5 != layer % 5)
                continue;
            text += isFirst ? "" : ", ";
            isFirst = false;
            text += "\"setting-" + std::to_string(i) + "\": " + std::to_string(layer * 1000 + i);
        }
        text += '}';
    }
    return text + "\n}\n";
}

std::vector<core::Layer> layersOf(int keys, int count)
{
    std::vector<core::Layer> layers;
    for (int i = 0; i < count; ++i) {
        auto reading = core::readJson(layerText(keys, i), core::Limits::wide());
        core::Layer layer;
        layer.origin.kind = core::LayerKind(std::min(i, 4));
        layer.origin.path = "payments/api";
        layer.tree = std::make_shared<const core::Tree>(std::move(reading).tree());
        layers.push_back(std::move(layer));
    }
    return layers;
}

void effectiveValues(benchmark::State &state)
{
    const auto layers = layersOf(int(state.range(0)), int(state.range(1)));
    for (auto turn : state)
        benchmark::DoNotOptimize(core::mergeLayers(layers));
    state.SetItemsProcessed(std::int64_t(state.iterations()) * state.range(0));
}
BENCHMARK(effectiveValues)->Args({1'000, 5})->Args({10'000, 5})->Args({100'000, 5});

} // namespace

int benchEffective(std::span<const std::string> arguments)
{
    const int keys = std::stoi(arguments[0]);
    const int count = std::stoi(arguments[1]);
    const double most = std::stod(arguments[2]);
    const auto layers = layersOf(keys, count);
    std::size_t leaves = 0;
    const double merge = secondsPerTurn(most, [&] {
        const auto document = core::mergeLayers(layers);
        leaves = document ? document->tree().nodeCount() : 0;
    });
    // From the texts, as when the layers have just arrived.
    std::vector<std::shared_ptr<const std::string>> sources;
    for (const auto &layer : layers)
        sources.push_back(layer.tree->sharedSource());
    const double both = secondsPerTurn(most, [&] {
        auto fresh = layers;
        for (std::size_t i = 0; i < fresh.size(); ++i)
            fresh[i].tree = std::make_shared<const core::Tree>(
                core::readJson(sources[i], core::Limits::wide()).tree());
        leaves = core::mergeLayers(std::move(fresh))->tree().nodeCount();
    });
    if (leaves == 0) {
        std::fprintf(stderr, "bench-effective: nothing came out\n");
        return 1;
    }
    printMetric("effective", merge * 1e3, "ms");
    printMetric("parse+effective", both * 1e3, "ms");
    printMetric("nodes", double(leaves), "nodes");
    return 0;
}

} // namespace chancery::bench
