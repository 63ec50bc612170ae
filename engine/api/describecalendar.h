// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/domain/changecalendar.h"

// The part of the description that is about the change calendar; included where such values are
// read or written.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::CalendarSpan &value)
{
    visit("from", value.from);
    visit("to", value.to);
}

template <typename Visitor>
void describe(Visitor &visit, core::CalendarWindow &value)
{
    visit("id", value.id);
    visit("title", value.title);
    visit("reason", value.reason);
    visit("kind", value.kind);
    visit("severity", value.severity);
    visit("zone", value.zone);
    visit("paths", value.paths);
    visit("spans", value.spans);
}

template <typename Visitor>
void describe(Visitor &visit, core::CalendarClosure &value)
{
    visit("from", value.from);
    visit("to", value.to);
    visit("severity", value.severity);
    visit("windows", value.windows);
}

template <typename Visitor>
void describe(Visitor &visit, core::CalendarRequest &value)
{
    visit("request", value.request);
    visit("title", value.title);
    visit("at", value.at);
    visit("zone", value.zone);
    visit("graceMinutes", value.graceMinutes);
    visit("byName", value.byName);
    visit("paths", value.paths);
    visit("suspendedBecause", value.suspendedBecause);
    visit("overridden", value.isOverridden);
    visit("frozen", value.isFrozen);
    visit("collidesWith", value.collidesWith);
    visit("nextSlot", value.nextSlot);
}

template <typename Visitor>
void describe(Visitor &visit, core::ChangeCalendar &value)
{
    visit("environment", value.environment);
    visit("from", value.from);
    visit("to", value.to);
    visit("windows", value.windows);
    visit("closed", value.closed);
    visit("requests", value.requests);
    visit("nextSlot", value.nextSlot);
    visit("fault", value.fault);
}

} // namespace chancery::api
