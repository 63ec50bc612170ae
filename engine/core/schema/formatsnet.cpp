// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/utf8.h"
#include "engine/core/schema/formats.h"

namespace chancery::core {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool isBeyondAscii(char c)
{
    return (c & 0x80) != 0;
}

bool isLabel(std::string_view label, bool isIdn)
{
    if (label.empty() || countCodePoints(label) > 63 || label.front() == '-' || label.back() == '-')
        return false;
    for (const char c : label) {
        if (!isAlphanumeric(c) && c != '-' && !(isIdn && isBeyondAscii(c)))
            return false;
    }
    return true;
}

bool isDomain(std::string_view text, bool isIdn)
{
    if (text.ends_with('.'))
        text.remove_suffix(1);
    if (text.empty() || text.size() > 253)
        return false;
    while (!text.empty()) {
        const auto dot = text.find('.');
        if (!isLabel(text.substr(0, dot), isIdn))
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
    return false;
}

// Atoms between single dots, or one quoted string.
bool isLocalPart(std::string_view text, bool isIdn)
{
    if (text.empty() || text.size() > 64)
        return false;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        for (std::size_t i = 1; i + 1 < text.size(); ++i) {
            const char c = text[i];
            if (c == '\\' && i + 2 < text.size())
                ++i;
            else if (c == '"' || c == '\\' || (c >= 0 && c < ' ') || (!isIdn && isBeyondAscii(c)))
                return false;
        }
        return true;
    }
    bool afterDot = true;
    for (const char c : text) {
        if (c == '.' && afterDot)
            return false;
        const bool isAtom = isAlphanumeric(c) || (isIdn && isBeyondAscii(c))
            || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
        if (c != '.' && !isAtom)
            return false;
        afterDot = c == '.';
    }
    return !afterDot;
}

bool isMailbox(std::string_view text, bool isIdn)
{
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || !isLocalPart(text.substr(0, at), isIdn))
        return false;
    const auto domain = text.substr(at + 1);
    if (domain.starts_with("[IPv6:") && domain.ends_with(']'))
        return isIpv6(domain.substr(6, domain.size() - 7));
    if (domain.starts_with('[') && domain.ends_with(']'))
        return isIpv4(domain.substr(1, domain.size() - 2));
    return !domain.ends_with('.') && isDomain(domain, isIdn);
}

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

} // namespace

bool isEmail(std::string_view text)
{
    return isMailbox(text, false);
}

bool isIdnEmail(std::string_view text)
{
    return isMailbox(text, true);
}

bool isHostname(std::string_view text)
{
    return isDomain(text, false);
}

bool isIdnHostname(std::string_view text)
{
    return isDomain(text, true);
}

bool isIpv4(std::string_view text)
{
    for (int part = 0; part < 4; ++part) {
        int value = 0;
        std::size_t length = 0;
        while (length < text.size() && length < 3 && text[length] >= '0' && text[length] <= '9')
            value = value * 10 + (text[length++] - '0');
        if (length == 0 || value > 255 || (length > 1 && text[0] == '0'))
            return false;
        text.remove_prefix(length);
        if (part < 3) {
            if (!text.starts_with('.'))
                return false;
            text.remove_prefix(1);
        }
    }
    return text.empty();
}

bool isIpv6(std::string_view text)
{
    int groups = 0;
    bool isShortened = false;
    if (text.starts_with("::")) {
        isShortened = true;
        text.remove_prefix(2);
    }
    while (!text.empty()) {
        std::size_t length = 0;
        while (length < text.size() && isHexadecimal(text[length]))
            ++length;
        if (length < text.size() && text[length] == '.') {
            groups += 2;
            if (!isIpv4(text))
                return false;
            break;
        }
        if (length == 0 || length > 4)
            return false;
        ++groups;
        text.remove_prefix(length);
        if (text.empty())
            break;
        if (text.starts_with("::")) {
            if (isShortened)
                return false;
            isShortened = true;
            text.remove_prefix(2);
        } else if (text.starts_with(':') && text.size() > 1) {
            text.remove_prefix(1);
        } else {
            return false;
        }
    }
    return isShortened ? groups <= 7 : groups == 8;
}

} // namespace chancery::core
