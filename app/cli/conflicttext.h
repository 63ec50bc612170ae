// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/covers.h"
#include "engine/core/merge/threeway.h"

namespace chancery::cli {

// One conflict of a merge as it may be told: sensitive values are covered.
struct ConflictText {
    std::string place; // empty: lines of a text that has no keys
    std::string base; // what stood there; "nothing" where nothing did
    std::string theirs;
    std::string mine;
    std::string setter; // who made it what is live; empty where that is not known
};

// Where the conflicts are, in their order, for who may not see what is sensitive: such a name of an
// item is covered. Empty for lines.
core::Result<std::vector<std::string>> conflictPlaces(
    Covers &covers, const core::ThreeWayMerge &merge, const Covers::SchemaIds &schemas);
// "v1.2.0", or where a version has no label the beginning of its digest.
std::string versionName(const std::string &semver, const core::VersionId &id);
// Of the config of the item, in its environment; one of the three texts is the live one.
core::Result<std::vector<ConflictText>> conflictTexts(Online &online,
    const core::ThreeWayMerge &merge, const std::string &live, const core::RequestItem &item,
    const Covers::SchemaIds &schemas);

} // namespace chancery::cli
