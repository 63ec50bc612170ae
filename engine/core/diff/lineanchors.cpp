// SPDX-License-Identifier: Apache-2.0
//
// Both texts are walked at once. Where they differ, the furthest paths of Myers' algorithm are
// followed from there, one difference more at a time, until one of them runs through enough equal
// lines: that is where the texts are in step again. Where too many differences would be needed (a
// block was added or removed), the two texts ahead are searched for the nearest line that each of
// them has once and that begins such a run.
#include "lineanchors.h"

#include <algorithm>
#include <array>
#include <optional>

namespace chancery::core {

namespace {

constexpr std::size_t longRun = 32; // equal lines that mean "in step again"
constexpr std::size_t fewestKinds = 6; // different lines among them: blank ones mean nothing
constexpr std::ptrdiff_t mostDifferences = 96;

struct Place {
    std::size_t left = 0;
    std::size_t right = 0;
};

class Walk {
public:
    Walk(const HashedLines &left, const HashedLines &right)
        : m_left(left)
        , m_right(right)
        , m_leftEnd(left.size())
        , m_rightEnd(right.size())
        , m_furthest(2 * mostDifferences + 3)
    {
    }

    std::vector<Hunk> run()
    {
        std::vector<Hunk> places;
        skipEqual(m_at);
        cutEnd();
        while (m_at.left < m_leftEnd || m_at.right < m_rightEnd) {
            auto next = stepAhead();
            for (const std::size_t window : {std::size_t(2048), std::size_t(65536)}) {
                if (!next)
                    next = searchAhead(window);
            }
            const Place end = next.value_or(Place{m_leftEnd, m_rightEnd});
            places.push_back({m_at.left, end.left, m_at.right, end.right});
            m_at = end;
            skipEqual(m_at);
        }
        return places;
    }

private:
    bool isSame(std::size_t left, std::size_t right) const
    {
        return m_left.isSame(left, m_right, right);
    }

    void skipEqual(Place &at, std::size_t most = SIZE_MAX) const
    {
        for (;
            most > 0 && at.left < m_leftEnd && at.right < m_rightEnd && isSame(at.left, at.right);
            --most) {
            ++at.left;
            ++at.right;
        }
    }

    void cutEnd()
    {
        while (m_leftEnd > m_at.left && m_rightEnd > m_at.right
            && isSame(m_leftEnd - 1, m_rightEnd - 1)) {
            --m_leftEnd;
            --m_rightEnd;
        }
    }

    // Whether the equal lines from there on mean something.
    bool isTelling(Place begin, std::size_t length) const
    {
        std::array<std::uint64_t, fewestKinds> kinds{};
        std::size_t count = 0;
        for (std::size_t i = 0; i < std::min(length, 2 * longRun); ++i) {
            const auto hash = m_left.hash(begin.left + i);
            const auto *const end = kinds.begin() + count;
            if (std::find(kinds.cbegin(), end, hash) != end)
                continue;
            kinds[count++] = hash;
            if (count == fewestKinds)
                return true;
        }
        return false;
    }

    std::ptrdiff_t &furthest(std::ptrdiff_t diagonal)
    {
        return m_furthest[static_cast<std::size_t>(diagonal + mostDifferences + 1)];
    }

    // The first long run with the fewest differences before it; nothing when there are too many.
    // The end of both texts counts as one.
    std::optional<Place> stepAhead()
    {
        furthest(1) = 0;
        for (std::ptrdiff_t cost = 0; cost <= mostDifferences; ++cost) {
            for (auto diagonal = -cost; diagonal <= cost; diagonal += 2) {
                const bool isDown = diagonal == -cost
                    || (diagonal != cost && furthest(diagonal - 1) < furthest(diagonal + 1));
                const auto x = isDown ? furthest(diagonal + 1) : furthest(diagonal - 1) + 1;
                const Place begin{m_at.left + static_cast<std::size_t>(x),
                    m_at.right + static_cast<std::size_t>(x - diagonal)};
                if (begin.left > m_leftEnd || begin.right > m_rightEnd) {
                    furthest(diagonal) = x;
                    continue;
                }
                Place end = begin;
                skipEqual(end);
                furthest(diagonal) = x + static_cast<std::ptrdiff_t>(end.left - begin.left);
                const bool isAtEnd = end.left == m_leftEnd && end.right == m_rightEnd;
                const auto length = end.left - begin.left;
                if (isAtEnd || (length >= longRun && isTelling(begin, length)))
                    return begin;
            }
        }
        return std::nullopt;
    }

    // The nearest run that begins with a line that both windows have once.
    std::optional<Place> searchAhead(std::size_t window) const
    {
        struct Seen {
            std::size_t left = 0;
            std::size_t right = 0;
            std::uint8_t leftCount = 0;
            std::uint8_t rightCount = 0;
        };
        const auto leftEnd = std::min(m_leftEnd, m_at.left + window);
        const auto rightEnd = std::min(m_rightEnd, m_at.right + window);
        LineNumbers numbers(leftEnd - m_at.left);
        std::vector<Seen> seen;
        const auto seenOf = [&](const HashedLines &lines, std::size_t index) -> Seen & {
            const auto number = numbers.of(lines.line(index), lines.hash(index));
            if (number == seen.size())
                seen.emplace_back();
            return seen[number];
        };
        for (auto index = m_at.left; index < leftEnd; ++index) {
            Seen &line = seenOf(m_left, index);
            line.left = index;
            line.leftCount = line.leftCount == 0 ? 1 : 2;
        }
        for (auto index = m_at.right; index < rightEnd; ++index) {
            Seen &line = seenOf(m_right, index);
            line.right = index;
            line.rightCount = line.rightCount == 0 ? 1 : 2;
        }
        std::erase_if(
            seen, [](const Seen &line) { return line.leftCount != 1 || line.rightCount != 1; });
        return nearestRun(seen);
    }

    template <typename Seen>
    std::optional<Place> nearestRun(std::vector<Seen> &candidates) const
    {
        std::ranges::sort(candidates, {}, [](const Seen &line) { return line.left + line.right; });
        for (const Seen &line : candidates) {
            Place begin{line.left, line.right};
            Place end = begin;
            skipEqual(end, 2 * longRun);
            // The run may begin before its line that occurs only once.
            while (begin.left > m_at.left && begin.right > m_at.right
                && isSame(begin.left - 1, begin.right - 1)) {
                --begin.left;
                --begin.right;
            }
            const auto length = end.left - begin.left;
            if (length >= longRun && isTelling(begin, length))
                return begin;
        }
        return std::nullopt;
    }

    const HashedLines &m_left;
    const HashedLines &m_right;
    std::size_t m_leftEnd;
    std::size_t m_rightEnd;
    Place m_at;
    std::vector<std::ptrdiff_t> m_furthest;
};

} // namespace

std::vector<Hunk> differingPlaces(const HashedLines &left, const HashedLines &right)
{
    return Walk(left, right).run();
}

} // namespace chancery::core
