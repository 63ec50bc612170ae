// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/privacy.h"

#include <span>
#include <string_view>

namespace chancery::core {

// Bytes of the salt that stands before a value in its digest.
inline constexpr std::size_t piiSaltLength = 32;

// One personal field of an entry, held against the entry.
struct PersonalField {
    // Absent: nobody gave a value, so it was erased or is kept from the one who asks. Wrong: the
    // value that came is not the one that was logged; it is left empty.
    enum class State { Known, Absent, Wrong };

    std::string name; // "p1"
    std::string member; // "actor.display", "source.ip", "actor.name"; else empty
    State state = State::Absent;
    std::string value;

    friend bool operator==(const PersonalField &, const PersonalField &) = default;
};

// The fields of a leaf, by their names, with the values that are its own among these. Nothing of a
// leaf that cannot be read. Pure; of any thread.
std::vector<PersonalField> personalFieldsOf(
    std::string_view leaf, std::span<const PersonalValue> values);

// How the fields call who acted: the display name, else the account's. Null where neither is there
// at all.
const PersonalField *actorField(const std::vector<PersonalField> &fields);

// How many personal fields of the log this entry says were erased; none of most.
std::uint64_t erasedFieldsToldBy(std::string_view leaf);

} // namespace chancery::core
