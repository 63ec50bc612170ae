// SPDX-License-Identifier: Apache-2.0
#include "uri.h"

#include <vector>

namespace chancery::core {

namespace {

bool isSchemeCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+'
        || c == '-' || c == '.';
}

// Takes the scheme off the text, if it has one.
std::string takeScheme(std::string_view &text)
{
    std::size_t length = 0;
    while (length < text.size() && isSchemeCharacter(text[length]))
        ++length;
    if (length == 0 || length >= text.size() || text[length] != ':' || (text[0] | 0x20) < 'a'
        || (text[0] | 0x20) > 'z')
        return {};
    std::string scheme(text.substr(0, length));
    text.remove_prefix(length + 1);
    return scheme;
}

std::string withoutDots(std::string_view path)
{
    const bool isAbsolute = path.starts_with('/');
    std::vector<std::string_view> kept;
    std::size_t at = isAbsolute ? 1 : 0;
    while (at <= path.size()) {
        const auto end = std::min(path.find('/', at), path.size());
        const auto segment = path.substr(at, end - at);
        const bool isLast = end == path.size();
        if (segment == "..") {
            if (!kept.empty())
                kept.pop_back();
        } else if (segment != ".") {
            kept.push_back(segment);
        }
        if (isLast && (segment == "." || segment == ".."))
            kept.push_back({});
        at = end + 1;
    }
    std::string joined;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (i > 0 || isAbsolute)
            joined += '/';
        joined += kept[i];
    }
    return joined;
}

std::string mergedPath(const Uri &base, const std::string &path)
{
    const auto slash = base.path.rfind('/');
    if (slash == std::string::npos)
        return (base.hasAuthority ? "/" : "") + path;
    return base.path.substr(0, slash + 1) + path;
}

int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

Uri Uri::parse(std::string_view text)
{
    Uri uri;
    if (const auto hash = text.find('#'); hash != std::string_view::npos) {
        uri.hasFragment = true;
        uri.fragment = text.substr(hash + 1);
        text = text.substr(0, hash);
    }
    if (const auto mark = text.find('?'); mark != std::string_view::npos) {
        uri.hasQuery = true;
        uri.query = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    uri.scheme = takeScheme(text);
    if (text.starts_with("//")) {
        uri.hasAuthority = true;
        const auto end = std::min(text.find('/', 2), text.size());
        uri.authority = text.substr(2, end - 2);
        text = text.substr(end);
    }
    uri.path = text;
    return uri;
}

std::string Uri::withoutFragment() const
{
    std::string text;
    if (!scheme.empty())
        text += scheme + ':';
    if (hasAuthority)
        text += "//" + authority;
    text += path;
    if (hasQuery)
        text += '?' + query;
    return text;
}

std::string Uri::toString() const
{
    return hasFragment ? withoutFragment() + '#' + fragment : withoutFragment();
}

Uri resolve(const Uri &base, const Uri &reference)
{
    Uri target = reference;
    if (!reference.scheme.empty())
        return target;
    target.scheme = base.scheme;
    if (reference.hasAuthority) {
        target.path = withoutDots(reference.path);
        return target;
    }
    target.authority = base.authority;
    target.hasAuthority = base.hasAuthority;
    if (reference.path.empty()) {
        target.path = base.path;
        if (!reference.hasQuery) {
            target.query = base.query;
            target.hasQuery = base.hasQuery;
        }
    } else if (reference.path.starts_with('/')) {
        target.path = withoutDots(reference.path);
    } else {
        target.path = withoutDots(mergedPath(base, reference.path));
    }
    return target;
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexadecimal(text[i + 1]) >= 0
            && hexadecimal(text[i + 2]) >= 0) {
            decoded += char(hexadecimal(text[i + 1]) * 16 + hexadecimal(text[i + 2]));
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

} // namespace chancery::core
