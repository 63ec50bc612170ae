// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/dependencymap.h"

#include <QString>

namespace chancery::views {

// One line for each environment: "In prod: 3 configs (1 through inheritance), 2 services, 4
// agents."
QString reachText(const core::ImpactReport &report);

} // namespace chancery::views
