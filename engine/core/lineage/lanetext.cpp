// SPDX-License-Identifier: Apache-2.0
#include "lanetext.h"

#include <algorithm>

namespace chancery::core {

namespace {

std::size_t columnOf(std::uint32_t lane)
{
    return std::size_t(lane) * 2;
}

void appendLine(std::string &out, const std::string &line)
{
    const auto end = line.find_last_not_of(' ');
    out.append(line, 0, end == std::string::npos ? 0 : end + 1);
    out += '\n';
}

// A line with the edges that only pass.
std::string straight(const LaneRow &row)
{
    std::string line(columnOf(row.width), ' ');
    for (const LaneLine &passing : row.passing)
        line[columnOf(passing.lane)] = '|';
    return line;
}

// The line in which edges bend between their lanes and the version's.
void appendBends(
    const LaneRow &row, const std::vector<LaneLine> &lines, char corner, std::string &out)
{
    const auto isBent = [&](const LaneLine &line) { return line.lane != row.lane; };
    if (std::ranges::none_of(lines, isBent))
        return;
    std::string text = straight(row);
    const auto version = columnOf(row.lane);
    text[version] = '+';
    for (const LaneLine &line : lines) {
        if (!isBent(line))
            continue;
        const auto lane = columnOf(line.lane);
        for (auto i = std::min(lane, version) + 1; i < std::max(lane, version); ++i) {
            if (text[i] == ' ')
                text[i] = '-';
        }
    }
    for (const LaneLine &line : lines) {
        if (isBent(line))
            text[columnOf(line.lane)] = corner;
    }
    appendLine(out, text);
}

} // namespace

void appendLaneText(const LaneRow &row, std::string_view text, std::string &out)
{
    appendBends(row, row.arriving, '\'', out);
    std::string line = straight(row);
    line[columnOf(row.lane)] = '*';
    out += line;
    out += text;
    out += '\n';
    appendBends(row, row.leaving, '.', out);
}

} // namespace chancery::core
