// SPDX-License-Identifier: Apache-2.0
#include "view.h"

#include "engine/core/digest.h"

namespace chancery::server {

Bytes View::needBytes(std::string_view key, std::string_view what) const
{
    auto bytes = get(key);
    if (!bytes)
        refuse("not-found", "There is no " + std::string(what));
    return bytes;
}

std::string View::text(std::string_view key) const
{
    const auto bytes = get(key);
    return bytes ? *bytes : std::string();
}

core::Reading View::reading(const Bytes &bytes)
{
    // What is stored was checked on its way in, and a request may carry many documents.
    auto reading = core::readJson(bytes, core::Limits::wide());
    if (!reading)
        refuse(core::Error{core::ErrorKind::Storage, "stored-value-unreadable",
            reading.problem().message, {}, {}, {}});
    return reading;
}

std::string storedETag(std::string_view json)
{
    static constexpr std::string_view member = "\"etag\":\"";
    const auto at = json.rfind(member);
    if (at == std::string_view::npos)
        return {};
    const auto rest = json.substr(at + member.size());
    return std::string(rest.substr(0, rest.find('"')));
}

std::string storedMember(std::string_view json, std::string_view name)
{
    const auto member = '"' + std::string(name) + "\":\"";
    const auto at = json.find(member);
    if (at == std::string_view::npos)
        return {};
    const auto rest = json.substr(at + member.size());
    return std::string(rest.substr(0, rest.find('"')));
}

core::ETag makeETag(std::uint64_t revision, std::string_view state)
{
    const auto hash = core::sha256(state);
    return core::ETag(
        std::to_string(revision) + '-' + core::toHex(core::bytesOf(hash).substr(0, 4)));
}

bool allowsMatch(std::string_view header, std::string_view etag)
{
    while (!header.empty()) {
        const auto part = header.substr(0, header.find(','));
        header.remove_prefix(std::min(part.size() + 1, header.size()));
        auto tag = part;
        while (!tag.empty() && (tag.front() == ' ' || tag.front() == '\t'))
            tag.remove_prefix(1);
        while (!tag.empty() && (tag.back() == ' ' || tag.back() == '\t'))
            tag.remove_suffix(1);
        if (tag == "*")
            return true;
        // Weak tags never match where a change depends on it.
        if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"'
            && tag.substr(1, tag.size() - 2) == etag)
            return true;
    }
    return false;
}

} // namespace chancery::server
