// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/keyedhash.h"

#include <optional>
#include <string_view>
#include <unordered_map>

namespace chancery::core {

// Finds one member of an object after the other. Where they are asked for in nearly the order that
// they stand in, each is found in a step; else, in large objects, by an index that is made then.
class MemberFinder {
public:
    explicit MemberFinder(Value object)
        : m_object(object)
        , m_next(object.isObject() ? object.begin() : Value().begin())
    {
    }

    Value find(std::string_view key)
    {
        if (m_next == m_object.end() || m_next.key() != key) {
            const Value found = search(key);
            if (!found)
                return found;
            m_next = {&m_object.tree(), found.index() - 1, true};
        }
        const Value found = m_next.value();
        ++m_next;
        return found;
    }

private:
    Value search(std::string_view key)
    {
        static constexpr std::size_t small = 32;
        if (m_object.size() <= small)
            return m_object.find(key);
        if (!m_index) {
            m_index.emplace(m_object.size());
            for (const auto &member : m_object)
                m_index->emplace(member.key(), member.value());
        }
        const auto found = m_index->find(key);
        return found == m_index->end() ? Value() : found->second;
    }

    Value m_object;
    Value::Iterator m_next;
    // Of a large object that was searched.
    std::optional<std::unordered_map<std::string_view, Value, KeyedHash>> m_index;
};

} // namespace chancery::core
