// SPDX-License-Identifier: Apache-2.0
//
// A table and all that is below it stands in the lines from its first heading to the next one that
// is none of its own, as long as nobody has put another table in between: whoever takes a way
// proves it. A heading names the keys on its way and no indexes, since in a list it speaks of the
// last item before it.
#include "tomltables.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/convert/writers.h"
#include "engine/core/document/json.h"
#include "engine/core/document/lines.h"

#include <algorithm>

namespace chancery::core {

namespace {

struct Lines {
    std::size_t begin = 0; // with the comments right above it
    std::size_t end = 0; // before those of the next one
    std::size_t heading = 0; // without the comments
};

std::size_t withOwnComments(const Tree &tree, std::size_t start)
{
    const std::string_view source = tree.source();
    const auto first = std::min(source.find_first_not_of(" \t", start), source.size());
    return withCommentsAbove(source, start, first - start, endBefore(tree, start));
}

std::uint32_t endOfSubtree(Value value)
{
    std::uint32_t end = value.index() + 1;
    for (const auto &member : value)
        end = std::max(end, endOfSubtree(member.value()));
    return end;
}

bool isWithHeadings(Value value)
{
    return value && value.tree().format() == Format::Toml && value.index() > 0
        && (value.isObject() || value.isArray()) && !hasBrackets(value);
}

Lines linesOf(Value table)
{
    const Tree &tree = table.tree();
    const std::string_view source = tree.source();
    const bool isMember = tree.node(table.index() - 1).type == NodeType::Key;
    const auto first = isMember ? table.index() - 1 : table.index();
    const auto behind = endOfSubtree(table);
    std::size_t begin = source.size();
    std::size_t last = 0;
    for (auto index = first; index < behind; ++index) {
        begin = std::min<std::size_t>(begin, tree.node(index).begin);
        last = std::max<std::size_t>(last, tree.node(index).begin);
    }
    std::size_t next = source.size();
    for (std::uint32_t index = 1; index < tree.nodeCount(); ++index) {
        const std::size_t at = tree.node(index).begin;
        if ((index < first || index >= behind) && at > last && at < next)
            next = at;
    }
    const auto heading = lineStart(source, begin);
    return {withOwnComments(tree, heading),
        next == source.size() ? next : withOwnComments(tree, lineStart(source, next)), heading};
}

// The keys on the way to it.
std::vector<std::string> keysTo(const Tree &tree, std::uint32_t wanted)
{
    std::vector<std::string> keys;
    Value here = tree.root();
    while (here && here.index() != wanted) {
        Value next;
        for (const auto &member : here) {
            if (member.value().index() > wanted)
                break;
            next = member.value();
        }
        if (next && here.isObject())
            keys.emplace_back(tree.text(tree.node(next.index() - 1)));
        here = next;
    }
    return keys;
}

bool mayBeDate(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() >= 5 && isDigit(text[0]) && isDigit(text[1])
        && text.find_first_of("-:") != std::string_view::npos;
}

bool isOfOneMeaning(Value value)
{
    if (value.isString())
        return !mayBeDate(value.text());
    for (const auto &member : value) {
        if (!isOfOneMeaning(member.value()))
            return false;
    }
    return true;
}

// The value at the end of these keys, in lines; empty where TOML has none for it.
std::string written(const std::vector<std::string> &keys, Value value)
{
    if (!isOfOneMeaning(value))
        return {};
    std::string json;
    for (const auto &key : keys) {
        json += '{';
        appendJsonString(json, key);
        json += ':';
    }
    json += prettyJson(value) + std::string(keys.size(), '}');
    const auto reading = readJson(std::move(json), Limits::wide());
    return reading ? convert::writtenToml(reading.tree()) : std::string();
}

// The same of an item of a list of tables.
std::string writtenItem(const std::vector<std::string> &keys, Value item)
{
    const auto reading = readJson('[' + prettyJson(item) + ']', Limits::wide());
    return item.isObject() && isOfOneMeaning(item) && reading ? written(keys, reading.tree().root())
                                                              : std::string();
}

std::string lineWithout(const std::vector<std::string> &keys, Value value)
{
    return written({keys.back()}, value);
}

// With the line ends of the document.
std::string asLinesOf(std::string_view source, std::string_view text)
{
    const auto lineEnd = lineEndOf(source);
    std::string out;
    for (const char c : text)
        out += c == '\n' ? lineEnd : std::string(1, c);
    return out;
}

bool endsWithBlankLine(std::string_view text)
{
    return text.ends_with("\n\n") || text.ends_with("\n\r\n");
}

// A blank line between it and what stands before it, and one behind it.
std::string setApart(std::string_view source, const Lines &at, std::string text)
{
    const auto before = source.substr(0, at.begin);
    if (at.begin > 1 && !endsWithBlankLine(before) && text.starts_with('['))
        text.insert(0, "\n");
    if (at.begin > 0 && !before.ends_with('\n'))
        text.insert(0, "\n");
    if (at.end < source.size())
        text += '\n';
    return asLinesOf(source, text);
}

} // namespace

std::size_t behindHead(std::string_view source)
{
    const std::size_t begin = source.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const auto firstIn = [source](std::size_t line) {
        return source.substr(std::min(source.find_first_not_of(" \t\r", line), source.size()), 1);
    };
    std::size_t line = begin;
    while (line < source.size() && firstIn(line) == "#")
        line = nextLine(source, line);
    if (line == begin || line == source.size() || firstIn(line) != "\n")
        return begin;
    while (line < source.size() && firstIn(line) == "\n")
        line = nextLine(source, line);
    return line;
}

PatchCandidates tablesToRemove(Value table)
{
    if (!isWithHeadings(table))
        return {};
    const auto lines = linesOf(table);
    return {{lines.begin, lines.end, {}}};
}

PatchCandidates tablesToSet(Value table, Value value)
{
    if (!isWithHeadings(table))
        return {};
    const auto lines = linesOf(table);
    const auto keys = keysTo(table.tree(), table.index());
    const bool isItem = table.tree().node(table.index() - 1).type != NodeType::Key;
    auto text = isItem ? writtenItem(keys, value) : written(keys, value);
    if (text.empty() || keys.empty())
        return {};
    const std::string_view source = table.tree().source();
    // Below the comments on it, which stay.
    const auto apart = lines.begin < lines.heading
        ? asLinesOf(source, text + (lines.end < source.size() ? "\n" : ""))
        : setApart(source, lines, text);
    PatchCandidates ways{{lines.heading, lines.end, apart}};
    // A plain value stands among those of the table around, which may be just before it.
    const auto line = lineWithout(keys, value);
    ways.push_back({lines.heading, lines.end,
        asLinesOf(source, line + (lines.end < source.size() ? "\n" : ""))});
    return ways;
}

PatchCandidates tablesToInsert(Value table, std::string_view name, Value value)
{
    const Tree &tree = table.tree();
    if (tree.format() != Format::Toml || (table.index() > 0 && !isWithHeadings(table)))
        return {};
    auto keys = keysTo(tree, table.index());
    keys.emplace_back(name);
    const auto text = written(keys, value);
    if (text.empty())
        return {};
    const std::string_view source = tree.source();
    const auto lines = table.index() > 0
        ? linesOf(table)
        : Lines{behindHead(source), source.size(), behindHead(source)};
    PatchCandidates ways;
    // A table goes behind all that is below the one around it; a value of one that has no heading
    // gets one in front.
    for (const auto at : {lines.end, lines.begin})
        ways.push_back({at, at, setApart(source, {at, at, at}, text)});
    if (!value.isObject() && !value.isArray())
        std::ranges::reverse(ways);
    return ways;
}

PatchCandidates tablesToAdd(Value list, std::size_t index, Value item)
{
    if (!isWithHeadings(list) || !list.isArray())
        return {};
    const auto keys = keysTo(list.tree(), list.index());
    const auto text = keys.empty() ? std::string() : writtenItem(keys, item);
    if (text.empty())
        return {};
    const auto at = index < list.size() ? linesOf(list.at(index)).begin : linesOf(list).end;
    return {{at, at, setApart(list.tree().source(), {at, at, at}, text)}};
}

} // namespace chancery::core
