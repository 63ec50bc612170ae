// SPDX-License-Identifier: Apache-2.0
#include "movedlines.h"

#include <algorithm>
#include <unordered_map>

namespace chancery::core {

namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t fewestLetters = 20;
// Of two lines or more that stand nowhere else.
constexpr std::size_t fewestOfBlock = 10;
// A line that was removed more often is not looked up: it says nothing about where a run began.
constexpr std::size_t mostAlike = 8;

std::size_t lettersOf(std::string_view line)
{
    return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || static_cast<unsigned char>(c) >= 0x80;
    }));
}

class Finding {
public:
    Finding(const std::vector<Hunk> &hunks, const Lines &left, const Lines &right)
        : m_hunks(hunks)
        , m_left(left)
        , m_right(right)
    {
        for (const Hunk &hunk : hunks) {
            for (auto line = hunk.leftBegin; line < hunk.leftEnd; ++line) {
                if (auto &places = m_removed[left[line]]; places.size() <= mostAlike)
                    places.push_back({line, hunk.leftEnd});
            }
        }
    }

    std::vector<MovedLines> run()
    {
        for (const Hunk &hunk : m_hunks) {
            for (auto line = hunk.rightBegin; line < hunk.rightEnd;) {
                const auto moved = longestAt(line, hunk.rightEnd);
                if (moved.count > 0)
                    m_moved.push_back(moved);
                line += std::max<std::size_t>(moved.count, 1);
            }
        }
        dropOverlaps();
        return std::move(m_moved);
    }

private:
    struct Place {
        std::size_t line = 0;
        std::size_t end = 0; // of its hunk
    };

    MovedLines longestAt(std::size_t right, std::size_t rightEnd) const
    {
        MovedLines best;
        const auto known = m_removed.find(m_right[right]);
        if (known == m_removed.end() || known->second.size() > mostAlike)
            return best;
        for (const Place &place : known->second) {
            std::size_t count = 0;
            std::size_t letters = 0;
            while (right + count < rightEnd && place.line + count < place.end
                && m_left[place.line + count] == m_right[right + count])
                letters += lettersOf(m_right[right + count++]);
            const bool isBlock = count > 1 && known->second.size() == 1 && letters >= fewestOfBlock;
            if ((letters >= fewestLetters || isBlock) && count > best.count)
                best = {place.line, right, count};
        }
        return best;
    }

    // A removed line went to one place: the longer run has it, the rest was copied.
    void dropOverlaps()
    {
        std::ranges::sort(m_moved, [](const MovedLines &a, const MovedLines &b) {
            return std::pair(b.count, a.right) < std::pair(a.count, b.right);
        });
        std::vector<char> isTaken(m_left.size());
        std::erase_if(m_moved, [&](const MovedLines &moved) {
            const auto begin = isTaken.begin() + static_cast<std::ptrdiff_t>(moved.left);
            const auto end = begin + static_cast<std::ptrdiff_t>(moved.count);
            if (std::find(begin, end, char(true)) != end)
                return true;
            std::fill(begin, end, char(true));
            return false;
        });
        std::ranges::sort(m_moved, {}, &MovedLines::left);
    }

    const std::vector<Hunk> &m_hunks;
    const Lines &m_left;
    const Lines &m_right;
    std::unordered_map<std::string_view, std::vector<Place>> m_removed;
    std::vector<MovedLines> m_moved;
};

} // namespace

std::vector<MovedLines> movedLines(
    const std::vector<Hunk> &hunks, const Lines &left, const Lines &right)
{
    return Finding(hunks, left, right).run();
}

} // namespace chancery::core
