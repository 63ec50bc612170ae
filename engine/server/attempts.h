// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>

namespace chancery::server {

// Counts failed attempts to sign in. By name and address together, so that nobody is locked out by
// someone else's guesses from another place; and, more patiently, by address alone, against who
// tries one password on many names. Network thread.
class Attempts {
public:
    using Clock = std::chrono::steady_clock;
    struct Caller {
        std::string name;
        std::string address;
    };

    // How long this caller has to wait; zero when not at all.
    std::chrono::seconds mustWait(const Caller &caller, Clock::time_point now) const;
    // True when a wait begins that was none before.
    bool failed(const Caller &caller, Clock::time_point now);
    void succeeded(const Caller &caller);
    // For the RateLimit header fields: what may fail, and what may still.
    static std::string policy();
    std::string standing(const Caller &caller, Clock::time_point now) const;
    // Drops what is long past.
    void tidy(Clock::time_point now);

private:
    struct Entry {
        int count = 0;
        Clock::time_point last;
        Clock::time_point blockedUntil;
    };
    struct Rule {
        int freeFailures;
        std::chrono::seconds longestWait;
    };
    using Entries = std::unordered_map<std::string, Entry>;
    static bool fail(
        Entries &entries, const std::string &who, const Rule &rule, Clock::time_point now);
    static std::chrono::seconds waitOf(
        const Entries &entries, const std::string &who, Clock::time_point now);

    Entries m_callers; // by name and address
    Entries m_addresses;
};

} // namespace chancery::server
