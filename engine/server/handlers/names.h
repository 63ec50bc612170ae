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

// People's words. They stand in values that are always read whole, and a comment needs no more than
// the right to look, so they have an end.
inline constexpr std::size_t longestName = 256; // of people, teams, services
inline constexpr std::size_t longestTitle = 500;
inline constexpr std::size_t longestReason = 4096;
inline constexpr std::size_t longestTicket = 256;
inline constexpr std::size_t longestComment = 16 * 1024;
inline constexpr std::size_t longestDescription = 64 * 1024;
// 422 for what is longer, in bytes.
void demandLength(std::string_view words, std::size_t most, std::string pointer);

} // namespace chancery::server
