// SPDX-License-Identifier: Apache-2.0
#include "diffrows.h"

#include <algorithm>

namespace chancery::editors {

namespace {

// Longer lines are marked as a whole: nobody looks for a word in them.
constexpr std::size_t longestCompared = 4096;

// Blocks of more pairs of lines than this are paired in their order.
constexpr std::size_t mostPairs = 2500;

std::size_t changedBytes(const std::vector<core::Hunk> &hunks)
{
    std::size_t changed = 0;
    for (const core::Hunk &hunk : hunks)
        changed += hunk.leftEnd - hunk.leftBegin + hunk.rightEnd - hunk.rightBegin;
    return changed;
}

std::string_view trimmed(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

void markWords(DiffRow &row, std::string_view left, std::string_view right)
{
    if (left.size() > longestCompared || right.size() > longestCompared)
        return;
    const auto hunks = core::diffWords(left, right);
    // Lines that have little in common differ as lines; marks all over would only be noise.
    if (changedBytes(hunks) * 3 > (left.size() + right.size()) * 2)
        return;
    for (const core::Hunk &hunk : hunks) {
        if (hunk.leftBegin < hunk.leftEnd)
            row.left.marks.emplace_back(hunk.leftBegin, hunk.leftEnd);
        if (hunk.rightBegin < hunk.rightEnd)
            row.right.marks.emplace_back(hunk.rightBegin, hunk.rightEnd);
    }
}

// How alike two lines are, from 0 to 100; less than half is not alike at all.
int likeness(std::string_view left, std::string_view right)
{
    left = trimmed(left);
    right = trimmed(right);
    const auto size = left.size() + right.size();
    if (size == 0 || left.size() > longestCompared || right.size() > longestCompared)
        return 0;
    const auto common = size - std::min(size, changedBytes(core::diffWords(left, right)));
    const int percent = static_cast<int>(common * 100 / size);
    return percent < 50 ? 0 : percent;
}

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// The pairs of alike lines of a changed block, in order, with the greatest sum of likeness.
Pairs alikePairs(const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right, const core::Hunk &hunk)
{
    const auto height = hunk.leftEnd - hunk.leftBegin;
    const auto width = hunk.rightEnd - hunk.rightBegin;
    if (height == width || height * width > mostPairs)
        return {};
    std::vector<int> like(height * width);
    std::vector<int> best((height + 1) * (width + 1));
    const auto at = [width](std::size_t x, std::size_t y) { return x * (width + 1) + y; };
    for (auto x = height; x-- > 0;) {
        for (auto y = width; y-- > 0;) {
            int &own = like[x * width + y];
            own = likeness(left[hunk.leftBegin + x], right[hunk.rightBegin + y]);
            best[at(x, y)] = std::max({best[at(x + 1, y)], best[at(x, y + 1)],
                own > 0 ? best[at(x + 1, y + 1)] + own : 0});
        }
    }
    Pairs pairs;
    for (std::size_t x = 0, y = 0; x < height && y < width;) {
        const int own = like[x * width + y];
        if (own > 0 && best[at(x, y)] == best[at(x + 1, y + 1)] + own)
            pairs.emplace_back(hunk.leftBegin + x++, hunk.rightBegin + y++);
        else if (best[at(x, y)] == best[at(x + 1, y)])
            ++x;
        else
            ++y;
    }
    return pairs;
}

DiffRow rowOf(const core::Hunk &hunk, std::size_t index)
{
    DiffRow row;
    if (hunk.leftBegin + index < hunk.leftEnd)
        row.left.line = hunk.leftBegin + index;
    if (hunk.rightBegin + index < hunk.rightEnd)
        row.right.line = hunk.rightBegin + index;
    row.kind = row.left.isFiller() ? RowKind::Added
        : row.right.isFiller()     ? RowKind::Removed
                                   : RowKind::Changed;
    return row;
}

// Alike lines stand opposite each other; those between two pairs are taken in their order.
void addBlock(const std::vector<std::string_view> &left, const std::vector<std::string_view> &right,
    const core::Hunk &hunk, std::vector<DiffRow> &rows)
{
    core::Hunk rest = hunk;
    const auto addUntil = [&](std::size_t leftEnd, std::size_t rightEnd) {
        const core::Hunk part{rest.leftBegin, leftEnd, rest.rightBegin, rightEnd};
        const auto count = std::max(part.leftEnd - part.leftBegin, part.rightEnd - part.rightBegin);
        for (std::size_t index = 0; index < count; ++index) {
            DiffRow row = rowOf(part, index);
            if (row.kind == RowKind::Changed)
                markWords(row, left[row.left.line], right[row.right.line]);
            rows.push_back(std::move(row));
        }
        rest.leftBegin = leftEnd;
        rest.rightBegin = rightEnd;
    };
    for (const auto &[leftLine, rightLine] : alikePairs(left, right, hunk)) {
        addUntil(leftLine, rightLine);
        addUntil(leftLine + 1, rightLine + 1);
    }
    addUntil(hunk.leftEnd, hunk.rightEnd);
}

} // namespace

DiffRows sideBySideRows(const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right, const core::CancelToken *token)
{
    DiffRows result;
    std::size_t x = 0;
    std::size_t y = 0;
    const auto addSame = [&](std::size_t until) {
        for (; x < until; ++x, ++y)
            result.rows.push_back({RowKind::Same, {x, {}}, {y, {}}});
    };
    for (const core::Hunk &hunk : core::diffLines(left, right, token)) {
        addSame(hunk.leftBegin);
        const auto begin = result.rows.size();
        addBlock(left, right, hunk, result.rows);
        result.changes.push_back({begin, result.rows.size()});
        x = hunk.leftEnd;
        y = hunk.rightEnd;
    }
    addSame(left.size());
    return result;
}

DiffRows inlineRows(const DiffRows &sideBySide)
{
    DiffRows result;
    std::size_t next = 0;
    const auto addSame = [&](std::size_t until) {
        for (; next < until; ++next)
            result.rows.push_back(sideBySide.rows[next]);
    };
    for (const DiffChange &change : sideBySide.changes) {
        addSame(change.begin);
        const auto begin = result.rows.size();
        for (auto index = change.begin; index < change.end; ++index) {
            if (!sideBySide.rows[index].left.isFiller())
                result.rows.push_back({RowKind::Removed, sideBySide.rows[index].left, {}});
        }
        for (auto index = change.begin; index < change.end; ++index) {
            if (!sideBySide.rows[index].right.isFiller())
                result.rows.push_back({RowKind::Added, {}, sideBySide.rows[index].right});
        }
        result.changes.push_back({begin, result.rows.size()});
        next = change.end;
    }
    addSame(sideBySide.rows.size());
    return result;
}

} // namespace chancery::editors
