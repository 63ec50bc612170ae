// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/effective.h"

#include <functional>

namespace chancery::core {

// What of one layer's text is sensitive where it stands there, by node of its tree; shorter: none
// behind.
using LayerMarks = std::function<std::vector<bool>(const Layer &layer)>;

// The nodes of a merged document that have no mark of their own and repeat, through YAML's anchors
// and aliases, a value of their layer that is sensitive elsewhere: in the document, by the marks of
// its nodes, or in the layer's own text, where another layer may lie above it. Merging leaves no
// trace of an alias, so that nobody could tell afterwards. Empty for none; layers without aliases
// cost a walk over them.
std::vector<bool> repeatedNodes(const EffectiveDocument &document,
    const std::vector<bool> &sensitive, const LayerMarks &marksOf);

} // namespace chancery::core
