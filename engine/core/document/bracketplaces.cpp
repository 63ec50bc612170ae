// SPDX-License-Identifier: Apache-2.0
#include "bracketplaces.h"

#include "engine/core/document/lines.h"

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

// What is behind a child in its line, if that is a comma and a comment at most.
std::optional<std::string_view> restOfLine(std::string_view source, std::size_t end)
{
    const auto rest = source.substr(end, nextLine(source, end) - end);
    const auto first = rest.find_first_not_of(" \t\r\n", rest.starts_with(',') ? 1 : 0);
    const bool isRest = rest.ends_with('\n') && (first == npos || rest[first] == '#');
    return isRest ? std::optional(rest) : std::nullopt;
}

bool isFirstInLine(std::string_view source, std::size_t begin)
{
    const auto start = lineStart(source, begin);
    return isBlank(source.substr(start, begin - start));
}

std::size_t withOwnComments(std::string_view source, std::size_t begin, std::size_t behind)
{
    const auto start = lineStart(source, begin);
    return isFirstInLine(source, begin) ? withCommentsAbove(source, start, begin - start, behind)
                                        : start;
}

// The lines of a child that has them for itself, with the comments on it.
void addOwnLines(PatchCandidates &ways, std::string_view source, std::size_t behind,
    std::size_t begin, std::size_t end, std::optional<std::size_t> nextOfFirst)
{
    if (!isFirstInLine(source, begin) || !restOfLine(source, end))
        return;
    ways.push_back(
        {ownLinesBegin(source, behind, begin, end, nextOfFirst), nextLine(source, end), {}});
}

// Without what stands between it and the child before it, or with it.
void addLastOne(PatchCandidates &ways, std::string_view source, std::size_t gap, std::size_t begin,
    std::size_t end)
{
    if (source.substr(gap, begin - gap).find('#') != npos)
        ways.push_back({begin, end, {}});
    ways.push_back({gap, end, {}});
}

} // namespace

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t") == npos;
}

std::size_t ownLinesBegin(std::string_view source, std::size_t behind, std::size_t begin,
    std::size_t end, std::optional<std::size_t> nextOfFirst)
{
    const auto from = withOwnComments(source, begin, behind);
    const bool isHeading = nextOfFirst
        && withOwnComments(source, *nextOfFirst, end) == lineStart(source, *nextOfFirst);
    // What a file begins with is about the file: a licence, the address of its schema.
    return isHeading || (nextOfFirst && from == 0) ? lineStart(source, begin) : from;
}

std::vector<std::uint32_t> childrenOf(Value container)
{
    std::vector<std::uint32_t> children;
    for (const auto &member : container)
        children.push_back(member.index());
    return children;
}

std::uint32_t valueIndex(Value container, std::uint32_t child)
{
    return container.isObject() ? child + 1 : child;
}

PatchCandidates waysToAddInBrackets(Value container, const std::vector<std::string> &texts)
{
    const std::string_view source = container.tree().source();
    const auto children = childrenOf(container);
    const Node &node = container.node();
    PatchCandidates ways;
    if (children.empty()) {
        for (const auto &text : texts)
            ways.push_back({node.begin + 1U, node.end - 1U, text});
        return ways;
    }
    const auto last = children.back();
    const auto from = children.size() > 1
        ? container.tree().node(valueIndex(container, children[children.size() - 2])).end
        : node.begin + 1U;
    auto gap = source.substr(from, container.tree().node(last).begin - from);
    gap = gap.substr(std::min(gap.find_first_not_of(", \t") == npos ? gap.find_first_of(" \t")
                                                                    : gap.find_first_of(" \t\r\n"),
        gap.size()));
    const bool isComment = gap.find_first_not_of(" \t\r\n") != npos;
    const std::string separator
        = isComment || (gap.empty() && children.size() == 1) ? " " : std::string(gap);
    const auto end = contentEnd(source, container.tree().node(valueIndex(container, last)));
    // Behind the comment on the last one.
    const std::size_t column = container.tree().node(last).begin;
    const auto rest
        = container.tree().format() == Format::Json ? std::nullopt : restOfLine(source, end);
    if (rest && rest->find('#') != npos && isFirstInLine(source, column)) {
        const bool hasComma = rest->starts_with(',');
        const auto start = lineStart(source, column);
        const auto indentation = source.substr(start, column - start);
        for (const auto &text : texts)
            ways.push_back({end, end + rest->size(),
                (hasComma ? "" : ",") + std::string(*rest) + std::string(indentation) + text
                    + (hasComma ? "," : "") + lineEndOf(source)});
    }
    for (const auto &text : texts)
        ways.push_back({end, end, "," + separator + text});
    return ways;
}

PatchCandidates waysToRemoveInBrackets(Value parent, std::size_t which)
{
    const Tree &tree = parent.tree();
    const auto children = childrenOf(parent);
    const auto endOf = [&](std::size_t child) {
        return std::size_t(tree.node(valueIndex(parent, children[child])).end);
    };
    const std::size_t begin = tree.node(children[which]).begin;
    PatchCandidates ways;
    // Only there may comments stand between the children.
    if (tree.format() != Format::Json && children.size() > 1)
        addOwnLines(ways, tree.source(), which > 0 ? endOf(which - 1) : parent.node().begin, begin,
            endOf(which),
            which == 0 ? std::optional<std::size_t>(tree.node(children[1]).begin) : std::nullopt);
    if (which + 1 < children.size()) {
        ways.push_back({begin, tree.node(children[which + 1]).begin, {}});
        return ways;
    }
    if (which > 0) {
        addLastOne(ways, tree.source(), endOf(which - 1), begin, endOf(which));
        return ways;
    }
    return {{begin, endOf(which), {}}, {parent.node().begin + 1U, parent.node().end - 1U, {}}};
}

PatchCandidates waysToRemoveInBracketsAmong(
    Value parent, std::uint32_t child, std::optional<std::uint32_t> previous, bool hasBehind)
{
    const Tree &tree = parent.tree();
    const std::string_view source = tree.source();
    const Node &value = tree.node(child);
    const Node &own = tree.node(parent.isObject() ? child - 1 : child);
    const Node &container = parent.node();
    PatchCandidates ways;
    if (tree.format() != Format::Json && (hasBehind || previous))
        addOwnLines(ways, source, previous ? tree.node(*previous).end : container.begin, own.begin,
            value.end,
            previous ? std::nullopt : std::optional<std::size_t>(tree.node(own.next).begin));
    if (hasBehind)
        ways.push_back({own.begin, tree.node(own.next).begin, {}});
    else if (previous)
        addLastOne(ways, source, tree.node(*previous).end, own.begin, value.end);
    if (!ways.empty())
        return ways;
    return {{own.begin, value.end, {}}, {container.begin + 1U, container.end - 1U, {}}};
}

} // namespace chancery::core
