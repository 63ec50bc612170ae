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

// Rows that are shown around a change, and the fewest worth folding.
constexpr std::size_t context = 3;
constexpr std::size_t fewestFolded = 8;

class Building {
public:
    explicit Building(const RowPlan &plan)
        : m_plan(plan)
        , m_movedByRight(plan.moved)
    {
        std::ranges::sort(m_movedByRight, {}, &core::MovedLines::right);
    }

    DiffRows run()
    {
        const core::Hunk *from = nullptr;
        for (std::size_t i = 0; i < m_plan.hunks.size(); ++i) {
            const core::Hunk &hunk = m_plan.hunks[i];
            if (isIgnored(i))
                continue;
            addUnchanged(from, &hunk);
            const auto begin = m_result.rows.size();
            addBlock(hunk);
            m_result.changes.push_back({begin, m_result.rows.size()});
            from = &hunk;
        }
        addUnchanged(from, nullptr);
        return std::move(m_result);
    }

    std::vector<DiffRow> unfolded(const core::Hunk &region)
    {
        addRegion(region);
        return std::move(m_result.rows);
    }

private:
    bool isIgnored(std::size_t hunk) const
    {
        return !m_plan.isIgnored.empty() && m_plan.isIgnored[hunk];
    }

    // What lies between two changes: equal lines, and hunks that are passed over.
    void addUnchanged(const core::Hunk *from, const core::Hunk *to)
    {
        core::Hunk region{from ? from->leftEnd : 0, to ? to->leftBegin : m_plan.left.size(),
            from ? from->rightEnd : 0, to ? to->rightBegin : m_plan.right.size()};
        if (!m_plan.isFolded) {
            addRegion(region);
            return;
        }
        const auto [equalFirst, equalLast] = equalEnds(region);
        const auto first = from ? std::min(context, equalFirst) : 0;
        const auto last = to ? std::min(context, equalLast) : 0;
        if (region.leftEnd - region.leftBegin < first + last + fewestFolded) {
            addRegion(region);
            return;
        }
        addSame(region.leftBegin, region.rightBegin, first);
        DiffRow row;
        row.kind = RowKind::Folded;
        row.left.line = region.leftBegin + first;
        row.right.line = region.rightBegin + first;
        row.foldedLeft = region.leftEnd - last - row.left.line;
        row.foldedRight = region.rightEnd - last - row.right.line;
        m_result.rows.push_back(std::move(row));
        addSame(region.leftEnd - last, region.rightEnd - last, last);
    }

    // How many lines are equal at the beginning and at the end of a region.
    std::pair<std::size_t, std::size_t> equalEnds(const core::Hunk &region) const
    {
        const auto size = region.leftEnd - region.leftBegin;
        const auto next = nextHunk(region.leftBegin, region.rightBegin);
        if (next == m_plan.hunks.end() || next->leftBegin >= region.leftEnd)
            return {size, size};
        const auto behind = nextHunk(region.leftEnd, region.rightEnd);
        return {next->leftBegin - region.leftBegin, region.leftEnd - std::prev(behind)->leftEnd};
    }

    std::vector<core::Hunk>::const_iterator nextHunk(std::size_t left, std::size_t right) const
    {
        return std::ranges::lower_bound(m_plan.hunks, left + right, {},
            [](const core::Hunk &hunk) { return hunk.leftBegin + hunk.rightBegin; });
    }

    void addRegion(const core::Hunk &region)
    {
        auto left = region.leftBegin;
        auto right = region.rightBegin;
        for (auto hunk = nextHunk(left, right); hunk != m_plan.hunks.end()
            && hunk->leftBegin + hunk->rightBegin < region.leftEnd + region.rightEnd;
            ++hunk) {
            addSame(left, right, hunk->leftBegin - left);
            const auto count
                = std::max(hunk->leftEnd - hunk->leftBegin, hunk->rightEnd - hunk->rightBegin);
            for (std::size_t index = 0; index < count; ++index) {
                m_result.rows.push_back(rowOf(*hunk, index));
                m_result.rows.back().kind = RowKind::Ignored;
            }
            left = hunk->leftEnd;
            right = hunk->rightEnd;
        }
        addSame(left, right, region.leftEnd - left);
    }

    void addSame(std::size_t left, std::size_t right, std::size_t count)
    {
        for (; count > 0; --count) {
            DiffRow row;
            row.left.line = left++;
            row.right.line = right++;
            m_result.rows.push_back(std::move(row));
        }
    }

    // Alike lines stand opposite each other; those between two pairs are taken in their order.
    void addBlock(const core::Hunk &hunk)
    {
        core::Hunk rest = hunk;
        const auto addUntil = [&](std::size_t leftEnd, std::size_t rightEnd) {
            const core::Hunk part{rest.leftBegin, leftEnd, rest.rightBegin, rightEnd};
            const auto count
                = std::max(part.leftEnd - part.leftBegin, part.rightEnd - part.rightBegin);
            for (std::size_t index = 0; index < count; ++index)
                addChanged(rowOf(part, index));
            rest.leftBegin = leftEnd;
            rest.rightBegin = rightEnd;
        };
        for (const auto &[leftLine, rightLine] : alikePairs(m_plan.left, m_plan.right, hunk)) {
            addUntil(leftLine, rightLine);
            addUntil(leftLine + 1, rightLine + 1);
        }
        addUntil(hunk.leftEnd, hunk.rightEnd);
    }

    void addChanged(DiffRow row)
    {
        if (!row.left.isFiller())
            row.left.partner = partnerOf(
                m_plan.moved, row.left.line, &core::MovedLines::left, &core::MovedLines::right);
        if (!row.right.isFiller())
            row.right.partner = partnerOf(
                m_movedByRight, row.right.line, &core::MovedLines::right, &core::MovedLines::left);
        if (row.kind == RowKind::Changed && !row.left.hasMoved() && !row.right.hasMoved())
            markWords(row, m_plan.left[row.left.line], m_plan.right[row.right.line]);
        m_result.rows.push_back(std::move(row));
    }

    static std::size_t partnerOf(const std::vector<core::MovedLines> &moved, std::size_t line,
        std::size_t core::MovedLines::*here, std::size_t core::MovedLines::*there)
    {
        const auto behind = std::ranges::upper_bound(moved, line, {}, here);
        if (behind == moved.begin())
            return SideRow::filler;
        const core::MovedLines &run = *std::prev(behind);
        const auto step = line - run.*here;
        return step < run.count ? run.*there + step : SideRow::filler;
    }

    const RowPlan &m_plan;
    std::vector<core::MovedLines> m_movedByRight;
    DiffRows m_result;
};

} // namespace

DiffRows sideBySideRows(const RowPlan &plan)
{
    return Building(plan).run();
}

std::vector<DiffRow> unfoldedRows(const RowPlan &plan, const DiffRow &folded)
{
    return Building(plan).unfolded({folded.left.line, folded.left.line + folded.foldedLeft,
        folded.right.line, folded.right.line + folded.foldedRight});
}

void replaceRow(DiffRows &rows, std::size_t index, const std::vector<DiffRow> &by)
{
    const auto at = rows.rows.begin() + std::ptrdiff_t(index);
    rows.rows.insert(rows.rows.erase(at), by.begin(), by.end());
    for (DiffChange &change : rows.changes) {
        if (change.begin <= index)
            continue;
        change.begin += by.size() - 1;
        change.end += by.size() - 1;
    }
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
                result.rows.push_back({RowKind::Removed, sideBySide.rows[index].left, {}, 0, 0});
        }
        for (auto index = change.begin; index < change.end; ++index) {
            if (!sideBySide.rows[index].right.isFiller())
                result.rows.push_back({RowKind::Added, {}, sideBySide.rows[index].right, 0, 0});
        }
        result.changes.push_back({begin, result.rows.size()});
        next = change.end;
    }
    addSame(sideBySide.rows.size());
    return result;
}

} // namespace chancery::editors
