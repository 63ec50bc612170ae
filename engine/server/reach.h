// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/view.h"

#include <map>
#include <set>

namespace chancery::server {

// How far what a request changes in one environment reaches: the configs whose effective values may
// change with it, by layers, inheritance and references, its own among them, and the agents that
// read one of those.
struct Reach {
    std::map<std::string, std::string> configs; // path: id
    std::set<std::string> regions; // of the agents that say one
    std::set<std::string> instances; // names of the agents
};

// At most 2,000 configs; agents are looked at where asked for.
enum class ReachOf : std::uint8_t { Configs, Agents };
Reach reachOf(const View &view, const core::ChangeRequest &request,
    const core::EnvironmentId &environment, ReachOf what);

} // namespace chancery::server
