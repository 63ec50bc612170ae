// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/dependencymap.h"
#include "engine/core/domain/rollback.h"
#include "engine/core/domain/suspects.h"
#include "engine/core/hierarchy/place.h"

namespace chancery::client {

using core::Call;
using core::Handler;

// The way back, and what can be known of before.
class RollbackApi {
public:
    virtual ~RollbackApi() = default;
    // Nothing is changed by it.
    virtual Call previewRollback(const core::EnvironmentId &environment,
        const core::RollbackScope &scope, Handler<core::RollbackPreview> done)
        = 0;
    // Answers with the change request that carries it: applied already where policy lets it skip
    // the approval (GOV-29), open otherwise.
    virtual Call rollBackSeveral(const core::EnvironmentId &environment,
        const core::NewRollback &rollback, Handler<Acknowledged<core::ChangeRequest>> done)
        = 0;
    // What a change of these configs would reach.
    virtual Call placeImpact(const core::EnvironmentId &environment,
        const std::vector<core::ConfigId> &configs, Handler<core::PlaceImpact> done)
        = 0;
};

struct SuspectQuery {
    core::EnvironmentId environment;
    std::string service; // empty: all of them
    std::optional<core::Instant> before; // absent: now
    std::optional<core::Instant> since; // absent: 24 hours before that
};

class HindsightApi {
public:
    virtual ~HindsightApi() = default;
    // What held there at an instant; Error{NotFound} where nothing was live then.
    virtual Call effectiveAt(const core::ConfigId &config, const core::HierarchyPlace &place,
        core::Instant instant, Handler<core::EffectiveView> done)
        = 0;
    virtual Call listSuspects(const SuspectQuery &query, Handler<core::SuspectReport> done) = 0;
};

} // namespace chancery::client
