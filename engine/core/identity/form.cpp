// SPDX-License-Identifier: Apache-2.0
#include "form.h"

#include "engine/core/digest.h"

#include <algorithm>

namespace chancery::core::identity {

namespace {

constexpr std::size_t longestForm = std::size_t(16) << 10;

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
        || c == '.' || c == '_' || c == '~';
}

void appendEncoded(std::string &out, std::string_view text)
{
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
        } else {
            out += '%';
            for (const char digit : toHex({&c, 1}))
                out += digit >= 'a' ? char(digit - 'a' + 'A') : digit;
        }
    }
}

std::optional<std::string> decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const auto byte = text.size() - i > 2 ? fromHex(text.substr(i + 1, 2)) : std::nullopt;
            if (!byte)
                return std::nullopt;
            out += *byte;
            i += 2;
        }
    }
    return out;
}

} // namespace

std::string formText(const Form &form)
{
    std::string text;
    for (const auto &[name, value] : form) {
        if (!text.empty())
            text += '&';
        appendEncoded(text, name);
        text += '=';
        appendEncoded(text, value);
    }
    return text;
}

std::optional<Form> readForm(std::string_view text)
{
    if (text.size() > longestForm)
        return std::nullopt;
    Form form;
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const auto sign = pair.find('=');
        if (sign == std::string_view::npos)
            return std::nullopt;
        auto name = decoded(pair.substr(0, sign));
        auto value = decoded(pair.substr(sign + 1));
        const bool isTwice = name && std::ranges::any_of(form, [&name](const auto &entry) {
            return entry.first == *name;
        });
        if (!name || !value || isTwice)
            return std::nullopt;
        form.emplace_back(std::move(*name), std::move(*value));
    }
    return form;
}

std::string valueIn(const Form &form, std::string_view name)
{
    const auto found
        = std::ranges::find_if(form, [name](const auto &entry) { return entry.first == name; });
    return found == form.end() ? std::string() : found->second;
}

} // namespace chancery::core::identity
