// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/names.h"
#include "engine/core/domain/dependencymap.h"

// The part of the description that is about dependencies; included where such values are read or
// written.
namespace chancery::api {

template <>
std::span<const std::pair<core::DependencyKind, std::string_view>> wireNames();

template <typename Visitor>
void describe(Visitor &visit, core::MappedConfig &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("inCircle", value.isInCircle);
}

template <typename Visitor>
void describe(Visitor &visit, core::MappedDependency &value)
{
    visit("from", value.from);
    visit("to", value.to);
    visit("kind", value.kind);
    visit("environment", value.environment);
    visit("holder", value.holder);
}

template <typename Visitor>
void describe(Visitor &visit, core::DependencyMap &value)
{
    visit("environment", value.environment);
    visit("configs", value.configs);
    visit("dependencies", value.dependencies);
    visit("total", value.total);
    visit("truncated", value.isTruncated);
}

template <typename Visitor>
void describe(Visitor &visit, core::ReachCount &value)
{
    visit("direct", value.direct);
    visit("inherited", value.inherited);
}

template <typename Visitor>
void describe(Visitor &visit, core::ReachedConfig &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("hops", value.hops);
    visit("inherited", value.isInherited);
}

template <typename Visitor>
void describe(Visitor &visit, core::PlaceImpact &value)
{
    visit("environment", value.environment);
    visit("configs", value.configs);
    visit("services", value.services);
    visit("agents", value.agents);
    visit("reached", value.reached);
    visit("serviceNames", value.serviceNames);
    visit("truncated", value.isTruncated);
}

template <typename Visitor>
void describe(Visitor &visit, core::ImpactReport &value)
{
    visit("places", value.places);
}

} // namespace chancery::api
