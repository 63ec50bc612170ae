// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/lineage.h"

#include <algorithm>

namespace chancery::core {

// Whether the text of that version, or a part of it, came from the environment.
inline bool isPromotedFrom(const LineageEntry &entry, const EnvironmentId &environment)
{
    return std::ranges::any_of(entry.parents, [&environment](const LineageParent &parent) {
        return parent.kind == EdgeKind::Promotion && parent.environment == environment;
    });
}

} // namespace chancery::core
