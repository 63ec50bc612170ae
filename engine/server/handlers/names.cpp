// SPDX-License-Identifier: Apache-2.0
#include "names.h"

#include "engine/server/exchange.h"

namespace chancery::server {

namespace {

constexpr std::size_t longestSegment = 63;
constexpr int mostSegments = 16;

bool isLowerOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

bool isSegment(std::string_view text)
{
    if (text.empty() || text.size() > longestSegment || !isLowerOrDigit(text.front()))
        return false;
    for (const char c : text) {
        if (!isLowerOrDigit(c) && c != '.' && c != '_' && c != '-')
            return false;
    }
    return text.find("..") == std::string_view::npos;
}

bool isConfigPath(std::string_view path)
{
    for (int count = 1;; ++count) {
        const auto slash = path.find('/');
        if (count > mostSegments || !isSegment(path.substr(0, slash)))
            return false;
        if (slash == std::string_view::npos)
            return true;
        path.remove_prefix(slash + 1);
    }
}

void demandLength(std::string_view words, std::size_t most, std::string pointer)
{
    if (words.size() > most)
        refuse("policy-violation", "This is too long",
            {{std::move(pointer), "maxLength",
                "Expected at most " + std::to_string(most) + " bytes", {}, 0, 0}});
}

core::FieldError badSegment(std::string pointer)
{
    return {std::move(pointer), "pattern", "Expected [a-z0-9][a-z0-9._-]{0,62}", {}, 0, 0};
}

} // namespace chancery::server
