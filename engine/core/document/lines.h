// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace chancery::core {

// Where the line begins that the byte at an offset stands in. A line ends behind its '\n'.
inline std::size_t lineStart(std::string_view source, std::size_t at)
{
    const auto before = at > 0 ? source.rfind('\n', at - 1) : std::string_view::npos;
    return before == std::string_view::npos ? 0 : before + 1;
}

// Behind the line break, or the end of the text.
inline std::size_t nextLine(std::string_view source, std::size_t at)
{
    const auto end = source.find('\n', at);
    return end == std::string_view::npos ? source.size() : end + 1;
}

// Up over the comments that stand right above a line, in its column. Where a value ends before it,
// "behind" is that place: what looks like a comment above is a line of a text.
inline std::size_t withCommentsAbove(
    std::string_view source, std::size_t start, std::size_t column, std::size_t behind)
{
    while (start > 0) {
        const auto above = lineStart(source, start - 1);
        if (above < behind || source.find_first_not_of(" \t", above) != above + column
            || source[above + column] != '#')
            break;
        start = above;
    }
    return start;
}

// How the lines of a text end.
inline std::string lineEndOf(std::string_view source)
{
    return source.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

// How many bytes two texts begin with alike.
inline std::size_t commonPrefix(std::string_view a, std::string_view b)
{
    // Blocks are compared faster than bytes.
    constexpr std::size_t block = 4096;
    const auto most = std::min(a.size(), b.size());
    std::size_t same = 0;
    while (same + block <= most && a.compare(same, block, b, same, block) == 0)
        same += block;
    while (same < most && a[same] == b[same])
        ++same;
    return same;
}

} // namespace chancery::core
