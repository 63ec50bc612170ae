// SPDX-License-Identifier: Apache-2.0
//
// 1. Items are numbered by value, so that all that follows compares numbers.
// 2. Two tables say how long a common subsequence of all beginnings and of all ends is. Where equal
//    items stand in the same places in as many places as the longest has items, somebody edited in
//    place and that is the answer. Else it is the longest one whose items stand first.
// 3. A pair is on some longest common subsequence if what is common before it and behind it adds
//    up. An item with equals that has more than one such pair, or that one of them does without,
//    is unsure.
// 4. What is left with an equal value on both sides has moved.
// 5. Between two neighbours an item is the same, edited, when at least half of what it holds is the
//    same and no other of that gap has as much in common with either. As many items as there were
//    are paired in their order, and what is not the same item has replaced it. Where they are not
//    as many, or one was replaced, a copy may have changed less than the item itself: there no
//    other of the gap may have half in common with either.
// 6. What is left is lost when something came in its gap, or anywhere something with which it has
//    anything in common: it may have become that. Where an item is unsure, so is in which gap
//    anything came.
//
// Tables of very long lists are not made: there the differences of textdiff.h stand for step 2, and
// all items with a different number of equals are unsure.
#include "pairing.h"

#include "engine/core/merge/likeness.h"
#include "engine/core/schema/equality.h"
#include "engine/core/textdiff.h"

#include <map>
#include <unordered_map>
#include <unordered_set>

namespace chancery::core {

namespace {

constexpr std::size_t mostCells = std::size_t(2) << 20;
constexpr std::size_t longestGap = 48; // whose items are compared with each other

using Items = std::vector<Value>;
using Numbers = std::vector<std::uint32_t>;

Items itemsIn(Value list)
{
    Items items;
    if (list.isArray()) {
        for (const auto &item : list)
            items.push_back(item.value());
    }
    return items;
}

// Step 1.
class Numbering {
public:
    explicit Numbering(std::size_t most)
        : m_hashes(most)
    {
    }

    Numbers of(const Items &items)
    {
        Numbers numbers;
        for (const Value item : items)
            numbers.push_back(of(item));
        return numbers;
    }

private:
    std::uint32_t of(Value value)
    {
        const auto hash = m_hashes.of(value);
        const auto [first, last] = m_known.equal_range(hash);
        for (auto known = first; known != last; ++known) {
            if (sameValue(known->second.first, value))
                return known->second.second;
        }
        const auto number = std::uint32_t(m_known.size());
        m_known.emplace(hash, std::pair(value, number));
        return number;
    }

    ValueHashes m_hashes;
    std::unordered_multimap<std::uint64_t, std::pair<Value, std::uint32_t>> m_known;
};

// Lengths by the number of items before, or behind, on both sides.
class Table {
public:
    Table(std::size_t rows, std::size_t columns)
        : m_columns(columns + 1)
        , m_cells((rows + 1) * (columns + 1))
    {
    }
    std::uint16_t &at(std::size_t row, std::size_t column)
    {
        return m_cells[row * m_columns + column];
    }

private:
    std::size_t m_columns;
    std::vector<std::uint16_t> m_cells;
};

bool areContainers(Value a, Value b)
{
    return (a.isObject() && b.isObject()) || (a.isArray() && b.isArray());
}

class Pairer {
public:
    Pairer(Value before, Value now)
        : m_before(itemsIn(before))
        , m_now(itemsIn(now))
    {
        Numbering numbering(m_before.size() + m_now.size());
        m_left = numbering.of(m_before);
        m_right = numbering.of(m_now);
        for (const auto number : m_left)
            ++m_counts[number].first;
        for (const auto number : m_right)
            ++m_counts[number].second;
        m_result.partners.assign(m_left.size(), ItemPairing::none);
        m_result.origins.assign(m_right.size(), ItemPairing::none);
        m_result.isUnsure.assign(m_left.size(), false);
        m_result.isReplaced.assign(m_left.size(), false);
        m_result.isLost.assign(m_left.size(), false);
    }

    ItemPairing run()
    {
        if (m_left.size() * m_right.size() > mostCells)
            pairLongLists();
        else
            pairCommon();
        const auto anchors = m_result.partners;
        pairMoved();
        pairGaps(anchors);
        findLost();
        return std::move(m_result);
    }

private:
    void pair(std::size_t left, std::size_t right)
    {
        m_result.partners[left] = right;
        m_result.origins[right] = left;
    }

    // As many as could be, and nothing of the rest was put elsewhere.
    bool isEditedInPlace(std::size_t longest) const
    {
        if (m_left.size() != m_right.size())
            return false;
        std::size_t same = 0;
        std::unordered_set<std::uint32_t> replaced;
        for (std::size_t i = 0; i < m_left.size(); ++i) {
            same += m_left[i] == m_right[i] ? 1 : 0;
            if (m_left[i] != m_right[i])
                replaced.insert(m_left[i]);
        }
        for (std::size_t i = 0; i < m_left.size(); ++i) {
            if (m_left[i] != m_right[i] && replaced.contains(m_right[i]))
                return false;
        }
        return same == longest;
    }

    // Steps 2 and 3.
    void pairCommon()
    {
        const auto rows = m_left.size();
        const auto columns = m_right.size();
        Table ends(rows, columns);
        for (auto i = rows; i-- > 0;) {
            for (auto j = columns; j-- > 0;)
                ends.at(i, j) = m_left[i] == m_right[j]
                    ? std::uint16_t(ends.at(i + 1, j + 1) + 1)
                    : std::max(ends.at(i + 1, j), ends.at(i, j + 1));
        }
        if (isEditedInPlace(ends.at(0, 0))) {
            for (std::size_t i = 0; i < rows; ++i) {
                if (m_left[i] == m_right[i])
                    pair(i, i);
            }
            return;
        }
        std::size_t j = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            for (auto k = j; k < columns; ++k) {
                if (m_left[i] == m_right[k] && ends.at(i + 1, k + 1) + 1 == ends.at(i, j)) {
                    pair(i, k);
                    j = k + 1;
                    break;
                }
            }
        }
        markUnsure(ends);
    }

    bool hasEquals(std::size_t left) const
    {
        const auto [before, now] = m_counts.at(m_left[left]);
        return before > 1 || now > 1;
    }

    void markUnsure(Table &ends)
    {
        const auto rows = m_left.size();
        const auto columns = m_right.size();
        Table beginnings(rows, columns);
        for (std::size_t i = 0; i < rows; ++i) {
            for (std::size_t j = 0; j < columns; ++j)
                beginnings.at(i + 1, j + 1) = m_left[i] == m_right[j]
                    ? std::uint16_t(beginnings.at(i, j) + 1)
                    : std::max(beginnings.at(i, j + 1), beginnings.at(i + 1, j));
        }
        const auto longest = ends.at(0, 0);
        for (std::size_t i = 0; i < rows; ++i) {
            if (!hasEquals(i))
                continue;
            int ways = 0;
            bool isDispensable = false;
            for (std::size_t j = 0; j <= columns; ++j) {
                isDispensable = isDispensable || beginnings.at(i, j) + ends.at(i + 1, j) == longest;
                if (j < columns && m_left[i] == m_right[j])
                    ways += beginnings.at(i, j) + 1 + ends.at(i + 1, j + 1) == longest ? 1 : 0;
            }
            m_result.isUnsure[i] = ways + (isDispensable ? 1 : 0) > 1;
        }
    }

    void pairLongLists()
    {
        std::size_t left = 0;
        std::size_t right = 0;
        const auto pairUpTo = [&](std::size_t end) {
            while (left < end)
                pair(left++, right++);
        };
        for (const Hunk &hunk : diffNumbers(m_left, m_right)) {
            pairUpTo(hunk.leftBegin);
            left = hunk.leftEnd;
            right = hunk.rightEnd;
        }
        pairUpTo(m_left.size());
        for (std::size_t i = 0; i < m_left.size(); ++i) {
            const auto [before, now] = m_counts.at(m_left[i]);
            m_result.isUnsure[i] = hasEquals(i) && before != now;
        }
    }

    // Step 4.
    void pairMoved()
    {
        std::map<std::uint32_t, std::vector<std::size_t>> left;
        for (auto i = m_left.size(); i-- > 0;) {
            if (m_result.partners[i] == ItemPairing::none)
                left[m_left[i]].push_back(i);
        }
        for (std::size_t j = 0; j < m_right.size(); ++j) {
            const auto found = left.find(m_right[j]);
            if (m_result.origins[j] != ItemPairing::none || found == left.end()
                || found->second.empty())
                continue;
            pair(found->second.back(), j);
            found->second.pop_back();
        }
    }

    // Step 5. The anchors are the pairs that stand in one order on both sides.
    void pairGaps(const std::vector<std::size_t> &anchors)
    {
        std::vector<std::size_t> left;
        std::size_t from = 0; // of the right side
        for (std::size_t i = 0; i <= m_left.size(); ++i) {
            const bool isEnd = i == m_left.size();
            if (!isEnd && anchors[i] == ItemPairing::none) {
                if (m_result.partners[i] == ItemPairing::none)
                    left.push_back(i);
                continue;
            }
            const auto to = isEnd ? m_right.size() : anchors[i];
            std::vector<std::size_t> right;
            for (; from < to; ++from) {
                if (m_result.origins[from] == ItemPairing::none)
                    right.push_back(from);
            }
            if (left.size() == right.size())
                pairGap(left, right);
            else
                pairUnevenGap(left, right);
            left.clear();
            from = to + 1;
        }
    }

    using Indices = std::vector<std::size_t>;

    void pairGap(const Indices &left, const Indices &right)
    {
        const auto isReplaced
            = [&](std::size_t k, Others others) { return !isEdited(left, right, k, k, others); };
        bool isAnyReplaced = false;
        for (std::size_t k = 0; k < left.size(); ++k) {
            pair(left[k], right[k]);
            m_result.isReplaced[left[k]] = isReplaced(k, Others::MayBeAlike);
            isAnyReplaced = isAnyReplaced || m_result.isReplaced[left[k]];
        }
        for (std::size_t k = 0; isAnyReplaced && k < left.size(); ++k)
            m_result.isReplaced[left[k]] = isReplaced(k, Others::AreUnlike);
    }

    void pairUnevenGap(const Indices &left, const Indices &right)
    {
        std::size_t next = 0;
        for (std::size_t i = 0; i < left.size(); ++i) {
            for (auto j = next; j < right.size(); ++j) {
                if (isEdited(left, right, i, j, Others::AreUnlike)) {
                    pair(left[i], right[j]);
                    next = j + 1;
                    break;
                }
            }
        }
        for (const auto i : left) {
            m_result.isLost[i] = m_result.partners[i] == ItemPairing::none
                && std::ranges::any_of(
                    right, [&](std::size_t j) { return m_result.origins[j] == ItemPairing::none; });
        }
    }

    // Of the gap, beside the two that are looked at.
    enum class Others : std::uint8_t { MayBeAlike, AreUnlike };

    bool isEdited(const Indices &left, const Indices &right, std::size_t one, std::size_t other,
        Others others) const
    {
        const Value before = m_before[left[one]];
        const Value now = m_now[right[other]];
        if (!areContainers(before, now) || std::max(left.size(), right.size()) > longestGap)
            return false;
        const auto likeness = likenessOf(before, now);
        if (!likeness.isEnough())
            return false;
        const auto isLess = [&](Likeness another) {
            return another.isLessThan(likeness)
                && (others == Others::MayBeAlike || !another.isEnough());
        };
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (i != one && !isLess(likenessOf(m_before[left[i]], now)))
                return false;
        }
        for (std::size_t j = 0; j < right.size(); ++j) {
            if (j != other && !isLess(likenessOf(before, m_now[right[j]])))
                return false;
        }
        return true;
    }

    // Step 6, for other gaps.
    void findLost()
    {
        Indices gone;
        Indices came;
        for (std::size_t i = 0; i < m_left.size(); ++i) {
            if (m_result.partners[i] == ItemPairing::none)
                gone.push_back(i);
        }
        for (std::size_t j = 0; j < m_right.size(); ++j) {
            if (m_result.origins[j] == ItemPairing::none)
                came.push_back(j);
        }
        const bool isAnyUnsure
            = std::ranges::find(m_result.isUnsure, true) != m_result.isUnsure.end();
        const bool areMany = gone.size() * came.size() > longestGap * longestGap;
        for (const auto i : gone) {
            m_result.isLost[i] = m_result.isLost[i] || areMany || (isAnyUnsure && !came.empty())
                || std::ranges::any_of(came,
                    [&](std::size_t j) { return likenessOf(m_before[i], m_now[j]).same > 0; });
        }
    }

    Items m_before;
    Items m_now;
    Numbers m_left;
    Numbers m_right;
    std::unordered_map<std::uint32_t, std::pair<std::size_t, std::size_t>> m_counts;
    ItemPairing m_result;
};

} // namespace

ItemPairing pairItems(Value before, Value now)
{
    return Pairer(before, now).run();
}

} // namespace chancery::core
