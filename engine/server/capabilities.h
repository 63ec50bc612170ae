// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"
#include "engine/server/handlers/agents.h"

#include <map>

namespace chancery::server {

// What the builds that read configs can do, by what their agents said when they registered; read
// once for one piece of work.
class FleetCapabilities {
public:
    explicit FleetCapabilities(const View &view)
        : m_view(view)
    {
    }

    // A violation for each value that a change switches on and that not every build that reads the
    // config there is able to ("x-requires"): it names those that are not. Before may be absent.
    std::vector<core::Violation> lacking(const core::CompiledSchema &schema, core::Value before,
        core::Value after, const core::Config &config, const core::EnvironmentId &environment);

private:
    const std::vector<Carrier> &in(const core::EnvironmentId &environment);

    const View &m_view;
    std::map<core::EnvironmentId, std::vector<Carrier>> m_carriers;
};

} // namespace chancery::server
