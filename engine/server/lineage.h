// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/lineage.h"
#include "engine/server/unit.h"

namespace chancery::server {

// What the graph of versions knows of each is written down when the version is made, because later
// it cannot be known: what was live elsewhere, and that a text was promoted or rebased. Of versions
// that were made before there was such a record it is found in what they themselves and their
// requests say: a rollback and a migration are known as such, anything else is an edit.

// Before the head moves.
void keepLineage(Unit &unit, const core::ChangeRequest &request, const core::RequestItem &item,
    const core::Version &version);

// Gives versions that were made before there was one their place in the order of their environment.
void orderOldVersions(Unit &unit);

// Refused with "not-found" where there is none.
core::Version versionAt(const View &view, const core::VersionId &id);

// As it is now. Of a version without a record the texts are compared, as long as what they have in
// all stays within the budget, which is lessened by it; beyond that its keys are not known.
core::LineageEntry lineageOf(
    const View &view, const std::string &version, std::string_view path, std::size_t &budget);
constexpr std::size_t lineageBudget = std::size_t(16) << 20; // bytes, of one answer

} // namespace chancery::server
