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

// The order of an environment once more for each namespace, the first step of a path:
// "/environment/namespace/number", and the same value.
inline constexpr std::string_view historyUnder = "history-under";

// Gives versions that were made before there was one their place in the order of their environment,
// and of their namespace in it.
void orderOldVersions(Unit &unit);

// Refused with "not-found" where there is none.
core::Version versionAt(const View &view, const core::VersionId &id);

// What may be read for one answer where records do not tell everything.
struct LineageBudget {
    std::size_t bytes = std::size_t(16) << 20; // of texts; what is read lessens it
    Validator *validator = nullptr; // null: names of items are not looked for
};

// As it is now. Of a version without a record, or whose record has no names of items, the texts are
// compared, as long as the budget has them; beyond that its keys, or their names, are not known.
core::LineageEntry lineageOf(
    const View &view, const std::string &version, std::string_view path, LineageBudget &budget);

} // namespace chancery::server
