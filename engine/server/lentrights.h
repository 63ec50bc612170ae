// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/account.h"
#include "engine/core/policy/evaluate.h"
#include "engine/server/governing.h"

namespace chancery::server {

// The rules of access as they were when a request was made, where they are others by now: a right
// to approve that came since then counts for later requests, as it is with roles (GOV-14). One that
// was taken in between and is back is no new one. For one piece of work.
class LentRights {
public:
    LentRights(const View &view, const core::ChangeRequest &request);

    // Some of them tell paths apart.
    bool hasRulesOfPaths() const;
    // Whoever had no right by them to approve all that the snapshot touches counts as one who
    // became an approver later.
    void takeFrom(std::vector<core::policy::Principal> &principals,
        const core::policy::RequestSnapshot &snapshot, core::Instant now) const;

private:
    struct Earlier {
        core::EnvironmentId environment;
        core::access::GovernedAccess governed;
    };

    const View &m_view;
    Since m_since;
    std::vector<Earlier> m_earlier;
};

} // namespace chancery::server
