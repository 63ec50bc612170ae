// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentaccounts.h"

namespace chancery::support {

// Dependencies of a server that never answers.
class SilentDependencies : public SilentAccounts {
public:
    client::Call dependencyMap(
        const client::DependencyQuery &, client::Handler<core::DependencyMap>) override
    {
        return {};
    }
    client::Call draftImpact(const core::DraftId &, client::Handler<core::ImpactReport>) override
    {
        return {};
    }
    client::Call requestImpact(
        const core::ChangeRequestId &, client::Handler<core::ImpactReport>) override
    {
        return {};
    }
    client::Call previewRollback(const core::EnvironmentId &, const core::RollbackScope &,
        client::Handler<core::RollbackPreview>) override
    {
        return {};
    }
    client::Call rollBackSeveral(const core::EnvironmentId &, const core::NewRollback &,
        client::Handler<client::Acknowledged<core::ChangeRequest>>) override
    {
        return {};
    }
    client::Call placeImpact(const core::EnvironmentId &, const std::vector<core::ConfigId> &,
        client::Handler<core::PlaceImpact>) override
    {
        return {};
    }
    client::Call effectiveAt(const core::ConfigId &, const core::HierarchyPlace &, core::Instant,
        client::Handler<core::EffectiveView>) override
    {
        return {};
    }
    client::Call changeCalendar(
        const client::CalendarQuery &, client::Handler<core::ChangeCalendar>) override
    {
        return {};
    }
    client::Call schedule(const core::ChangeRequestId &, const core::NewSchedule &,
        const core::ETag &, client::ScheduleApi::Done) override
    {
        return {};
    }
    client::Call unschedule(
        const core::ChangeRequestId &, const core::ETag &, client::ScheduleApi::Done) override
    {
        return {};
    }
    client::Call overrideFreeze(const core::ChangeRequestId &, const core::NewFreezeOverride &,
        const core::ETag &, client::ScheduleApi::Done) override
    {
        return {};
    }
    client::Call listSuspects(
        const client::SuspectQuery &, client::Handler<core::SuspectReport>) override
    {
        return {};
    }
};

} // namespace chancery::support
