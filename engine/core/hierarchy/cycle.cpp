// SPDX-License-Identifier: Apache-2.0
#include "engine/core/hierarchy/references.h"

#include <algorithm>
#include <unordered_map>

namespace chancery::core {

std::vector<std::string> findCycle(
    const std::vector<std::pair<std::string, std::vector<std::string>>> &graph)
{
    enum class Mark : std::uint8_t { New, Open, Done };
    struct Step {
        std::size_t node = 0;
        std::size_t next = 0; // of its edges
    };
    std::unordered_map<std::string_view, std::size_t> indexOf;
    for (std::size_t i = 0; i < graph.size(); ++i)
        indexOf.emplace(graph[i].first, i);
    std::vector<Mark> marks(graph.size(), Mark::New);
    for (std::size_t start = 0; start < graph.size(); ++start) {
        std::vector<Step> way;
        const auto enter = [&](std::size_t node) {
            marks[node] = Mark::Open;
            way.push_back({node, 0});
        };
        if (marks[start] == Mark::New)
            enter(start);
        while (!way.empty()) {
            auto &step = way.back();
            const auto &edges = graph[step.node].second;
            if (step.next == edges.size()) {
                marks[step.node] = Mark::Done;
                way.pop_back();
                continue;
            }
            const auto known = indexOf.find(edges[step.next++]);
            if (known == indexOf.end() || marks[known->second] == Mark::Done)
                continue;
            if (marks[known->second] == Mark::New) {
                enter(known->second);
                continue;
            }
            auto from = std::find_if(way.begin(), way.end(),
                [&](const Step &each) { return each.node == known->second; });
            std::vector<std::string> circle;
            for (; from != way.end(); ++from)
                circle.push_back(graph[from->node].first);
            circle.push_back(circle.front());
            return circle;
        }
    }
    return {};
}

} // namespace chancery::core
