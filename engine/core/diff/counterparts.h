// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace chancery::core {

// An item of one array and what it is in another; one of the two is absent where it came or went.
struct ItemPair {
    Value left;
    Value right;
};
// Every item of both: those of the left in their order, then what came. Paired as a diff does, or,
// where the key (a pointer into an item) is not empty, by equal values there.
std::vector<ItemPair> itemPairs(Value left, Value right, const std::string &key = {});

// Which value of one document is which of another: members by their names, items as itemPairs()
// has them. Holds numbers alone; the documents may go.
class Counterparts {
public:
    // What names the items of an array, by the node of the left that it is.
    using Keys = std::unordered_map<std::uint32_t, std::string>;

    Counterparts(Value left, Value right, const Keys &keys = {});

    static constexpr std::uint32_t none = UINT32_MAX;
    // The node of the other side, of a Key a Key; none where there is none.
    std::uint32_t rightOf(std::uint32_t left) const { return m_right[left]; }
    std::uint32_t leftOf(std::uint32_t right) const { return m_left[right]; }

private:
    void add(Value left, Value right, const Keys &keys);
    void join(std::uint32_t left, std::uint32_t right);

    std::vector<std::uint32_t> m_right; // by node of the left
    std::vector<std::uint32_t> m_left; // by node of the right
};

} // namespace chancery::core
