// SPDX-License-Identifier: Apache-2.0
#include "attempts.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr int freeFailures = 5;
constexpr std::chrono::minutes memory{15};
constexpr std::size_t mostEntries = 100'000;

} // namespace

std::chrono::seconds Attempts::mustWait(const std::string &who, Clock::time_point now) const
{
    const auto found = m_entries.find(who);
    if (found == m_entries.end() || found->second.blockedUntil <= now)
        return std::chrono::seconds(0);
    return std::chrono::ceil<std::chrono::seconds>(found->second.blockedUntil - now);
}

void Attempts::failed(const std::string &who, Clock::time_point now)
{
    if (m_entries.size() >= mostEntries)
        m_entries.clear();
    auto &entry = m_entries[who];
    ++entry.count;
    entry.last = now;
    if (entry.count < freeFailures)
        return;
    // 2 s, 4 s, 8 s … five minutes.
    const int doublings = std::min(entry.count - freeFailures + 1, 8);
    entry.blockedUntil
        = now + std::min(std::chrono::seconds(1 << doublings), std::chrono::seconds(300));
}

void Attempts::tidy(Clock::time_point now)
{
    std::erase_if(m_entries, [&](const auto &entry) { return entry.second.last + memory < now; });
}

} // namespace chancery::server
