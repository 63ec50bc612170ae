// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"

namespace chancery::core {

// What a config is declared to be made of and to need, with names for people. A value.
struct Declaration {
    std::vector<ConfigLayer> layers;
    std::vector<ConfigId> dependencies;
    std::vector<std::string> paths; // of the layers, then of the dependencies

    friend bool operator==(const Declaration &, const Declaration &) = default;
};

// Another declaration in the place of the one that somebody has looked at.
struct DeclarationChange {
    ETag base; // of the ConfigLayers that it replaces
    Declaration before;
    Declaration after;

    friend bool operator==(const DeclarationChange &, const DeclarationChange &) = default;
};

// A layer or a dependency that comes or goes; neither: one whose place among the others changes.
struct DeclarationDifference {
    enum class Kind : std::uint8_t { Added, Removed, Moved };
    Kind kind = Kind::Moved;
    std::optional<LayerKind> layer; // absent: a dependency
    std::string name; // of the region, group or instance
    std::string path;

    friend bool operator==(const DeclarationDifference &, const DeclarationDifference &) = default;
};
// Those that go first.
std::vector<DeclarationDifference> differences(const DeclarationChange &change);
// "+ region eu: payments/eu", for a terminal.
std::string toString(const DeclarationDifference &difference);

} // namespace chancery::core
