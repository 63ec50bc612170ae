// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

namespace chancery::core {

// Equality of JSON Schema's data model: numbers by exact value, objects without order.
bool sameValue(Value a, Value b);
// Equal values have equal hashes, whatever they are written in.
std::uint64_t valueHash(Value value);
// Whether two items of the array are equal; linear but for collisions of hashes. Their places are
// given back, counted from zero.
std::optional<std::pair<std::size_t, std::size_t>> equalItems(Value array);

} // namespace chancery::core
