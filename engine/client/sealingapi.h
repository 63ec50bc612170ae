// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/sealing.h"

namespace chancery::client {

// Sealed values (ADR 14). Whoever may edit may seal; opening is a right of its own.
class SealingApi {
public:
    virtual ~SealingApi() = default;
    virtual Call sealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::NewSeal &seal, Handler<Acknowledged<core::Sealed>> done)
        = 0;
    virtual Call revealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::RevealRequest &request, Handler<Acknowledged<core::RevealedValue>> done)
        = 0;
    // For agents: all of one version's text.
    virtual Call openVersion(const core::AgentId &agent, const core::VersionId &version,
        Handler<core::OpenedVersion> done)
        = 0;
    virtual Call listSealKeys(const PageQuery &page, Handler<api::Page<core::SealKey>> done) = 0;
    // Answers with the keys as they are after it.
    virtual Call rotateSealKey(
        const core::KeyRotation &rotation, Handler<Acknowledged<api::Page<core::SealKey>>> done)
        = 0;
};

} // namespace chancery::client
