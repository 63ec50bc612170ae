// SPDX-License-Identifier: Apache-2.0
#include "layout.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/layout/objects.h"
#include "engine/core/document/layout/reshape.h"
#include "engine/core/document/lines.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace chancery::core {

namespace {

Error refusal(const char *code, std::string message)
{
    return {ErrorKind::Invalid, code, std::move(message), {}, {}, {}};
}

// The same nodes in the same order, with the same texts.
bool areAlike(const Tree &one, const Tree &other)
{
    if (one.nodeCount() != other.nodeCount())
        return false;
    for (std::uint32_t index = 0; index < one.nodeCount(); ++index) {
        const Node &left = one.node(index);
        const Node &right = other.node(index);
        if (left.type != right.type || left.next != right.next || left.size != right.size)
            return false;
        const bool hasText = left.type == NodeType::Number || left.type == NodeType::String
            || left.type == NodeType::Key;
        if (hasText && one.text(left) != other.text(right))
            return false;
    }
    return true;
}

bool isWhite(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool differInWhiteSpaceOnly(std::string_view one, std::string_view other)
{
    std::size_t right = 0;
    for (const char c : one) {
        if (isWhite(c))
            continue;
        while (right < other.size() && isWhite(other[right]))
            ++right;
        if (right == other.size() || other[right++] != c)
            return false;
    }
    return std::ranges::all_of(other.substr(right), isWhite);
}

// How often each byte stands in a text; line breaks apart, the last of which may have been added.
std::array<std::size_t, 256> bytesOf(std::string_view text)
{
    std::array<std::size_t, 256> counts{};
    for (const char c : text)
        ++counts[static_cast<unsigned char>(c)];
    counts['\n'] = 0;
    counts['\r'] = 0;
    return counts;
}

Result<TextPatch> provedFormat(const Tree &tree, const std::string &text)
{
    const auto reading = read(text, tree.format(), Limits::wide());
    if (!reading || !areAlike(tree, reading.tree()) || !differInWhiteSpaceOnly(tree.source(), text))
        return refusal("cannot-format",
            "The document cannot be laid out anew without a risk for what it says; nothing was "
            "changed.");
    return differenceBetween(tree.source(), text);
}

Result<TextPatch> provedSort(const Tree &tree, Result<std::string> sorted)
{
    if (!sorted)
        return std::move(sorted).error();
    const std::string &text = *sorted;
    const auto reading = read(text, tree.format(), Limits::wide());
    if (!reading || bytesOf(tree.source()) != bytesOf(text)
        || canonicalJson(tree.root()) != canonicalJson(reading.tree().root()))
        return refusal("cannot-sort",
            "The keys cannot be sorted without a risk for what the document says: an alias would "
            "come before its anchor, or a table before what it belongs to. Nothing was changed.");
    return differenceBetween(tree.source(), text);
}

std::uint32_t objectAt(const Tree &tree, std::size_t offset)
{
    auto node = nodeAt(tree, offset);
    if (tree.node(node).type == NodeType::Key)
        ++node;
    if (tree.node(node).type == NodeType::Object)
        return node;
    // The last object on the way down that is not the node.
    std::uint32_t object = 0;
    std::uint32_t here = tree.root().index();
    while (here != node) {
        if (tree.node(here).type == NodeType::Object)
            object = here;
        std::uint32_t child = here;
        for (const auto &member : Value(tree, here)) {
            if (member.value().index() > node)
                break;
            child = member.value().index();
        }
        if (child == here)
            break;
        here = child;
    }
    return object;
}

} // namespace

TextPatch differenceBetween(std::string_view from, std::string_view into)
{
    const auto most = std::min(from.size(), into.size());
    std::size_t same = commonPrefix(from, into);
    std::size_t behind = 0;
    while (behind < most - same && from[from.size() - 1 - behind] == into[into.size() - 1 - behind])
        ++behind;
    // Not inside a character.
    const auto isInside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    while (same > 0 && same < from.size() && isInside(from[same]))
        --same;
    while (behind > 0 && isInside(from[from.size() - behind]))
        --behind;
    return {
        same, from.size() - behind, std::string(into.substr(same, into.size() - behind - same))};
}

Result<TextPatch> formatDocument(const Tree &tree)
{
    if (tree.nodeCount() == 0)
        return TextPatch{};
    switch (tree.format()) {
    case Format::Json:
        return provedFormat(tree, layout::formattedJson(tree));
    case Format::Toml:
        return provedFormat(tree, layout::formattedToml(tree.source()));
    case Format::Yaml:
        break;
    }
    // Empty lines may be a part of what a text says at its end.
    auto patch = provedFormat(tree, layout::formattedYaml(tree.source(), true));
    return patch ? patch : provedFormat(tree, layout::formattedYaml(tree.source(), false));
}

Result<TextPatch> sortAllKeys(const Tree &tree)
{
    const auto objects = layout::objectsOf(tree);
    if (!objects)
        return objects.error();
    return provedSort(tree, layout::sorted(tree, *objects, true));
}

Result<TextPatch> sortKeysAt(const Tree &tree, std::size_t offset)
{
    auto objects = layout::objectsOf(tree);
    if (!objects)
        return objects.error();
    if (tree.nodeCount() == 0)
        return TextPatch{};
    const Node &wanted = tree.node(objectAt(tree, offset));
    // The smallest one that holds it; the root of a TOML document and its tables by the offset.
    const layout::Object *best = nullptr;
    for (const layout::Object &object : *objects) {
        if (object.isWhole)
            continue;
        const bool isIn = object.isTable
            ? object.begin <= offset && offset < std::max(object.end, object.begin + 1)
            : object.begin <= wanted.begin && wanted.end <= object.end + 1;
        if (isIn && (!best || object.end - object.begin < best->end - best->begin))
            best = &object;
    }
    if (!best)
        return refusal("no-object", "There is no object here whose keys could be sorted.");
    return provedSort(tree, layout::sorted(tree, {*best}, false));
}

} // namespace chancery::core
