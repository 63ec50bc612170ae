// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/schema/equality.h"

#include <unordered_map>
#include <vector>

namespace chancery::core {

// Values of one list by what they are; of equal ones the first that is left is taken first. Each
// step takes the same time, however many are equal.
class EqualValues {
public:
    static constexpr std::size_t none = SIZE_MAX;

    // For no more than so many.
    explicit EqualValues(std::size_t most)
        : m_hashes(most)
    {
    }

    void add(Value value, std::size_t index)
    {
        const auto hash = m_hashes.of(value);
        if (Group *group = find(value, hash))
            group->indexes.push_back(index);
        else
            m_groups.emplace(hash, Group{value, {index}});
    }
    // The index of an equal one, which is gone then.
    std::size_t take(Value value)
    {
        Group *group = find(value, m_hashes.of(value));
        if (!group || group->next == group->indexes.size())
            return none;
        return group->indexes[group->next++];
    }

private:
    struct Group {
        Value value;
        std::vector<std::size_t> indexes;
        std::size_t next = 0;
    };

    Group *find(Value value, std::uint64_t hash)
    {
        const auto [first, last] = m_groups.equal_range(hash);
        for (auto known = first; known != last; ++known) {
            if (sameValue(known->second.value, value))
                return &known->second;
        }
        return nullptr;
    }

    ValueHashes m_hashes;
    std::unordered_multimap<std::uint64_t, Group> m_groups;
};

} // namespace chancery::core
