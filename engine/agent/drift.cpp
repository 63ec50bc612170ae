// SPDX-License-Identifier: Apache-2.0
#include "drift.h"

#include "engine/core/document/value.h"

namespace chancery::agent {

namespace {

constexpr std::size_t most = 1000;

void compare(core::Value there, core::Value governed, const std::string &place,
    std::vector<std::string> &found)
{
    if (!there.isObject() || !governed.isObject())
        return;
    for (const auto &member : there) {
        if (found.size() == most)
            return;
        const auto key = place + '/' + core::escapePointerToken(member.key());
        if (const auto known = governed.find(member.key()))
            compare(member.value(), known, key, found);
        else
            found.push_back(key);
    }
}

} // namespace

core::Result<std::vector<std::string>> liveOnlyKeys(
    std::string file, core::Format format, const core::Tree &document)
{
    const auto reading = core::read(std::move(file), format);
    if (!reading.ok())
        return core::toError(reading.problem());
    std::vector<std::string> found;
    if (reading.tree().nodeCount() > 0 && document.nodeCount() > 0)
        compare(reading.tree().root(), document.root(), {}, found);
    return found;
}

} // namespace chancery::agent
