// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/effects.h"
#include "engine/server/reached.h"

#include <functional>

namespace chancery::server {

// Whether what the items reach is right afterwards, one config after the other.
std::vector<EffectFinding> checkReached(Unit &unit, const std::vector<core::RequestItem> &items,
    Step step, const ReachedPlaces &reached);
// The same, asked before each of them whether it has become too much; nothing then.
std::optional<std::vector<EffectFinding>> checkReached(Unit &unit,
    const std::vector<core::RequestItem> &items, Step step, const ReachedPlaces &reached,
    const std::function<bool()> &isOver);

} // namespace chancery::server
