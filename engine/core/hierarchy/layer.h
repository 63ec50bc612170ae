// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"

namespace chancery::core {

// What a layer is about, from the most general to the most particular: a later kind lies above an
// earlier one.
enum class LayerKind : std::uint8_t { Base, Environment, Region, Group, Instance };
std::string_view name(LayerKind kind);
std::optional<LayerKind> layerKindFromName(std::string_view name);

// Where the values of a layer come from, and who answers for them.
struct LayerOrigin {
    LayerKind kind = LayerKind::Environment;
    std::string name; // of the region, group or instance; empty for the others
    std::string path; // of the config whose text this is
    ConfigId config;
    VersionId version;
    std::string semver;
    std::optional<ChangeRequestId> changeRequest;
    std::string authorName;
    std::vector<Approval> approvals;

    friend bool operator==(const LayerOrigin &, const LayerOrigin &) = default;
};
// "payments/api/eu (region eu-west)", for messages.
std::string toString(const LayerOrigin &origin);

// One text of those that make up an effective document.
struct Layer {
    LayerOrigin origin;
    std::shared_ptr<const Tree> tree;
};

// What one resolution may cost. Crossing a bound is an error with its own code.
struct HierarchyLimits {
    std::size_t layers = 64; // "too-many-layers"
    std::size_t depth = 64; // "too-deep"
    std::size_t nodes = 1'000'000; // "too-many-nodes", references included
    std::size_t bytes = std::size_t(64) << 20; // "document-too-large"
    std::size_t stringBytes = 1 << 20; // "string-too-large", of strings made from references
    std::size_t references = 10'000; // "too-many-references"
};

} // namespace chancery::core
