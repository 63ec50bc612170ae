// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <map>

// The counts about the log itself and about keys.
namespace chancery::core::evidence {

namespace {

Count countKeys(const Recounting &of)
{
    std::map<std::pair<std::string, std::string>, std::int64_t> newest;
    for (const auto &fact : of.facts.all()) {
        if (fact.isSuccess && fact.time < of.period.to
            && (fact.event == "key.create" || fact.event == "key.rotate"))
            newest[{fact.ns, fact.env}] = fact.time;
    }
    Count count;
    for (const auto &[place, time] : newest) {
        ++count.population;
        count.exceptions += time < of.period.to - of.number("days") * day ? 1 : 0;
    }
    return count;
}

Count countEntries(const Recounting &of)
{
    auto count = countAll(
        of, [](const Fact &) { return true; },
        [](const Fact &fact) {
            return fact.ownSeq != fact.seq || fact.event == "audit.verify_fail";
        });
    for (const auto &fact : of.facts.all()) {
        count.population += fact.isReadable ? 0 : 1;
        count.exceptions += fact.isReadable ? 0 : 1;
    }
    return count;
}

Count countSteps(const Recounting &of)
{
    const auto &all = of.facts.all();
    const auto most = of.number("milliseconds") * 1000;
    return countAll(
        of, [](const Fact &) { return true; },
        [&](const Fact &fact) {
            if (fact.event == "audit.clock_step")
                return true;
            const auto *before = fact.seq > 0 ? &all[std::size_t(fact.seq - 1)] : nullptr;
            return before && before->isReadable && before->time > fact.time + most;
        });
}

} // namespace

Count countLog(const Recounting &of, std::string_view query)
{
    if (query == "Q29")
        return countKeys(of);
    return query == "Q32" ? countEntries(of) : countSteps(of);
}

} // namespace chancery::core::evidence
