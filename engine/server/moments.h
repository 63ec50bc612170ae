// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/hierarchy/place.h"
#include "engine/server/unit.h"

// What held at an instant. Versions are never changed and the order in which they became live is
// kept, so the past can be asked like the present. An instant is that of the server's clock; where
// that was set back, the version that became live last of those that say they are not later counts.
namespace chancery::server {

// Nothing: no version was live yet.
std::optional<core::VersionId> liveAt(const View &view, const core::ConfigId &config,
    const core::EnvironmentId &environment, core::Instant instant);

// Keeps what a config's declaration was, before it becomes another one.
void keepDeclaration(Unit &unit, const core::Config &config, const core::ConfigLayers &before,
    const core::ConfigLayers &after);
core::ConfigLayers layersAt(const View &view, const core::ConfigId &config, core::Instant instant);

// The instant of that name in a query, 400 for one that cannot be read or has not come yet; nothing
// where it is absent.
std::optional<core::Instant> instantIn(
    const Request &request, std::string_view name, core::Instant now);

} // namespace chancery::server
