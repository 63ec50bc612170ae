// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"

#include <span>
#include <string>
#include <vector>

namespace chancery::core {

// A key whose value would be another one, and can be chosen by itself.
struct KeyDifference {
    enum class Kind : std::uint8_t {
        Added, // only the document that is gone to has it
        Removed, // only the present one has it
        Changed
    };

    std::string pointer;
    Kind kind = Kind::Changed;

    friend bool operator==(const KeyDifference &, const KeyDifference &) = default;
};

// What differs between two documents, key by key. Objects are compared member by member; items of
// arrays are told apart by what names them, or by their values and their order (diff/alignment.h),
// so that one can be chosen and the others left. Pointers are into the present document; an item
// that only the other one has is named by its index there behind a plus sign, "/routes/+2", which
// is no index of anything that is present. One key is: a sealed value, an array whose items have
// another order, and what is of different kinds. In the order of the present document, then the
// members that only the other one has; at most so many. "" for documents that have nothing in
// common. Either value may be absent.
std::vector<KeyDifference> keyDifferences(Value present, Value other, std::size_t most);

// The text of the present document in which the chosen keys have the values of the other one, or
// are gone where that has none; all else stays as it is written. What is chosen is a key of
// keyDifferences() or one around it. Error{Invalid}: "no-difference" with the pointer of a
// choice that changes nothing, "cannot-patch" when there is no such text.
Result<std::string> withKeysOf(
    const Tree &present, const Tree &other, std::span<const std::string> keys);

} // namespace chancery::core
