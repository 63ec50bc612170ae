// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentnotifications.h"

namespace chancery::support {

// Emergency access of a server that never answers.
class SilentEmergencies : public SilentNotifications {
public:
    client::Call listEmergencies(
        const client::EmergencyQuery &, client::Handler<api::Page<core::EmergencySession>>) override
    {
        return {};
    }
    client::Call getEmergency(
        const core::EmergencyId &, client::Handler<core::EmergencySession>) override
    {
        return {};
    }
    client::Call activateEmergency(
        const core::NewEmergency &, const core::Secret &, client::EmergencyApi::Done) override
    {
        return {};
    }
    client::Call confirmEmergency(const core::EmergencyId &, const core::Secret &,
        const core::ETag &, client::EmergencyApi::Done) override
    {
        return {};
    }
    client::Call extendEmergency(const core::EmergencyId &, const core::EmergencyExtensionAsked &,
        const core::Secret &, const core::ETag &, client::EmergencyApi::Done) override
    {
        return {};
    }
    client::Call endEmergency(const core::EmergencyId &, const std::string &, const core::ETag &,
        client::EmergencyApi::Done) override
    {
        return {};
    }
    client::Call applyInEmergency(const core::EmergencyId &, const core::EmergencyChanges &,
        const core::ETag &, client::EmergencyApi::Done) override
    {
        return {};
    }
    client::Call reviewEmergency(const core::EmergencyId &, const core::NewEmergencyReview &,
        const core::Secret &, const core::ETag &, client::EmergencyApi::Done) override
    {
        return {};
    }
    client::Call ratifyEmergency(const core::EmergencyId &, const std::string &,
        client::Handler<client::Acknowledged<core::ChangeRequest>>) override
    {
        return {};
    }
};

} // namespace chancery::support
