// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/place.h"
#include "engine/core/domain/thread.h"
#include "engine/core/emergency/session.h"
#include "models/editingsession.h"
#include "models/permissions.h"
#include "models/serverclock.h"

#include <QString>

namespace chancery::models {

// Whether a command can be given now, and if not, why, as a sentence for its tooltip.
struct ActionState {
    bool isEnabled = false;
    QString whyNot;

    static ActionState enabled() { return {true, {}}; }
    static ActionState disabled(const QString &why) { return {false, why}; }
};

// Nothing that would be a way around the rules by which it was given is done while one's own
// emergency access is open (GOV-42, GOV-44).
ActionState outsideEmergency(const Permissions &permissions);
// An approval says when it was given: not while this computer's clock is far from the server's.
ActionState nearServersClock(const ServerClock *clock, const ActionState &otherwise);
// Pure functions of what is known; the server has the last word.
ActionState approveState(const Permissions &permissions, const core::ChangeRequest &request);
ActionState requestChangesState(const Permissions &permissions, const core::ChangeRequest &request);
ActionState rejectState(const Permissions &permissions, const core::ChangeRequest &request);
// By what the environments ask of a rollback: one that waits for a freeze alone needs no votes. One
// to what an emergency made, as far as its sessions are known, does until that is ratified.
ActionState applyState(const Permissions &permissions, const core::ChangeRequest &request,
    const std::vector<core::Environment> &environments,
    const std::vector<core::EmergencySession> &emergencies);
bool mayGoUnapproved(const core::ChangeRequest &request,
    const std::vector<core::Environment> &environments,
    const std::vector<core::EmergencySession> &emergencies);
ActionState claimState(const Permissions &permissions, const core::ChangeRequest &request);
ActionState withdrawState(const Permissions &permissions, const core::ChangeRequest &request);
// Leaving one of its configs out.
ActionState dropState(const Permissions &permissions, const core::ChangeRequest &request);
// Closing what is said about a key, or opening it again.
ActionState resolveState(const Permissions &permissions, const core::ChangeRequest &request,
    const core::ReviewThread &thread);
// What an administrator does about the personal data of somebody.
ActionState forgetState(const Permissions &permissions);
ActionState submitState(const EditingSession &session, bool hasProblems);
ActionState discardState(const EditingSession &session);
// Taking back a config in which nothing has been live; empty: no open request is about it.
ActionState deleteState(const EditingSession &session, const std::string &openRequest);
// Whether the change can bring another schema.
ActionState schemaState(const EditingSession &session);
// What the server would answer about this right there.
ActionState rightIn(const Permissions &permissions, core::Permission permission,
    const core::EnvironmentId &environment, std::string_view path);
// The same for all that the request touches.
ActionState rightFor(const Permissions &permissions, core::Permission permission,
    const core::ChangeRequest &request);
ActionState editState(const EditingSession &session);
ActionState rollBackRight(const Permissions &permissions);
ActionState rollBackState(const Permissions &permissions, const core::Version *target,
    const std::optional<core::Head> &head);
// Whether what a version changed can be taken back in a draft of that config there.
ActionState revertState(const Permissions &permissions, const core::Version *version,
    const core::EnvironmentId &environment, std::string_view path);
// Whether the quarantine of a version that was rolled back from can be ended by this person.
ActionState releaseState(const Permissions &permissions, const core::Version *version,
    const core::EnvironmentId &environment, std::string_view path);

bool isFinal(core::RequestState state);
// Expedited, applied, and approvals that it went without are still to come.
bool owesConfirmation(const core::ChangeRequest &request);
// What this person has to acknowledge about the request next; null: nothing.
const core::Check *owedCheck(const Permissions &permissions, const core::ChangeRequest &request);
// "CR-3 → prod (digest 9f3c21ab)": what a vote binds.
QString bindingText(const core::ChangeRequest &request, const QString &environments);

} // namespace chancery::models
