// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/declarations.h"
#include "engine/server/handlers/effectchanges.h"

namespace chancery::server {

// Open requests of which another thing comes with the other layers. Asked before they are kept.
Outdated outdatedByLayers(Unit &unit, const core::Config &config, const core::ConfigLayers &before,
    const core::ConfigLayers &after);
// Keeps the declaration, tells the log and everybody; of a request: whose it is.
void declare(Unit &unit, const core::Config &config, const core::ConfigLayers &before,
    core::ConfigLayers &after, const core::ChangeRequest *request);

} // namespace chancery::server
