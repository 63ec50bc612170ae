// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/lineage.h"

// The part of the description that is about the graph of versions; included by describe.h.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::LineageParent &value)
{
    visit("version", value.version);
    visit("environment", value.environment);
    visit("kind", value.kind);
}

template <typename Visitor>
void describe(Visitor &visit, core::LineageEntry &value)
{
    visit("version", value.version);
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("kind", value.kind);
    visit("parents", value.parents);
    visit("semver", value.semver);
    visit("authorName", value.authorName);
    visit("createdAt", value.createdAt);
    visit("message", value.message);
    visit("changeRequest", value.changeRequest);
    visit("approvers", value.approvers);
    visit("keys", value.keys);
    visit("hasMoreKeys", value.hasMoreKeys);
    visit("isLive", value.isLive);
    visit("isQuarantined", value.isQuarantined);
    visit("contributors", value.contributors);
    visit("names", value.names);
}

template <typename Visitor>
void describe(Visitor &visit, core::BlamedKey &value)
{
    visit("pointer", value.pointer);
    visit("entry", value.entry);
}

template <typename Visitor>
void describe(Visitor &visit, core::BlameReport &value)
{
    visit("version", value.version);
    visit("entries", value.entries);
    visit("keys", value.keys);
    visit("isComplete", value.isComplete);
    visit("looked", value.looked);
}

} // namespace chancery::api
