// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/emergency/activation.h"

#include <array>

// What may happen to a session, as functions from value to value; the time is always given.
namespace chancery::core {

enum class EmergencyEvent : std::uint8_t { Confirm, Lapse, Extend, Act, Expire, End, Review };

struct EmergencyTransition {
    EmergencyState from;
    EmergencyEvent event;
    EmergencyState to;
};

inline constexpr std::array emergencyTransitions{
    EmergencyTransition{EmergencyState::Requested, EmergencyEvent::Confirm, EmergencyState::Active},
    EmergencyTransition{EmergencyState::Requested, EmergencyEvent::Lapse, EmergencyState::Lapsed},
    EmergencyTransition{EmergencyState::Requested, EmergencyEvent::End, EmergencyState::Lapsed},
    EmergencyTransition{EmergencyState::Active, EmergencyEvent::Extend, EmergencyState::Active},
    EmergencyTransition{EmergencyState::Active, EmergencyEvent::Act, EmergencyState::Active},
    EmergencyTransition{EmergencyState::Active, EmergencyEvent::Expire, EmergencyState::ReviewDue},
    EmergencyTransition{EmergencyState::Active, EmergencyEvent::End, EmergencyState::ReviewDue},
    EmergencyTransition{
        EmergencyState::ReviewDue, EmergencyEvent::Review, EmergencyState::Reviewed},
};

// The state that follows; nothing where the event is not allowed.
constexpr std::optional<EmergencyState> stateAfter(EmergencyState state, EmergencyEvent event)
{
    for (const auto &transition : emergencyTransitions) {
        if (transition.from == state && transition.event == event)
            return transition.to;
    }
    return std::nullopt;
}

// Somebody who does something to a session.
struct EmergencyPerson {
    PrincipalId id;
    std::string name;
    std::string device; // AccessToken::id
};

// Opens it: the settings are those of this moment.
void openEmergency(EmergencySession &session, const EmergencySettings &settings, Instant now);
// The second person's word (GOV-40): not the actor's.
Result<> confirmEmergency(EmergencySession &session, const EmergencyPerson &person,
    const EmergencySettings &settings, Instant now);
// Once, by the actor, with a reason, and never to more than four hours in all (GOV-41).
struct EmergencyExtensionAsked {
    int minutes = 0;
    std::string reason;
};
Result<> extendEmergency(EmergencySession &session, const EmergencyPerson &person,
    const EmergencyExtensionAsked &asked, const EmergencySettings &settings, Instant now);
// By the actor from any device, or by whoever may review.
Result<> endEmergency(EmergencySession &session, const EmergencyPerson &person, bool mayReview,
    const std::string &reason, const EmergencySettings &settings, Instant now);
// What time alone does: a session expires, a request for one lapses. True when it did.
bool settleEmergency(EmergencySession &session, const EmergencySettings &settings, Instant now);
// Of an active session: its time is not over, and the clock does not stand before its beginning.
bool isOpenAt(const EmergencySession &session, Instant now);

// A clock that is set back does not lengthen a session: it ends as much earlier. One that is set
// forward ends it early.
inline constexpr std::chrono::seconds smallestClockStep{2}; // GOV-55
// By how much the clock stepped between two looks, beside the time that went by; zero for less
// than the smallest.
std::chrono::microseconds clockStep(Instant before, Instant now, std::chrono::microseconds wentBy);
void applyClockStep(EmergencySession &session, std::chrono::microseconds step);

// Whether the actor, from this device, may do this there (GOV-42, GOV-44). The words of who is
// refused; nothing when allowed.
enum class EmergencyDeed : std::uint8_t {
    Edit,
    Rollback,
    Approve,
    Schedule,
    Roles,
    Policy,
    Retention,
    Audit,
    Keys,
    Users
};
struct EmergencyPlace {
    EnvironmentId environment;
    std::string path;
};
std::optional<Error> emergencyBarrier(const EmergencySession &session,
    const EmergencyPerson &person, EmergencyDeed deed, const EmergencyPlace &place, Instant now);

// GOV-47. Every action gets its fate, and no secret may be left to be rotated (GOV-50).
struct ActionVerdict {
    int number = 0;
    ActionFate fate = ActionFate::Unknown;
    std::optional<ChangeRequestId> request; // that takes it back, or that it was turned into
};
struct NewEmergencyReview {
    EmergencyVerdict verdict = EmergencyVerdict::Unknown;
    std::string text;
    std::vector<ActionVerdict> actions;
};
Result<> reviewEmergency(EmergencySession &session, const EmergencyPerson &person,
    const NewEmergencyReview &asked, const std::vector<EmergencyRotation> &unrotated, Instant now);
bool mayReview(const EmergencySession &session, const PrincipalId &person);
bool isReviewOverdue(const EmergencySession &session, Instant now);
// Something is still to be done about it: it is open, not reviewed, or has provisional versions.
bool isUnfinished(const EmergencySession &session);

} // namespace chancery::core
