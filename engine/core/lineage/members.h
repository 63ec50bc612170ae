// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

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
        const Value found = m_other.find(key);
        if (!found)
            return found;
        // On from behind it: what was left out here is met again by find().
        m_next = ++Value::Iterator(&m_other.tree(), found.index() - 1, true);
        return found;
    }
    Value nextItem() { return m_next == m_end ? Value() : take(); }

private:
    Value take()
    {
        const Value value = (*m_next).value();
        ++m_next;
        return value;
    }

    Value m_other;
    Value::Iterator m_next;
    Value::Iterator m_end;
};

inline bool hasMembers(Value value)
{
    return value.size() > 0;
}

} // namespace chancery::core
