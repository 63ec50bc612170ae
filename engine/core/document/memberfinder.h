// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

namespace chancery::core {

// Finds one member of an object after the other. Where they are asked for in nearly the order that
// they stand in, each is found in a step; else as slowly as by Value::find().
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
            const Value found = m_object.find(key);
            if (!found)
                return found;
            m_next = {&m_object.tree(), found.index() - 1, true};
        }
        const Value found = m_next.value();
        ++m_next;
        return found;
    }

private:
    Value m_object;
    Value::Iterator m_next;
};

} // namespace chancery::core
