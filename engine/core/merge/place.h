// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <array>
#include <span>

namespace chancery::core {

// One step from a container to what it holds: a member by its name, an item of a list by the value
// of the key that tells its items apart, or where none does by its place.
struct MergeStep {
    std::string name; // of the member, or of the key that tells items apart
    std::string id; // canonical JSON of that key's value; empty for a member
    // By its place: counted from zero, in a list of that many items and in no other; of none else.
    std::size_t position = 0;
    std::size_t count = 0;

    bool isByPlace() const { return count > 0; }
    bool isMember() const { return id.empty() && !isByPlace(); }

    friend bool operator==(const MergeStep &, const MergeStep &) = default;
};

// Where something stands, whatever its index is in one of several documents.
using MergePlace = std::vector<MergeStep>;

// What tells the items of a list apart in the documents of the trade, the strongest word first.
inline constexpr std::array<std::string_view, 5> namingKeys{"id", "uid", "name", "key", "path"};

// "/routes[name=checkout]/ports/0", for people.
std::string toString(const MergePlace &place);
// The value as readable JSON, without a line end behind it.
std::string jsonText(Value value);
// What stands there; absent when nothing does.
Value valueAt(Value root, std::span<const MergeStep> place);

// How the items of some lists are told apart, the same for all of them: by a key that each item has
// ("id", "name" …), or by their values when no two are equal. Absent values are empty lists.
class ItemNames {
public:
    // Nothing when neither does.
    static std::optional<ItemNames> of(std::span<const Value> lists);

    bool areByKey() const { return !m_key.empty(); }
    const std::string &key() const { return m_key; }
    // Of each item, in order.
    std::vector<std::string> of(Value list) const;

private:
    explicit ItemNames(std::string_view key)
        : m_key(key)
    {
    }
    std::string m_key;
};

} // namespace chancery::core
