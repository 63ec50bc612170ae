// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/hierarchystore.h"
#include "models/valueline.h"

namespace chancery::models {

// What one layer has to do with a key.
enum class LayerPart {
    Wins, // its value holds
    Merged, // an object that shows through the one above
    Hidden, // something above stands in its place
    Removes, // it takes the key away, or hides it, and nothing above brings it back
    Silent
};

struct ProvenanceStep {
    core::LayerOrigin layer;
    LayerPart part = LayerPart::Silent;
    QString value; // on one line, masked where it is sensitive
    core::Position position; // in the layer's text
    std::optional<core::Instant> since; // when its version was made
};

// The layers of the chain with what each says of the key, the highest first. Pure.
std::vector<ProvenanceStep> provenanceOf(
    const Hierarchy &hierarchy, const std::string &pointer, const SensitiveTest &isSensitive);

} // namespace chancery::models
