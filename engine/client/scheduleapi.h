// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changecalendar.h"
#include "engine/core/domain/changerequest.h"

namespace chancery::client {

using core::Call;
using core::Handler;

struct CalendarQuery {
    core::EnvironmentId environment;
    std::optional<core::Instant> from; // absent: now
    std::optional<core::Instant> to; // absent: 31 days later; at most 400
    std::string path; // of one config; empty: what closes any
    core::ChangeRequestId request = {}; // for what it changes there, in the place of a path
};

// When what is approved is applied, and when nothing is.
class ScheduleApi {
public:
    using Done = Handler<Acknowledged<core::ChangeRequest>>;

    virtual ~ScheduleApi() = default;
    virtual Call changeCalendar(const CalendarQuery &query, Handler<core::ChangeCalendar> done) = 0;
    virtual Call schedule(const core::ChangeRequestId &request, const core::NewSchedule &schedule,
        const core::ETag &expected, Done done)
        = 0;
    virtual Call unschedule(
        const core::ChangeRequestId &request, const core::ETag &expected, Done done)
        = 0;
    virtual Call overrideFreeze(const core::ChangeRequestId &request,
        const core::NewFreezeOverride &asked, const core::ETag &expected, Done done)
        = 0;
};

} // namespace chancery::client
