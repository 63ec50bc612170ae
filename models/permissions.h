// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/knownaccess.h"

#include <algorithm>
#include <memory>
#include <string_view>

namespace chancery::models {

// Who is signed in and what the server says that they may do. A value; what is known of the rules
// of access is shared by all copies.
struct Permissions {
    core::Principal me;
    std::vector<std::string> granted;
    std::shared_ptr<const KnownAccess> access = {}; // null: only what is granted is known
    // How they can show once more that it is them.
    core::ProofKind proof = core::ProofKind::Password;

    // The person's own emergency session that is open now, empty without one.
    core::EmergencyId openEmergency() const;
    // Whether it may be done somewhere now.
    bool mayAnywhere(core::Permission permission) const;
    // Whether it may be done somewhere at some time.
    bool has(std::string_view permission) const
    {
        return std::ranges::find(granted, permission) != granted.end();
    }
    // The same for a part of the world, now; the server has the last word.
    core::access::Decision decide(core::Permission permission,
        const core::EnvironmentId &environment, std::string_view path) const;
};

} // namespace chancery::models
