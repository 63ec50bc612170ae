// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/document/json.h"

namespace chancery::api {

// Turns a described value into JSON text. Members come in the order of the description; absent
// optionals are null.
class JsonWriter {
public:
    template <typename T>
    static std::string write(const T &value)
    {
        JsonWriter writer;
        writer.put(value);
        return std::move(writer.m_out);
    }

    template <typename T>
    void operator()(std::string_view key, const T &member)
    {
        m_out += m_isFirst ? "" : ",";
        m_isFirst = false;
        core::appendJsonString(m_out, key);
        m_out += ':';
        put(member);
    }

private:
    void put(const std::string &text) { core::appendJsonString(m_out, text); }
    void put(const core::Secret &secret) { core::appendJsonString(m_out, secret.reveal()); }
    void put(bool value) { m_out += value ? "true" : "false"; }
    void put(int value) { m_out += std::to_string(value); }
    void put(std::uint64_t value) { m_out += std::to_string(value); }
    void put(core::Instant value) { core::appendJsonString(m_out, core::toRfc3339(value)); }
    template <typename Tag>
    void put(const core::StrongId<Tag> &id)
    {
        core::appendJsonString(m_out, id.text());
    }
    template <typename T>
    void put(const std::optional<T> &value)
    {
        if (value)
            put(*value);
        else
            m_out += "null";
    }
    template <typename T>
    void put(const std::vector<T> &items)
    {
        m_out += '[';
        for (std::size_t i = 0; i < items.size(); ++i) {
            m_out += i > 0 ? "," : "";
            put(items[i]);
        }
        m_out += ']';
    }
    template <typename T>
    void put(const T &value)
    {
        if constexpr (std::is_enum_v<T>) {
            core::appendJsonString(m_out, toWire(value));
        } else {
            m_out += '{';
            m_isFirst = true;
            // A description names members of either constness; the writer only looks.
            describe(*this, const_cast<T &>(value));
            m_isFirst = false;
            m_out += '}';
        }
    }

    std::string m_out;
    bool m_isFirst = true;
};

} // namespace chancery::api
