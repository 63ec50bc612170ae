// SPDX-License-Identifier: Apache-2.0
//
// The version graph of a Git repository as text, as `git log --graph --oneline --all` prints it:
// all of it, or the first screen.

#include "app/bench/commands.h"
#include "app/bench/common/githistory.h"
#include "engine/core/lineage/lanetext.h"

#include <cstdio>

namespace chancery::bench {

namespace {

constexpr std::uint32_t rowsPerTurn = 512;
constexpr std::uint32_t firstScreen = 50;

void print(const GitHistory &history, const core::Lanes &lanes, std::uint32_t first,
    std::uint32_t count, std::string &out)
{
    out.clear();
    std::string words;
    lanes.visitRows(first, count, [&](const core::LaneRow &row) {
        words = history.shortId(row.version);
        words += ' ';
        words += history.subjectOf(row.version);
        core::appendLaneText(row, words, out);
    });
    std::fwrite(out.data(), 1, out.size(), stdout);
}

} // namespace

int historyGraph(std::span<const std::string> arguments)
{
    GitHistory history;
    if (const auto fault = history.open(arguments[0]); !fault.empty()) {
        std::fprintf(stderr, "%s\n", fault.c_str());
        return 1;
    }
    const bool isFirst = arguments.size() > 1 && arguments[1] == "--first";
    if (!isFirst)
        history.readAhead();
    core::LineageOrder order(history);
    for (const auto head : history.heads())
        order.addHead(head);
    core::Lanes lanes;
    std::vector<core::LineageEdge> edges;
    std::string out;
    std::uint32_t printed = 0;
    const auto turn = isFirst ? firstScreen : rowsPerTurn;
    for (std::uint32_t version = 0; order.next(version);) {
        edges.clear();
        for (const auto parent : history.parentsOf(version))
            edges.push_back({parent, edges.empty() ? core::EdgeKind::Edit : core::EdgeKind::Merge});
        lanes.add(version, edges);
        if (lanes.rowCount() - printed < turn)
            continue;
        print(history, lanes, printed, turn, out);
        printed = lanes.rowCount();
        if (isFirst)
            return 0;
    }
    print(history, lanes, printed, turn, out);
    return 0;
}

} // namespace chancery::bench
