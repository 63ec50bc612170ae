// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"

// The part of the description that is about when a request is applied.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::Schedule &value)
{
    visit("at", value.at);
    visit("zone", value.zone);
    visit("graceMinutes", value.graceMinutes);
    visit("by", value.by);
    visit("byName", value.byName);
    visit("suspendedBecause", value.suspendedBecause);
    visit("behind", value.behind);
}

template <typename Visitor>
void describe(Visitor &visit, core::FreezeOverride &value)
{
    visit("cycle", value.cycle);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
    visit("by", value.by);
    visit("byName", value.byName);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewSchedule &value)
{
    visit("at", value.at);
    visit("zone", value.zone);
    visit("graceMinutes", value.graceMinutes);
    visit("queue", value.queue);
}

template <typename Visitor>
void describe(Visitor &visit, core::Confirmation &value)
{
    visit("dueAt", value.dueAt);
    visit("at", value.at);
    visit("isOverdue", value.isOverdue);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewFreezeOverride &value)
{
    visit("reason", value.reason);
    visit("ticket", value.ticket);
}

} // namespace chancery::api
