// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/freezestate.h"
#include "models/placesstore.h"

namespace chancery::views {

// "Production is frozen by “Year end” (hard) until 4 Jan 2027 08:00:00 CET." and the slot after it;
// empty where nothing is closed.
QString freezeText(const models::FreezeState &state, const std::optional<core::Instant> &slot,
    const models::PlacesStore &places);

} // namespace chancery::views
