// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/server/unit.h"

#include <functional>
#include <string>
#include <vector>

// A vote binds the effect that was seen (GOV-11): whose is another one begins a new cycle.
namespace chancery::server {

// The other open requests whose effect is another one when the request's items are live: what they
// propose stands over, under or beside what changes. Asked before the heads move.
std::vector<core::ChangeRequestId> requestsWithOtherEffect(
    Unit &unit, const core::ChangeRequest &landing);

// Other layers of a config.
struct LayerChange {
    core::ConfigLayers after;
    std::vector<core::ConfigLayer> layers; // those that come, go or change their order
    // Whether something comes of the config there without them.
    std::function<bool(const core::EnvironmentId &)> isReadIn;
};
// The same for those, asked before they are kept: also requests about such a layer, which now reach
// the config, or do no longer.
std::vector<core::ChangeRequestId> requestsWithOtherEffect(
    Unit &unit, const core::Config &config, const LayerChange &change);

// Begins the new cycles; what has changed is said in words.
void voidOutdated(
    Unit &unit, const std::vector<core::ChangeRequestId> &requests, const std::string &because);

} // namespace chancery::server
