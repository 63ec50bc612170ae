// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/server/unit.h"

#include <functional>
#include <string>
#include <vector>

// A vote binds the effect that was seen (GOV-11): whose is another one begins a new cycle.
namespace chancery::server {

// Other open requests: what they propose stands over, under or beside what changes.
struct Outdated {
    // What comes of these is something else.
    std::vector<core::ChangeRequestId> effects;
    // The same comes of these, but in the place of something else: they may be larger than they
    // were.
    std::vector<core::ChangeRequestId> starts;
};

// Those that are outdated when the request's items are live. Asked before the heads move.
Outdated outdatedBy(Unit &unit, const core::ChangeRequest &landing);

// Other layers of a config.
struct LayerChange {
    core::ConfigLayers after;
    std::vector<core::ConfigLayer> layers; // those that come, go or change their order
    // Whether something comes of the config there without them.
    std::function<bool(const core::EnvironmentId &)> isReadIn;
};
// The same for those, asked before they are kept: also requests about such a layer, which now reach
// the config, or do no longer.
Outdated outdatedBy(Unit &unit, const core::Config &config, const LayerChange &change);

// Whether a vote stands for a request whose effect is the same, and whose size is another one.
enum class OtherSize {
    Voids, // who voted has seen what was live before
    WeighsAnew, // nothing live has changed: the votes stand, and may be too few
};

// Measures them anew and begins the new cycles; what has changed is said in words.
void settleOutdated(
    Unit &unit, const Outdated &outdated, OtherSize size, const std::string &because);

} // namespace chancery::server
