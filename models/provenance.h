// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/hierarchystore.h"
#include "models/valueline.h"

#include <functional>

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

// A key in the text of a config: where a value is said, or where the way to it goes on.
struct Definition {
    std::string path; // of the config, without the slash in front
    std::string pointer;
    std::optional<core::LayerOrigin> layer; // nothing: not known, only where it leads to

    friend bool operator==(const Definition &, const Definition &) = default;
};

// Of the layers of the chain the one that gives a key its value, or takes it away; references are
// not followed. Nothing where none says anything of it. Pure.
std::optional<Definition> definitionOf(const Hierarchy &hierarchy, const std::string &pointer);

// What holds of the config of a path, without the slash, in the same place; null: not known.
using KnownViews = std::function<const core::EffectiveView *(const std::string &path)>;
// The same of a place of the merged document: of what references brought, the text at the end of
// them, as far as the configs on the way are known.
std::optional<Definition> definitionOfEffective(
    const Hierarchy &hierarchy, const std::string &pointer, const KnownViews &known);
// Of what a reference names: the layer of its target that gives the key, where that is known; else
// the text of the target itself.
Definition definitionOfReference(
    const std::string &path, const std::string &pointer, const KnownViews &known);

} // namespace chancery::models
