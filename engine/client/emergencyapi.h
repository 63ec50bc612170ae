// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/emergency/changes.h"
#include "engine/core/emergency/lifecycle.h"
#include "engine/core/secret.h"

namespace chancery::client {

using core::Call;
using core::Handler;

struct EmergencyQuery {
    bool isOpenOnly = false; // those that wait for a second person or are open
    core::EnvironmentId environment; // empty: all
    PageQuery page;
};

// Emergency access: who has it or had it, the newest first, and its way from the activation to the
// review. What needs fresh authentication takes the account's password; it is kept nowhere.
class EmergencyApi {
public:
    using Done = Handler<Acknowledged<core::EmergencySession>>;

    virtual ~EmergencyApi() = default;
    virtual Call listEmergencies(
        const EmergencyQuery &query, Handler<api::Page<core::EmergencySession>> done)
        = 0;
    virtual Call getEmergency(
        const core::EmergencyId &session, Handler<core::EmergencySession> done)
        = 0;
    virtual Call activateEmergency(
        const core::NewEmergency &asked, const core::Secret &password, Done done)
        = 0;
    virtual Call confirmEmergency(const core::EmergencyId &session, const core::Secret &password,
        const core::ETag &expected, Done done)
        = 0;
    virtual Call extendEmergency(const core::EmergencyId &session,
        const core::EmergencyExtensionAsked &asked, const core::Secret &password,
        const core::ETag &expected, Done done)
        = 0;
    virtual Call endEmergency(const core::EmergencyId &session, const std::string &reason,
        const core::ETag &expected, Done done)
        = 0;
    virtual Call applyInEmergency(const core::EmergencyId &session,
        const core::EmergencyChanges &changes, const core::ETag &expected, Done done)
        = 0;
    virtual Call reviewEmergency(const core::EmergencyId &session,
        const core::NewEmergencyReview &review, const core::Secret &password,
        const core::ETag &expected, Done done)
        = 0;
    // The request by which the normal quorum confirms what was changed.
    virtual Call ratifyEmergency(const core::EmergencyId &session, const std::string &reason,
        Handler<Acknowledged<core::ChangeRequest>> done)
        = 0;
};

} // namespace chancery::client
