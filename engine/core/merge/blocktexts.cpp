// SPDX-License-Identifier: Apache-2.0
#include "blocktexts.h"

#include "engine/core/document/convert/writers.h"
#include "engine/core/document/json.h"
#include "engine/core/document/lines.h"
#include "engine/core/merge/place.h"

namespace chancery::core {

namespace {

// Every line but the first one, if there is something on it, further to the right.
std::string indented(std::string_view text, std::size_t columns)
{
    std::string out;
    bool isFirst = true;
    for (std::size_t at = 0; at < text.size(); at = nextLine(text, at)) {
        const auto line = text.substr(at, nextLine(text, at) - at);
        if (!isFirst && line != "\n")
            out.append(columns, ' ');
        out += line;
        isFirst = false;
    }
    return out;
}

std::string withoutEnd(std::string text)
{
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

PatchCandidates waysToSetBlock(Value place, Value target)
{
    const std::string_view source = place.tree().source();
    const std::size_t first = place.tree().node((*place.begin()).index()).begin;
    const auto begin = place.isArray() ? dashOf(source, first) : first;
    auto text = blockText(target, columnOf(source, begin));
    if (!text)
        return {};
    return {{begin, contentEnd(source, place.node()), *std::move(text)}};
}

} // namespace

std::optional<std::string> blockText(Value target, std::size_t column)
{
    if (target.size() == 0)
        return std::nullopt;
    const auto json = readJson(jsonText(target), Limits::wide());
    if (!json)
        return std::nullopt;
    return indented(withoutEnd(convert::writtenYaml(json.tree())), column);
}

bool isBlockContainer(Value value)
{
    return value && value.tree().format() == Format::Yaml && value.size() > 0
        && !hasBrackets(value);
}

PatchCandidates waysToSetInLines(Value place, Value target)
{
    const Tree &tree = place.tree();
    const std::string_view source = tree.source();
    const auto begin = place.node().begin;
    const bool areBoth
        = (target.isArray() && place.isArray()) || (target.isObject() && place.isObject());
    if (!areBoth || target.size() == 0)
        return {};
    if (isBlockContainer(place))
        return waysToSetBlock(place, target);
    const auto text = source.substr(begin, place.node().end - begin);
    if (tree.format() != Format::Json || text.find('\n') == std::string_view::npos)
        return {};
    const auto lines = lineStart(source, begin);
    const auto column = source.find_first_not_of(" \t", lines) - lines;
    return {{begin, place.node().end, indented(jsonText(target), column)}};
}

} // namespace chancery::core
