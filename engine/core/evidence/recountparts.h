// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/evidence/recount.h"

#include <algorithm>

// What the counts of the single queries share; of recount*.cpp alone.
namespace chancery::core::evidence {

inline constexpr std::int64_t microsecond = 1;
inline constexpr std::int64_t second = 1'000'000 * microsecond;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;

struct Recounting {
    const Facts &facts;
    const Parameters &parameters;
    Period period;

    bool isIn(std::int64_t time) const { return time >= period.from && time < period.to; }
    std::int64_t number(const char *name) const { return parameters.numbers.at(name); }
    bool has(const char *list, const std::string &value) const
    {
        return std::ranges::count(parameters.texts.at(list), value) > 0;
    }
};

// Counts what stands in the period and is of that kind.
template <typename IsOne, typename IsException>
Count countAll(const Recounting &of, const IsOne &isOne, const IsException &isException)
{
    Count count;
    for (const auto &fact : of.facts.all()) {
        if (!fact.isReadable || !of.isIn(fact.time) || !isOne(fact))
            continue;
        ++count.population;
        count.exceptions += isException(fact) ? 1 : 0;
    }
    return count;
}

inline bool isLive(const Fact &fact)
{
    return fact.isSuccess && fact.event == "head.update";
}

// The approvals that stand when that entry is made, by people who did not contribute; each a vote
// that nothing since has voided: no rejection, no other word of the same person, and no edit that
// changed what it was given for. What names another content than they do voids them itself.
Facts::List standingVotes(const Facts &facts, const Fact &at);
bool isVoided(const Facts &facts, const Fact &vote, const Fact &at);
bool contributed(
    const Facts &facts, const std::string &request, const std::string &actor, std::int64_t before);
bool isBeside(const Fact &one, const Fact &other);

// How a version came to be live, by what stands in the log before it and beside it.
struct Origin {
    bool isSeconded = false; // a standing approval by somebody who did not contribute
    bool isEmergency = false;
    bool isStandard = false;
    bool isUnapproved() const { return !isSeconded && !isEmergency && !isStandard; }
};
Origin originOf(const Facts &facts, const Fact &head);

Count countChanges(const Recounting &of, std::string_view query);
Count countVotes(const Recounting &of, std::string_view query);
Count countEmergencies(const Recounting &of, std::string_view query);
Count countAccess(const Recounting &of, std::string_view query);
Count countLog(const Recounting &of, std::string_view query);

} // namespace chancery::core::evidence
