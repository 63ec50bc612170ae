// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/storage/database.h"

namespace chancery::audit {

// The cache's file, made when it is not there. What is there is not believed: its pages are
// checked, and its tables, indexes and triggers must be exactly those of this version (AUD-10).
// With a key it is sealed. Error{Storage}: "audit-cache-damaged", "audit-cache-schema",
// "audit-cache-newer", "audit-cache-older", "sqlite-…".
core::Result<core::Database> openCacheFile(
    const std::filesystem::path &file, const core::Secret &key);

} // namespace chancery::audit
