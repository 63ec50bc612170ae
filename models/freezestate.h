// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changecalendar.h"
#include "engine/core/domain/changerequest.h"
#include "models/actionstate.h"

#include <QStringList>

// What the change calendars of all environments of a request say of an instant, and what may be
// done about it. Pure functions of what is known; the server has the last word.
namespace chancery::models {

struct FreezeState {
    enum class Kind {
        Unknown, // outside of what was asked for
        Open,
        Soft, // an override lifts it
        Hard,
        Unreadable // the windows of the environment cannot be read, and nothing is applied
    };

    Kind kind = Kind::Unknown;
    core::EnvironmentId environment; // the hardest one
    QStringList windows; // “Year end” (hard)
    bool isForSomeConfigs = false; // none of these windows is for all of them
    std::optional<core::Instant> until; // absent: not within what was asked for

    bool isClosed() const { return kind != Kind::Unknown && kind != Kind::Open; }
    friend bool operator==(const FreezeState &, const FreezeState &) = default;
};

FreezeState freezeAt(const std::vector<core::ChangeCalendar> &calendars, core::Instant instant);
// The first instant from that one on at which all are open for as long as the server asks for;
// nothing where there is none within what was asked for. With an override soft windows do not
// count.
std::optional<core::Instant> nextSlot(
    const std::vector<core::ChangeCalendar> &calendars, core::Instant from, bool isOverridden);
// “Year end” (hard), outside of “Office hours” (soft).
QString windowText(const core::CalendarWindow &window);
QString severityText(const std::string &severity);
// What a calendar calls by the ids of its windows.
QStringList windowTexts(
    const core::ChangeCalendar &calendar, const std::vector<std::string> &windows);

// Of this cycle of the request.
bool isOverridden(const core::ChangeRequest &request);
// It waits for its time, or was stopped at it.
bool isScheduled(const core::ChangeRequest &request);

ActionState scheduleState(const Permissions &permissions, const core::ChangeRequest &request);
ActionState unscheduleState(const Permissions &permissions, const core::ChangeRequest &request);
// By what freezes it now and, where it is scheduled, at its time.
ActionState overrideState(const Permissions &permissions, const core::ChangeRequest &request,
    const FreezeState &now, const FreezeState &atItsTime);

} // namespace chancery::models
