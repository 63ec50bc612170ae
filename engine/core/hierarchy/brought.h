// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"

#include <set>

namespace chancery::core {

// Where values of a merged document stand of which nobody knows what their own schema says: those
// that came through references, and those of versions that one may not look at. Pointers; what is
// below them is meant too.
std::vector<std::string> pointersBrought(
    const EffectiveView &view, const std::set<VersionId> &closed = {});

} // namespace chancery::core
