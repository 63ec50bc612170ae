// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/emergency/lifecycle.h"
#include "models/actionstate.h"
#include "models/tablemodel.h"

#include <chrono>

// The words of docs/terminology.md for emergency access, and what somebody may do about a session.
namespace chancery::models {

QString stateText(core::EmergencyState state);
Status stateStatus(core::EmergencyState state);
QString endingText(core::EmergencyEnding ending);
QString verdictText(core::EmergencyVerdict verdict);
QString fateText(core::ActionFate fate);
QString provisionText(core::Provision provision);
Status provisionStatus(core::Provision provision);
// "activated", "action-2": what somebody was told of.
QString noticeText(const std::string &about);
// "27:05", "1:02:09".
QString countdownText(std::chrono::seconds left);
// The same in words: "27 minutes left", "less than a minute left".
QString countdownWords(std::chrono::seconds left);
QString namespacesText(const core::EmergencySession &session);

// What a session is to the one who looks, at the server's time.
struct EmergencySight {
    const Permissions &permissions;
    core::Instant now;
    const ServerClock *clock = nullptr; // what is signed here says when; null: not looked at
};
// In one environment, or in whichever: without one. Null where no session of one's own is open.
ActionState activateState(const Permissions &permissions, const core::EnvironmentId &environment,
    const core::EmergencySession *own);
ActionState confirmState(const EmergencySight &sight, const core::EmergencySession &session);
ActionState emergencyApplyState(const EmergencySight &sight, const core::EmergencySession &session);
ActionState extendState(const EmergencySight &sight, const core::EmergencySession &session);
ActionState endState(const EmergencySight &sight, const core::EmergencySession &session);
ActionState reviewState(const EmergencySight &sight, const core::EmergencySession &session);
ActionState ratifyState(const EmergencySight &sight, const core::EmergencySession &session);

// What keeps the form from being sent, else empty: the fields that the server would refuse, without
// the form of the incident, which each environment says for itself.
QString activationFault(const core::NewEmergency &asked);
QString reasonFault(const QString &reason);

} // namespace chancery::models
