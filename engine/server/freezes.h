// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/freeze/calendar.h"
#include "engine/server/view.h"

#include <map>

// The freeze windows of an environment are what is live there of the config "sys/freezes" (GOV-27,
// GOV-32).
namespace chancery::server {

inline constexpr std::string_view freezesPath = "sys/freezes";
// A slot shorter than that is none.
inline constexpr std::chrono::minutes shortestSlot{15};

// No windows where nothing is live; an error where what is live cannot be read.
core::Result<core::FreezeCalendar> freezesOf(
    const View &view, const core::EnvironmentId &environment);
// The configs in each environment that the request changes and windows are for, those that inherit
// from its own among them. What governs is never frozen, or nobody could lift a freeze.
std::map<core::EnvironmentId, std::set<std::string>> frozenPathsOf(
    const View &view, const core::ChangeRequest &request);
// Whether soft windows are overridden for it, in its present cycle (GOV-28).
// Only as long as who has overridden it may.
bool isOverridden(const View &view, const core::ChangeRequest &request, core::Instant instant);
// Why it cannot be applied at that instant: "change-frozen" with the window, its end and the next
// slot. Where the windows cannot be read, nothing is applied.
std::optional<core::Error> freezeBarrier(
    const View &view, const core::ChangeRequest &request, core::Instant instant);
// For the log, of each environment: which version of the windows was in force ("freezes"), and
// which of them were closed for the request then ("window"), whoever let it pass.
std::vector<core::AuditRelated> windowsAt(
    const View &view, const core::ChangeRequest &request, core::Instant instant);

} // namespace chancery::server
