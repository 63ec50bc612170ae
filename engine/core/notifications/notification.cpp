// SPDX-License-Identifier: Apache-2.0
#include "notification.h"

#include "engine/core/policy/names.h"

#include <array>
#include <cstdio>

namespace chancery::core {

namespace {

constexpr EnumNames<NotificationKind, 23> kindNames{{"review-asked", "request-approved",
    "changes-asked", "request-rejected", "request-applied", "request-failed", "schedule-suspended",
    "request-expiring", "request-expired", "request-orphaned", "request-discussed", "needs-rebase",
    "quorum-unreachable", "freeze-overridden", "rolled-back", "emergency-requested",
    "emergency-opened", "emergency-acted", "emergency-ended", "emergency-review-due",
    "emergency-review-overdue", "emergency-not-ratified", "test"}};

struct Character {
    char32_t code = 0xfffd;
    std::size_t bytes = 1;
};

// What is no UTF-8 counts byte by byte as the replacement character.
Character characterAt(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (bytes == 1)
        return {lead, 1};
    if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes)
        return {};
    char32_t code = lead & (0xff >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xc0) != 0x80)
            return {};
        code = (code << 6) | (next & 0x3f);
    }
    return {code, bytes};
}

// Controls, line and paragraph separators, and what turns the direction of what follows or has no
// width.
bool isUnseen(char32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c
        || (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e)
        || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || code == 0xfffd
        || (code >= 0xe0000 && code <= 0xe0fff);
}

} // namespace

std::string_view name(NotificationKind kind)
{
    return kind == NotificationKind::Unknown ? "unknown" : kindNames[kind];
}

std::optional<NotificationKind> notificationKindFromName(std::string_view name)
{
    return kindNames.find(name);
}

std::string visibleTitle(std::string_view title, std::size_t mostBytes)
{
    static constexpr std::string_view ellipsis = "…";
    std::string shown;
    std::size_t fits = 0; // so much of it leaves room for the ellipsis
    while (!title.empty()) {
        const auto character = characterAt(title);
        if (isUnseen(character.code)) {
            std::array<char, 16> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\u{%x}", unsigned(character.code));
            shown += buffer.data();
        } else {
            shown += title.substr(0, character.bytes);
        }
        title.remove_prefix(character.bytes);
        if (shown.size() > mostBytes)
            return shown.substr(0, fits).append(ellipsis);
        if (shown.size() + ellipsis.size() <= mostBytes)
            fits = shown.size();
    }
    return shown;
}

} // namespace chancery::core
