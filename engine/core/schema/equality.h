// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/keyedhash.h"

namespace chancery::core {

// Equality of JSON Schema's data model: numbers by exact value, objects without order.
bool sameValue(Value a, Value b);
// Equal values have equal hashes, whatever they are written in, and who writes the values cannot
// know which others have the same. Another hash for each key.
std::uint64_t valueHash(Value value, const KeyedHash &hash);

// The hashes of values that are sought among each other. The key is made when it is first wanted;
// few values are as quickly compared one by one, and all have the same hash then. A value, of one
// thread.
class ValueHashes {
public:
    // How many values there are at most.
    explicit ValueHashes(std::size_t most)
        : m_isWanted(most > few)
    {
    }

    std::uint64_t of(Value value) { return m_isWanted ? valueHash(value, key()) : 0; }
    std::uint64_t of(std::string_view text) { return m_isWanted ? key()(text) : 0; }

private:
    static constexpr std::size_t few = 8;

    const KeyedHash &key() { return m_key ? *m_key : m_key.emplace(); }

    std::optional<KeyedHash> m_key;
    bool m_isWanted;
};
// Whether two items of the array are equal; linear but for collisions of hashes. Their places are
// given back, counted from zero.
std::optional<std::pair<std::size_t, std::size_t>> equalItems(Value array);

} // namespace chancery::core
