// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"

namespace chancery::client {

struct RequestQuery {
    std::string state; // a wire name; empty for all
    bool mine = false;
    bool waitingForMe = false; // open, and the caller is eligible to vote
    core::ConfigId config;
    PageQuery page;
};

class ChangeRequestsApi {
public:
    using Done = Handler<Acknowledged<core::ChangeRequest>>;

    virtual ~ChangeRequestsApi() = default;
    // Newest first; the items come without their texts.
    virtual Call listChangeRequests(
        const RequestQuery &query, Handler<api::Page<core::ChangeRequest>> done)
        = 0;
    virtual Call getChangeRequest(
        const core::ChangeRequestId &request, Handler<core::ChangeRequest> done)
        = 0;
    virtual Call createChangeRequest(const core::NewChangeRequest &request, Done done) = 0;
    virtual Call updateChangeRequest(const core::ChangeRequestId &request,
        const core::NewChangeRequest &content, const core::ETag &expected, Done done)
        = 0;
    virtual Call submit(const core::ChangeRequestId &request, const core::ETag &expected, Done done)
        = 0;
    virtual Call vote(const core::ChangeRequestId &request, const core::Vote &vote,
        const core::ETag &expected, Done done)
        = 0;
    virtual Call reject(const core::ChangeRequestId &request, const std::string &reason,
        const core::ETag &expected, Done done)
        = 0;
    virtual Call withdraw(
        const core::ChangeRequestId &request, const core::ETag &expected, Done done)
        = 0;
    // Back to a draft, by its author; all votes are void, and submitting it again begins anew.
    virtual Call recall(const core::ChangeRequestId &request, const core::ETag &expected, Done done)
        = 0;
    // Takes over a request whose author is gone; all votes are void.
    virtual Call claim(const core::ChangeRequestId &request, const core::ETag &expected, Done done)
        = 0;
    virtual Call apply(const core::ChangeRequestId &request, const core::ETag &expected, Done done)
        = 0;
};

class FleetApi {
public:
    virtual ~FleetApi() = default;
    virtual Call listAgents(const core::EnvironmentId &environment, const PageQuery &page,
        Handler<api::Page<core::Agent>> done)
        = 0;
    virtual Call registerAgent(const core::NewAgent &agent, Handler<Acknowledged<core::Agent>> done)
        = 0;
    virtual Call report(const core::AgentId &agent, const core::AgentReport &report,
        Handler<Acknowledged<core::Agent>> done)
        = 0;
};

} // namespace chancery::client
