// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/graph/layeredlayout.h"

#include <cstdio>

namespace chancery::bench {

namespace {

std::uint32_t numberOf(core::Value value)
{
    return std::uint32_t(std::stoul(std::string(value.text())));
}

// {"labels": ["name", …], "edges": [[from, to], …]}
core::LayoutGraph graphIn(core::Value root)
{
    core::LayoutGraph graph;
    for (const auto &item : root) {
        for (const auto &each : item.value()) {
            if (item.key() == "labels") {
                graph.boxes.push_back({20 + 7 * double(each.value().text().size()), 30});
                continue;
            }
            std::vector<std::uint32_t> ends;
            for (const auto &end : each.value())
                ends.push_back(numberOf(end.value()));
            if (item.key() == "edges" && ends.size() == 2)
                graph.arcs.push_back({ends[0], ends[1]});
        }
    }
    return graph;
}

} // namespace

int benchLayout(std::span<const std::string> arguments)
{
    const auto reading = core::readJson(fileContent(arguments[0]), core::Limits::wide());
    if (!reading) {
        std::fprintf(stderr, "layout: %s\n", reading.problem().message.c_str());
        return 1;
    }
    const auto graph = graphIn(reading.tree().root());
    const auto begin = std::chrono::steady_clock::now();
    const auto layout = core::layOut(graph);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
    if (!layout) {
        std::fprintf(stderr, "layout: %s\n", layout.error().detail.c_str());
        return 1;
    }
    std::printf("%zu boxes, %zu arcs, %zu crossings, %.0f x %.0f\n", graph.boxes.size(),
        graph.arcs.size(), layout->crossings, layout->width, layout->height);
    printMetric("layout", passed.count(), "s");
    return 0;
}

} // namespace chancery::bench
