// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/layer.h"

namespace chancery::core {

class EffectiveDocument;

// Where a config is read: an environment, and in it more or less exactly. An empty region, group or
// instance takes no part.
struct HierarchyPlace {
    EnvironmentId environment;
    std::string region;
    std::string group;
    std::string instance;

    friend bool operator==(const HierarchyPlace &, const HierarchyPlace &) = default;
};
// "prod, region eu-west", for messages.
std::string toString(const HierarchyPlace &place);

// A config whose text takes part in another's effective document. The config's own text is its
// environment layer and is never declared.
struct ConfigLayer {
    LayerKind kind = LayerKind::Base;
    std::string name; // of the region, group or instance; empty for a base
    ConfigId config;

    friend bool operator==(const ConfigLayer &, const ConfigLayer &) = default;
};

// Whether a layer says anything there.
bool takesPart(const ConfigLayer &layer, const HierarchyPlace &place);

// What a config is made of beside its own text and the defaults above it in the tree, and which
// configs it depends on beside those that it refers to.
struct ConfigLayers {
    ConfigId config;
    std::vector<ConfigLayer> layers; // of one kind and name a later one lies above
    std::vector<ConfigId> dependencies;
    ETag etag;

    friend bool operator==(const ConfigLayers &, const ConfigLayers &) = default;
};

// What a leaf of an effective document is told of.
struct EffectiveValue {
    std::string pointer;
    int layer = 0; // in EffectiveView::layers
    int line = 0; // in the text of that layer
    int column = 0;
    std::optional<std::string> reference; // "/payments/db#/host", through which it came
    // Whether YAML repeats a sensitive value of its layer there, at an anchor or an alias: no
    // schema says so of this place. Absent from servers that do not tell.
    std::optional<bool> isRepeated = {};

    friend bool operator==(const EffectiveValue &, const EffectiveValue &) = default;
};

struct EffectiveReference {
    std::string at; // pointer of the string that held it
    std::string path;
    std::string pointer;

    friend bool operator==(const EffectiveReference &, const EffectiveReference &) = default;
};

// A config's effective document in one place with where all of it comes from.
struct EffectiveView {
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    std::string region;
    std::string group;
    std::string instance;
    ContentId content;
    std::string text; // JSON
    std::vector<LayerOrigin> layers; // the lowest first, those of referred configs behind its own
    int chain = 0; // how many of them are its own and its parents'
    std::vector<EffectiveValue> values; // of every leaf, in the order of the text
    std::vector<EffectiveReference> references;

    friend bool operator==(const EffectiveView &, const EffectiveView &) = default;
};

// How a config hangs on another.
enum class DependentKind : std::uint8_t { Refers, Layer, Inherits, Declares, Unknown };

// A config that would feel a change of another one.
struct Dependent {
    DependentKind kind = DependentKind::Refers;
    ConfigId config;
    std::string path;
    std::string at; // of a reference: pointer of the string that holds it, in the config's own text
    std::string pointer; // of a reference: where it leads to

    friend bool operator==(const Dependent &, const Dependent &) = default;
};

// The paths of the configs that a config inherits from, the farthest first: "payments/api/limits"
// from "payments/defaults" and "payments/api/defaults". No path inherits from itself.
std::vector<std::string> defaultsAbove(std::string_view path);

// How those who asked are told; with the nodes that repeat what is sensitive (repeatedNodes).
EffectiveView viewOf(const EffectiveDocument &document, ConfigId config, std::string path,
    const HierarchyPlace &place, const std::vector<bool> &repeated = {});

} // namespace chancery::core
