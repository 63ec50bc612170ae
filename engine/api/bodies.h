// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"

#include <string>

// Bodies that are no domain values of their own.
namespace chancery::api {

// Of reject and release.
struct Reason {
    std::string reason;
};

template <typename Visitor>
void describe(Visitor &visit, Reason &value)
{
    visit("reason", value.reason);
}

// Of setConfigSchema.
struct SchemaChoice {
    core::SchemaId schema;
};

template <typename Visitor>
void describe(Visitor &visit, SchemaChoice &value)
{
    visit("schema", value.schema);
}

// Of openVersion.
struct VersionChoice {
    core::VersionId version;
};

template <typename Visitor>
void describe(Visitor &visit, VersionChoice &value)
{
    visit("version", value.version);
}

// Of setConfigLayers.
struct LayersChoice {
    std::vector<core::ConfigLayer> layers;
    std::vector<core::ConfigId> dependencies;
};

template <typename Visitor>
void describe(Visitor &visit, LayersChoice &value)
{
    visit("layers", value.layers);
    visit("dependencies", value.dependencies);
}

// Of previewEffective: a place, and what would be the config's own text there.
struct EffectivePreview {
    core::EnvironmentId environment;
    std::string region;
    std::string group;
    std::string instance;
    std::string text;
};

template <typename Visitor>
void describe(Visitor &visit, EffectivePreview &value)
{
    visit("environment", value.environment);
    visit("region", value.region);
    visit("group", value.group);
    visit("instance", value.instance);
    visit("text", value.text);
}

// Of getPlaceImpact.
struct ConfigChoice {
    std::vector<core::ConfigId> configs;
};

template <typename Visitor>
void describe(Visitor &visit, ConfigChoice &value)
{
    visit("configs", value.configs);
}

} // namespace chancery::api
