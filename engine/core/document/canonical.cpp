// SPDX-License-Identifier: Apache-2.0
#include "canonical.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chancery::core {

namespace {

// UTF-16 order differs from UTF-8's only where a supplementary character (lead byte F0 and up, a
// surrogate in UTF-16) meets one from U+E000 to U+FFFF (lead EE or EF).
bool utf16Less(std::string_view a, std::string_view b)
{
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (left == a.end() || right == b.end())
        return left == a.end() && right != b.end();
    const auto l = static_cast<unsigned char>(*left);
    const auto r = static_cast<unsigned char>(*right);
    if (l >= 0xEE && r >= 0xEE && (l >= 0xF0) != (r >= 0xF0))
        return l >= 0xF0;
    return l < r;
}

void appendNumber(std::string &out, Value value)
{
    const auto lexeme = value.text();
    const bool isShortInteger = lexeme.size() <= 15 && lexeme != "-0"
        && lexeme.find_first_of(".eE") == std::string_view::npos;
    if (isShortInteger)
        out += lexeme;
    else
        out += ecmaScriptNumber(value.number());
}

void append(std::string &out, Value value);

void appendObject(std::string &out, Value object)
{
    std::vector<std::pair<std::string_view, Value>> members;
    members.reserve(object.size());
    for (const auto &member : object)
        members.emplace_back(member.key(), member.value());
    std::sort(members.begin(), members.end(),
        [](const auto &a, const auto &b) { return utf16Less(a.first, b.first); });
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0)
            out += ',';
        appendJsonString(out, members[i].first);
        out += ':';
        append(out, members[i].second);
    }
    out += '}';
}

void appendArray(std::string &out, Value array)
{
    out += '[';
    bool isFirst = true;
    for (const auto &item : array) {
        if (!isFirst)
            out += ',';
        isFirst = false;
        append(out, item.value());
    }
    out += ']';
}

void append(std::string &out, Value value)
{
    switch (value.type()) {
    case NodeType::Null:
        out += "null";
        break;
    case NodeType::False:
        out += "false";
        break;
    case NodeType::True:
        out += "true";
        break;
    case NodeType::Number:
        appendNumber(out, value);
        break;
    case NodeType::String:
    case NodeType::Key:
        appendJsonString(out, value.tree().text(value.node()));
        break;
    case NodeType::Array:
        appendArray(out, value);
        break;
    case NodeType::Object:
        appendObject(out, value);
        break;
    }
}

void appendPretty(std::string &out, Value value, std::size_t level)
{
    if (value.size() == 0) {
        if (value.isNumber())
            out += value.text();
        else
            append(out, value);
        return;
    }
    const std::string indentation(2 * (level + 1), ' ');
    out += value.isObject() ? '{' : '[';
    bool isFirst = true;
    for (const auto &member : value) {
        out += isFirst ? "\n" : ",\n";
        isFirst = false;
        out += indentation;
        if (value.isObject()) {
            appendJsonString(out, member.key());
            out += ": ";
        }
        appendPretty(out, member.value(), level + 1);
    }
    out += '\n' + std::string(2 * level, ' ');
    out += value.isObject() ? '}' : ']';
}

} // namespace

void appendJsonString(std::string &out, std::string_view text)
{
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        out.append(text, plain, i - plain);
        plain = i + 1;
        static constexpr std::string_view shorts = "\b\f\n\r\t\"\\";
        const auto known = shorts.find(char(byte));
        if (known != std::string_view::npos) {
            out += '\\';
            out += "bfnrt\"\\"[known];
        } else {
            out += "\\u00";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    out.append(text, plain, text.size() - plain);
    out += '"';
}

// ECMA-262 §6.1.6.1.20: the shortest digits (std::to_chars gives them in scientific form), laid out
// plainly from 1e-6 up to below 1e21 and with an exponent outside.
std::string ecmaScriptNumber(double value)
{
    if (value == 0)
        return "0";
    char buffer[40];
    const auto end = std::to_chars(
        buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific)
                         .ptr;
    const std::string_view text(buffer, std::size_t(end - buffer));
    const auto e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2)
        digits += text.substr(2, e - 2);
    const char *exponentText = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    int exponent = 0;
    std::from_chars(exponentText, end, exponent);
    const int count = int(digits.size());
    const int point = exponent + 1; // digits before the decimal point
    std::string out = value < 0 ? "-" : "";
    if (point > 21 || point < -5) {
        out += digits.substr(0, 1);
        if (count > 1)
            out += '.' + digits.substr(1);
        out += exponent < 0 ? "e-" : "e+";
        return out + std::to_string(std::abs(exponent));
    }
    if (point <= 0)
        return out + "0." + std::string(std::size_t(-point), '0') + digits;
    if (count <= point)
        return out + digits + std::string(std::size_t(point - count), '0');
    return out + digits.substr(0, std::size_t(point)) + '.' + digits.substr(std::size_t(point));
}

std::string canonicalJson(Value value)
{
    std::string out;
    out.reserve(value.tree().source().size());
    append(out, value);
    return out;
}

std::string prettyJson(Value value)
{
    std::string out;
    appendPretty(out, value, 0);
    return out + '\n';
}

ContentId contentId(Value value)
{
    return ContentId(sha256Id("cms.content.v1\n", canonicalJson(value)));
}

} // namespace chancery::core
