// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"

namespace chancery::api {

// "sha256:" + hex(SHA-256("cms.version.v1\n" ‖ JCS(envelope))), standards.md API-8. The envelope
// holds what the server vouches for: cid, config, parents, schema, semver, author, createdAt,
// message, changeRequest, sealed (none), source (the digest of the text's bytes) and labels
// (environment, format, rollbackOf). Approvals and the quarantine come and go and are no part of
// it.
core::VersionId versionIdOf(const core::Version &version);

} // namespace chancery::api
