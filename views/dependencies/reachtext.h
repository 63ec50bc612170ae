// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/dependencymap.h"
#include "engine/core/domain/fleet.h"
#include "models/placesstore.h"

#include <QString>

namespace chancery::views {

// One line for each environment: "In Production: 3 configs (1 through inheritance), 2 services, 4
// agents."
QString reachText(const core::ImpactReport &report, const models::PlacesStore &places);
// What is reached by name, a line for the configs and one for the services of each environment;
// those that are changed themselves are left out, and of many the nearest are told.
QString reachedNames(const core::ImpactReport &report, const models::PlacesStore &places);
// The same with a line for the agents, of those that are known.
QString reachedNames(const core::ImpactReport &report, const models::PlacesStore &places,
    const std::vector<core::Agent> &agents);

} // namespace chancery::views
