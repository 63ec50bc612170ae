// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/dependencymap.h"

namespace chancery::client {

using core::Call;
using core::Handler;

// Which part of the graph of dependencies is asked for.
struct DependencyQuery {
    core::EnvironmentId environment; // empty: all of them
    core::ConfigId config; // around it; empty: the whole graph
    std::string direction; // "both", "dependencies", "dependents"; of a config
    int hops = 0; // of a config; 0: as far as it goes
    bool isProposedToo = false; // what open requests and one's own drafts would add
    int limit = 0; // of configs; 0: what the server takes for it
};

// What needs what, and what a change reaches.
class DependenciesApi {
public:
    virtual ~DependenciesApi() = default;
    virtual Call dependencyMap(const DependencyQuery &query, Handler<core::DependencyMap> done) = 0;
    virtual Call draftImpact(const core::DraftId &draft, Handler<core::ImpactReport> done) = 0;
    virtual Call requestImpact(
        const core::ChangeRequestId &request, Handler<core::ImpactReport> done)
        = 0;
};

} // namespace chancery::client
