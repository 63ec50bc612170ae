// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/error.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Policies, ownership, groups, access, freeze windows and the emergency roster are configs
// themselves, in the namespace "sys" (GOV-32). What is live in an environment governs that
// environment and no other, so that a document passes the gates that it sets.
namespace chancery::core::governing {

enum class Kind { Policy, Ownership, Groups, Freezes, Emergency, Access, Notifications };

inline constexpr std::string_view nameSpace = "sys";

// Whether a config of that path stands in the namespace of governing documents.
bool isGoverning(std::string_view path);
// "sys/policy", …; nothing for any other path.
std::optional<Kind> kindOf(std::string_view path);
std::string_view pathOf(Kind kind);
// All paths, for messages and menus.
std::span<const std::string_view> paths();

// The schema of the kind: its URI and its text.
std::string_view schemaUriOf(Kind kind);
std::string_view schemaTextOf(Kind kind);

// What is wrong with a document beyond its schema, where and in words; nothing when it can govern.
std::vector<FieldError> problemsOf(Kind kind, Value document);

} // namespace chancery::core::governing
