// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/json.h"

#include <string>
#include <string_view>

namespace chancery::core {

// The same JSON with escapes for what would not show, or would turn what is read beside it; such
// characters stand in texts only, and the values stay what they are.
std::string withMarksEscaped(std::string json);

// Writes one JSON object, members in the order in which they come. Empty texts are left out: the
// formats of other tools have no null.
class FeedObject {
public:
    FeedObject &text(std::string_view name, std::string_view value)
    {
        if (!value.empty()) {
            key(name);
            appendJsonString(m_out, value);
        }
        return *this;
    }
    FeedObject &number(std::string_view name, std::int64_t value)
    {
        key(name);
        m_out += std::to_string(value);
        return *this;
    }
    FeedObject &flag(std::string_view name, bool value)
    {
        key(name);
        m_out += value ? "true" : "false";
        return *this;
    }
    // What is JSON already.
    FeedObject &json(std::string_view name, std::string_view value)
    {
        key(name);
        m_out += value;
        return *this;
    }
    bool isEmpty() const { return m_out.size() == 1; }
    std::string take() { return std::move(m_out += '}'); }

private:
    void key(std::string_view name)
    {
        if (!isEmpty())
            m_out += ',';
        appendJsonString(m_out, name);
        m_out += ':';
    }

    std::string m_out = "{";
};

} // namespace chancery::core
