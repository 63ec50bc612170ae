// SPDX-License-Identifier: Apache-2.0
#include "unifieddiff.h"

#include "app/cli/visible.h"

#include <ostream>

namespace chancery::cli {

namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t context = 3;

// Hunks whose context would touch stand under one head.
struct Group {
    std::size_t first = 0;
    std::size_t last = 0; // both of the hunks, inclusive
};

std::vector<Group> grouped(const std::vector<core::Hunk> &hunks)
{
    std::vector<Group> groups;
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        const bool joins = !groups.empty()
            && hunks[i].leftBegin - hunks[groups.back().last].leftEnd <= 2 * context;
        if (joins)
            groups.back().last = i;
        else
            groups.push_back({i, i});
    }
    return groups;
}

std::string rangeOf(std::size_t begin, std::size_t end)
{
    const auto count = end - begin;
    const auto start = count == 0 ? begin : begin + 1;
    return std::to_string(start) + (count == 1 ? "" : ',' + std::to_string(count));
}

void printLines(
    const Lines &lines, std::size_t begin, std::size_t end, char mark, std::ostream &out)
{
    for (std::size_t i = begin; i < end; ++i)
        out << mark << visible(lines[i]) << '\n';
}

void printGroup(const Group &group, const std::vector<core::Hunk> &hunks, const Lines &left,
    const Lines &right, std::ostream &out)
{
    const auto &first = hunks[group.first];
    const auto &last = hunks[group.last];
    const auto before = std::min(context, first.leftBegin);
    const auto after = std::min(context, left.size() - last.leftEnd);
    out << "@@ -" << rangeOf(first.leftBegin - before, last.leftEnd + after) << " +"
        << rangeOf(first.rightBegin - before, last.rightEnd + after) << " @@\n";
    auto at = first.leftBegin - before;
    for (auto i = group.first; i <= group.last; ++i) {
        printLines(left, at, hunks[i].leftBegin, ' ', out);
        printLines(left, hunks[i].leftBegin, hunks[i].leftEnd, '-', out);
        printLines(right, hunks[i].rightBegin, hunks[i].rightEnd, '+', out);
        at = hunks[i].leftEnd;
    }
    printLines(left, at, at + after, ' ', out);
}

// The end of the last line is no line of its own here.
Lines linesOf(const std::string &text)
{
    auto lines = core::splitLines(text);
    if (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

} // namespace

UnifiedDiff::UnifiedDiff(const std::string &left, const std::string &right)
    : m_left(linesOf(left))
    , m_right(linesOf(right))
    , m_hunks(core::diffLines(m_left, m_right))
{
}

void UnifiedDiff::print(
    const std::string &leftName, const std::string &rightName, std::ostream &out) const
{
    if (m_hunks.empty())
        return;
    out << "--- " << visible(leftName) << "\n+++ " << visible(rightName) << '\n';
    for (const auto &group : grouped(m_hunks))
        printGroup(group, m_hunks, m_left, m_right, out);
}

} // namespace chancery::cli
