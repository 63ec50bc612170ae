// SPDX-License-Identifier: Apache-2.0
#include "concern.h"

#include "engine/core/lineage/blame.h"
#include "engine/core/policy/policy.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr std::size_t mostKeys = 1000; // that are looked at
constexpr std::size_t mostMatches = 1'000'000; // of patterns with paths

// What a pointer leads to in the first two steps: a list or a setting, or one of a list.
std::string_view beginningOf(std::string_view pointer)
{
    auto end = std::min(pointer.find('/', 1), pointer.size());
    if (end < pointer.size())
        end = std::min(pointer.find('/', end + 1), pointer.size());
    return pointer.substr(0, end);
}

class Concern {
public:
    Concern(governing::Kind kind, std::span<const std::string> paths)
        : m_isOwnership(kind == governing::Kind::Ownership)
        , m_paths(paths)
    {
    }

    // By what is another thing in the second document than in the first.
    bool isIn(Value before, Value after)
    {
        if (!after)
            return false;
        const auto keys = changedKeys(before, after, mostKeys + 1);
        return keys.size() > mostKeys || std::ranges::any_of(keys, [&](const ChangedKey &key) {
            return key.kind != ChangedKey::Kind::Gone
                && isAbout(after.resolve(beginningOf(key.pointer)));
        });
    }

private:
    // A document, a list of it, or one of a list.
    bool isAbout(Value value)
    {
        if (const auto patterns = patternsOf(value))
            return matchesAny(patterns);
        const bool isList = value.isArray() || (value.isObject() && value.index() == 0);
        if (!isList)
            return true;
        for (const auto &member : value) {
            if (isAbout(member.value()))
                return true;
        }
        return false;
    }

    static Value patternsOf(Value item)
    {
        if (!item.isObject() || item.index() == 0)
            return {};
        for (const auto &patterns : {item["paths"], item["match"]["paths"], item["pattern"]}) {
            if (patterns)
                return patterns;
        }
        return {};
    }

    bool matchesAny(Value patterns)
    {
        if (patterns.isString())
            return matches(patterns.text());
        for (const auto &each : patterns) {
            if (matches(each.value().text()))
                return true;
        }
        return false;
    }

    bool matches(std::string_view pattern)
    {
        m_matches += m_paths.size();
        return m_matches > mostMatches || std::ranges::any_of(m_paths, [&](const auto &path) {
            return m_isOwnership ? policy::matchesOwnership(pattern, path)
                                 : policy::matchesPath(pattern, path);
        });
    }

    bool m_isOwnership;
    std::span<const std::string> m_paths;
    std::size_t m_matches = 0;
};

} // namespace

bool isAbout(governing::Kind kind, Value before, Value after, std::span<const std::string> paths)
{
    if (kind == governing::Kind::Notifications || kind == governing::Kind::Emergency)
        return false;
    Concern concern(kind, paths);
    return concern.isIn(before, after) || concern.isIn(after, before);
}

} // namespace chancery::core
