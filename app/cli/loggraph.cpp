// SPDX-License-Identifier: Apache-2.0
#include "loggraph.h"

#include "app/cli/exitcode.h"
#include "app/cli/visible.h"
#include "engine/core/lineage/lanetext.h"

#include <iostream>
#include <map>

namespace chancery::cli {

core::Result<int> logGraph(
    Online &online, const core::ConfigId &config, const core::EnvironmentId &environment)
{
    auto entries = online.all<core::LineageEntry>([&](const auto &page, auto done) {
        return online.cms().listLineage({config, environment, {}, page}, std::move(done));
    });
    if (!entries)
        return std::move(entries).error();
    std::map<core::VersionId, std::uint32_t> numbers;
    for (const auto &entry : *entries)
        numbers.emplace(entry.version, std::uint32_t(numbers.size()));
    core::Lanes lanes;
    for (const auto &entry : *entries) {
        std::vector<core::LineageEdge> edges;
        for (const auto &parent : entry.parents) {
            if (const auto number = numbers.find(parent.version); number != numbers.end())
                edges.push_back({number->second, parent.kind});
        }
        lanes.add(numbers.at(entry.version), edges);
    }
    lanes.visitRows(0, lanes.rowCount(), [&](const core::LaneRow &row) {
        const auto &entry = (*entries)[row.version];
        std::string line = entry.version.text().substr(7, 8) + ' ' + entry.environment.text() + ' ';
        line += std::string(api::toWire(entry.kind)) + (entry.isLive ? " (live) " : " ");
        line += core::toRfc3339(entry.createdAt) + ' ' + entry.authorName + ": " + entry.message;
        std::string text;
        core::appendLaneText(row, visible(line), text);
        std::cout << text;
    });
    return succeeded;
}

} // namespace chancery::cli
