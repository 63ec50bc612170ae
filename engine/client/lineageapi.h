// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/sessionapi.h"
#include "engine/core/domain/lineage.h"

namespace chancery::client {

// A config or an environment, or both; of an environment, a namespace or all of it.
struct LineageQuery {
    core::ConfigId config;
    core::EnvironmentId environment;
    std::string nameSpace; // slug
    PageQuery page;
};

class LineageApi {
public:
    virtual ~LineageApi() = default;
    // The newest first, and none before what came from it. A page may have fewer than asked for and
    // still a next one.
    virtual Call listLineage(const LineageQuery &query, Handler<api::Page<core::LineageEntry>> done)
        = 0;
    // Of what is live there; behind so many versions, as an earlier report that was not complete
    // said, and 0 at first.
    virtual Call blame(const core::ConfigId &config, const core::EnvironmentId &environment,
        int looked, Handler<core::BlameReport> done)
        = 0;
};

} // namespace chancery::client
