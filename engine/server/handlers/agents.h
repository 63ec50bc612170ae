// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/fleet.h"
#include "engine/core/domain/suspects.h"
#include "engine/server/unit.h"

#include <set>

namespace chancery::server {

// An agent is the account that registered it first; no other one speaks for it (GOV-1). Whoever
// administers may do so, and by registering it again gives the name free for another account.
void demandOwner(Unit &unit, const core::AgentId &id);

// An agent and the paths of what it follows and has told of.
struct Carrier {
    core::Agent agent;
    std::set<std::string> paths;
};
// Those of a service in an environment, or all of them where it is empty; none of a service that is
// named is "not-found".
std::vector<Carrier> carriersOf(
    const View &view, const std::string &environment, const std::string &service);

// How many of an agent and config are kept; which changes reached a service is asked soon or never.
inline constexpr std::size_t mostRunsKept = 64;
// What the agent said of that config, the oldest first; the latest so many or a few more.
std::vector<core::AgentRun> runsOfAgent(
    const View &view, const core::Agent &agent, const core::ConfigId &config);

} // namespace chancery::server
