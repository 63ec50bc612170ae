// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/server/view.h"

namespace chancery::server {

// The paths of all configs whose effective values in the environment can change with this one
// there: whatever has it as a layer, lies under it where it is a "defaults", refers to it in what
// is live, or takes from such a one in turn. Sorted, without its own; at most 2,000, the nearest
// first. What governs, freezes or scopes a path has to be asked about these too: a change from
// below must not pass where one from the front would not.
std::vector<std::string> inheritorsOf(const View &view, const core::ConfigId &config,
    const std::string &path, const core::EnvironmentId &environment);

} // namespace chancery::server
