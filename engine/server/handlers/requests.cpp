// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/server/access.h"
#include "engine/server/auth.h"
#include "engine/server/checks.h"
#include "engine/server/circumstances.h"
#include "engine/server/cursor.h"
#include "engine/server/emergencies.h"
#include "engine/server/exemptions.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/draftmerges.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/handlers/scheduling.h"
#include "engine/server/itemfacts.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

using core::RequestState;

std::string stateName(RequestState state)
{
    return std::string(api::toWire(state));
}

[[noreturn]] void refuseState(const core::ChangeRequest &request, std::string_view wish)
{
    refuse("state-conflict",
        request.id.text() + " is " + stateName(request.state) + " and cannot be "
            + std::string(wish));
}

bool asksForFreshProof(const View &view, const core::ChangeRequest &request)
{
    std::set<core::EnvironmentId> places;
    for (const auto &item : request.items)
        places.insert(item.environment);
    return std::ranges::any_of(places, [&](const core::EnvironmentId &place) {
        return server::asksForFreshProof(view, place, cycleBegin(view, request));
    });
}

core::AuditKind kindOf(core::VoteKind vote)
{
    if (vote == core::VoteKind::Approve)
        return core::AuditKind::ChangeRequestApprove;
    return vote == core::VoteKind::RequestChanges ? core::AuditKind::ChangeRequestRequestChanges
                                                  : core::AuditKind::ChangeRequestComment;
}

bool isOneOf(RequestState state, std::initializer_list<RequestState> states)
{
    return std::find(states.begin(), states.end(), state) != states.end();
}

void setWords(core::ChangeRequest &request, const core::NewChangeRequest &asked)
{
    if (asked.title.empty() || asked.title.size() > longestTitle)
        refuse("policy-violation", "The title is missing or too long",
            {{"/title", "length", "Expected 1 to 500 bytes", {}, 0, 0}});
    demandLength(asked.description, longestDescription, "/description");
    demandLength(asked.reason, longestReason, "/reason");
    demandLength(asked.ticket, longestTicket, "/ticket");
    request.title = asked.title;
    request.description = asked.description;
    request.reason = asked.reason;
    request.ticket = asked.ticket;
    request.expedited = asked.expedited.value_or(false) ? std::optional(true) : std::nullopt;
}

// Every vote stays in the request, also the replaced ones, and with each it is written anew.
void demandPatience(const core::ChangeRequest &request, const core::Principal &actor)
{
    static constexpr std::ptrdiff_t mostVotes = 200;
    const auto count = std::count_if(request.reviews.begin(), request.reviews.end(),
        [&](const core::Review &review) { return review.author == actor.id; });
    if (count >= mostVotes)
        refuse("policy-violation", "This is too much of one person's opinion",
            {{"/comment", "maxItems", "Expected at most 200 votes of a person", {}, 0, 0}});
}

// Nobody approves what its author has not said, or without having said it.
void demandAcknowledged(Unit &unit, const core::ChangeRequest &request)
{
    const auto checks = standingOf(unit.view(), request, unit.now()).checks;
    demandAuthorsWord(checks);
    demandWord(request, checks, unit.actor().principal.id);
}

// An expedited one is measured by all that it owes.
Standing weighedNow(const Unit &unit, const core::ChangeRequest &request)
{
    const auto people = Electorate::of(unit.view(), unit.now());
    return standingOf(unit.view(), people, request, unit.now(),
        request.state == RequestState::Applied ? Bar::Full : Bar::OfRequest);
}

bool isWaitingFor(const Scene &scene, const Electorate &people, const core::ChangeRequest &request)
{
    const auto &actor = *scene.actor;
    const bool isConfirming = owesConfirmation(request);
    if (request.state != RequestState::Open && !isConfirming)
        return false;
    const auto standing = standingOf(
        scene.view, people, request, scene.now, isConfirming ? Bar::Full : Bar::OfRequest);
    return std::any_of(standing.requirements.begin(), standing.requirements.end(),
        [&](const core::Requirement &requirement) {
            const auto &names = requirement.eligible;
            return std::find(names.begin(), names.end(), actor.principal.name) != names.end();
        });
}

} // namespace

Response listChangeRequests(const Scene &scene)
{
    const auto state = scene.request.parameter("state");
    const bool isMine = scene.request.parameter("mine") == "true";
    const bool isWaiting = scene.request.parameter("waiting") == "true"
        || scene.request.parameter("waitingForMe") == "true";
    const auto config = scene.request.parameter("config");
    const auto people = Electorate::of(scene.view, scene.now);
    auto range = KeyRange::under(keys::join(keys::request, ""));
    range.backwards = true;
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        auto request = View::parse<core::ChangeRequest>(entry.value);
        if (!state.empty() && api::toWire(request.state) != state)
            return false;
        if (isMine && request.requester != scene.actor->principal.id)
            return false;
        const auto &items = request.items;
        if (!config.empty()
            && std::none_of(items.begin(), items.end(),
                [&](const core::RequestItem &item) { return item.config.text() == config; }))
            return false;
        if (isWaiting && !isWaitingFor(scene, people, request))
            return false;
        if (!isFinal(request.state))
            request.requirements = standingOf(scene.view, people, request, scene.now).requirements;
        request.expiresAt = expiryOf(scene.view, request);
        request.orphanedBecause = orphanReason(scene.view, request, scene.now);
        for (auto &item : request.items)
            item.text.clear();
        json = api::toJson(request);
        return true;
    });
}

Response getChangeRequest(const Scene &scene)
{
    return answerWith(scene.view, needRequest(scene.view, scene.arguments[0]), scene.now);
}

Response createChangeRequest(Unit &unit)
{
    const auto asked = unit.body<core::NewChangeRequest>();
    core::ChangeRequest request;
    setWords(request, asked);
    request.items = checkedItems(unit, asked.items);
    takeDraftMerges(unit, request.items);
    if (asked.submit)
        demandAccess(unit, core::Permission::Submit, request);
    request.id = core::ChangeRequestId("CR-" + std::to_string(unit.nextRequestNumber()));
    request.cycle = 1;
    request.requester = unit.actor().principal.id;
    request.requesterName = unit.actor().principal.displayName;
    request.createdAt = unit.now();
    request.cycleSince = unit.now();
    demandExpeditable(unit.view(), request, unit.now());
    request.contentDigest = contentDigestOf(request);
    request.state = asked.submit ? RequestState::Open : RequestState::Draft;
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was created");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    if (asked.submit)
        recordRequest(unit, request, core::AuditKind::ChangeRequestSubmit);
    recordStandards(unit, request);
    return answerWith(unit.view(), std::move(request), unit.now(), 201);
}

Response updateChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    demandAlive(unit, request);
    if (!isOneOf(request.state, {Draft, Open, Approved, Rejected, Failed}) || request.rollbackTo
        || request.emergency)
        refuseState(request, "changed");
    const auto asked = unit.body<core::NewChangeRequest>();
    const bool isSameGround = asked.reason == request.reason && asked.ticket == request.ticket
        && asked.expedited.value_or(false) == request.expedited.value_or(false);
    setWords(request, asked);
    replaceItems(unit, request, checkedItems(unit, asked.items),
        isSameGround ? Ground::Same : Ground::Other);
    takeDraftMerges(unit, request.items);
    demandExpeditable(unit.view(), request, unit.now());
    const bool isSubmitted = asked.submit && isOneOf(request.state, {Draft, Rejected});
    if (isSubmitted) {
        demandAccess(unit, core::Permission::Submit, request);
        request.state = Open;
    }
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " has changed");
    recordRequest(unit, request, core::AuditKind::ChangeRequestUpdate);
    recordStandards(unit, request);
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response submitChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    if (!isOneOf(request.state, {Draft, Rejected}) || request.emergency)
        refuseState(request, "submitted");
    if (request.state == Rejected)
        beginCycle(request, "new-cycle", unit.now());
    // Nobody has looked after what it changes while it was a draft.
    LayerTexts texts(unit.view());
    measure(texts, request);
    demandExpeditable(unit.view(), request, unit.now());
    request.state = Open;
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was submitted");
    recordRequest(unit, request, core::AuditKind::ChangeRequestSubmit);
    recordStandards(unit, request);
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response voteOnChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    const auto &actor = unit.actor().principal;
    if (actor.kind != core::PrincipalKind::User)
        refuse("machine-approval", "Only people vote");
    const auto vote = unit.body<core::Vote>();
    if (vote.kind == core::VoteKind::Unknown)
        refuse("policy-violation", "This is no vote",
            {{"/kind", "enum", "Expected approve, request-changes or comment", {}, 0, 0}});
    demandLength(vote.comment, longestComment, "/comment");
    demandPatience(request, actor);
    demandAlive(unit, request);
    if (vote.kind == core::VoteKind::Approve)
        demandNoEmergency(unit);
    if (vote.kind != core::VoteKind::Comment) {
        if (auto barrier
            = approvalBarrier(unit.view(), actor.id, request, unit.now(), circumstancesOf(unit)))
            refuse(std::move(*barrier));
    }
    // What the reviewer saw is asked for before the ETag: it says more.
    if (vote.cycle != request.cycle || vote.contentDigest != request.contentDigest)
        refuse("approval-stale", "superseded, reload");
    if (vote.kind == core::VoteKind::Approve)
        demandAcknowledged(unit, request);
    unit.demandMatch(request.etag);
    const bool isConfirming = owesConfirmation(request);
    if (!isOneOf(request.state, {Open, Approved}) && !isConfirming)
        refuseState(request, "voted on");
    if (vote.kind == core::VoteKind::Approve && asksForFreshProof(unit.view(), request))
        demandFreshProof(unit);
    for (auto &review : request.reviews) {
        if (review.author == actor.id && review.standing) {
            review.standing = false;
            review.voidedBecause = "replaced";
        }
    }
    core::Review review;
    review.id = core::ReviewId(unit.newId("rev_"));
    review.cycle = request.cycle;
    review.author = actor.id;
    review.authorName = actor.displayName;
    review.kind = vote.kind;
    review.comment = vote.comment;
    review.contentDigest = vote.contentDigest;
    review.at = unit.now();
    review.standing = true;
    if (vote.kind != core::VoteKind::Comment)
        keepCircumstances(unit, review.id);
    request.reviews.push_back(std::move(review));
    settle(unit, request);
    if (isConfirming)
        settleConfirmation(unit, request);
    storeRequest(unit, request, actor.displayName + " voted on " + request.id.text());
    recordRequest(unit, request, kindOf(vote.kind), vote.comment,
        vote.kind == core::VoteKind::Approve ? rulesOfVote(weighedNow(unit, request), actor.id)
                                             : Related());
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response rejectChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    if (!unit.actor().isPerson())
        refuse("machine-approval", "Only people reject");
    unit.demandMatch(request.etag);
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    if (reason.empty())
        refuse("policy-violation", "A rejection needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    if (!isOneOf(request.state, {Open, Approved, Failed}))
        refuseState(request, "rejected");
    request.state = Rejected;
    request.failure = reason;
    storeRequest(unit, request, request.id.text() + " was rejected");
    recordRequest(unit, request, core::AuditKind::ChangeRequestReject, reason);
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response withdrawChangeRequest(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    if (unit.actor().principal.id != ownerOf(request))
        refuse("forbidden", "Only its author withdraws a request");
    if (isFinal(request.state))
        refuseState(request, "withdrawn");
    request.state = RequestState::Withdrawn;
    storeRequest(unit, request, request.id.text() + " was withdrawn");
    recordRequest(unit, request, core::AuditKind::ChangeRequestWithdraw);
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response recallChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    if (unit.actor().principal.id != ownerOf(request))
        refuse("forbidden", "Only its author recalls a request");
    // What nobody may edit is no draft: it is withdrawn.
    if (!isOneOf(request.state, {Open, Approved, Failed}) || request.rollbackTo
        || request.emergency)
        refuseState(request, "recalled");
    beginCycle(request, "new-cycle", unit.now());
    request.state = Draft;
    request.failure.clear();
    storeRequest(unit, request, request.id.text() + " was recalled");
    recordRequest(unit, request, core::AuditKind::ChangeRequestUpdate, "recalled");
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response applyChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    // Applying twice is applying once (GOV-23).
    if (request.state == Applied)
        return answerWith(unit.view(), std::move(request), unit.now());
    demandUnchanged(unit, request);
    demandAlive(unit, request);
    // An emergency change is made in its session or not at all.
    if (!isOneOf(request.state, {Open, Approved, Failed}) || request.emergency)
        refuseState(request, "applied");
    // What skips the votes does so by the right to roll back, which must still be there.
    const bool mayRollBack = !accessBarrier(
        unit.view(), request.requester, core::Permission::Rollback, request, unit.now());
    if (mayRollBack && mayGoUnapproved(unit.view(), request))
        return applyWithoutVotes(unit, std::move(request), 200);
    if (!request.rollbackTo)
        demandNoActiveRollout(unit.view(), request);
    return applyRequest(unit, std::move(request), 200);
}

} // namespace chancery::server
