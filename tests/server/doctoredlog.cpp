// SPDX-License-Identifier: Apache-2.0
#include "doctoredlog.h"

#include "tests/server/loggedverdicts.h"

#include <algorithm>

namespace chancery::support {

namespace {

using core::AuditEvent;

bool isOne(const AuditEvent &event, std::string_view name)
{
    return event.event == name && event.outcome == core::AuditOutcome::Success;
}

// The last apply that votes carried, and whom it counted first.
std::pair<const AuditEvent *, std::string> lastApply(const Log &log)
{
    for (auto event = log.rbegin(); event != log.rend(); ++event) {
        const auto *counted = LoggedVerdicts::relatedIn(*event, "counted");
        if (isOne(*event, "change_request.apply") && counted)
            return {&*event, counted->id};
    }
    return {nullptr, {}};
}

// Of the last entry that says so and after which there is another one of the same request.
template <typename Predicate>
Log::iterator lastFollowed(Log &log, Predicate predicate)
{
    for (auto event = log.end(); event != log.begin();) {
        --event;
        if (predicate(*event) && std::any_of(event + 1, log.end(), [&](const AuditEvent &later) {
                return later.target.id == event->target.id
                    && later.event.starts_with("change_request.");
            }))
            return event;
    }
    return log.end();
}

bool changesState(const AuditEvent &event)
{
    const auto *state = LoggedVerdicts::relatedIn(event, "state");
    return state && !state->path.empty() && state->id != state->path;
}

} // namespace

bool dropVotes(Log &log)
{
    const auto [apply, voter] = lastApply(log);
    if (!apply)
        return false;
    const auto id = apply->target.id;
    return std::erase_if(log, [&, who = voter](const AuditEvent &event) {
        return isOne(event, "change_request.approve") && event.target.id == id
            && event.actor.id == who;
    }) > 0;
}

bool dropQuietVerdict(Log &log)
{
    const auto found = lastFollowed(log, [](const AuditEvent &event) {
        return isOne(event, "change_request.dismiss_stale") && changesState(event);
    });
    if (found == log.end())
        return false;
    log.erase(found);
    return true;
}

bool dropEdit(Log &log)
{
    std::map<std::string, std::string> cycles;
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < log.size(); ++i) {
        const auto *cycle = LoggedVerdicts::relatedIn(log[i], "cycle");
        if (!cycle || !log[i].event.starts_with("change_request."))
            continue;
        auto &known = cycles[log[i].target.id];
        if (log[i].event == "change_request.update" && !known.empty() && known != cycle->id)
            begins.push_back(i);
        known = cycle->id;
    }
    for (; !begins.empty(); begins.pop_back()) {
        const auto at = log.begin() + std::ptrdiff_t(begins.back());
        if (lastFollowed(log, [&](const AuditEvent &event) { return &event == &*at; }) == at) {
            log.erase(at);
            return true;
        }
    }
    return false;
}

bool forgeAuthor(Log &log)
{
    const auto [apply, voter] = lastApply(log);
    if (!apply)
        return false;
    const auto id = apply->target.id;
    for (auto &event : log) {
        if (isOne(event, "change_request.create") && event.target.id == id)
            event.actor.id = voter;
    }
    return true;
}

bool forgeAbsence(Log &log)
{
    const auto [apply, voter] = lastApply(log);
    if (!apply)
        return false;
    AuditEvent event = *apply;
    event.event = "principal.disable";
    event.target.id = voter;
    event.requestId = "r-doctored";
    log.insert(log.begin() + (apply - log.data()), event);
    return true;
}

bool forgeVerdict(Log &log)
{
    for (auto &event : log) {
        const bool isPlain = isOne(event, "change_request.create") && event.environment == "live";
        const auto *state = LoggedVerdicts::relatedIn(event, "state");
        if (!isPlain || !state || state->id != "open")
            continue;
        event.related[std::size_t(state - event.related.data())].id = "approved";
        return true;
    }
    return false;
}

bool dropDemands(Log &log)
{
    const auto [apply, voter] = lastApply(log);
    if (!apply)
        return false;
    std::erase_if(log[std::size_t(apply - log.data())].related,
        [](const auto &related) { return related.type == "demand" || related.type == "counted"; });
    return true;
}

bool dropEmergency(Log &log)
{
    const auto found = std::ranges::find(log, "breakglass.use", &AuditEvent::event);
    if (found == log.end())
        return false;
    log.erase(found);
    return true;
}

bool dropHead(Log &log)
{
    const auto [apply, voter] = lastApply(log);
    if (!apply)
        return false;
    const auto id = apply->target.id;
    return std::erase_if(log, [&](const AuditEvent &event) {
        return event.event == "head.update" && event.correlationId == id;
    }) > 0;
}

} // namespace chancery::support
