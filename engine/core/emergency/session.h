// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/strongid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Emergency access (GOV-40 to GOV-55): a person changes live configs without the approvals, for a
// short time, in the sight of everybody, and answers for it afterwards. Values.
namespace chancery::core {

using EmergencyId = StrongId<struct EmergencyTag>; // "EM-3"

enum class EmergencyState : std::uint8_t {
    Requested, // waits for the second person
    Active,
    ReviewDue, // over; somebody else has to look at it
    Reviewed, // final
    Lapsed, // final: nobody confirmed it in time
    Unknown
};

enum class EmergencyEnding : std::uint8_t {
    None,
    Expired, // its time was over
    Ended, // by its actor
    Revoked, // by somebody who reviews
    Unknown
};

enum class EmergencyVerdict : std::uint8_t { Justified, Unjustified, Inconclusive, Unknown };

// What becomes of an action in the review.
enum class ActionFate : std::uint8_t { Open, Kept, Reverted, Requested, Unknown };

// What becomes of a version that nobody approved.
enum class Provision : std::uint8_t {
    Provisional,
    Ratified, // by a request with the normal quorum
    Replaced, // something else is live since
    RevertAsked, // not ratified in time: a request to take it back is open
    Unknown
};

struct EmergencyChange {
    ConfigId config;
    std::string path;
    VersionId version;
    std::optional<VersionId> base; // what was live before
    Provision provision = Provision::Provisional;
    std::optional<ChangeRequestId> followUp; // that ratified it, or that asks to take it back

    friend bool operator==(const EmergencyChange &, const EmergencyChange &) = default;
};

struct EmergencyAction {
    int number = 0; // from one
    Instant at;
    ChangeRequestId request;
    std::vector<EmergencyChange> changes;
    bool isRollback = false;
    int skippedApprovers = 0;
    std::string overrideReason; // empty: it was validated as everything is
    ActionFate fate = ActionFate::Open;
    std::optional<ChangeRequestId> followUp; // of the fate

    friend bool operator==(const EmergencyAction &, const EmergencyAction &) = default;
};

// A secret that somebody has seen: it has to be another one before the review closes (GOV-50).
struct EmergencyRotation {
    ConfigId config;
    std::string path;
    std::string pointer;
    std::string sealed; // the text of the sealed value that was opened
    Instant at;

    friend bool operator==(const EmergencyRotation &, const EmergencyRotation &) = default;
};

struct EmergencyExtension {
    int minutes = 0;
    std::string reason;
    Instant at;

    friend bool operator==(const EmergencyExtension &, const EmergencyExtension &) = default;
};

// Who was told what, and how: "in the console".
struct EmergencyNotice {
    Instant at;
    std::string about; // stable: "activated", "action-2", "review-due" …
    std::string channel;
    std::vector<std::string> audience; // names

    friend bool operator==(const EmergencyNotice &, const EmergencyNotice &) = default;
};

struct EmergencyReview {
    PrincipalId reviewer;
    std::string reviewerName;
    EmergencyVerdict verdict = EmergencyVerdict::Unknown;
    std::string text;
    Instant at;

    friend bool operator==(const EmergencyReview &, const EmergencyReview &) = default;
};

struct EmergencySession {
    EmergencyId id;
    PrincipalId actor;
    std::string actorName;
    std::string device; // AccessToken::id of the one session that may act in it
    EnvironmentId environment;
    std::vector<std::string> namespaces; // slugs
    std::string reason;
    std::string incident;
    int minutes = 0; // as asked, without the extension
    EmergencyState state = EmergencyState::Requested;
    EmergencyEnding ending = EmergencyEnding::None;
    bool needsTwo = false;
    bool mayPassFreeze = false;
    Instant requestedAt;
    std::optional<Instant> openedAt;
    std::optional<Instant> expiresAt;
    std::optional<PrincipalId> confirmer;
    std::string confirmerName;
    std::optional<EmergencyExtension> extension;
    std::optional<Instant> endedAt;
    std::string endedBy; // a name; empty: time
    std::string endReason;
    std::optional<Instant> reviewDueAt;
    std::optional<Instant> ratifyDueAt;
    int skippedApprovers = 0; // when it opened
    std::vector<EmergencyAction> actions;
    std::vector<EmergencyRotation> rotations;
    std::vector<EmergencyNotice> notices;
    std::optional<EmergencyReview> review;
    ETag etag;
    // Of who asks, through whatever account of theirs; said in answers alone.
    std::optional<bool> isYours = {};

    friend bool operator==(const EmergencySession &, const EmergencySession &) = default;
};

// Nobody's emergency access but a recovery key's: it is for every environment, and for four deeds.
inline bool isRecovery(const EmergencySession &session)
{
    return session.environment.isEmpty();
}

} // namespace chancery::core
