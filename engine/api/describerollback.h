// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describehierarchy.h"
#include "engine/api/describelineage.h"
#include "engine/api/names.h"
#include "engine/core/domain/rollback.h"

// The part of the description that is about rollbacks; included where such values are read or
// written.
namespace chancery::api {

template <>
std::span<const std::pair<core::KeyDifference::Kind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::ChangeFate, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::RollbackOutcome, std::string_view>> wireNames();

template <typename Visitor>
void describe(Visitor &visit, core::DeclarationAt &value)
{
    visit("base", value.base);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::RollbackPart &value)
{
    visit("number", value.number);
    visit("of", value.of);
    visit("first", value.first);
}

template <typename Visitor>
void describe(Visitor &visit, core::DeclarationStep &value)
{
    visit("change", value.change);
    visit("barrier", value.barrier);
    visit("left", value.left);
}

template <typename Visitor>
void describe(Visitor &visit, core::RollbackItem &value)
{
    visit("config", value.config);
    visit("base", value.base);
    visit("target", value.target);
    visit("keys", value.keys);
    visit("declaration", value.declaration);
}

template <typename Visitor>
void describe(Visitor &visit, core::RollbackScope &value)
{
    visit("items", value.items);
    visit("at", value.at);
    visit("namespace", value.nameSpace);
    visit("service", value.service);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewRollback &value)
{
    visit("items", value.items);
    visit("at", value.at);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
    visit("part", value.part);
}

template <typename Visitor>
void describe(Visitor &visit, core::KeyDifference &value)
{
    visit("pointer", value.pointer);
    visit("kind", value.kind);
}

template <typename Visitor>
void describe(Visitor &visit, core::LaterChange &value)
{
    visit("entry", value.entry);
    visit("fate", value.fate);
}

template <typename Visitor>
void describe(Visitor &visit, core::RollbackProblem &value)
{
    visit("path", value.path);
    visit("pointer", value.pointer);
    visit("code", value.code);
    visit("message", value.message);
    visit("line", value.line);
    visit("column", value.column);
}

template <typename Visitor>
void describe(Visitor &visit, core::RollbackStep &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("outcome", value.outcome);
    visit("shared", value.isShared);
    visit("base", value.base);
    visit("baseSemver", value.baseSemver);
    visit("target", value.target);
    visit("targetSemver", value.targetSemver);
    visit("targetQuarantined", value.isTargetQuarantined);
    visit("keys", value.keys);
    visit("hasMoreKeys", value.hasMoreKeys);
    visit("text", value.text);
    visit("schema", value.schema);
    visit("later", value.later);
    visit("hasMoreLater", value.hasMoreLater);
    visit("problems", value.problems);
    visit("displacedDrafts", value.displacedDrafts);
    visit("declaration", value.declaration);
    visit("part", value.part);
}

template <typename Visitor>
void describe(Visitor &visit, core::RollbackPreview &value)
{
    visit("environment", value.environment);
    visit("at", value.at);
    visit("steps", value.steps);
    visit("sameCount", value.sameCount);
    visit("needsApproval", value.needsApproval);
    visit("heldBy", value.heldBy);
    visit("truncated", value.isTruncated);
    visit("notLiveCount", value.notLiveCount);
    visit("otherLayers", value.otherLayers);
    visit("partCount", value.partCount);
}

} // namespace chancery::api
