// SPDX-License-Identifier: Apache-2.0
#include "diffrows.h"

#include <algorithm>

namespace chancery::editors {

namespace {

// Longer lines are marked as a whole: nobody looks for a word in them.
constexpr std::size_t longestCompared = 4096;

void markWords(DiffRow &row, std::string_view left, std::string_view right)
{
    if (left.size() > longestCompared || right.size() > longestCompared)
        return;
    const auto hunks = core::diffWords(left, right);
    std::size_t changed = 0;
    for (const core::Hunk &hunk : hunks)
        changed += hunk.leftEnd - hunk.leftBegin + hunk.rightEnd - hunk.rightBegin;
    // Lines that have little in common differ as lines; marks all over would only be noise.
    if (changed * 4 > (left.size() + right.size()) * 3)
        return;
    for (const core::Hunk &hunk : hunks) {
        if (hunk.leftBegin < hunk.leftEnd)
            row.left.marks.emplace_back(hunk.leftBegin, hunk.leftEnd);
        if (hunk.rightBegin < hunk.rightEnd)
            row.right.marks.emplace_back(hunk.rightBegin, hunk.rightEnd);
    }
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
        const auto count = std::max(hunk.leftEnd - hunk.leftBegin, hunk.rightEnd - hunk.rightBegin);
        for (std::size_t index = 0; index < count; ++index) {
            DiffRow row = rowOf(hunk, index);
            if (row.kind == RowKind::Changed)
                markWords(row, left[row.left.line], right[row.right.line]);
            result.rows.push_back(std::move(row));
        }
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
