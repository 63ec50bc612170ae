// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/place.h"
#include "engine/core/governing/policydocument.h"
#include "engine/server/view.h"

#include <map>

// For what less is asked than an environment asks for by itself: standard changes, which its policy
// approved beforehand, and expedited ones, whose other approvals follow. Every policy that bound
// the request since its votes were last void must have said so (GOV-14), and governing documents
// are never either.
namespace chancery::server {

// Read once for one request. A value for one reading.
class Exemptions {
public:
    Exemptions(const View &view, const core::ChangeRequest &request, core::Instant now)
        : m_view(view)
        , m_request(request)
        , m_now(now)
    {
    }

    // The standard change that the item is, by the policy that is live; nothing when it is none.
    std::optional<std::string> standardChange(const core::RequestItem &item);
    // How many approvals are enough to apply the item, of so many that its environment asks for.
    int approvals(const core::Environment &environment, const core::RequestItem &item, int asked);
    // What stands against its being expedited, in words; nothing when nothing does.
    std::optional<std::string> barrier(
        const core::Environment &environment, const core::RequestItem &item);
    // Business days for the approvals that are left, by the strictest of the environments.
    int confirmWithin();

private:
    const std::vector<core::governing::PolicyDocument> &policies(const core::EnvironmentId &id);

    const View &m_view;
    const core::ChangeRequest &m_request;
    core::Instant m_now;
    std::map<core::EnvironmentId, std::vector<core::governing::PolicyDocument>> m_policies;
};

// 422 in words where the request asks to be expedited and may not be.
void demandExpeditable(const View &view, const core::ChangeRequest &request, core::Instant now);

} // namespace chancery::server
