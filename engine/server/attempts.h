// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>

namespace chancery::server {

// Counts failed attempts to sign in, by name and address together, so that nobody is locked out by
// someone else's guesses from another place. Network thread.
class Attempts {
public:
    using Clock = std::chrono::steady_clock;

    // How long this caller has to wait; zero when not at all.
    std::chrono::seconds mustWait(const std::string &who, Clock::time_point now) const;
    void failed(const std::string &who, Clock::time_point now);
    void succeeded(const std::string &who) { m_entries.erase(who); }
    // Drops what is long past.
    void tidy(Clock::time_point now);

private:
    struct Entry {
        int count = 0;
        Clock::time_point last;
        Clock::time_point blockedUntil;
    };
    std::unordered_map<std::string, Entry> m_entries;
};

} // namespace chancery::server
