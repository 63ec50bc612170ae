// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/formats.h"
#include "engine/core/schema/uri.h"

namespace chancery::core {

namespace {

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

// Unreserved characters, sub-delimiters, percent-encodings, and the ones allowed beside them.
bool hasOnly(std::string_view text, std::string_view others, bool isIri)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size() || !isHexadecimal(text[i + 1]) || !isHexadecimal(text[i + 2]))
                return false;
            i += 2;
            continue;
        }
        const bool isKnown = isAlphanumeric(c) || (isIri && (c & 0x80) != 0)
            || std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos
            || others.find(c) != std::string_view::npos;
        if (!isKnown)
            return false;
    }
    return true;
}

bool isIpLiteral(std::string_view text)
{
    if ((text.starts_with('v') || text.starts_with('V')) && text.size() > 1) {
        const auto dot = text.find('.');
        return dot != std::string_view::npos && dot > 1 && dot + 1 < text.size()
            && hasOnly(text.substr(dot + 1), ":", false);
    }
    return isIpv6(text);
}

bool isAuthority(std::string_view text, bool isIri)
{
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        if (!hasOnly(text.substr(0, at), ":", isIri))
            return false;
        text.remove_prefix(at + 1);
    }
    auto port = std::string_view::npos;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos || !isIpLiteral(text.substr(1, close - 1)))
            return false;
        text.remove_prefix(close + 1);
        if (!text.empty() && text.front() != ':')
            return false;
        port = text.empty() ? port : 0;
    } else {
        port = text.find(':');
        if (!hasOnly(text.substr(0, port), "", isIri))
            return false;
    }
    return port == std::string_view::npos
        || text.find_first_not_of("0123456789", port + 1) == std::string_view::npos;
}

bool isReference(std::string_view text, bool isIri, bool needsScheme)
{
    const auto uri = Uri::parse(text);
    if (uri.scheme.empty()) {
        // A colon in the first segment would have to end a scheme.
        const auto firstSegment = std::string_view(uri.path).substr(0, uri.path.find('/'));
        if (needsScheme || (!uri.hasAuthority && firstSegment.find(':') != std::string_view::npos))
            return false;
    }
    return (!uri.hasAuthority || isAuthority(uri.authority, isIri))
        && hasOnly(uri.path, ":@/", isIri) && hasOnly(uri.query, ":@/?", isIri)
        && hasOnly(uri.fragment, ":@/?", isIri);
}

bool isVariable(std::string_view text)
{
    if (text.ends_with('*'))
        text.remove_suffix(1);
    const auto colon = text.find(':');
    if (colon != std::string_view::npos) {
        const auto length = text.substr(colon + 1);
        if (length.empty() || length.size() > 4 || length.front() == '0'
            || length.find_first_not_of("0123456789") != std::string_view::npos)
            return false;
        text = text.substr(0, colon);
    }
    if (text.empty() || text.front() == '.' || text.back() == '.')
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && isHexadecimal(text[i + 1])
            && isHexadecimal(text[i + 2]))
            i += 2;
        else if (!isAlphanumeric(text[i]) && text[i] != '_' && text[i] != '.')
            return false;
    }
    return true;
}

bool isExpression(std::string_view text)
{
    if (!text.empty() && std::string_view("+#./;?&=,!@|").find(text[0]) != std::string_view::npos)
        text.remove_prefix(1);
    while (true) {
        const auto comma = text.find(',');
        if (!isVariable(text.substr(0, comma)))
            return false;
        if (comma == std::string_view::npos)
            return true;
        text.remove_prefix(comma + 1);
    }
}

} // namespace

bool isUri(std::string_view text)
{
    return isReference(text, false, true);
}

bool isUriReference(std::string_view text)
{
    return isReference(text, false, false);
}

bool isIri(std::string_view text)
{
    return isReference(text, true, true);
}

bool isIriReference(std::string_view text)
{
    return isReference(text, true, false);
}

bool isUriTemplate(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '{') {
            const auto close = text.find('}', i);
            if (close == std::string_view::npos || !isExpression(text.substr(i + 1, close - i - 1)))
                return false;
            i = close;
        } else if ((c >= 0 && c <= ' ') || c == 0x7F
            || std::string_view("\"'<>\\^`|}").find(c) != std::string_view::npos) {
            return false;
        }
    }
    return true;
}

} // namespace chancery::core
