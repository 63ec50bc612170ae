// SPDX-License-Identifier: Apache-2.0
#include "capabilities.h"

#include "engine/core/rules/capabilities.h"
#include "engine/core/rules/violation.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostNamed = 5;

bool can(const core::Agent &agent, const std::string &capability)
{
    return agent.capabilities
        && std::ranges::find(*agent.capabilities, capability) != agent.capabilities->end();
}

std::string messageOf(const std::string &capability, const std::vector<const core::Agent *> &unable)
{
    auto message = "This needs \"" + capability + "\", and " + std::to_string(unable.size())
        + (unable.size() == 1 ? " build that reads it is" : " builds that read it are")
        + " without: ";
    for (std::size_t i = 0; i < std::min(unable.size(), mostNamed); ++i)
        message += (i == 0 ? "" : ", ") + unable[i]->name + " ("
            + (unable[i]->build.empty() ? "build unknown" : unable[i]->build) + ')';
    if (unable.size() > mostNamed)
        message += ", and " + std::to_string(unable.size() - mostNamed) + " more";
    return message;
}

} // namespace

const std::vector<Carrier> &FleetCapabilities::in(const core::EnvironmentId &environment)
{
    const auto known = m_carriers.find(environment);
    if (known != m_carriers.end())
        return known->second;
    return m_carriers.emplace(environment, carriersOf(m_view, environment.text(), {}))
        .first->second;
}

std::vector<core::Violation> FleetCapabilities::lacking(const core::CompiledSchema &schema,
    core::Value before, core::Value after, const core::Config &config,
    const core::EnvironmentId &environment)
{
    std::vector<core::Violation> violations;
    const auto on = core::switchedOn(schema, before, after);
    if (!on.isComplete)
        violations.push_back(core::violationAt(
            after, "budget", "Finding what is switched on takes more steps than are allowed", {}));
    for (const auto &value : on.values) {
        std::vector<const core::Agent *> unable;
        for (const auto &carrier : in(environment)) {
            if (carrier.paths.contains(config.path) && !can(carrier.agent, value.capability))
                unable.push_back(&carrier.agent);
        }
        if (!unable.empty())
            violations.push_back(core::violationAt(value.value, "x-requires",
                messageOf(value.capability, unable), value.schemaLocation));
    }
    return violations;
}

} // namespace chancery::server
