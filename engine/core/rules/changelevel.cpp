// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rules/change.h"
#include "engine/core/schema/equality.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace chancery::core {

namespace {

using Marks = std::unordered_map<std::uint32_t, Impact>;

Marks marksOf(const CompiledSchema *schema, Value document)
{
    Marks marks;
    if (!schema)
        return marks;
    (void)eachAnnotated(*schema, document, [&](const AppliedSchema &applied) {
        const auto rules = annotationsOf(applied.schema);
        auto impact = rules.impact;
        if (rules.reload == Reload::Restart)
            impact = Impact::Breaking;
        if (!impact)
            return;
        // Of several the gravest.
        const auto known = marks.find(applied.node);
        if (known == marks.end())
            marks.emplace(applied.node, *impact);
        else if (*impact == Impact::Breaking || known->second == Impact::None)
            known->second = *impact;
    });
    return marks;
}

Impact markOf(const Marks &marks, Value value, Impact inherited)
{
    const auto known = marks.find(value.index());
    return known == marks.end() ? inherited : known->second;
}

ChangeLevel levelOf(Impact impact)
{
    switch (impact) {
    case Impact::None:
        return ChangeLevel::Patch;
    case Impact::Ordinary:
        return ChangeLevel::Minor;
    case Impact::Breaking:
        return ChangeLevel::Major;
    }
    return ChangeLevel::Major;
}

bool isSameType(Value a, Value b)
{
    return a.type() == b.type() || (a.isBool() && b.isBool());
}

class Comparison {
public:
    Comparison(const CompiledSchema *schema, Value before, Value after)
        : m_before(marksOf(schema, before))
        , m_after(marksOf(schema, after))
    {
    }

    ChangeLevel level(Value before, Value after, Impact inherited) const
    {
        const auto impact = markOf(m_after, after, markOf(m_before, before, inherited));
        // A sealed value has no type that could be seen, and is never half the same.
        if (isMarkedSealed(before) || isMarkedSealed(after))
            return sameValue(before, after) ? ChangeLevel::None : levelOf(impact);
        if (!isSameType(before, after))
            return ChangeLevel::Major;
        if (before.isObject())
            return ofObjects(before, after, impact);
        if (sameValue(before, after))
            return ChangeLevel::None;
        if (before.isArray() && hasBreakingItem(before, after))
            return ChangeLevel::Major;
        return levelOf(impact);
    }

private:
    ChangeLevel ofObjects(Value before, Value after, Impact impact) const
    {
        auto level = ChangeLevel::None;
        for (const auto &member : before) {
            const auto now = after.find(member.key());
            if (!now)
                return ChangeLevel::Major;
            level = std::max(level, this->level(member.value(), now, impact));
        }
        for (const auto &member : after) {
            if (!before.find(member.key()))
                level = std::max(level, ChangeLevel::Minor);
        }
        return level;
    }

    // Items come and go; only what is marked as breaking in one that stays in its place counts.
    bool hasBreakingItem(Value before, Value after) const
    {
        auto other = after.begin();
        for (const auto &item : before) {
            if (other == after.end())
                return false;
            if (isBreaking(item.value(), other.value()))
                return true;
            ++other;
        }
        return false;
    }

    bool isBreaking(Value before, Value after) const
    {
        if (sameValue(before, after))
            return false;
        if (markOf(m_before, before, Impact::Ordinary) == Impact::Breaking)
            return true;
        if (before.isArray() && after.isArray())
            return hasBreakingItem(before, after);
        if (!before.isObject() || !after.isObject())
            return false;
        for (const auto &member : before) {
            const auto now = after.find(member.key());
            if (now && isBreaking(member.value(), now))
                return true;
        }
        return false;
    }

    Marks m_before;
    Marks m_after;
};

} // namespace

std::string_view name(ChangeLevel level)
{
    static constexpr std::array<std::string_view, 4> names{"none", "patch", "minor", "major"};
    return names[std::size_t(level)];
}

ChangeLevel changeLevel(const CompiledSchema *schema, Value before, Value after)
{
    return Comparison(schema, before, after).level(before, after, Impact::Ordinary);
}

} // namespace chancery::core
