// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/account.h"
#include "engine/core/policy/evaluate.h"
#include "engine/server/governing.h"

namespace chancery::server {

// The rules of access as they were when the votes of a request were last void, where they are
// others by now: a right to approve that came since then counts for later requests (GOV-14). One
// that was taken in between and is back is no new one. For one piece of work.
class LentRights {
public:
    LentRights(const View &view, const core::ChangeRequest &request, const Since &since);

    // Some of them tell paths apart.
    bool hasRulesOfPaths() const;
    // Takes the right to approve what the snapshot touches from whoever did not have it by them.
    void takeFrom(std::vector<core::policy::Principal> &principals,
        const core::policy::RequestSnapshot &snapshot, core::Instant now) const;

private:
    struct Earlier {
        core::EnvironmentId environment;
        core::access::GovernedAccess governed;
    };

    const View &m_view;
    std::vector<Earlier> m_earlier;
};

} // namespace chancery::server
