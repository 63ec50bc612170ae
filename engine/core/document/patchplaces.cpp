// SPDX-License-Identifier: Apache-2.0
#include "patchplaces.h"

#include "engine/core/document/bracketplaces.h"
#include "engine/core/document/json.h"
#include "engine/core/document/lines.h"
#include "engine/core/document/longtexts.h"
#include "engine/core/document/tomltables.h"
#include "engine/core/document/yaml/ambiguous.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

// JSON leaves U+007F as it is; in TOML it must not stand unescaped.
std::string quoted(std::string_view text)
{
    std::string json;
    appendJsonString(json, text);
    std::string out;
    for (const char c : json) {
        if (c == 0x7F)
            out += "\\u007f";
        else
            out += c;
    }
    return out;
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// Our reader would take it for the text that it is, others would not.
bool isMistaken(Format format, std::string_view text)
{
    return format == Format::Yaml && yaml::isTakenForAnother(text);
}

bool isBareTomlKey(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
    });
}

bool isTomlTime(std::string_view text)
{
    return (text.size() >= 10 && text[4] == '-' && text[7] == '-')
        || (text.size() >= 5 && text[2] == ':');
}

// In one line, in a form that the language reads: JSON and YAML alike, TOML with its own tables.
void writeInline(std::string &out, Format format, Value value)
{
    if (!value.isArray() && !value.isObject()) {
        out += value.isString() ? quoted(value.text())
            : value.isNumber()  ? std::string(value.text())
            : value.isNull()    ? "null"
            : value.isTrue()    ? "true"
                                : "false";
        return;
    }
    out += value.isObject() ? '{' : '[';
    bool isFirst = true;
    for (const auto &member : value) {
        out += isFirst ? "" : ", ";
        isFirst = false;
        if (value.isObject() && format == Format::Toml && isBareTomlKey(member.key()))
            out += std::string(member.key()) + " = ";
        else if (value.isObject())
            out += quoted(member.key()) + (format == Format::Toml ? " = " : ": ");
        writeInline(out, format, member.value());
    }
    out += value.isObject() ? '}' : ']';
}

std::string_view sourceOf(const Node &node, std::string_view source)
{
    return source.substr(node.begin, node.end - node.begin);
}

void addAll(PatchCandidates &ways, PatchCandidates more)
{
    std::ranges::move(more, std::back_inserter(ways));
}

std::string memberText(
    Format format, std::string_view name, Value value, std::string_view like, std::size_t way)
{
    const auto keys = keySpellings(format, name, like);
    const auto values = spellings(format, value, {});
    return keys[std::min(way, keys.size() - 1)] + (format == Format::Toml ? " = " : ": ")
        + values[std::min(way, values.size() - 1)];
}

// On a line of its own behind the last child's.
PatchCandidates waysToAddLine(
    Value container, const std::vector<std::string> &texts, std::size_t column)
{
    const std::string_view source = container.tree().source();
    const auto children = childrenOf(container);
    PatchCandidates ways;
    // TOML's tables may have sub-tables behind their own keys: any child may be the last of those.
    for (auto child = children.rbegin(); child != children.rend() && ways.size() < 64; ++child) {
        const Node &value = container.tree().node(valueIndex(container, *child));
        const auto at = nextLine(source, contentEnd(source, value));
        const bool isOpen = at == source.size() && !source.ends_with('\n');
        const auto lineEnd = lineEndOf(source);
        for (const auto &text : texts)
            ways.push_back({at, at,
                (isOpen ? lineEnd : "") + std::string(column, ' ') + text
                    + (isOpen ? "" : lineEnd)});
        if (container.tree().format() != Format::Toml)
            break;
    }
    return ways;
}

} // namespace

bool hasBrackets(Value container)
{
    const auto text = sourceOf(container.node(), container.tree().source());
    // A table of TOML begins with its heading, and may end with one.
    const auto isTable = [](Value value) {
        return value.isObject() && !sourceOf(value.node(), value.tree().source()).starts_with('{');
    };
    if (container.tree().format() == Format::Toml
        && (isTable(container) || (container.size() > 0 && isTable((*container.begin()).value()))))
        return false;
    return text.size() >= 2 && (text.front() == '{' || text.front() == '[')
        && (text.back() == '}' || text.back() == ']');
}

std::size_t contentEnd(std::string_view source, const Node &node)
{
    std::size_t end = node.end;
    while (end > node.begin && std::string_view(" \t\r\n").find(source[end - 1]) != npos)
        --end;
    return end;
}

std::size_t endBefore(const Tree &tree, std::size_t at)
{
    std::size_t last = 0;
    for (std::uint32_t index = 1; index < tree.nodeCount(); ++index) {
        const std::size_t end = tree.node(index).end;
        last = end <= at ? std::max(last, end) : last;
    }
    return last;
}

std::size_t columnOf(std::string_view source, std::size_t at)
{
    return at - lineStart(source, at);
}

std::size_t dashOf(std::string_view source, std::size_t item)
{
    // Between the two may stand an anchor, a tag and comments, all of which may have dashes.
    for (auto end = item;;) {
        const auto start = lineStart(source, end);
        auto text = source.substr(start, end - start);
        const auto sign = text.starts_with('#') ? 0 : std::min(text.find(" #"), text.find("\t#"));
        text = text.substr(0, sign);
        for (auto dash = text.rfind('-'); dash != npos; dash = text.rfind('-', dash - 1)) {
            const bool isFree = isBlank(text.substr(dash + 1, 1));
            if (isFree && (dash == 0 || isBlank(text.substr(dash - 1, 1))))
                return start + dash;
            if (dash == 0)
                break;
        }
        if (start == 0)
            return item;
        end = start - 1;
    }
}

std::vector<std::string> spellings(Format format, Value value, std::string_view like)
{
    std::string plain;
    writeInline(plain, format, value);
    std::vector<std::string> ways;
    const auto text = value.text();
    const bool isSimple = value.isString() && std::ranges::none_of(text, isControl);
    const bool wasSingle = like.starts_with('\'') && !like.starts_with("'''");
    if (isSimple && wasSingle && format != Format::Json) {
        std::string single = "'";
        for (const char c : text)
            single += c == '\'' ? "''" : std::string(1, c);
        if (format == Format::Yaml || text.find('\'') == npos)
            ways.push_back(single + "'");
    }
    // In TOML only dates are texts without quotes: a text that looks like one becomes none by
    // taking the place of a number.
    const bool mayBePlain = format == Format::Yaml || (format == Format::Toml && isTomlTime(like));
    if (isSimple && mayBePlain && !like.starts_with('"') && !like.starts_with('\'')
        && !isMistaken(format, text))
        ways.emplace_back(text);
    ways.push_back(std::move(plain));
    return ways;
}

std::vector<std::string> keySpellings(Format format, std::string_view name, std::string_view like)
{
    std::vector<std::string> ways;
    const bool wasQuoted = like.starts_with('"') || like.starts_with('\'');
    const bool mayBePlain
        = format == Format::Yaml || (format == Format::Toml && isBareTomlKey(name));
    const bool hasSigns
        = std::ranges::any_of(name, [](char c) { return isControl(c) || c == '\''; });
    if (like.starts_with('\'') && !hasSigns)
        ways.push_back('\'' + std::string(name) + '\'');
    if (mayBePlain && !wasQuoted && std::ranges::none_of(name, isControl)
        && !isMistaken(format, name))
        ways.emplace_back(name);
    ways.push_back(quoted(name));
    return ways;
}

namespace {

// Where the tag begins that stands in front of a YAML value ("!!str 12"), which says of what type
// the value has to be; else where the value begins.
std::size_t tagBegin(const Tree &tree, std::size_t begin)
{
    const std::string_view source = tree.source();
    if (tree.format() != Format::Yaml || begin == 0)
        return begin;
    const auto last = source.find_last_not_of(" \t", begin - 1);
    if (last == npos || last + 1 == begin)
        return begin;
    const auto before = source.find_last_of(" \t\r\n[{,", last);
    const auto word = before == npos ? 0 : before + 1;
    return source[word] == '!' ? word : begin;
}

} // namespace

PatchCandidates waysToSet(Value place, Value value)
{
    const Tree &tree = place.tree();
    const Node &node = place.node();
    const auto old = sourceOf(node, tree.source());
    const auto end = contentEnd(tree.source(), node);
    PatchCandidates ways = waysToSetLines(place, value);
    for (const auto &spelling : spellings(tree.format(), value, old)) {
        // An implied null has no bytes: a blank keeps its key's colon apart.
        ways.push_back({node.begin, end, spelling});
        if (node.begin == node.end)
            ways.push_back({node.begin, node.begin, ' ' + spelling});
    }
    if (const auto tag = tagBegin(tree, node.begin); tag < node.begin) {
        for (const auto &spelling : spellings(tree.format(), value, old))
            ways.push_back({tag, end, spelling});
    }
    addAll(ways, tablesToSet(place, value));
    return ways;
}

PatchCandidates waysToInsert(Value object, std::string_view name, Value value)
{
    const Tree &tree = object.tree();
    const auto children = childrenOf(object);
    const auto like = children.empty() ? std::string_view()
                                       : sourceOf(tree.node(children.back()), tree.source());
    std::vector<std::string> texts;
    for (std::size_t way = 0; way < 3; ++way)
        texts.push_back(memberText(tree.format(), name, value, like, way));
    auto ways = waysToInsertText(object, texts);
    addAll(ways, tablesToInsert(object, name, value));
    return ways;
}

PatchCandidates waysToInsertText(Value object, const std::vector<std::string> &members)
{
    const Tree &tree = object.tree();
    const auto children = childrenOf(object);
    if (tree.format() == Format::Json || hasBrackets(object))
        return waysToAddInBrackets(object, members);
    if (children.empty())
        return {};
    auto ways = waysToAddLine(object, members,
        tree.format() == Format::Toml ? 0
                                      : columnOf(tree.source(), tree.node(children.back()).begin));
    // The keys of TOML's root stand before its first table.
    if (const auto at = behindHead(tree.source()); tree.format() == Format::Toml)
        ways.push_back({at, at, members.front() + lineEndOf(tree.source())});
    return ways;
}

PatchCandidates waysToAppend(Value array, Value value)
{
    const Tree &tree = array.tree();
    const auto children = childrenOf(array);
    const auto like = children.empty() ? std::string_view()
                                       : sourceOf(tree.node(children.back()), tree.source());
    const bool isScalar = like.find_first_of("{[\n") == npos;
    auto texts = spellings(tree.format(), value, isScalar ? like : std::string_view());
    if (tree.format() == Format::Yaml && !hasBrackets(array)) {
        for (auto &text : texts)
            text = "- " + text;
    }
    auto ways = waysToAppendText(array, texts);
    addAll(ways, tablesToAdd(array, array.size(), value));
    return ways;
}

PatchCandidates waysToAppendText(Value array, const std::vector<std::string> &items)
{
    const Tree &tree = array.tree();
    const auto children = childrenOf(array);
    if (tree.format() == Format::Json || hasBrackets(array))
        return waysToAddInBrackets(array, items);
    if (children.empty() || tree.format() != Format::Yaml)
        return {};
    const auto dash = dashOf(tree.source(), tree.node(children.back()).begin);
    return waysToAddLine(array, items, columnOf(tree.source(), dash));
}

PatchCandidates waysToInsertItem(
    Value array, std::size_t index, const std::vector<std::string> &items)
{
    const Tree &tree = array.tree();
    const std::string_view source = tree.source();
    const std::size_t begin = tree.node(childrenOf(array)[index]).begin;
    PatchCandidates ways;
    if (tree.format() == Format::Json || hasBrackets(array)) {
        const auto before = begin > 0 ? source.find_last_not_of(" \t\r\n", begin - 1) : npos;
        const auto gap = before == npos ? begin : before + 1;
        const auto space = gap == begin ? " " : source.substr(gap, begin - gap);
        for (const auto &item : items)
            ways.push_back({begin, begin, item + ',' + std::string(space)});
        return ways;
    }
    const auto start = lineStart(source, dashOf(source, begin));
    const auto indentation = source.substr(start, dashOf(source, begin) - start);
    if (!isBlank(indentation))
        return {};
    for (const auto &item : items)
        ways.push_back({start, start, std::string(indentation) + item + lineEndOf(source)});
    return ways;
}

namespace {

// Brackets stand further in than the key above them, which a block's items need not.
void addEmpty(PatchCandidates &ways, std::size_t begin, std::size_t end, Value parent)
{
    const std::string brackets = parent.isArray() ? "[]" : "{}";
    ways.push_back({begin, end, brackets});
    ways.push_back({begin, end, ' ' + brackets});
}

} // namespace

namespace {

// The lines of a block's child with the comments on it. In YAML a text stands further in than what
// comes next, so that none of its lines is taken for a comment; in TOML what ends before it says
// so.
TextPatch linesOfOwn(Value parent, std::size_t behind, std::size_t begin, std::size_t end,
    std::optional<std::size_t> nextOfFirst)
{
    const std::string_view source = parent.tree().source();
    const bool isToml = parent.tree().format() == Format::Toml;
    const auto from = ownLinesBegin(source, isToml ? behind : 0, begin, end, nextOfFirst);
    return {from, nextLine(source, end), {}};
}

} // namespace

PatchCandidates waysToRemove(Value parent, std::uint32_t child, OwnComments comments)
{
    const Tree &tree = parent.tree();
    const std::string_view source = tree.source();
    const auto children = childrenOf(parent);
    std::size_t which = 0;
    while (which + 1 < children.size() && valueIndex(parent, children[which]) != child)
        ++which;
    if (tree.format() == Format::Json || hasBrackets(parent))
        return waysToRemoveInBrackets(parent, which);
    const Node &value = tree.node(child);
    const bool hasDash = parent.isArray() && tree.format() == Format::Yaml;
    const auto begin
        = hasDash ? dashOf(source, value.begin) : std::size_t(tree.node(children[which]).begin);
    const auto start = lineStart(source, begin);
    const auto end = std::max(contentEnd(source, value), begin);
    std::optional<std::size_t> next;
    if (which + 1 < children.size()) {
        next = tree.node(children[which + 1]).begin;
        next = hasDash ? dashOf(source, *next) : *next;
    }
    PatchCandidates ways = tablesToRemove(Value(tree, child));
    if (isBlank(source.substr(start, begin - start))) {
        // What stands above an only one may be about what holds it.
        if (comments == OwnComments::Go && children.size() > 1)
            ways.push_back(
                linesOfOwn(parent, tree.format() == Format::Toml ? endBefore(tree, start) : 0,
                    begin, end, which == 0 ? next : std::nullopt));
        ways.push_back({start, nextLine(source, end), {}});
    }
    if (next)
        ways.push_back({begin, *next, {}});
    // The last one leaves an empty container, which is not the same as nothing.
    if (children.size() == 1 && tree.format() == Format::Yaml)
        addEmpty(ways, begin, end, parent);
    return ways;
}

PatchCandidates waysToRemoveAmong(
    Value parent, std::uint32_t child, std::optional<std::uint32_t> previous, bool hasBehind)
{
    const Tree &tree = parent.tree();
    const std::string_view source = tree.source();
    const Node &value = tree.node(child);
    const Node &own = tree.node(parent.isObject() ? child - 1 : child);
    if (tree.format() == Format::Json || hasBrackets(parent))
        return waysToRemoveInBracketsAmong(parent, child, previous, hasBehind);
    const bool hasDash = parent.isArray() && tree.format() == Format::Yaml;
    const auto begin = hasDash ? dashOf(source, value.begin) : std::size_t(own.begin);
    const auto start = lineStart(source, begin);
    const auto end = std::max(contentEnd(source, value), begin);
    std::optional<std::size_t> next;
    if (hasBehind) {
        next = tree.node(own.next).begin;
        next = hasDash ? dashOf(source, *next) : *next;
    }
    PatchCandidates ways;
    if (!hasBehind && !previous && tree.format() == Format::Yaml)
        addEmpty(ways, begin, end, parent);
    if (isBlank(source.substr(start, begin - start))) {
        const std::size_t before = previous ? tree.node(*previous).end : 0;
        if (hasBehind || previous)
            ways.push_back(linesOfOwn(
                parent, before <= start ? before : 0, begin, end, previous ? std::nullopt : next));
        ways.push_back({start, nextLine(source, end), {}});
    }
    if (next)
        ways.push_back({begin, *next, {}});
    return ways;
}

} // namespace chancery::core
