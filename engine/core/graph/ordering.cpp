// SPDX-License-Identifier: Apache-2.0
// Two beginnings: breadth first from above and from below, which leaves a tree without crossings.
// From each, rounds: every row is sorted by the mean place of the neighbours above (then below; in
// every other pair of rounds by their median), vertices without neighbours stay where they are,
// equals keep their order or, in every other round, are turned round. Then neighbours in a row
// change places as long as that saves crossings, which sorting alone does not find. Crossings are
// counted by a Fenwick tree over the places of the lower row (Barth, Jünger, Mutzel 2002).
#include "levels.h"

#include <algorithm>

namespace chancery::core::levels {

namespace {

class Counter {
public:
    std::size_t count(const Levels &levels)
    {
        std::size_t sum = 0;
        for (std::size_t i = 0; i + 1 < levels.rows.size(); ++i)
            sum += between(levels, i);
        return sum;
    }

private:
    std::size_t between(const Levels &levels, std::size_t upper)
    {
        const auto size = levels.rows[upper + 1].size();
        m_tree.assign(size + 1, 0);
        std::size_t seen = 0;
        std::size_t sum = 0;
        for (const auto vertex : levels.rows[upper]) {
            const auto below = levels.down.of(vertex);
            for (const auto &each : below) {
                std::size_t before = 0;
                for (auto at = std::size_t(levels.place[each.vertex]) + 1; at > 0; at &= at - 1)
                    before += m_tree[at];
                sum += seen - before;
            }
            for (const auto &each : below) {
                for (auto at = std::size_t(levels.place[each.vertex]) + 1; at <= size;
                    at += at & (~at + 1))
                    ++m_tree[at];
            }
            seen += below.size();
        }
        return sum;
    }

    std::vector<std::uint32_t> m_tree;
};

class Ordering {
public:
    Ordering(Levels &levels, const CancelToken &token)
        : m_levels(levels)
        , m_token(token)
    {
        const auto size = levels.segmentCount + levels.layer.size();
        m_isSifting = size < 40'000;
        m_isRepeating = size < 4'000;
        m_mostWork = std::min<std::size_t>(
            size * (m_isRepeating ? 30'000 : 10'000), m_isSifting ? 60'000'000 : 25'000'000);
    }

    std::size_t run()
    {
        for (const bool isFromAbove : {true, false}) {
            begin(isFromAbove);
            m_work = 0;
            settle(m_mostWork / 3);
        }
        static constexpr int mostInVain = 40;
        m_work = 0;
        for (int vain = 0; m_isRepeating && vain < mostInVain && m_work < m_mostWork; ++vain) {
            if (m_fewest == 0 || m_token.isCancelled())
                break;
            const auto fewest = m_fewest;
            shake();
            settle(m_mostWork);
            vain = m_fewest < fewest ? 0 : vain;
        }
        m_levels.rows = std::move(m_best);
        m_levels.numberPlaces();
        return m_fewest;
    }

private:
    const Neighbours &side(bool isAbove) const { return isAbove ? m_levels.up : m_levels.down; }

    // Rows as a walk in breadth meets their vertices.
    void begin(bool isFromAbove)
    {
        const auto count = m_levels.layer.size();
        std::vector<char> isMet(count, 0);
        std::vector<Vertex> queue;
        queue.reserve(count);
        for (auto &row : m_levels.rows)
            row.clear();
        const auto enter = [&](Vertex vertex) {
            if (isMet[vertex] == 0) {
                isMet[vertex] = 1;
                queue.push_back(vertex);
                m_levels.rows[m_levels.layer[vertex]].push_back(vertex);
            }
        };
        std::size_t next = 0;
        const auto spread = [&] {
            for (; next < queue.size(); ++next) {
                for (const auto &each : side(!isFromAbove).of(queue[next]))
                    enter(each.vertex);
            }
        };
        for (Vertex vertex = 0; vertex < count; ++vertex) {
            if (side(isFromAbove).of(vertex).empty()) {
                enter(vertex);
                spread();
            }
        }
        m_levels.numberPlaces();
    }

    // Away from the best so far, but not far: a part of the vertices to anywhere in their rows. The
    // numbers are the same in every run.
    void shake()
    {
        m_levels.rows = m_best;
        const auto next = [&](std::size_t below) {
            m_random = m_random * 6364136223846793005U + 1442695040888963407U;
            return std::size_t((m_random >> 33U) % below);
        };
        const auto strength = 3 + next(20);
        for (auto &row : m_levels.rows) {
            for (std::size_t i = row.size(); i > 1; --i) {
                if (next(strength) == 0)
                    std::swap(row[i - 1], row[next(i)]);
            }
        }
        m_levels.numberPlaces();
    }

    void settle(std::size_t mostWork)
    {
        keepIfBest();
        int since = 0;
        for (int round = 0; since < 4 && m_fewest > 0 && m_work < mostWork; ++round) {
            if (m_token.isCancelled())
                return;
            const bool isDown = round % 2 == 0;
            const auto last = m_levels.rows.size() - 1;
            for (std::size_t i = 1; i <= last; ++i)
                sortRow(isDown ? i : last - i, isDown, round);
            if (m_isSifting)
                siftAll();
            else
                exchangeAll();
            since = keepIfBest() ? 0 : since + 1;
        }
    }

    void siftAll()
    {
        static constexpr int mostTurns = 2;
        for (int turn = 0; turn < mostTurns; ++turn) {
            bool isBetter = false;
            for (auto &row : m_levels.rows)
                isBetter = (!m_token.isCancelled() && siftIn(row)) || isBetter;
            if (!isBetter)
                return;
        }
    }

    bool keepIfBest()
    {
        const auto count = m_counter.count(m_levels);
        if (!m_best.empty() && count >= m_fewest)
            return false;
        m_fewest = count;
        m_best = m_levels.rows;
        return true;
    }

    float weightOf(Vertex vertex, bool isAbove, bool isMedian)
    {
        const auto near = side(isAbove).of(vertex);
        if (!isMedian || near.size() < 3) {
            float sum = 0;
            for (const auto &each : near)
                sum += float(m_levels.place[each.vertex]);
            return sum / float(near.size());
        }
        m_places.clear();
        for (const auto &each : near)
            m_places.push_back(m_levels.place[each.vertex]);
        const auto middle = m_places.begin() + std::ptrdiff_t(m_places.size() / 2);
        std::nth_element(m_places.begin(), middle, m_places.end());
        return float(*middle);
    }

    void sortRow(std::size_t number, bool isAbove, int round)
    {
        auto &row = m_levels.rows[number];
        m_work += row.size();
        const bool isTurning = round / 2 % 2 == 1;
        m_sorted.clear();
        m_slots.clear();
        for (std::uint32_t i = 0; i < row.size(); ++i) {
            if (side(isAbove).of(row[i]).empty())
                continue;
            const auto order = isTurning ? std::uint32_t(row.size()) - i : i;
            m_sorted.push_back({weightOf(row[i], isAbove, round % 4 >= 2), order, row[i]});
            m_slots.push_back(i);
        }
        std::sort(m_sorted.begin(), m_sorted.end());
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            row[m_slots[i]] = m_sorted[i].vertex;
            m_levels.place[m_sorted[i].vertex] = m_slots[i];
        }
    }

    void exchangeAll()
    {
        static constexpr int mostTurns = 3;
        m_isStale.assign(m_levels.rows.size(), 1);
        for (int turn = 0; turn < mostTurns; ++turn) {
            bool isBetter = false;
            for (std::size_t i = 0; i < m_levels.rows.size(); ++i) {
                if (m_isStale[i] == 0 || m_token.isCancelled())
                    continue;
                m_isStale[i] = 0;
                if (!exchangeIn(m_levels.rows[i]))
                    continue;
                isBetter = true;
                m_isStale[i] = 1;
                m_isStale[i > 0 ? i - 1 : i] = 1;
                m_isStale[std::min(i + 1, m_levels.rows.size() - 1)] = 1;
            }
            if (!isBetter)
                return;
        }
    }

    // The places of each vertex's neighbours, sorted once for the whole row: an exchange within it
    // does not change them.
    void gatherNear(const std::vector<Vertex> &row)
    {
        for (const bool isAbove : {true, false}) {
            auto &lists = m_near[isAbove ? 0 : 1];
            lists.begins.clear();
            lists.places.clear();
            for (const auto vertex : row) {
                lists.begins.push_back(std::uint32_t(lists.places.size()));
                for (const auto &each : side(isAbove).of(vertex))
                    lists.places.push_back(m_levels.place[each.vertex]);
                std::sort(lists.places.begin() + lists.begins.back(), lists.places.end());
            }
            lists.begins.push_back(std::uint32_t(lists.places.size()));
        }
        m_index.resize(row.size());
        for (std::uint32_t i = 0; i < row.size(); ++i)
            m_index[i] = i;
    }

    bool exchangeIn(std::vector<Vertex> &row)
    {
        gatherNear(row);
        bool isBetter = false;
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            const auto [now, then] = crossingsOfPair(m_index[i], m_index[i + 1]);
            if (then >= now)
                continue;
            std::swap(m_index[i], m_index[i + 1]);
            std::swap(row[i], row[i + 1]);
            std::swap(m_levels.place[row[i]], m_levels.place[row[i + 1]]);
            isBetter = true;
        }
        return isBetter;
    }

    // Each vertex of the row to the place in it where it crosses least (sifting; Matuszewski,
    // Schönfeld, Molitor 1999).
    bool siftIn(std::vector<Vertex> &row)
    {
        gatherNear(row);
        bool isBetter = false;
        const auto count = std::uint32_t(row.size());
        for (std::uint32_t vertex = 0; vertex < count; ++vertex) {
            const auto at = std::uint32_t(
                std::find(m_index.begin(), m_index.end(), vertex) - m_index.begin());
            std::int64_t best = 0;
            auto target = at;
            std::int64_t sum = 0;
            for (auto i = at + 1; i < count; ++i) {
                const auto [now, then] = crossingsOfPair(vertex, m_index[i]);
                sum += std::int64_t(then) - std::int64_t(now);
                if (sum < best) {
                    best = sum;
                    target = i;
                }
            }
            sum = 0;
            for (auto i = at; i-- > 0;) {
                const auto [now, then] = crossingsOfPair(m_index[i], vertex);
                sum += std::int64_t(then) - std::int64_t(now);
                if (sum < best) {
                    best = sum;
                    target = i;
                }
            }
            if (best == 0)
                continue;
            isBetter = true;
            const auto first = m_index.begin() + at;
            if (target > at)
                std::rotate(first, first + 1, m_index.begin() + target + 1);
            else
                std::rotate(m_index.begin() + target, first, first + 1);
        }
        if (isBetter) {
            const auto before = row;
            for (std::uint32_t i = 0; i < count; ++i) {
                row[i] = before[m_index[i]];
                m_levels.place[row[i]] = i;
            }
        }
        return isBetter;
    }

    // With the first on the left, and with it on the right.
    std::pair<std::size_t, std::size_t> crossingsOfPair(std::uint32_t a, std::uint32_t b)
    {
        std::size_t now = 0;
        std::size_t then = 0;
        for (const auto &lists : m_near) {
            const auto left = lists.of(a);
            const auto right = lists.of(b);
            m_work += left.size() + right.size();
            if (left.size() == 1 && right.size() == 1) { // most are: those that arcs pass
                now += right[0] < left[0] ? 1 : 0;
                then += left[0] < right[0] ? 1 : 0;
                continue;
            }
            std::size_t less = 0;
            std::size_t same = 0;
            for (const auto place : left) {
                while (less < right.size() && right[less] < place)
                    ++less;
                same = std::max(same, less);
                while (same < right.size() && right[same] <= place)
                    ++same;
                now += less;
                then += right.size() - same;
            }
        }
        return {now, then};
    }

    struct Weighted {
        float weight = 0;
        std::uint32_t order = 0; // among equals
        Vertex vertex = 0;
        friend auto operator<=>(const Weighted &, const Weighted &) = default;
    };
    struct Lists {
        std::vector<std::uint32_t> begins;
        std::vector<std::uint32_t> places;
        std::span<const std::uint32_t> of(std::uint32_t index) const
        {
            return {places.data() + begins[index], begins[index + 1] - begins[index]};
        }
    };

    Levels &m_levels;
    const CancelToken &m_token;
    bool m_isSifting = false;
    bool m_isRepeating = false;
    std::size_t m_mostWork = 0; // places that are looked at for each beginning
    std::size_t m_work = 0;
    std::uint64_t m_random = 1;
    Counter m_counter;
    std::size_t m_fewest = 0;
    std::vector<std::vector<Vertex>> m_best;
    std::vector<std::uint32_t> m_places;
    std::vector<Weighted> m_sorted;
    std::vector<std::uint32_t> m_slots;
    std::vector<char> m_isStale;
    Lists m_near[2]; // above, below
    std::vector<std::uint32_t> m_index;
};

} // namespace

std::size_t orderRows(Levels &levels, const CancelToken &token)
{
    const auto crossings = Ordering(levels, token).run();
    levels.sortByPlace();
    return crossings;
}

std::size_t crossingsOf(const Levels &levels)
{
    return Counter().count(levels);
}

} // namespace chancery::core::levels
