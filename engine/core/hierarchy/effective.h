// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/hierarchy/layer.h"
#include "engine/core/result.h"

#include <limits>

namespace chancery::core {

inline constexpr std::uint32_t noReference = std::numeric_limits<std::uint32_t>::max();

// Where a value of an effective document was written: a node in the tree of one of its layers.
struct Origin {
    std::uint32_t layer = 0;
    std::uint32_t node = 0;
    std::uint32_t reference = noReference; // the one through which it came here

    friend bool operator==(const Origin &, const Origin &) = default;
};

// "${ref:/payments/db#/host}" as it stood in a layer before it was followed.
struct Reference {
    std::string path; // of the config that it leads to, with the slash in front
    std::string pointer; // into that config's effective document
    std::string at; // pointer of the string that it stands in
    Origin origin; // of that string
    Position position; // of the reference itself, in the source of its layer
    bool isWhole = false; // the string is nothing but the reference
};

// What holds in one place: the layers of a config laid over each other. The document is JSON,
// readable as any tree, and for each of its nodes it is known which layer said so and where. A
// value type, immutable once made, safe to read from any thread.
class EffectiveDocument {
public:
    EffectiveDocument() = default;
    EffectiveDocument(Tree tree, std::vector<Origin> origins, std::vector<Layer> layers,
        std::vector<Reference> references);

    const Tree &tree() const { return m_tree; }
    Value root() const { return m_tree.root(); }
    // Of all nodes; the layers that the values of references come from stand behind its own.
    const std::vector<Layer> &layers() const { return m_layers; }
    const Origin &origin(std::uint32_t node) const { return m_origins[node]; }
    const Layer &layerOf(std::uint32_t node) const { return m_layers[origin(node).layer]; }
    // The line and column in the source of the layer that said it.
    Position position(std::uint32_t node) const;
    const std::vector<Reference> &references() const { return m_references; }

private:
    Tree m_tree;
    std::vector<Origin> m_origins; // parallel to the nodes of the tree
    std::vector<Layer> m_layers;
    std::vector<Reference> m_references;
};

// A byte of the source of one of the layers.
struct LayerOffset {
    std::uint32_t layer = 0;
    std::size_t offset = 0;
};
// The line and column of each, in their order. Every source is read once, however many places are
// asked for and however long its lines are.
std::vector<Position> positionsOf(
    const std::vector<Layer> &layers, const std::vector<LayerOffset> &places);

// Lays the layers over each other, the lowest first. Objects merge member by member; arrays and
// scalars replace what lies below, and null is a value as any other. Two forms change that:
// {"$remove": true} takes the member away that it stands for, and {"$replace": value} puts the
// value in the place of everything below, taken as it is written. Errors name layer, line and
// column.
Result<EffectiveDocument> mergeLayers(
    std::vector<Layer> layers, const HierarchyLimits &limits = {});

enum class LayerAction : std::uint8_t { Silent, Sets, Hides };

// What one layer has to say about one place.
struct LayerSay {
    LayerAction action = LayerAction::Silent; // Hides: removes it, or puts something else above it
    std::uint32_t node = 0; // in the layer's tree: the value, or what hides it
    Position position;

    friend bool operator==(const LayerSay &, const LayerSay &) = default;
};
// One for each layer; the last that is not silent decides. References are not followed.
std::vector<LayerSay> explain(const std::vector<Layer> &layers, std::string_view pointer);

} // namespace chancery::core
