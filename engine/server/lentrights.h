// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/account.h"
#include "engine/core/policy/evaluate.h"
#include "engine/server/governing.h"

namespace chancery::server {

// The rules of access that were live at some time since the votes of a request were last void,
// where they were others than now: what they did not give as well, they have not given for it
// (GOV-14). For one piece of work.
class LentRights {
public:
    LentRights(const View &view, const core::ChangeRequest &request, const Since &since);

    // Some of them tell paths apart.
    bool hasRulesOfPaths() const;
    // Takes the right to approve what the snapshot touches from whoever did not have it by all of
    // them; a right that was lent later counts for later requests.
    void takeFrom(std::vector<core::policy::Principal> &principals,
        const core::policy::RequestSnapshot &snapshot, core::Instant now) const;

private:
    struct Earlier {
        core::EnvironmentId environment;
        std::vector<core::access::GovernedAccess> governed;
    };

    const View &m_view;
    std::vector<Earlier> m_earlier;
};

} // namespace chancery::server
