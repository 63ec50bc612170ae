// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/result.h"

namespace chancery::api {

// Turns strict JSON into a described value. Unknown members are ignored (API-11); a member that is
// missing, or of another type, is an error with its pointer.
class JsonReader {
public:
    template <typename T>
    static core::Result<T> read(core::Value json)
    {
        JsonReader reader;
        T value{};
        reader.get(json, value);
        if (!reader.m_problems.empty())
            return core::Error{core::ErrorKind::Invalid, "unexpected-body",
                "The JSON does not have the expected form", {}, std::move(reader.m_problems), {}};
        return value;
    }

    template <typename T>
    void operator()(std::string_view key, T &member)
    {
        const auto length = m_pointer.size();
        m_pointer += '/' + core::escapePointerToken(key);
        get(m_object.find(key), member);
        m_pointer.resize(length);
    }

private:
    void complain(std::string expected)
    {
        m_problems.push_back({m_pointer, "type", "Expected " + std::move(expected), {}, 0, 0});
    }
    void get(core::Value json, std::string &text)
    {
        if (json.isString())
            text = json.text();
        else
            complain("a string");
    }
    void get(core::Value json, core::Secret &secret)
    {
        if (json.isString())
            secret = core::Secret(std::string(json.text()));
        else
            complain("a string");
    }
    void get(core::Value json, bool &value)
    {
        if (json.isBool())
            value = json.isTrue();
        else
            complain("true or false");
    }
    void get(core::Value json, int &value)
    {
        const auto number = json.isNumber() ? json.integer() : std::nullopt;
        if (number && *number >= INT32_MIN && *number <= INT32_MAX)
            value = int(*number);
        else
            complain("a whole number");
    }
    void get(core::Value json, std::uint64_t &value)
    {
        const auto number = json.isNumber() ? json.integer() : std::nullopt;
        if (number && *number >= 0)
            value = std::uint64_t(*number);
        else
            complain("a whole number of zero or more");
    }
    void get(core::Value json, core::Instant &value)
    {
        auto instant = core::fromRfc3339(json.isString() ? json.text() : "");
        if (instant)
            value = *instant;
        else
            complain("an RFC 3339 date-time");
    }
    template <typename Tag>
    void get(core::Value json, core::StrongId<Tag> &id)
    {
        std::string text;
        get(json, text);
        id = core::StrongId<Tag>(std::move(text));
    }
    template <typename T>
    void get(core::Value json, std::optional<T> &value)
    {
        if (json.isPresent() && !json.isNull())
            get(json, value.emplace());
    }
    template <typename T>
    void get(core::Value json, std::vector<T> &items)
    {
        if (!json.isArray()) {
            complain("an array");
            return;
        }
        const auto length = m_pointer.size();
        for (const auto &item : json) {
            m_pointer += '/' + std::to_string(items.size());
            get(item.value(), items.emplace_back());
            m_pointer.resize(length);
        }
    }
    template <typename T>
    void get(core::Value json, T &value)
    {
        if constexpr (std::is_enum_v<T>) {
            if (!json.isString())
                complain("a string");
            else if constexpr (requires { T::Unknown; })
                value = fromWire<T>(json.text()).value_or(T::Unknown);
            else if (const auto known = fromWire<T>(json.text()))
                value = *known;
            else
                complain("one of the known words");
        } else if (json.isObject()) {
            const auto outer = std::exchange(m_object, json);
            describe(*this, value);
            m_object = outer;
        } else {
            complain("an object");
        }
    }

    core::Value m_object;
    std::string m_pointer;
    std::vector<core::FieldError> m_problems;
};

} // namespace chancery::api
