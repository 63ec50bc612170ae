// SPDX-License-Identifier: Apache-2.0
#include "conversions.h"

#include "editors/completion/snippet.h"
#include "editors/form/field.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace chancery::editors {

namespace {

constexpr std::size_t longestCompared = 64;
constexpr double mostExact = 9007199254740991.0; // 2^53 - 1

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A scalar as it stands in the text: 0x1F and 1_000 are read as other spellings of their numbers.
std::string spellingOf(core::Value value)
{
    const core::Node &node = value.node();
    const std::string_view source = value.tree().source();
    const auto end = core::contentEnd(source, node);
    const auto written = source.substr(node.begin, end - node.begin);
    const bool isPlain = !written.empty()
        && written.find_first_of(" \t\r\n\"'") == std::string::npos
        && std::string_view("*&!").find(written.front()) == std::string_view::npos;
    return isPlain ? std::string(written) : scalarJson(value);
}

// "0x10", "0o17", "0b1", with the underscores that people put between digits.
std::optional<std::string> basedNumber(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, int>, 3> bases{
        {{"0x", 16}, {"0o", 8}, {"0b", 2}}};
    for (const auto &[prefix, base] : bases) {
        if (!text.starts_with(prefix))
            continue;
        const auto digits = text.substr(prefix.size());
        std::uint64_t number = 0;
        const auto parsed
            = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
        const bool isWhole
            = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
        if (isWhole && double(number) <= mostExact)
            return std::to_string(number);
    }
    return {};
}

std::optional<std::string> numberIn(std::string_view text)
{
    std::string plain = lowered(trimmed(text));
    std::erase(plain, '_');
    if (auto based = basedNumber(plain))
        return based;
    if (plain.starts_with('+'))
        plain.erase(0, 1);
    const auto reading = core::readJson(plain);
    return reading && reading.tree().root().isNumber() ? std::optional(plain) : std::nullopt;
}

std::optional<std::string> truthIn(std::string_view text)
{
    static constexpr std::array<std::string_view, 6> yes{"true", "yes", "on", "1", "y", "t"};
    static constexpr std::array<std::string_view, 6> no{"false", "no", "off", "0", "n", "f"};
    const auto word = lowered(trimmed(text));
    if (std::ranges::find(yes, word) != yes.end())
        return "true";
    return std::ranges::find(no, word) != no.end() ? std::optional<std::string>("false")
                                                   : std::nullopt;
}

// The whole numbers on both sides, the nearer first.
void addWholes(double number, std::vector<Conversion> &conversions)
{
    if (!(std::abs(number) < mostExact))
        return;
    const auto nearest = std::floor(number + 0.5);
    const auto other = nearest > number ? nearest - 1 : nearest + 1;
    conversions.push_back({std::to_string(std::int64_t(nearest)), "number"});
    if (nearest != number)
        conversions.push_back({std::to_string(std::int64_t(other)), "number"});
}

void addNumbers(core::Value value, const Advice &wanted, std::vector<Conversion> &conversions)
{
    const bool mayBeAny = hasType(wanted, "number");
    if ((!mayBeAny && !hasType(wanted, "integer")) || value.isBool() || value.isNull())
        return;
    const auto json = value.isNumber() ? std::string(value.text()) : numberIn(value.text());
    if (!json)
        return;
    const auto reading = core::readJson(*json);
    if (!reading)
        return;
    const double number = reading.tree().root().number();
    if (!mayBeAny && (value.isNumber() || number != std::floor(number)))
        addWholes(number, conversions);
    else
        conversions.push_back({*json, "number"});
}

// A block of YAML one step further in, behind the sign of an item.
std::string asBlockItem(std::string_view block)
{
    std::string text = "- ";
    for (std::size_t at = 0; at < block.size(); ++at) {
        text += block[at];
        const bool isLine = block[at] == '\n' && at + 1 < block.size() && block[at + 1] != '\n'
            && block[at + 1] != '\r';
        if (isLine)
            text += "  ";
    }
    return text;
}

// The heading of a table of TOML becomes that of an element.
std::optional<core::TextPatch> wrappedHeading(const core::Tree &tree, core::Value value)
{
    const std::string_view source = tree.source();
    if (value.index() == 0 || tree.node(value.index() - 1).type != core::NodeType::Key)
        return {};
    const auto key = tree.node(value.index() - 1).begin;
    const auto before = source.rfind('\n', key);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    const auto line = source.substr(begin, source.find('\n', begin) - begin);
    const auto open = line.find_first_not_of(" \t");
    const auto close = line.find(']');
    if (open == std::string_view::npos || line[open] != '[' || close == std::string_view::npos)
        return {};
    return core::TextPatch{begin + open, begin + close + 1,
        '[' + std::string(line.substr(open, close + 1 - open)) + ']'};
}

std::optional<core::TextPatch> wrappedText(const core::Tree &tree, core::Value value)
{
    const core::Node &node = value.node();
    const std::string_view source = tree.source();
    const auto end = core::contentEnd(source, node);
    const bool hasText = end > node.begin;
    if (tree.format() == core::Format::Toml && (!hasText || source[node.begin] != '{'))
        return wrappedHeading(tree, value);
    if (!hasText)
        return {};
    const auto text = source.substr(node.begin, end - node.begin);
    if (text.front() == '{' || text.front() == '[')
        return core::TextPatch{node.begin, end, '[' + std::string(text) + ']'};
    return core::TextPatch{node.begin, end, asBlockItem(text)};
}

// Nothing has changed but that the value is an item now.
bool isProved(const core::TextPatch &patch, const core::Tree &tree, const std::string &pointer)
{
    const auto reading = core::read(patch.appliedTo(tree.source()), tree.format());
    if (!reading.ok() || reading.tree().nodeCount() != tree.nodeCount() + 1)
        return false;
    const auto wrapped = reading.tree().root().resolve(pointer);
    return wrapped.isArray() && wrapped.size() == 1
        && core::canonicalJson(wrapped.at(0)) == core::canonicalJson(tree.root().resolve(pointer));
}

} // namespace

std::vector<Conversion> conversionsOf(core::Value value, const Advice &wanted)
{
    std::vector<Conversion> conversions;
    if (!value || value.isArray() || value.isObject() || value.isNull())
        return conversions;
    addNumbers(value, wanted, conversions);
    if (hasType(wanted, "boolean") && !value.isBool()) {
        if (const auto truth = truthIn(value.text()))
            conversions.push_back({*truth, "boolean"});
    }
    if (hasType(wanted, "string") && !value.isString()) {
        std::string json;
        core::appendJsonString(json, spellingOf(value));
        conversions.push_back({json, "string"});
    }
    return conversions;
}

core::Result<core::TextPatch> wrapInArray(const core::Tree &tree, const std::string &pointer)
{
    const auto value = tree.root().resolve(pointer);
    if (value.isObject() || value.isArray()) {
        const auto patch = wrappedText(tree, value);
        if (patch && isProved(*patch, tree, pointer))
            return *patch;
        return core::Error{core::ErrorKind::Invalid, "cannot-patch", {}, {}, {}, {}};
    }
    return core::setValue(tree, pointer, '[' + scalarJson(value) + ']');
}

std::size_t textDistance(std::string_view first, std::string_view second)
{
    const auto a = lowered(first.substr(0, longestCompared));
    const auto b = lowered(second.substr(0, longestCompared));
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace chancery::editors
