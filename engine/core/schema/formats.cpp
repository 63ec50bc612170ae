// SPDX-License-Identifier: Apache-2.0
#include "formats.h"

#include "engine/core/schema/pattern.h"

#include <algorithm>
#include <iterator>

namespace chancery::core {

namespace {

struct KnownFormat {
    std::string_view name;
    bool (*matches)(std::string_view);
};
constexpr KnownFormat formats[] = {
    {"date-time", isDateTime},
    {"date", isDate},
    {"time", isTime},
    {"duration", isDuration},
    {"email", isEmail},
    {"idn-email", isIdnEmail},
    {"hostname", isHostname},
    {"idn-hostname", isIdnHostname},
    {"ipv4", isIpv4},
    {"ipv6", isIpv6},
    {"uri", isUri},
    {"uri-reference", isUriReference},
    {"iri", isIri},
    {"iri-reference", isIriReference},
    {"uri-template", isUriTemplate},
    {"uuid", isUuid},
    {"json-pointer", isJsonPointer},
    {"relative-json-pointer", isRelativeJsonPointer},
    {"regex", isRegex},
};

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

} // namespace

std::optional<std::size_t> formatIndex(std::string_view name)
{
    const auto known = std::find_if(std::begin(formats), std::end(formats),
        [name](const KnownFormat &format) { return format.name == name; });
    if (known == std::end(formats))
        return std::nullopt;
    return std::size_t(known - std::begin(formats));
}

std::string_view formatName(std::size_t index)
{
    return formats[index].name;
}

bool matchesFormat(std::size_t index, std::string_view text)
{
    return formats[index].matches(text);
}

bool isUuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (isHyphen ? text[i] != '-' : !isHexadecimal(text[i]))
            return false;
    }
    return true;
}

bool isJsonPointer(std::string_view text)
{
    if (!text.empty() && text.front() != '/')
        return false;
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
        if (at + 1 >= text.size() || (text[at + 1] != '0' && text[at + 1] != '1'))
            return false;
    }
    return true;
}

bool isRelativeJsonPointer(std::string_view text)
{
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    if (digits == 0 || (digits > 1 && text.front() == '0'))
        return false;
    const auto rest = text.substr(digits);
    return rest == "#" || isJsonPointer(rest);
}

bool isRegex(std::string_view text)
{
    return Pattern::compile(text).ok();
}

} // namespace chancery::core
