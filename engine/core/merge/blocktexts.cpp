// SPDX-License-Identifier: Apache-2.0
#include "blocktexts.h"

#include "engine/core/document/convert/writers.h"
#include "engine/core/document/json.h"
#include "engine/core/document/lines.h"
#include "engine/core/merge/place.h"

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

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

// With the blanks its lines have already, and the sign for how it ends.
PatchCandidates waysToSetLiteral(Value place, std::string_view text)
{
    const std::string_view source = place.tree().source();
    const std::size_t begin = place.node().begin;
    const auto end = contentEnd(source, place.node());
    const auto headEnd = nextLine(source, begin);
    if (headEnd >= end || text.empty())
        return {};
    const auto first = source.find_first_not_of(" \n", headEnd);
    const auto columns = columnOf(source, first);
    std::string head(source.substr(begin, headEnd - begin));
    const auto last = text.find_last_not_of('\n');
    const auto lineEnds = text.size() - (last == npos ? 0 : last + 1);
    const auto sign = head.find_first_of("+-", 1);
    const bool hasSign = sign != npos && sign <= 2;
    if (hasSign)
        head.erase(sign, 1);
    if (lineEnds != 1)
        head.insert(1, lineEnds == 0 ? "-" : "+");
    const std::string body(columns, ' ');
    auto lines = withoutEnd(std::string(text));
    lines.append(lineEnds > 1 ? lineEnds - 1 : 0, '\n');
    return {{begin, end, head + body + indented(lines, columns)}};
}

PatchCandidates waysToSetTomlText(Value place, std::string_view text)
{
    const std::string_view source = place.tree().source();
    const auto quotes = source.substr(place.node().begin, 3);
    const bool isEscaped = quotes == R"(""")";
    if ((!isEscaped && quotes != "'''") || text.find(quotes) != npos
        || (isEscaped && text.find('\\') != npos))
        return {};
    return {{place.node().begin, contentEnd(source, place.node()),
        std::string(quotes) + '\n' + std::string(text) + std::string(quotes)}};
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
    if (target.isString() && place.isString() && target.text().find('\n') != npos) {
        if (tree.format() == Format::Yaml && source.substr(begin).starts_with('|'))
            return waysToSetLiteral(place, target.text());
        if (tree.format() == Format::Toml)
            return waysToSetTomlText(place, target.text());
        return {};
    }
    const bool areBoth
        = (target.isArray() && place.isArray()) || (target.isObject() && place.isObject());
    if (!areBoth || target.size() == 0)
        return {};
    if (isBlockContainer(place))
        return waysToSetBlock(place, target);
    const auto text = source.substr(begin, place.node().end - begin);
    if (tree.format() != Format::Json || text.find('\n') == npos)
        return {};
    const auto lines = lineStart(source, begin);
    const auto column = source.find_first_not_of(" \t", lines) - lines;
    return {{begin, place.node().end, indented(jsonText(target), column)}};
}

} // namespace chancery::core
