// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <map>
#include <set>

// The counts about changes. A request is followed through the log once, in its order: who
// contributed, whose approval stands at the moment in question.
namespace chancery::core::evidence {

namespace {

bool isGoverned(const Recounting &of, const Fact &fact)
{
    return isLive(fact) && of.has("environments", fact.env);
}

Count countExpedited(const Recounting &of)
{
    const auto isOverdue
        = [](const Fact &fact) { return fact.event == "change_request.confirm_overdue"; };
    return countAll(
        of,
        [&](const Fact &fact) {
            return fact.isSuccess
                && (fact.event == "freeze.override" || fact.event == "change_request.confirm"
                    || isOverdue(fact));
        },
        isOverdue);
}

Count countAcknowledged(const Recounting &of)
{
    return countAll(
        of, [](const Fact &fact) { return fact.isSuccess && fact.event == "change_request.apply"; },
        [&of](const Fact &application) {
            return std::ranges::any_of(
                of.facts.about(application.target), [&application](const Fact *fact) {
                    return fact->event == "change_request.acknowledge"
                        && fact->seq < application.seq;
                });
        });
}

Count countFailed(const Recounting &of)
{
    const auto hasFailed
        = [](const Fact &fact) { return fact.outcome == "failure" || fact.outcome == "error"; };
    return countAll(
        of,
        [&](const Fact &fact) {
            return fact.event == "change_request.apply" && (fact.isSuccess || hasFailed(fact));
        },
        hasFailed);
}

bool wasMadeBy(const Recounting &of, const Fact &head)
{
    return std::ranges::any_of(of.facts.about(head.request), [&](const Fact *fact) {
        return fact->event == "change_request.create" && fact->seq < head.seq
            && of.facts.isOne(fact->actor, head.actor);
    });
}

Count countBaseline(const Recounting &of)
{
    std::map<std::string, std::int64_t> newest;
    for (const auto *head : of.facts.named("head.update")) {
        if (head->time < of.period.to)
            newest[head->target] = head->time;
    }
    Count count;
    for (const auto &[target, time] : newest) {
        ++count.population;
        count.exceptions += time < of.period.to - of.number("days") * day ? 1 : 0;
    }
    return count;
}

bool isIncomplete(const Recounting &of, const Fact &head)
{
    bool isMade = false;
    bool isApplied = false;
    for (const auto *fact : of.facts.about(head.request)) {
        isMade = isMade || (fact->event == "change_request.create" && fact->seq < head.seq);
        isApplied = isApplied
            || (fact->event == "change_request.apply" && fact->seq > head.seq
                && fact->requestId == head.requestId);
    }
    return !isMade || !isApplied;
}

// A freeze that was put on at once ends by itself, or is lifted.
bool wasFrozen(const Recounting &of, const Fact &head)
{
    return std::ranges::any_of(of.facts.named("freeze.create"), [&](const Fact *freeze) {
        if (freeze->seq >= head.seq || freeze->env != head.env || freeze->until <= head.written)
            return false;
        return std::ranges::none_of(of.facts.named("freeze.delete"), [&](const Fact *lifting) {
            return lifting->env == head.env && lifting->seq > freeze->seq
                && lifting->seq < head.seq;
        });
    });
}

bool wasLetThrough(const Recounting &of, const Fact &head)
{
    return std::ranges::any_of(of.facts.about(head.request), [&head](const Fact *fact) {
        return fact->event == "freeze.override" && fact->seq < head.seq
            && fact->cycle == head.cycle;
    });
}

// Windows are as the server says them beside the change; soft ones may be overridden.
bool wasClosed(const Recounting &of, const Fact &head)
{
    const bool isPassed = wasLetThrough(of, head);
    return std::ranges::any_of(of.facts.about(head.request), [&](const Fact *fact) {
        return fact->event == "change_request.apply" && fact->seq > head.seq
            && fact->requestId == head.requestId
            && std::ranges::any_of(fact->windows, [&](const Fact::Window &window) {
                   return window.env == head.env && (window.isHard || !isPassed);
               });
    });
}

Count countFrozen(const Recounting &of)
{
    return countAll(
        of, [&of](const Fact &fact) { return isGoverned(of, fact) && fact.ns != "sys"; },
        [&of](const Fact &head) {
            return !originOf(of.facts, head).isEmergency
                && (wasFrozen(of, head) || wasClosed(of, head));
        });
}

bool wasHurried(const Recounting &of, const Fact &head)
{
    return originOf(of.facts, head).isEmergency
        || std::ranges::any_of(of.facts.about(head.request), [](const Fact *fact) {
               return fact->event == "change_request.confirm"
                   || fact->event == "change_request.confirm_overdue";
           });
}

Count countGoverned(const Recounting &of, std::string_view query)
{
    return countAll(
        of, [&of](const Fact &fact) { return isGoverned(of, fact); },
        [&](const Fact &head) {
            const auto origin = originOf(of.facts, head);
            if (query == "Q01")
                return origin.isUnapproved();
            if (query == "Q08")
                return origin.isUnapproved() || head.reason.empty()
                    || (of.number("ticketDemanded") == 1 && head.ticket.empty());
            if (query == "Q28")
                return origin.isUnapproved() && wasMadeBy(of, head);
            return wasHurried(of, head); // Q42
        });
}

} // namespace

Origin originOf(const Facts &facts, const Fact &head)
{
    Origin origin;
    origin.isSeconded = std::ranges::any_of(
        standingVotes(facts, head), [](const Fact *vote) { return vote->kind == "user"; });
    for (const auto *fact : facts.with(head.requestId)) {
        origin.isEmergency = origin.isEmergency
            || (fact->event == "breakglass.use" && fact->actor == head.actor && fact->seq > head.seq
                && !head.requestId.empty() && isBeside(*fact, head));
    }
    for (const auto *fact : facts.about(head.request)) {
        origin.isStandard = origin.isStandard
            || (fact->event == "policy.auto_approved"
                && (fact->seq < head.seq || isBeside(*fact, head)));
    }
    return origin;
}

Count countChanges(const Recounting &of, std::string_view query)
{
    if (query == "Q06")
        return countFrozen(of);
    if (query == "Q07")
        return countExpedited(of);
    if (query == "Q09")
        return countAcknowledged(of);
    if (query == "Q26")
        return countFailed(of);
    if (query == "Q27")
        return countAll(
            of, [](const Fact &fact) { return isLive(fact) && fact.ns == "sys"; },
            [&of](const Fact &head) { return !originOf(of.facts, head).isSeconded; });
    if (query == "Q39")
        return countBaseline(of);
    if (query == "Q40")
        return countAll(of, isLive, [&of](const Fact &head) { return isIncomplete(of, head); });
    return countGoverned(of, query);
}

} // namespace chancery::core::evidence
