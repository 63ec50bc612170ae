// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "engine/core/emergency/session.h"
#include "engine/server/recovery/roster.h"
#include "engine/server/unit.h"

// Sessions of recovery keys (docs/adr/0022). Each is an emergency session without an environment:
// it is shown to everybody as those are, everybody is told, and somebody has to review it.
namespace chancery::server {

// The four deeds, and what belongs to having a session at all.
bool isOpenToRecovery(const api::Route &route);
// What whoever tries something else is told.
core::Error closedToRecovery();

// Makes an account for each key that is new in the roster, and disables that of each that is not
// in it any more; both are written into the log. Names of such accounts hold a ':', which no name
// that a request makes may.
void enrolRecoveryKeys(Unit &unit, const RecoveryRoster &roster);
// Null for a key that is not enrolled, or whose account was disabled with its withdrawal.
std::optional<core::Principal> recoveryPrincipal(const View &view, const core::PublicKey &key);

struct ProvenRecovery {
    std::string challenge;
    core::Instant challengeEnds;
    std::string reason;
};
// The actor is the key's account. An earlier session of the same key ends.
Response recordRecovery(Unit &unit, const ProvenRecovery &proven);

struct RecoveryFailure {
    std::string
        why; // "network", "key", "challenge", "expired", "audience", "signature", "replayed"
    std::string name; // of the key, where it is one
    bool beginsWait = false;
};
Response recordRecoveryFailure(Unit &unit, const RecoveryFailure &failure);

// Inside the transaction: the operation is one of the four, and the session is still open.
void demandRecovery(const Unit &unit, const api::Route &route);
// Of who asks; there is none where it was ended meanwhile.
std::optional<core::EmergencySession> openRecoveryOf(const View &view, const Actor &actor);
// Writes a use into the session and tells everybody: about is "frozen", "revoked".
void noteRecoveryUse(Unit &unit, const std::string &about, const std::string &what);
// A rollback of the actor's that has landed.
void noteRecoveryRollback(Unit &unit, const core::ChangeRequest &request);
// Its actor signs out.
void endOwnRecovery(Unit &unit);
// The session is over: so is the token that carried it.
void endRecoveryToken(Unit &unit, const core::EmergencySession &session);
// Its token is gone, or its key was withdrawn.
bool isRecoveryOrphaned(const View &view, const core::EmergencySession &session);

// The latest version before the live one that went the ordinary way, differs from what is live, and
// that nobody has rolled back from.
std::optional<core::Version> lastGoodOf(const View &view, const core::Head &head);

} // namespace chancery::server
