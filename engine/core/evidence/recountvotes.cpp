// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <map>
#include <set>

// The counts about approvals. A request is followed through the log in its order: who contributed,
// whose approval stands at the moment in question, and for what it was given.
namespace chancery::core::evidence {

namespace {

bool contributes(const Fact &fact)
{
    return fact.event == "change_request.create" || fact.event == "change_request.update"
        || fact.event == "change_request.submit" || fact.event == "change_request.claim";
}

// The same person has said something else since. A comment on a thread names no cycle and is none.
bool isOtherWord(const Fact &vote, const Fact &since)
{
    return since.actor == vote.actor
        && (since.event == "change_request.request_changes"
            || (since.event == "change_request.comment" && !since.cycle.empty()));
}

bool isAnotherContent(const Fact &vote, const Fact &since)
{
    return !since.content.empty() && !vote.content.empty() && since.content != vote.content
        && std::ranges::find(since.sameEffect, vote.content) == since.sameEffect.end();
}

// Logs of before name neither: there an edit may have changed everything.
bool isEdited(const Fact &vote, const Fact &since)
{
    const bool isEdit
        = since.event == "change_request.update" || since.event == "change_request.dismiss_stale";
    if (vote.cycle.empty() || since.cycle.empty())
        return isEdit || isAnotherContent(vote, since);
    return since.cycle != vote.cycle || isAnotherContent(vote, since);
}

bool isEnded(const Fact &since)
{
    return since.event == "change_request.reject" || since.event == "change_request.claim";
}

template <typename Ends>
bool isFollowed(const Facts &facts, const Fact &vote, std::int64_t before, const Ends &ends)
{
    return std::ranges::any_of(facts.about(vote.request), [&](const Fact *fact) {
        return fact->seq > vote.seq && fact->seq < before && ends(*fact);
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

// Stale or not: what the application counted; in logs of before, whatever its author left standing.
bool wasUsed(const Facts &facts, const Fact &vote, const Fact &application)
{
    const bool isCounted = std::ranges::any_of(
        application.counted, [&vote](const auto &counted) { return counted.first == vote.actor; });
    return (application.cycle.empty() || isCounted)
        && !isFollowed(facts, vote, application.seq, [&vote](const Fact &since) {
               return isEnded(since) || isOtherWord(vote, since)
                   || (since.event == "change_request.approve" && since.actor == vote.actor);
           });
}

Count countStale(const Recounting &of)
{
    Count count;
    for (const auto *application : of.facts.named("change_request.apply")) {
        const auto &about = of.facts.about(application->request);
        const bool isGoverned = std::ranges::any_of(about, [&](const Fact *fact) {
            return isLive(*fact) && of.has("environments", fact->env)
                && fact->seq < application->seq;
        });
        if (!of.isIn(application->time) || !isGoverned)
            continue;
        for (const auto *vote : about) {
            if (vote->event != "change_request.approve" || vote->seq >= application->seq
                || !wasUsed(of.facts, *vote, *application))
                continue;
            ++count.population;
            const bool isStale = isVoided(of.facts, *vote, *application)
                || lostTheRight(of, *vote, application->seq);
            count.exceptions += isStale ? 1 : 0;
        }
    }
    return count;
}

// Who contributed to what first, found out once: a log may hold thousands of votes on one request.
Count countContributors(const Recounting &of)
{
    std::map<std::pair<std::string_view, std::string_view>, std::int64_t> first;
    for (const auto &fact : of.facts.all()) {
        if (fact.isReadable && fact.isSuccess && !fact.request.empty() && contributes(fact))
            first.try_emplace({fact.request, of.facts.personOf(fact.actor)}, fact.seq);
    }
    return countAll(
        of,
        [](const Fact &fact) { return fact.isSuccess && fact.event == "change_request.approve"; },
        [&first, &of](const Fact &vote) {
            const auto found = first.find({vote.request, of.facts.personOf(vote.actor)});
            return found != first.end() && found->second < vote.seq;
        });
}

bool isShort(const Recounting &of, const Fact &application)
{
    const auto votes = standingVotes(of.facts, application);
    return std::ranges::any_of(application.demands, [&](const Fact::Demand &demand) {
        std::set<std::string> people;
        for (const auto *vote : votes) {
            const std::pair<std::string, std::string> counted{vote->actor, demand.rule};
            if (vote->kind == "user"
                && std::ranges::find(application.counted, counted) != application.counted.end())
                people.insert(of.facts.personOf(vote->actor));
        }
        return std::int64_t(people.size()) < demand.need;
    });
}

Count countShort(const Recounting &of)
{
    return countAll(
        of,
        [](const Fact &fact) {
            return fact.isSuccess && fact.event == "change_request.apply" && !fact.demands.empty();
        },
        [&of](const Fact &application) { return isShort(of, application); });
}

// Approved, and nothing that was approved is what became live.
bool isOtherThanApproved(const Recounting &of, const Fact &head)
{
    bool isApproved = false;
    for (const auto *fact : of.facts.about(head.request)) {
        if (fact->event != "change_request.approve" || fact->seq >= head.seq)
            continue;
        isApproved = true;
        if (fact->content == head.content
            || std::ranges::find(head.sameEffect, fact->content) != head.sameEffect.end())
            return false;
    }
    return isApproved;
}

Count countContents(const Recounting &of)
{
    return countAll(
        of,
        [&of](const Fact &fact) {
            return isLive(fact) && of.has("environments", fact.env) && !fact.content.empty();
        },
        [&of](const Fact &head) { return isOtherThanApproved(of, head); });
}

} // namespace

bool isVoided(const Facts &facts, const Fact &vote, const Fact &at)
{
    // What it is used for says as well what it is about.
    return isFollowed(facts, vote, at.seq + 1, [&vote](const Fact &since) {
        return isEnded(since) || isOtherWord(vote, since) || isEdited(vote, since);
    });
}

bool contributed(
    const Facts &facts, const std::string &request, const std::string &actor, std::int64_t before)
{
    return std::ranges::any_of(facts.about(request), [&](const Fact *fact) {
        return fact->seq < before && contributes(*fact) && facts.isOne(fact->actor, actor);
    });
}

Facts::List standingVotes(const Facts &facts, const Fact &at)
{
    Facts::List standing;
    for (const auto *fact : facts.about(at.request)) {
        if (fact->event == "change_request.approve" && fact->seq < at.seq
            && !contributed(facts, at.request, fact->actor, at.seq) && !isVoided(facts, *fact, at))
            standing.push_back(fact);
    }
    return standing;
}

bool isBeside(const Fact &one, const Fact &other)
{
    return one.requestId == other.requestId && one.time == other.time;
}

Count countVotes(const Recounting &of, std::string_view query)
{
    if (query == "Q02")
        return countContributors(of);
    if (query == "Q03")
        return countShort(of);
    return query == "Q04" ? countStale(of) : countContents(of);
}

} // namespace chancery::core::evidence
