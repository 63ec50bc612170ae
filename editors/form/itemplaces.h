// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::editors {

// Where the items of a list are in the next reading of the text: those that are the same in front
// and at the end are known again, a single one between them was changed where it is, and one that
// is there once before and once after has moved. Nothing for one of which nobody can say it. Pure.
std::vector<std::optional<std::size_t>> placesOfItems(core::Value before, core::Value after);

// The same for rows that stand for items: where nobody can say it, the item in the same place of a
// list of the same length, if it is no other row's.
std::vector<std::optional<std::size_t>> rowPlaces(core::Value before, core::Value after);

// The same for a pointer: its items are followed, its keys keep their names. Nothing where the
// value is gone, or where nobody can say which item it was in. A key that was not there before need
// not be there after.
std::optional<std::string> placeIn(
    const std::string &pointer, const core::Tree &before, const core::Tree &after);

} // namespace chancery::editors
