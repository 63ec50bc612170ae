// SPDX-License-Identifier: Apache-2.0
#include "auditalarm.h"

#include <algorithm>
#include <array>

namespace chancery::audit {

namespace {

constexpr std::array<std::string_view, std::size_t(alarmCount)> alarmNames{"log-shrank",
    "split-view", "history-rewritten", "leaves-do-not-match", "cache-changed", "entry-out-of-place",
    "entries-withheld", "entries-surplus", "entry-oversized", "key-unknown", "signature-bad",
    "other-log", "checkpoint-unreadable", "proof-unreadable", "receipt-broken", "receipt-doubled",
    "receipt-overdue", "history-unproven"};

} // namespace

std::string_view name(Alarm alarm)
{
    return alarmNames[static_cast<std::size_t>(alarm)];
}

std::optional<Alarm> alarmNamed(std::string_view name)
{
    const auto found = std::ranges::find(alarmNames, name);
    if (found == alarmNames.end())
        return std::nullopt;
    return static_cast<Alarm>(found - alarmNames.begin());
}

} // namespace chancery::audit
