// SPDX-License-Identifier: Apache-2.0
#include "requestlife.h"

#include "engine/server/governing.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/lastingaccess.h"

#include <algorithm>
#include <limits>
#include <set>

namespace chancery::server {

namespace {

using core::RequestState;

constexpr std::string_view systemRequester = "system";
constexpr std::string_view never = "-"; // in the place of when it expires
constexpr std::size_t mostExpiredAtOnce = 50;

// Seconds since the epoch, so that what is due stands first.
std::string secondsOf(core::Instant instant)
{
    using namespace std::chrono;
    const auto seconds = duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
    return keys::number(std::uint64_t(std::max<std::int64_t>(0, seconds)));
}

std::string numberOf(const core::ChangeRequestId &id)
{
    return id.text().substr(id.text().find('-') + 1);
}

bool waitsForVotes(const core::ChangeRequest &request)
{
    return request.state == RequestState::Open || request.state == RequestState::Approved;
}

} // namespace

std::optional<core::Instant> expiryOf(const View &view, const core::ChangeRequest &request)
{
    const bool isApproved = request.state == RequestState::Approved;
    if (ownerOf(request).text() == systemRequester)
        return std::nullopt; // it waits until somebody decides
    if (!isApproved && request.state != RequestState::Open && request.state != RequestState::Failed)
        return std::nullopt;
    std::optional<int> days;
    std::set<std::string> seen;
    for (const auto &item : request.items) {
        if (!seen.insert(item.environment.text()).second)
            continue;
        const auto expiry = expiryOf(view, item.environment);
        const int own = isApproved ? expiry.approved : expiry.open;
        days = std::min(days.value_or(own), own);
    }
    if (!days)
        return std::nullopt;
    return request.stateSince.value_or(request.updatedAt) + std::chrono::days(*days);
}

bool isOverdue(const View &view, const core::ChangeRequest &request, core::Instant now)
{
    const auto expiry = expiryOf(view, request);
    return expiry && *expiry <= now;
}

void demandAlive(Unit &unit, const core::ChangeRequest &request)
{
    if (isOverdue(unit.view(), request, unit.now()))
        refuse("state-conflict", request.id.text() + " has expired");
}

void keepExpiry(Unit &unit, const core::ChangeRequest &request)
{
    const auto mark = keys::join(keys::expiryOf, numberOf(request.id));
    if (const auto earlier = unit.view().text(mark); !earlier.empty()) {
        if (earlier != never)
            unit.remove(keys::join(keys::expires, earlier, numberOf(request.id)));
        unit.remove(mark);
    }
    const auto expiry = expiryOf(unit.view(), request);
    if (!expiry) {
        // What never expires is looked at as well.
        if (waitsForVotes(request))
            unit.put(mark, std::string(never));
        return;
    }
    unit.put(keys::join(keys::expires, secondsOf(*expiry), numberOf(request.id)), "-");
    unit.put(mark, secondsOf(*expiry));
}

bool mayBeOverdue(const View &view, core::Instant now)
{
    auto range = KeyRange::under(keys::join(keys::expires, ""));
    range.limit = 1;
    const auto first = view.scan(range);
    return !first.empty()
        && first.front().key < keys::join(keys::expires, secondsOf(now + std::chrono::seconds(1)));
}

void expireRequests(Unit &unit)
{
    auto range = KeyRange::under(keys::join(keys::expires, ""));
    range.to = keys::join(keys::expires, secondsOf(unit.now() + std::chrono::seconds(1)));
    range.limit = mostExpiredAtOnce;
    for (const auto &entry : unit.view().scan(range)) {
        const auto number = entry.key.substr(entry.key.rfind('/') + 1);
        auto request = needRequest(unit.view(), "CR-" + number);
        if (!isOverdue(unit.view(), request, unit.now())) {
            // The policy gives it longer now.
            keepExpiry(unit, request);
            continue;
        }
        const auto was = std::string(api::toWire(request.state));
        request.state = RequestState::Expired;
        storeRequest(unit, request, request.id.text() + " has expired");
        recordRequest(
            unit, request, core::AuditKind::ChangeRequestExpire, "it was " + was + " for too long");
    }
}

template <typename Visitor>
void describe(Visitor &visit, RequestOrder &value)
{
    visit("made", value.made);
    visit("cycle", value.cycle);
    visit("begun", value.begun);
}

std::optional<RequestOrder> orderOf(const View &view, const core::ChangeRequest &request)
{
    static constexpr auto atTheEnd = std::numeric_limits<std::uint64_t>::max();
    auto kept = view.find<RequestOrder>(keys::join(keys::requestOrder, numberOf(request.id)));
    if (kept && kept->cycle != request.cycle)
        kept->begun = atTheEnd; // it is just about to be kept
    if (!kept && !view.get(requestKey(request.id)))
        return RequestOrder{atTheEnd, request.cycle, atTheEnd};
    return kept;
}

void keepOrder(Unit &unit, bool isNew, const core::ChangeRequest &request)
{
    auto order = orderOf(unit.view(), request);
    const bool isAsBefore = !isNew && (!order || order->begun <= unit.nextOrder());
    if (isAsBefore)
        return;
    const auto now = unit.nextOrder();
    order = RequestOrder{isNew ? now : order->made, request.cycle, now};
    unit.put(keys::join(keys::requestOrder, numberOf(request.id)), api::toJson(*order));
}

Since cycleBegin(const View &view, const core::ChangeRequest &request)
{
    const auto order = orderOf(view, request);
    return {request.cycleSince.value_or(request.createdAt),
        order ? std::optional(order->begun) : std::nullopt};
}

Since madeAt(const View &view, const core::ChangeRequest &request)
{
    const auto order = orderOf(view, request);
    return {request.createdAt, order ? std::optional(order->made) : std::nullopt};
}

core::AuditRelated stateOf(Unit &unit, const core::ChangeRequest &request)
{
    const auto &noted = unit.earlierRequests();
    const auto known = std::ranges::find_if(
        noted, [&](const auto &earlier) { return earlier.first == request.id; });
    std::string before;
    if (known == noted.end())
        before = api::toWire(needRequest(unit.view(), request.id.text()).state);
    else if (known->second)
        before = api::toWire(known->second->state);
    // What it was stands in the place of a path.
    return {"state", std::string(api::toWire(request.state)), std::move(before), {}, {}};
}

core::PrincipalId ownerOf(const core::ChangeRequest &request)
{
    return request.claimedBy.value_or(request.requester);
}

bool takesPart(const core::ChangeRequest &request, const core::PrincipalId &person)
{
    return request.requester == person || request.claimedBy == person
        || std::ranges::find(request.contributors, person) != request.contributors.end();
}

std::optional<std::string> orphanReason(
    const View &view, const core::ChangeRequest &request, core::Instant now)
{
    // What the server asks for itself has no author who could go (GOV-48).
    if (ownerOf(request).text() == systemRequester)
        return std::nullopt;
    const auto owner
        = view.find<core::Principal>(keys::join(keys::principal, ownerOf(request).text()));
    if (!owner)
        return "gone";
    if (owner->disabled)
        return "disabled";
    // A rollback is asked for by who may roll back, without the right to edit.
    const auto needed = request.rollbackTo ? core::Permission::Rollback : core::Permission::Edit;
    // Where it is about something: there it could be neither edited nor withdrawn.
    LastingAccess access(view);
    const bool mayStill = std::ranges::all_of(request.items, [&](const core::RequestItem &item) {
        return access.may(*owner, needed, {item.environment, item.path}, now);
    });
    return mayStill ? std::nullopt : std::optional<std::string>("lost-right");
}

bool isPureRebase(const View &view, const std::vector<core::RequestItem> &before,
    const std::vector<core::RequestItem> &after)
{
    const auto schemaOf = [&view](const std::optional<core::VersionId> &base) {
        const auto version = base
            ? view.find<core::Version>(keys::join(keys::version, base->text()))
            : std::nullopt;
        return version ? version->schema : std::nullopt;
    };
    return std::ranges::equal(
        before, after, [&](const core::RequestItem &a, const core::RequestItem &b) {
            const bool isSame = a.config == b.config && a.environment == b.environment
                && a.text == b.text && a.format == b.format && a.rollbackTo == b.rollbackTo
                && a.schema == b.schema && a.declaration == b.declaration;
            // In the place of yet another schema it is another step.
            return isSame && (!a.schema || schemaOf(a.base) == schemaOf(b.base));
        });
}

Response claimChangeRequest(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    if (isFinal(request.state))
        refuse("state-conflict", request.id.text() + " has ended");
    if (!unit.actor().isPerson())
        refuse("forbidden", "Only people claim a request");
    if (!orphanReason(unit.view(), request, unit.now()))
        refuse("state-conflict", request.id.text() + " has an author; it is not to be claimed");
    const auto &actor = unit.actor().principal;
    request.claimedBy = actor.id;
    auto &contributors = request.contributors;
    if (actor.id != request.requester
        && std::ranges::find(contributors, actor.id) == contributors.end())
        contributors.push_back(actor.id);
    if (request.state != RequestState::Draft)
        beginCycle(request, "claimed", unit.now());
    if (request.state == RequestState::Approved)
        request.state = RequestState::Open;
    settle(unit, request);
    storeRequest(unit, request, actor.displayName + " claimed " + request.id.text());
    recordRequest(unit, request, core::AuditKind::ChangeRequestClaim);
    return answerWith(unit.view(), std::move(request), unit.now());
}

} // namespace chancery::server
