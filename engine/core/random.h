// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace chancery::core {

// From the system's generator. A process that has none ends here: going on would be worse.
std::string randomBytes(std::size_t count);

// Makes the ids of new things: the prefix and a UUIDv7 (RFC 9562), "cfg_018f3c1e-…". Ids of one
// source grow, so that a list by id is a list by time. Of any thread.
class IdSource {
public:
    virtual ~IdSource() = default;
    // With the underscore: next("cfg_").
    virtual std::string next(std::string_view prefix) = 0;
};

class SystemIdSource final : public IdSource {
public:
    explicit SystemIdSource(const Clock &clock);
    std::string next(std::string_view prefix) override;

private:
    const Clock &m_clock;
    std::mutex m_mutex;
    std::uint64_t m_last = 0; // milliseconds ‖ 12 bits of counter
};

// For tests: the same ids in every run, "cfg_00000000-0000-7000-8000-000000000001" first.
class CountingIdSource final : public IdSource {
public:
    std::string next(std::string_view prefix) override;

private:
    std::mutex m_mutex;
    std::uint64_t m_count = 0;
};

// Whether the text is the prefix and a UUIDv7.
bool isId(std::string_view text, std::string_view prefix);

} // namespace chancery::core
