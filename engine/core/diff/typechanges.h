// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/treediff.h"

#include <string_view>

namespace chancery::core {

// Where two TOML documents say the same value in JSON's words and another one in TOML's: a date
// that was a string of the same letters, a float that was an integer. Such a change has kind
// Changed, its values are the same, and diffTrees() does not know it. In the order of the left
// document; both trees must be read from TOML and outlive the changes.
std::vector<TreeChange> typeChanges(Value left, Value right, const CancelToken *token = nullptr);

// As the value is written in its source.
std::string_view writtenText(Value value);

// The changes of both kinds, each where it stands in the left document.
std::vector<TreeChange> withTypeChanges(
    std::vector<TreeChange> changes, Value left, Value right, const CancelToken *token = nullptr);

} // namespace chancery::core
