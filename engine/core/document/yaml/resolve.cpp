// SPDX-License-Identifier: Apache-2.0
#include "resolve.h"

#include "engine/core/document/checks.h"

#include <algorithm>

namespace chancery::core::yaml {

namespace {

constexpr std::string_view corePrefix = "tag:yaml.org,2002:";

bool isAnyOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t countDigits(std::string_view text)
{
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

// 0x and 0o: no sign, at least one digit.
std::optional<Resolved> resolveRadix(std::string_view text)
{
    const bool isHexadecimal = text.starts_with("0x");
    if (!isHexadecimal && !text.starts_with("0o"))
        return std::nullopt;
    const std::string_view allowed = isHexadecimal ? "0123456789abcdefABCDEF" : "01234567";
    const auto digits = text.substr(2);
    if (digits.empty() || digits.find_first_not_of(allowed) != std::string_view::npos)
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        value = value * (isHexadecimal ? 16 : 8) + std::uint64_t(digit);
        if (value > largestInteger)
            return Resolved{Meaning::NotInteroperable, {}};
    }
    return Resolved{Meaning::Number, std::to_string(value)};
}

bool isInfiniteOrNan(std::string_view text)
{
    if (isAnyOf(text, {".nan", ".NaN", ".NAN"}))
        return true;
    if (!text.empty() && (text[0] == '+' || text[0] == '-'))
        text.remove_prefix(1);
    return isAnyOf(text, {".inf", ".Inf", ".INF"});
}

// The parts of [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
struct Decimal {
    bool isNegative = false;
    bool hasPlus = false;
    bool hasPoint = false;
    std::string_view whole;
    std::string_view fraction;
    std::string_view exponent; // with its e
};

std::optional<Decimal> parseDecimal(std::string_view text)
{
    Decimal decimal;
    if (text.starts_with('-') || text.starts_with('+')) {
        (text[0] == '-' ? decimal.isNegative : decimal.hasPlus) = true;
        text.remove_prefix(1);
    }
    const auto take = [&text](std::size_t size) {
        const auto part = text.substr(0, size);
        text.remove_prefix(size);
        return part;
    };
    decimal.whole = take(countDigits(text));
    if (text.starts_with('.')) {
        decimal.hasPoint = true;
        text.remove_prefix(1);
        decimal.fraction = take(countDigits(text));
    }
    if (decimal.whole.empty() && decimal.fraction.empty())
        return std::nullopt;
    if (text.starts_with('e') || text.starts_with('E')) {
        const std::size_t sign = text.size() > 1 && (text[1] == '-' || text[1] == '+') ? 1 : 0;
        const auto digits = countDigits(text.substr(1 + sign));
        if (digits == 0)
            return std::nullopt;
        decimal.exponent = take(1 + sign + digits);
    }
    return text.empty() ? std::optional(decimal) : std::nullopt;
}

std::optional<Resolved> resolveNumber(std::string_view text)
{
    if (auto radix = resolveRadix(text))
        return radix;
    const auto decimal = parseDecimal(text);
    if (!decimal) {
        return isInfiniteOrNan(text) ? std::optional(Resolved{Meaning::NotInteroperable, {}})
                                     : std::nullopt;
    }
    const auto whole = decimal->whole;
    const bool isJson = !decimal->hasPlus && !whole.empty()
        && (whole.size() == 1 || whole[0] != '0') && decimal->hasPoint != decimal->fraction.empty();
    Resolved resolved{Meaning::Number, {}};
    if (!isJson) {
        const auto zeros = std::min(whole.find_first_not_of('0'), whole.size());
        const auto significant = whole.substr(zeros);
        resolved.number = decimal->isNegative ? "-" : "";
        resolved.number += significant.empty() ? "0" : significant;
        if (decimal->hasPoint)
            (resolved.number += '.') += decimal->fraction.empty() ? "0" : decimal->fraction;
        resolved.number += decimal->exponent;
    }
    if (!isInteroperable(isJson ? text : std::string_view(resolved.number)))
        resolved.meaning = Meaning::NotExact;
    return resolved;
}

Meaning resolveWord(std::string_view text)
{
    if (text.empty() || isAnyOf(text, {"~", "null", "Null", "NULL"}))
        return Meaning::Null;
    if (isAnyOf(text, {"true", "True", "TRUE"}))
        return Meaning::True;
    if (isAnyOf(text, {"false", "False", "FALSE"}))
        return Meaning::False;
    return Meaning::String;
}

Resolved resolvePlain(std::string_view text)
{
    if (text.empty())
        return {Meaning::Null, {}};
    const char c = text[0];
    if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.')
        return resolveNumber(text).value_or(Resolved{});
    if (text.size() > 5)
        return {};
    return {resolveWord(text), {}};
}

} // namespace

Resolved resolve(std::string_view text, ScalarStyle style, std::string_view tag)
{
    if (tag.empty())
        return style == ScalarStyle::Plain ? resolvePlain(text) : Resolved{};
    if (tag == "!")
        return {};
    if (!tag.starts_with(corePrefix))
        return {Meaning::UnknownTag, {}};
    const auto name = tag.substr(corePrefix.size());
    if (name == "str")
        return {};
    if (!isAnyOf(name, {"null", "bool", "int", "float"}))
        return {isAnyOf(name, {"map", "seq"}) ? Meaning::TagMismatch : Meaning::UnknownTag, {}};
    auto resolved = resolvePlain(text);
    const auto meaning = resolved.meaning;
    const bool isNumber = meaning == Meaning::Number || meaning == Meaning::NotExact
        || meaning == Meaning::NotInteroperable;
    const bool isInteger = isNumber
        && text.find_first_of(text.starts_with("0x") ? "." : ".eE") == std::string_view::npos;
    const bool matches = (name == "null" && meaning == Meaning::Null)
        || (name == "bool" && (meaning == Meaning::True || meaning == Meaning::False))
        || (name == "int" && isInteger) || (name == "float" && isNumber);
    return matches ? resolved : Resolved{Meaning::TagMismatch, {}};
}

Meaning resolveCollection(std::string_view tag, bool isMapping)
{
    if (tag.empty() || tag == "!")
        return Meaning::Null;
    if (!tag.starts_with(corePrefix))
        return Meaning::UnknownTag;
    const auto name = tag.substr(corePrefix.size());
    if (name == (isMapping ? "map" : "seq"))
        return Meaning::Null;
    const bool isCore = isAnyOf(name, {"map", "seq", "str", "null", "bool", "int", "float"});
    return isCore ? Meaning::TagMismatch : Meaning::UnknownTag;
}

} // namespace chancery::core::yaml
