// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

// The counts about the log itself and about keys.
namespace chancery::core::evidence {

namespace {

Count countKeys(const Recounting &of)
{
    std::map<std::pair<std::string, std::string>, std::int64_t> newest;
    for (const auto &fact : of.facts.all()) {
        // The server's own is of no namespace.
        if (fact.isSuccess && fact.time < of.period.to && !fact.ns.empty()
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

// That so many entries of the log were stamped, and when.
struct Stamp {
    std::int64_t size = 0;
    std::int64_t seq = 0;
    std::int64_t time = 0;
};

std::vector<Stamp> stampsOf(const Facts &facts)
{
    std::vector<Stamp> stamps;
    for (const auto *fact : facts.named("audit.checkpoint_cosign")) {
        if (fact->targetType != "checkpoint")
            continue;
        // As SQLite casts a text.
        Stamp stamp{0, fact->seq, fact->time};
        const auto read = std::from_chars(
            fact->target.data(), fact->target.data() + fact->target.size(), stamp.size);
        if (read.ec == std::errc::result_out_of_range)
            stamp.size = fact->target.starts_with('-') ? INT64_MIN : INT64_MAX;
        // Nothing can have stamped what was not there yet.
        if (stamp.size <= stamp.seq)
            stamps.push_back(stamp);
    }
    return stamps;
}

// Behind each stamp the first entry that is not about one, the last of them first.
std::vector<std::int64_t> waitingIn(const Facts &facts, const std::vector<Stamp> &stamps)
{
    std::set<std::int64_t> begins;
    for (const auto &stamp : stamps)
        begins.insert(std::max(stamp.size, facts.first()));
    std::vector<std::int64_t> waiting;
    std::optional<std::int64_t> next;
    for (auto fact = facts.all().rbegin(); fact != facts.all().rend(); ++fact) {
        if (fact->isReadable && fact->event != "audit.checkpoint_cosign")
            next = fact->seq;
        if (next && begins.contains(fact->seq) && (waiting.empty() || waiting.back() != *next))
            waiting.push_back(*next);
    }
    return waiting;
}

// How long each of them waited for the next stamp that covers it. One walk from the end: a stamp
// that is later than another and covers no more is never the next.
std::int64_t countUnstamped(const Recounting &of)
{
    const auto stamps = stampsOf(of.facts);
    std::vector<Stamp> later; // the earliest last, and the one that covers the most first
    auto stamp = stamps.rbegin();
    std::int64_t count = 0;
    for (const auto seq : waitingIn(of.facts, stamps)) {
        for (; stamp != stamps.rend() && stamp->seq > seq; ++stamp) {
            while (!later.empty() && later.back().size <= stamp->size)
                later.pop_back();
            later.push_back(*stamp);
        }
        const auto covers = std::ranges::partition_point(
            later, [seq](const Stamp &one) { return one.size > seq; });
        const auto end = covers == later.begin() ? of.period.asOf : std::prev(covers)->time;
        const auto time = of.facts.at(seq).time;
        count += of.isIn(time) && end - time > of.number("minutes") * minute ? 1 : 0;
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
    count.exceptions += countUnstamped(of);
    return count;
}

Count countSteps(const Recounting &of)
{
    const auto most = of.number("milliseconds") * 1000;
    return countAll(
        of, [](const Fact &) { return true; },
        [&](const Fact &fact) {
            if (fact.event == "audit.clock_step")
                return true;
            const auto *before = fact.seq > of.facts.first() ? &of.facts.at(fact.seq - 1) : nullptr;
            return before && before->isReadable && before->time > fact.time + most;
        });
}

// From entry to entry: what the last start or stop was, and when.
Count countStandstills(const Recounting &of)
{
    const auto most = of.number("minutes") * minute;
    const Fact *before = nullptr;
    Count count;
    for (const auto &fact : of.facts.all()) {
        const bool isStart = fact.isReadable && fact.event == "audit.start";
        const bool isStop = fact.isReadable && fact.event == "audit.stop";
        const bool isFailure = fact.isReadable
            && (fact.event == "audit.gap"
                || (fact.event == "audit.sink_fail" && fact.targetType != "timestamp_authority"));
        const bool isLong
            = isStart && before && before->event == "audit.stop" && fact.time - before->time > most;
        if (isStart || isStop)
            before = &fact;
        if ((!isStart && !isStop && !isFailure) || !of.isIn(fact.time))
            continue;
        ++count.population;
        count.exceptions += isFailure || (isStart && fact.isAfterNoStop) || isLong ? 1 : 0;
    }
    return count;
}

Count countReadings(const Recounting &of)
{
    return countAll(
        of,
        [](const Fact &fact) {
            return fact.isSuccess && (fact.event == "audit.read" || fact.event == "audit.export");
        },
        [&of](const Fact &fact) {
            return std::ranges::none_of(
                fact.held, [&of](const std::string &role) { return of.has("auditors", role); });
        });
}

} // namespace

Count countLog(const Recounting &of, std::string_view query)
{
    if (query == "Q29")
        return countKeys(of);
    if (query == "Q33")
        return countStandstills(of);
    if (query == "Q34")
        return countReadings(of);
    return query == "Q32" ? countEntries(of) : countSteps(of);
}

} // namespace chancery::core::evidence
