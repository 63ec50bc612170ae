// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace chancery::core {

// The values of the "format" keyword that can be asserted; unknown ones are annotations.
std::optional<std::size_t> formatIndex(std::string_view name);
std::string_view formatName(std::size_t index);
bool matchesFormat(std::size_t index, std::string_view text);

// RFC 3339 and ISO 8601 durations; formatstime.cpp.
bool isDateTime(std::string_view text);
bool isDate(std::string_view text);
bool isTime(std::string_view text);
bool isDuration(std::string_view text);

// RFC 5321, 1123, 2673, 4291; formatsnet.cpp. The idn kinds allow letters beyond ASCII.
bool isEmail(std::string_view text);
bool isIdnEmail(std::string_view text);
bool isHostname(std::string_view text);
bool isIdnHostname(std::string_view text);
bool isIpv4(std::string_view text);
bool isIpv6(std::string_view text);

// RFC 3986, 3987, 6570; formatsuri.cpp.
bool isUri(std::string_view text);
bool isUriReference(std::string_view text);
bool isIri(std::string_view text);
bool isIriReference(std::string_view text);
bool isUriTemplate(std::string_view text);

// formats.cpp
bool isUuid(std::string_view text);
bool isJsonPointer(std::string_view text);
bool isRelativeJsonPointer(std::string_view text);
bool isRegex(std::string_view text);

} // namespace chancery::core
