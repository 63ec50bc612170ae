// SPDX-License-Identifier: Apache-2.0
//
// The idea is that of Michael Haggerty's diff-slider-tools (2016): the two lines at which a run is
// cut out of its text are judged by their indentation and by the empty lines around them.
#include "slide.h"

#include <compare>

namespace chancery::core {

namespace {

using Lines = std::vector<std::string_view>;

// Sliding looks at that many places at most: a text of one repeated line would make it quadratic.
constexpr std::size_t slideLimit = 1000;
constexpr std::size_t mostEmpty = 20; // lines looked at to find the next with text

// How ill a text is cut in two; the less the better.
struct Cut {
    std::size_t indentation = 0;
    int illness = 0;

    friend auto operator<=>(const Cut &, const Cut &) = default;
    Cut operator+(const Cut &other) const
    {
        return {indentation + other.indentation, illness + other.illness};
    }
};

std::size_t indentation(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view::npos : first;
}

bool isEmpty(std::string_view line)
{
    return indentation(line) == std::string_view::npos;
}

bool isClosing(std::string_view line)
{
    const auto first = indentation(line);
    return first != std::string_view::npos
        && std::string_view("}])").find(line[first]) != std::string_view::npos;
}

Cut cutBefore(const Lines &lines, std::size_t index)
{
    Cut cut;
    for (auto at = index; at < std::min(lines.size(), index + mostEmpty); ++at) {
        if (isEmpty(lines[at]))
            continue;
        cut.indentation = indentation(lines[at]);
        break;
    }
    const bool isInText = index > 0 && index < lines.size();
    if (!isInText)
        return cut;
    if (!isEmpty(lines[index - 1]))
        ++cut.illness;
    if (isEmpty(lines[index]))
        ++cut.illness;
    if (isClosing(lines[index]))
        cut.illness += 2;
    return cut;
}

// For a run [begin, end) of one side that stands against nothing: how far down it goes, and up as a
// negative number, so that it stays between its neighbours.
std::ptrdiff_t slide(
    const Lines &lines, std::size_t begin, std::size_t end, std::size_t lowest, std::size_t highest)
{
    std::size_t up = 0;
    while (up < slideLimit && begin - up > lowest && lines[begin - up - 1] == lines[end - up - 1])
        ++up;
    std::size_t down = 0;
    while (down < slideLimit && end + down < highest && lines[begin + down] == lines[end + down])
        ++down;
    if (up + down == 0)
        return 0;
    const auto length = end - begin;
    const auto cutAt = [&](std::size_t start) {
        return cutBefore(lines, start) + cutBefore(lines, start + length);
    };
    std::size_t best = begin - up;
    Cut least = cutAt(best);
    for (auto start = best + 1; start <= begin + down; ++start) {
        const Cut cut = cutAt(start);
        if (cut > least)
            continue;
        best = start;
        least = cut;
    }
    return static_cast<std::ptrdiff_t>(best) - static_cast<std::ptrdiff_t>(begin);
}

} // namespace

void slideHunks(std::vector<Hunk> &hunks, const Lines &left, const Lines &right)
{
    for (std::size_t index = 0; index < hunks.size(); ++index) {
        Hunk &hunk = hunks[index];
        const bool isAddition = hunk.leftBegin == hunk.leftEnd;
        if (!isAddition && hunk.rightBegin != hunk.rightEnd)
            continue;
        const auto &lines = isAddition ? right : left;
        // One equal line stays between two hunks.
        std::size_t lowest = 0;
        std::size_t highest = lines.size();
        if (index > 0)
            lowest = (isAddition ? hunks[index - 1].rightEnd : hunks[index - 1].leftEnd) + 1;
        if (index + 1 < hunks.size())
            highest = (isAddition ? hunks[index + 1].rightBegin : hunks[index + 1].leftBegin) - 1;
        const auto by = static_cast<std::size_t>(isAddition
                ? slide(lines, hunk.rightBegin, hunk.rightEnd, lowest, highest)
                : slide(lines, hunk.leftBegin, hunk.leftEnd, lowest, highest));
        // Both sides move: the equal lines that it passes are on both. Unsigned wraps back.
        hunk = {hunk.leftBegin + by, hunk.leftEnd + by, hunk.rightBegin + by, hunk.rightEnd + by};
    }
}

} // namespace chancery::core
