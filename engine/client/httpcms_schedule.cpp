// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describecalendar.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

namespace {

using Request = core::ChangeRequest;

std::string textOf(const std::optional<core::Instant> &instant)
{
    return instant ? core::toRfc3339(*instant) : "";
}

} // namespace

Call HttpCms::changeCalendar(const CalendarQuery &query, Handler<core::ChangeCalendar> done)
{
    auto text = Query()
                    .add("from", textOf(query.from))
                    .add("to", textOf(query.to))
                    .add("path", query.path)
                    .add("request", query.request.text());
    return m_rest.call<core::ChangeCalendar>(
        {Operation::getChangeCalendar, {query.environment.text()}, text, {}, {}},
        readBody<core::ChangeCalendar>, std::move(done));
}

Call HttpCms::schedule(const core::ChangeRequestId &request, const core::NewSchedule &schedule,
    const core::ETag &expected, ScheduleApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::scheduleChangeRequest, {request.text()}, {}, api::toJson(schedule), expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::unschedule(
    const core::ChangeRequestId &request, const core::ETag &expected, ScheduleApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::unscheduleChangeRequest, {request.text()}, {}, "{}", expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::overrideFreeze(const core::ChangeRequestId &request,
    const core::NewFreezeOverride &asked, const core::ETag &expected, ScheduleApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::overrideFreeze, {request.text()}, {}, api::toJson(asked), expected},
        readAcknowledged<Request>, std::move(done));
}

} // namespace chancery::client
