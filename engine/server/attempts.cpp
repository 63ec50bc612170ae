// SPDX-License-Identifier: Apache-2.0
#include "attempts.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr int freeFailures = 5;
// A whole office may stand behind one address.
constexpr int freeFailuresOfAddress = 50;
constexpr std::chrono::minutes memory{15};
constexpr std::size_t mostEntries = 100'000;

std::string keyOf(const Attempts::Caller &caller)
{
    return caller.name + '@' + caller.address;
}

} // namespace

std::chrono::seconds Attempts::waitOf(
    const Entries &entries, const std::string &who, Clock::time_point now)
{
    const auto found = entries.find(who);
    if (found == entries.end() || found->second.blockedUntil <= now)
        return std::chrono::seconds(0);
    return std::chrono::ceil<std::chrono::seconds>(found->second.blockedUntil - now);
}

std::chrono::seconds Attempts::mustWait(const Caller &caller, Clock::time_point now) const
{
    return std::max(
        waitOf(m_callers, keyOf(caller), now), waitOf(m_addresses, caller.address, now));
}

bool Attempts::fail(
    Entries &entries, const std::string &who, const Rule &rule, Clock::time_point now)
{
    if (entries.size() >= mostEntries)
        entries.clear();
    auto &entry = entries[who];
    ++entry.count;
    entry.last = now;
    if (entry.count < rule.freeFailures)
        return false;
    // 2 s, 4 s, 8 s … up to the longest.
    const int doublings = std::min(entry.count - rule.freeFailures + 1, 8);
    entry.blockedUntil = now + std::min(std::chrono::seconds(1 << doublings), rule.longestWait);
    return entry.count == rule.freeFailures;
}

bool Attempts::failed(const Caller &caller, Clock::time_point now)
{
    const bool ofCaller
        = fail(m_callers, keyOf(caller), {freeFailures, std::chrono::seconds(300)}, now);
    const bool ofAddress
        = fail(m_addresses, caller.address, {freeFailuresOfAddress, std::chrono::seconds(60)}, now);
    return ofCaller || ofAddress;
}

// The address keeps its count: who guesses others' passwords may well know one.
void Attempts::succeeded(const Caller &caller)
{
    m_callers.erase(keyOf(caller));
}

std::string Attempts::policy()
{
    return "\"sign-in\";q=" + std::to_string(freeFailures)
        + ";w=" + std::to_string(std::chrono::seconds(memory).count());
}

std::string Attempts::standing(const Caller &caller, Clock::time_point now) const
{
    const auto found = m_callers.find(keyOf(caller));
    const int count = found == m_callers.end() ? 0 : found->second.count;
    const auto wait = mustWait(caller, now);
    const auto left = wait.count() > 0 ? 0 : std::max(0, freeFailures - count);
    const auto reset = wait.count() > 0 ? wait : std::chrono::seconds(memory);
    return "\"sign-in\";r=" + std::to_string(left) + ";t=" + std::to_string(reset.count());
}

void Attempts::tidy(Clock::time_point now)
{
    const auto isPast = [&](const auto &entry) { return entry.second.last + memory < now; };
    std::erase_if(m_callers, isPast);
    std::erase_if(m_addresses, isPast);
}

} // namespace chancery::server
