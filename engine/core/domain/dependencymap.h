// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/graph/edgelists.h"

namespace chancery::core {

// One config of a dependency map. Without an id it is only referred to: what leads to it dangles.
struct MappedConfig {
    ConfigId config;
    std::string path;
    bool isInCircle = false; // needs something that needs it

    friend bool operator==(const MappedConfig &, const MappedConfig &) = default;
};

// What one config needs of another; both are places in DependencyMap::configs.
struct MappedDependency {
    int from = 0;
    int to = 0;
    DependencyKind kind = DependencyKind::Refers;
    std::string environment; // empty: in every one
    std::string holder; // the draft or request that says so; empty: it holds now

    friend bool operator==(const MappedDependency &, const MappedDependency &) = default;
};

// A part of the graph of dependencies, as it is told to those who ask.
struct DependencyMap {
    std::string environment; // empty: of all of them
    std::vector<MappedConfig> configs; // by path
    std::vector<MappedDependency> dependencies;
    int total = 0; // configs that would belong to it
    bool isTruncated = false;

    friend bool operator==(const DependencyMap &, const DependencyMap &) = default;
};

// How many of something a change reaches: by references and declarations alone, and only through
// layers or inherited defaults.
struct ReachCount {
    int direct = 0;
    int inherited = 0;

    int all() const { return direct + inherited; }
    friend bool operator==(const ReachCount &, const ReachCount &) = default;
};

struct ReachedConfig {
    ConfigId config;
    std::string path;
    int hops = 0; // 0: it is changed itself
    bool isInherited = false;

    friend bool operator==(const ReachedConfig &, const ReachedConfig &) = default;
};

// What a draft or request reaches in one environment: its blast radius there.
struct PlaceImpact {
    EnvironmentId environment;
    ReachCount configs; // without those that are changed
    ReachCount services;
    ReachCount agents;
    std::vector<ReachedConfig> reached; // the nearest first, with those that are changed
    std::vector<std::string> serviceNames;
    bool isTruncated = false; // of the two lists; the counts are of all

    friend bool operator==(const PlaceImpact &, const PlaceImpact &) = default;
};

struct ImpactReport {
    std::vector<PlaceImpact> places; // by environment

    friend bool operator==(const ImpactReport &, const ImpactReport &) = default;
};

} // namespace chancery::core
