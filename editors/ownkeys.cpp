// SPDX-License-Identifier: Apache-2.0
#include "ownkeys.h"

#include "editors/text/sensitive.h"
#include "engine/core/document/json.h"
#include "engine/core/matrix/matrix.h"
#include "engine/core/secrets/covered.h"

namespace chancery::editors {

namespace {

constexpr std::size_t mostKeys = 10'000; // nobody chooses from more
constexpr std::size_t longestPresent = 80;

} // namespace

OwnKeys::OwnKeys(ReferenceSource &others, const core::Tree *tree, const SchemaAdvisor *advisor)
    : m_others(others)
    , m_tree(tree)
    , m_advisor(advisor)
{
}

std::optional<std::vector<ReferenceSource::Key>> OwnKeys::keysOf(const std::string &path)
{
    if (!path.empty())
        return m_others.keysOf(path);
    std::vector<Key> keys;
    std::string pointer;
    if (m_tree && m_tree->nodeCount() > 0)
        collect(m_tree->root(), pointer, keys);
    return keys;
}

void OwnKeys::collect(core::Value value, std::string &pointer, std::vector<Key> &keys) const
{
    std::size_t number = 0;
    for (const auto &item : value) {
        if (keys.size() >= mostKeys)
            return;
        const auto length = pointer.size();
        pointer += '/';
        pointer
            += value.isObject() ? core::escapePointerToken(item.key()) : std::to_string(number++);
        keys.push_back({pointer, presentOf(item.value(), pointer)});
        collect(item.value(), pointer, keys);
        pointer.resize(length);
    }
}

std::string OwnKeys::presentOf(core::Value value, const std::string &pointer) const
{
    if (value.isObject() || value.isArray())
        return {};
    const auto advice = m_advisor ? m_advisor->adviceFor(m_tree, pointer) : std::nullopt;
    return isSensitive(pointer, value, advice ? &*advice : nullptr)
        ? std::string(core::cover)
        : core::lineOf(value, longestPresent);
}

} // namespace chancery::editors
