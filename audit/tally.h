// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/eventrow.h"
#include "engine/core/storage/database.h"

#include <array>
#include <map>
#include <unordered_map>

namespace chancery::audit {

// What entries are counted by, day for day. Numbers in the file: new ones at the end.
enum class Dimension { Actor, Event, Environment, Outcome };
inline constexpr std::array dimensions{
    Dimension::Actor, Dimension::Event, Dimension::Environment, Dimension::Outcome};
const std::string &valueOf(const EventRow &row, Dimension dimension);

// Days are counted from 1970, in UTC.
std::int64_t dayOf(core::Instant instant);
core::Instant beginOfDay(std::int64_t day);

// Which entries a day has. Their numbers need not be without gaps: times are those of the requests.
struct DaySpan {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t events = 0;
    friend bool operator==(const DaySpan &, const DaySpan &) = default;
};

// Counts of entries, as they are kept beside them in the file. Grows by add(), is written by
// addTo(), and is compared with what the file has by differsFrom(). A value.
class Tally {
public:
    void add(const EventRow &row);
    void add(const EventScan &scan);
    core::Result<> addTo(core::Database &database) const;
    // True where the file's counts are others.
    core::Result<bool> differsFrom(core::Database &database) const;

private:
    struct Key {
        std::uint32_t value = 0;
        std::int32_t day = 0;
        friend bool operator==(const Key &, const Key &) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key &key) const
        {
            return std::hash<std::uint64_t>()(
                std::uint64_t(key.value) << 32 ^ std::uint32_t(key.day));
        }
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    struct Counts {
        std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> values;
        std::unordered_map<Key, std::int64_t, KeyHash> events;
    };
    using Values = std::array<std::string_view, dimensions.size()>;
    void add(std::int64_t seq, core::Instant time, const Values &values);
    core::Result<bool> differsInSpans(core::Database &database) const;
    std::size_t size() const;

    std::array<Counts, dimensions.size()> m_counts;
    std::map<std::int64_t, DaySpan> m_days;
};

} // namespace chancery::audit
