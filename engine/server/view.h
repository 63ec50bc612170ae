// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/json.h"
#include "engine/server/exchange.h"
#include "engine/server/keys.h"

namespace chancery::server {

// A reader in the words of handlers: values instead of bytes, and a Refusal where the store fails.
class View {
public:
    explicit View(Reader &reader)
        : m_reader(reader)
    {
    }

    Bytes get(std::string_view key) const { return orRefuse(m_reader.get(key)); }
    std::vector<Entry> scan(const KeyRange &range) const { return orRefuse(m_reader.scan(range)); }

    template <typename T>
    static T parse(const Bytes &bytes)
    {
        return orRefuse(api::JsonReader::read<T>(reading(bytes).tree().root()));
    }
    template <typename T>
    std::optional<T> find(std::string_view key) const
    {
        const auto bytes = get(key);
        if (!bytes)
            return std::nullopt;
        return parse<T>(bytes);
    }
    // The thing, or 404 in its words: "config cfg_1".
    template <typename T>
    T need(std::string_view key, std::string_view what) const
    {
        return parse<T>(needBytes(key, what));
    }
    Bytes needBytes(std::string_view key, std::string_view what) const;
    std::string text(std::string_view key) const;

private:
    static core::Reading reading(const Bytes &bytes);

    Reader &m_reader;
};

// The ETag member at the end of a stored value, without reading all of it.
std::string storedETag(std::string_view json);
// The first member of that name, which must be a plain text such as a digest.
std::string storedMember(std::string_view json, std::string_view name);
// "<revision>-<8 hex of the state>" (API-4).
core::ETag makeETag(std::uint64_t revision, std::string_view state);
// Whether an If-Match header allows a thing of that tag; lists and "*" included.
bool allowsMatch(std::string_view header, std::string_view etag);

} // namespace chancery::server
