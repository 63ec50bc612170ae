// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/rollback.h"
#include "engine/core/graph/dependencygraph.h"
#include "engine/server/unit.h"

// Layers and declared dependencies: what they may be, and what changing them does. By itself a
// declaration passes no gate and changes nothing that is effective (ADR 10); with a rollback to an
// instant it passes the one of its environment, and changes nothing in the others.
namespace chancery::server {

// From one declaration to another.
struct LayerStep {
    std::vector<core::ConfigLayer> before;
    std::vector<core::ConfigLayer> changed; // come, go or change their order
};
LayerStep stepOf(
    const std::vector<core::ConfigLayer> &before, const std::vector<core::ConfigLayer> &after);

// Whether there is a document already that the step may change: from the config's own text, from
// what it inherits, or from a layer that it had. What is only being made ready is none.
bool isReadIn(const View &view, const core::Config &config, const LayerStep &step,
    const std::string &environment);

// 422 with the places of what no config can have for a layer or need.
void checkDeclaration(
    const View &view, const core::Config &config, const core::ConfigLayers &declared);
// 403 unless the caller may edit those that come: who inherits from a config binds its changes.
void demandLayers(const Unit &unit, const core::ConfigLayers &before,
    const std::vector<core::ConfigLayer> &layers);
// What the config needs by its path and by the declaration.
std::vector<core::Dependency> needsOf(const View &view, const std::string &path,
    const std::vector<core::ConfigLayer> &layers, const std::vector<core::ConfigId> &dependencies);
// 409 where something effective would become another thing in any environment but the given one.
void demandNoEffect(const View &view, const core::Config &config, const LayerStep &step,
    const core::EnvironmentId &except);

// What the config was declared to be at the instant, for an environment that goes back to it;
// nothing where it is the same. A layer of which nothing was live there then and something is now
// would say what it never said: it is left out.
std::optional<core::DeclarationStep> declarationAt(const View &view, const core::Config &config,
    const core::EnvironmentId &environment, core::Instant instant);
// Refused where the change cannot be made with what becomes live in the environment: something else
// was declared since, a layer is no more, or another environment would feel it. Circles are looked
// for with all that becomes live together.
void demandDeclaration(const View &view, const core::Config &config,
    const core::EnvironmentId &environment, const core::DeclarationChange &change);

} // namespace chancery::server
