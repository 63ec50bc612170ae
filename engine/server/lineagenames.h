// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/lineage.h"
#include "engine/core/lineage/blame.h"
#include "engine/server/view.h"

namespace chancery::server {

class Validator;

// One side of a change: its document, and the schemas by any of which a value may be sensitive.
struct NamedText {
    const core::Tree *tree = nullptr; // null: there is none, or it cannot be read
    std::vector<std::optional<core::SchemaId>> schemas;
};

// What the keys that a change touched are called, one for one, with items of lists by what names
// them; a name that is sensitive, or may be, is not told. Nothing where that cannot be known: a
// schema that does not compile any more, a text beyond the bounds. Uses the validator, which is of
// the thread that asks.
std::optional<std::vector<std::string>> namesOf(const View &view, Validator &validator,
    const std::vector<core::ChangedKey> &keys, const NamedText &before, const NamedText &after);

// Of either text.
inline constexpr std::size_t mostNamedBytes = std::size_t(16) << 20;
// Of a text of YAML that repeats values: there every value has to be looked at.
inline constexpr std::size_t mostScannedBytes = std::size_t(1) << 20;

} // namespace chancery::server
