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
};

} // namespace chancery::support
