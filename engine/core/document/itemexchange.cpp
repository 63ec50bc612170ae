// SPDX-License-Identifier: Apache-2.0
//
// Two items that stand beside each other change places. What belongs to an item besides its value
// (comments over and behind it, an anchor, a table's heading) goes with it where whole lines can
// be moved; what stands between the two, blank lines for one, stays.
#include "patchplaces.h"

#include "engine/core/document/lines.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::string_view of(std::string_view source) const { return source.substr(begin, end - begin); }
};

// The lines of a piece, and the comments above it up to where the value before it ends; nothing
// when another thing stands before it.
std::optional<Piece> linesOf(std::string_view source, std::size_t behind, Piece piece)
{
    const auto [from, to] = piece;
    const auto start = lineStart(source, from);
    if (source.find_first_not_of(" \t", start) != from)
        return {};
    return Piece{withCommentsAbove(source, start, from - start, behind),
        nextLine(source, std::max(from, to > 0 ? to - 1 : to))};
}

TextPatch exchanged(std::string_view source, Piece first, Piece second)
{
    auto ahead = std::string(second.of(source));
    auto behind = std::string(first.of(source));
    // The last line of a text need not end.
    const bool areLines = behind.ends_with('\n');
    if (areLines && !ahead.ends_with('\n')) {
        const auto breakSize = behind.ends_with("\r\n") ? 2U : 1U;
        ahead += behind.substr(behind.size() - breakSize);
        behind.resize(behind.size() - breakSize);
    }
    const Piece between{first.end, second.begin};
    return {first.begin, second.end, ahead + std::string(between.of(source)) + behind};
}

void addLines(PatchCandidates &ways, std::string_view source, std::optional<Piece> first,
    std::optional<Piece> second)
{
    if (first && second && first->end <= second->begin)
        ways.push_back(exchanged(source, *first, *second));
}

PatchCandidates inBrackets(std::string_view source, std::size_t behind, Piece first, Piece second)
{
    PatchCandidates ways;
    // With comments the lines change places: that fits where each ends with a comma.
    if (Piece{first.end, nextLine(source, second.end)}.of(source).find('#') != npos)
        addLines(ways, source, linesOf(source, behind, first), linesOf(source, first.end, second));
    ways.push_back(exchanged(source, first, second));
    return ways;
}

PatchCandidates inBlock(std::string_view source, Piece first, Piece second)
{
    first.begin = dashOf(source, first.begin);
    second.begin = dashOf(source, second.begin);
    first.end = std::max(first.end, first.begin + 1);
    second.end = std::max(second.end, second.begin + 1);
    PatchCandidates ways;
    // A text of a block stands further in than the dash: none of its lines is taken for a comment.
    addLines(ways, source, linesOf(source, 0, first), linesOf(source, 0, second));
    ways.push_back(exchanged(source, first, second));
    return ways;
}

// "[[name]]" as it stands at the beginning of a line; what begins with it and a dot is inside.
std::string_view headingAt(std::string_view source, std::size_t line)
{
    const auto begin = source.find_first_not_of(" \t", line);
    if (begin == npos || source.substr(begin, 2) != "[[")
        return {};
    return source.substr(begin, source.find("]]", begin) - begin);
}

// From the heading to the next table that is not inside.
std::optional<Piece> tableOf(const Tree &tree, std::size_t at)
{
    const std::string_view source = tree.source();
    const auto start = lineStart(source, at);
    const auto heading = headingAt(source, start);
    if (heading.empty())
        return {};
    const auto inside = std::string(heading.substr(2)) + '.';
    auto end = nextLine(source, start);
    for (auto line = end; line < source.size(); line = nextLine(source, line)) {
        const auto first = source.find_first_not_of(" \t\r\n", line);
        const auto name = first == npos ? npos : source.find_first_not_of('[', first);
        if (name != npos && source[first] == '[' && first < nextLine(source, line)
            && source.compare(name, inside.size(), inside) != 0)
            break;
        const auto word = source.find_first_not_of(" \t", line);
        if (word != npos && word < source.size()
            && std::string_view("\r\n#").find(source[word]) == npos)
            end = nextLine(source, line);
    }
    return Piece{
        withCommentsAbove(source, start, source.find('[', start) - start, endBefore(tree, start)),
        end};
}

} // namespace

PatchCandidates waysToExchange(Value array, std::size_t index)
{
    const Tree &tree = array.tree();
    const std::string_view source = tree.source();
    const auto pieceOf
        = [&](Value item) { return Piece{item.node().begin, contentEnd(source, item.node())}; };
    const Piece first = pieceOf(array.at(index));
    const Piece second = pieceOf(array.at(index + 1));
    if (second.begin < first.end)
        return {}; // not in the order of the text: what an alias repeats
    if (tree.format() == Format::Json || hasBrackets(array))
        return inBrackets(
            source, index > 0 ? array.at(index - 1).node().end : array.node().begin, first, second);
    if (tree.format() == Format::Yaml)
        return inBlock(source, first, second);
    PatchCandidates ways;
    addLines(ways, source, tableOf(tree, first.begin), tableOf(tree, second.begin));
    return ways;
}

} // namespace chancery::core
