// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <map>
#include <set>

// The counts about changes. A request is followed through the log once, in its order: who
// contributed, whose approval stands at the moment in question.
namespace chancery::core::evidence {

namespace {

bool contributes(const Fact &fact)
{
    return fact.event == "change_request.create" || fact.event == "change_request.update"
        || fact.event == "change_request.submit" || fact.event == "change_request.claim";
}

// The people whose approval stands just before that entry, each with the place of the approval.
std::map<std::string, std::vector<const Fact *>> standing(
    const Facts &facts, const std::string &request, std::int64_t before)
{
    std::map<std::string, std::vector<const Fact *>> votes;
    for (const auto *fact : facts.about(request)) {
        if (fact->seq >= before)
            break;
        if (fact->event == "change_request.reject" || fact->event == "change_request.claim")
            votes.clear();
        else if (fact->event == "change_request.request_changes")
            votes.erase(fact->actor);
        else if (fact->event == "change_request.approve")
            votes[fact->actor].push_back(fact);
    }
    return votes;
}

bool isSeconded(const Facts &facts, const Fact &head)
{
    if (head.request.empty())
        return false;
    std::set<std::string> contributors;
    for (const auto *fact : facts.about(head.request)) {
        if (fact->seq < head.seq && contributes(*fact))
            contributors.insert(fact->actor);
    }
    for (const auto &[person, votes] : standing(facts, head.request, head.seq)) {
        const bool isPerson
            = std::ranges::any_of(votes, [](const Fact *vote) { return vote->kind == "user"; });
        if (isPerson && !contributors.contains(person))
            return true;
    }
    return false;
}

bool isBeside(const Fact &one, const Fact &other)
{
    return one.requestId == other.requestId && one.time == other.time;
}

bool isGoverned(const Recounting &of, const Fact &fact)
{
    return isLive(fact) && of.has("environments", fact.env);
}

Count countContributors(const Recounting &of)
{
    return countAll(
        of,
        [](const Fact &fact) { return fact.isSuccess && fact.event == "change_request.approve"; },
        [&of](const Fact &vote) {
            return std::ranges::any_of(of.facts.about(vote.request), [&vote](const Fact *fact) {
                return fact->seq < vote.seq && contributes(*fact) && fact->actor == vote.actor;
            });
        });
}

bool lostTheRight(const Recounting &of, const Fact &vote, std::int64_t until)
{
    return std::ranges::any_of(of.facts.on(vote.actor), [&](const Fact *fact) {
        if (fact->seq <= vote.seq || fact->seq >= until)
            return false;
        return fact->event == "principal.disable"
            || (fact->event == "role.revoke"
                && std::ranges::any_of(fact->roles,
                    [&of](const std::string &role) { return of.has("approving", role); }));
    });
}

bool wasEdited(const Recounting &of, const Fact &vote, std::int64_t until)
{
    return std::ranges::any_of(of.facts.about(vote.request), [&](const Fact *fact) {
        return fact->event == "change_request.update" && fact->seq > vote.seq && fact->seq < until;
    });
}

bool touchesGoverned(const Recounting &of, const Fact &application)
{
    return std::ranges::any_of(of.facts.about(application.request),
        [&](const Fact *fact) { return fact->seq < application.seq && isGoverned(of, *fact); });
}

Count countStale(const Recounting &of)
{
    Count count;
    for (const auto *application : of.facts.named("change_request.apply")) {
        if (!of.isIn(application->time) || !touchesGoverned(of, *application))
            continue;
        for (const auto &[person, votes] :
            standing(of.facts, application->request, application->seq)) {
            ++count.population;
            const auto &last = *votes.back();
            const bool isStale
                = wasEdited(of, last, application->seq) || lostTheRight(of, last, application->seq);
            count.exceptions += isStale ? 1 : 0;
        }
    }
    return count;
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
    return std::ranges::any_of(of.facts.about(head.request), [&head](const Fact *fact) {
        return fact->event == "change_request.create" && fact->actor == head.actor
            && fact->seq < head.seq;
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
    origin.isSeconded = isSeconded(facts, head);
    for (const auto *fact : facts.by(head.actor)) {
        origin.isEmergency = origin.isEmergency
            || (fact->isSuccess && fact->event == "breakglass.use" && fact->seq > head.seq
                && isBeside(*fact, head));
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
    if (query == "Q02")
        return countContributors(of);
    if (query == "Q04")
        return countStale(of);
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
