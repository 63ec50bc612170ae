// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"
#include "engine/core/matrix/matrix.h"

#include <map>
#include <optional>

namespace chancery::cli {

struct Place {
    core::Environment environment;
    std::optional<core::Head> head;
    std::optional<core::Draft> draft; // that the column shows
};

// A config in all environments as the server has it.
struct Environments {
    core::Config config;
    std::vector<Place> places;
    core::Matrix matrix;
    // Nothing for one that cannot be read by itself.
    std::map<core::SchemaId, std::optional<core::CompiledSchema>> schemas;
};

core::Result<Environments> readMatrix(Online &online, const std::string &path, bool isLive);
// One more column: what a place shows, or would show.
core::Result<core::MatrixColumn> columnOf(Online &online, const Environments &all,
    const Place &place, const core::SecretScanner &scanner);
// That what the place shows is held against: of a draft the one that was chosen for it.
std::optional<core::SchemaId> schemaOf(const Environments &all, const Place &place);
// Null: there is none, or it cannot be read.
const core::CompiledSchema *compiledFor(const Environments &all, const Place &place);
// By the schema of the first environment that knows one: an owner is of the key, not of the place.
std::string ownerIn(const Environments &all, const std::string &pointer);

} // namespace chancery::cli
