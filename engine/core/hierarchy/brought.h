// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"

#include <set>

namespace chancery::core {

// Where values of a merged document stand of which nobody knows what their own schema says: those
// that came through references, those of versions that one may not look at, and those that repeat
// what is sensitive elsewhere. Pointers; what is below them is meant too.
std::vector<std::string> pointersBrought(
    const EffectiveView &view, const std::set<VersionId> &closed = {});

// By whose schemas a merged document is covered: the versions that it is made of, and the configs
// that they belong to with the one that it is asked of, whose present schemas count too, for a
// version may be older than the schema that calls its values sensitive, and what is only tried has
// none yet. Without what came through references, which is covered whatever its schema says. Each
// once, in the order of their coming.
struct TakingPart {
    std::vector<VersionId> versions;
    std::vector<ConfigId> configs;

    void add(const ConfigId &config);
    void add(const EffectiveView &view);
};

} // namespace chancery::core
