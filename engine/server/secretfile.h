// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <filesystem>

namespace chancery::server {

// Files that only the server's own user may read (mode 0600 from their first moment on).
core::Result<> writeSecret(const std::filesystem::path &file, const core::Secret &secret);
// The random bytes of that file, made on first use.
core::Result<core::Secret> keepSecret(const std::filesystem::path &file, std::size_t bytes);
// Makes the names in a folder durable.
core::Result<> syncFolder(const std::filesystem::path &folder);

} // namespace chancery::server
