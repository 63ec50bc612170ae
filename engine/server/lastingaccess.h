// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/access.h"

#include <map>
#include <vector>

namespace chancery::server {

// Whether a right is there at all, whatever the hour: what rules give or take in some hours of the
// week comes back by itself, and is not lost in between. Nor is it by a document that cannot be
// read. For what follows from a loss; what may be done at this moment is decided by AccessBook
// alone. A value for one reading.
class LastingAccess {
public:
    explicit LastingAccess(const View &view)
        : m_view(view)
    {
    }

    bool may(const core::Principal &principal, core::Permission permission, const Place &place,
        core::Instant now, const std::optional<core::access::Circumstances> &circumstances = {});
    // The reviews of this cycle that stand, and whose authors may not approve any more all that the
    // request touches (GOV-4, GOV-10).
    std::vector<core::ReviewId> lostVotes(const core::ChangeRequest &request, core::Instant now);

private:
    const core::access::GovernedAccess &in(const core::EnvironmentId &environment);
    std::vector<Place> placesOf(const core::ChangeRequest &request);

    const View &m_view;
    std::map<core::EnvironmentId, core::access::GovernedAccess> m_governed;
};

} // namespace chancery::server
