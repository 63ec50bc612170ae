// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <string_view>
#include <unordered_map>

namespace chancery::core {

// Finds the members of one object in the order of another, or the items of one array beside those
// of another: looks first where the next one should be, so that documents that are alike are walked
// in linear time. Neither may change meanwhile.
class Alongside {
public:
    explicit Alongside(Value other)
        : m_other(other)
        , m_next(other.begin())
        , m_end(other.end())
    {
    }

    Value find(std::string_view key)
    {
        if (m_next != m_end && (*m_next).key() == key)
            return take();
        const Value found = elsewhere(key);
        if (!found)
            return found;
        // On from behind it: what was left out here is met again by find().
        m_next = ++Value::Iterator(&m_other.tree(), found.index() - 1, true);
        return found;
    }
    Value nextItem() { return m_next == m_end ? Value() : take(); }

private:
    // A search from the beginning is fine a few times; for documents in another order all members
    // are gathered once.
    Value elsewhere(std::string_view key)
    {
        constexpr int fewTimes = 16;
        if (m_searches < fewTimes) {
            ++m_searches;
            return m_other.find(key);
        }
        if (m_members.empty()) {
            for (const auto &member : m_other)
                m_members.emplace(member.key(), member.value());
        }
        const auto found = m_members.find(key);
        return found == m_members.end() ? Value() : found->second;
    }

    Value take()
    {
        const Value value = (*m_next).value();
        ++m_next;
        return value;
    }

    Value m_other;
    Value::Iterator m_next;
    Value::Iterator m_end;
    int m_searches = 0;
    std::unordered_map<std::string_view, Value> m_members;
};

inline bool hasMembers(Value value)
{
    return value.size() > 0;
}

} // namespace chancery::core
