// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/error.h"

#include <string_view>

namespace chancery::server {

// [a-z0-9][a-z0-9._-]{0,62} without "..": one segment of a path, a slug, an environment's id.
bool isSegment(std::string_view text);
// 1 to 16 segments joined by '/'.
bool isConfigPath(std::string_view path);
core::FieldError badSegment(std::string pointer);

} // namespace chancery::server
