// SPDX-License-Identifier: Apache-2.0
#include "lifecycle.h"

#include <algorithm>

namespace chancery::core {

namespace {

using std::chrono::minutes;

Error conflict(const EmergencySession &session, std::string words)
{
    return {ErrorKind::Conflict, "state-conflict", session.id.text() + ' ' + std::move(words), {},
        {}, {}};
}

Error forbidden(std::string words)
{
    return {ErrorKind::Forbidden, "forbidden", std::move(words), {}, {}, {}};
}

Error invalid(std::string words, std::vector<FieldError> faults)
{
    return {ErrorKind::Invalid, "policy-violation", std::move(words), {}, std::move(faults), {}};
}

Result<> move(EmergencySession &session, EmergencyEvent event, const char *refusal)
{
    const auto next = stateAfter(session.state, event);
    if (!next)
        return conflict(session, refusal);
    session.state = *next;
    return Done();
}

void close(EmergencySession &session, EmergencyEnding ending, const EmergencySettings &settings,
    Instant at)
{
    session.ending = ending;
    session.endedAt = at;
    session.reviewDueAt = at + settings.reviewWithin;
    session.ratifyDueAt = at + settings.ratifyWithin;
}

Instant lapsesAt(const EmergencySession &session)
{
    return session.requestedAt + confirmationWait;
}

std::vector<FieldError> faultsOf(const EmergencySession &session, const NewEmergencyReview &asked)
{
    std::vector<FieldError> faults = reasonFaults(asked.text, "/text");
    if (asked.verdict == EmergencyVerdict::Unknown)
        faults.push_back(
            {"/verdict", "enum", "Expected justified, unjustified or inconclusive", {}, 0, 0});
    for (std::size_t i = 0; i < asked.actions.size(); ++i) {
        const auto &verdict = asked.actions[i];
        const auto pointer = "/actions/" + std::to_string(i);
        const auto count
            = std::ranges::count(asked.actions, verdict.number, &ActionVerdict::number);
        if (verdict.number < 1 || std::size_t(verdict.number) > session.actions.size()
            || count != 1)
            faults.push_back(
                {pointer + "/number", "unknown", "Expected each action once", {}, 0, 0});
        const bool isKept = verdict.fate == ActionFate::Kept;
        if (!isKept && verdict.fate != ActionFate::Reverted
            && verdict.fate != ActionFate::Requested)
            faults.push_back(
                {pointer + "/fate", "enum", "Expected kept, reverted or requested", {}, 0, 0});
        else if (isKept == verdict.request.has_value())
            faults.push_back({pointer + "/request", "required",
                "Expected the request that does it; none for what is kept", {}, 0, 0});
    }
    if (asked.actions.size() != session.actions.size())
        faults.push_back({"/actions", "count",
            "Expected all " + std::to_string(session.actions.size()) + " actions", {}, 0, 0});
    return faults;
}

} // namespace

void openEmergency(EmergencySession &session, const EmergencySettings &settings, Instant now)
{
    session.state = EmergencyState::Active;
    session.mayPassFreeze = settings.mayPassFreeze;
    session.openedAt = now;
    session.expiresAt = now + minutes(session.minutes);
}

Result<> confirmEmergency(EmergencySession &session, const EmergencyPerson &person,
    const EmergencySettings &settings, Instant now)
{
    if (person.id == session.actor)
        return forbidden("A second person confirms it");
    settleEmergency(session, settings, now);
    if (auto moved = move(session, EmergencyEvent::Confirm, "does not wait for a second person");
        !moved)
        return moved;
    session.confirmer = person.id;
    session.confirmerName = person.name;
    openEmergency(session, settings, now);
    return Done();
}

Result<> extendEmergency(EmergencySession &session, const EmergencyPerson &person,
    const EmergencyExtensionAsked &asked, const EmergencySettings &settings, Instant now)
{
    if (person.id != session.actor || person.device != session.device)
        return forbidden("A session is extended by who opened it, from where it was opened");
    if (!isOpenAt(session, now))
        return conflict(session, "is not open");
    if (session.extension)
        return conflict(session, "was extended already");
    auto faults = reasonFaults(asked.reason, "/reason");
    const auto whole = std::chrono::duration_cast<minutes>(longestEmergency).count();
    const auto most = std::min<std::int64_t>(settings.maximum.count(), whole - session.minutes);
    if (asked.minutes < 1 || asked.minutes > most)
        faults.push_back({"/minutes", "range",
            "Expected 1 to " + std::to_string(most) + " minutes, four hours in all", {}, 0, 0});
    if (!faults.empty())
        return invalid("The session cannot be extended like this", std::move(faults));
    session.extension = EmergencyExtension{asked.minutes, asked.reason, now};
    *session.expiresAt += minutes(asked.minutes);
    return Done();
}

Result<> endEmergency(EmergencySession &session, const EmergencyPerson &person, bool mayReview,
    const std::string &reason, const EmergencySettings &settings, Instant now)
{
    const bool isOwn = person.id == session.actor;
    if (!isOwn && !mayReview)
        return forbidden("A session is ended by its actor or by who may review it");
    settleEmergency(session, settings, now);
    const bool wasActive = session.state == EmergencyState::Active;
    if (auto moved = move(session, EmergencyEvent::End, "is not open"); !moved)
        return moved;
    const auto ending = isOwn ? EmergencyEnding::Ended : EmergencyEnding::Revoked;
    if (wasActive)
        close(session, ending, settings, now);
    session.ending = ending;
    session.endedAt = now;
    session.endedBy = person.name;
    session.endReason = reason;
    return Done();
}

bool settleEmergency(EmergencySession &session, const EmergencySettings &settings, Instant now)
{
    if (session.state == EmergencyState::Requested && now >= lapsesAt(session)) {
        session.state = EmergencyState::Lapsed;
        session.ending = EmergencyEnding::Expired;
        session.endedAt = now;
        return true;
    }
    if (session.state != EmergencyState::Active || isOpenAt(session, now))
        return false;
    session.state = EmergencyState::ReviewDue;
    // It was over when its time was, whenever somebody looked.
    close(session, EmergencyEnding::Expired, settings, std::min(now, *session.expiresAt));
    return true;
}

bool isOpenAt(const EmergencySession &session, Instant now)
{
    return session.state == EmergencyState::Active && session.openedAt && session.expiresAt
        && now >= *session.openedAt && now < *session.expiresAt;
}

std::chrono::microseconds clockStep(Instant before, Instant now, std::chrono::microseconds wentBy)
{
    const auto step = now - before - wentBy;
    const bool isSmall = step <= smallestClockStep && step >= -smallestClockStep;
    return isSmall ? std::chrono::microseconds(0) : step;
}

void applyClockStep(EmergencySession &session, std::chrono::microseconds step)
{
    if (session.state != EmergencyState::Active || step.count() >= 0)
        return;
    *session.openedAt += step;
    *session.expiresAt += step;
}

std::optional<Error> emergencyBarrier(const EmergencySession &session,
    const EmergencyPerson &person, EmergencyDeed deed, const EmergencyPlace &place, Instant now)
{
    if (person.id != session.actor)
        return forbidden(session.id.text() + " is somebody else's");
    if (person.device != session.device)
        return forbidden(session.id.text() + " was opened in another session");
    if (!isOpenAt(session, now))
        return conflict(session, "is not open");
    if (deed != EmergencyDeed::Edit && deed != EmergencyDeed::Rollback)
        return forbidden("This is not done in an emergency");
    if (place.environment != session.environment)
        return forbidden(session.id.text() + " is for " + session.environment.text());
    const auto slug = place.path.substr(0, place.path.find('/'));
    if (slug == reservedNamespace)
        return forbidden("The rules are not changed in an emergency");
    if (std::ranges::find(session.namespaces, slug) == session.namespaces.end())
        return forbidden(place.path + " is outside the scope of " + session.id.text());
    return std::nullopt;
}

Result<> reviewEmergency(EmergencySession &session, const EmergencyPerson &person,
    const NewEmergencyReview &asked, const std::vector<EmergencyRotation> &unrotated, Instant now)
{
    if (!mayReview(session, person.id))
        return forbidden("Nobody reviews a session that they opened or confirmed");
    if (!stateAfter(session.state, EmergencyEvent::Review))
        return conflict(session, "does not wait for a review");
    if (auto faults = faultsOf(session, asked); !faults.empty())
        return invalid("The review is not complete", std::move(faults));
    if (!unrotated.empty()) {
        auto error = conflict(session, "has secrets that were seen and are still the same");
        for (const auto &secret : unrotated)
            error.fields.push_back(
                {"/rotations", "not-rotated", secret.path + ' ' + secret.pointer, {}, 0, 0});
        return error;
    }
    session.state = EmergencyState::Reviewed;
    session.review = EmergencyReview{person.id, person.name, asked.verdict, asked.text, now};
    for (const auto &verdict : asked.actions) {
        auto &action = session.actions[std::size_t(verdict.number - 1)];
        action.fate = verdict.fate;
        action.followUp = verdict.request;
    }
    return Done();
}

bool mayReview(const EmergencySession &session, const PrincipalId &person)
{
    return person != session.actor && person != session.confirmer;
}

bool isReviewOverdue(const EmergencySession &session, Instant now)
{
    return session.state == EmergencyState::ReviewDue && session.reviewDueAt
        && now > *session.reviewDueAt;
}

bool isUnfinished(const EmergencySession &session)
{
    using enum EmergencyState;
    if (session.state == Requested || session.state == Active || session.state == ReviewDue)
        return true;
    return std::ranges::any_of(session.actions, [](const EmergencyAction &action) {
        return std::ranges::any_of(action.changes, [](const EmergencyChange &change) {
            return change.provision == Provision::Provisional
                || change.provision == Provision::RevertAsked;
        });
    });
}

} // namespace chancery::core
