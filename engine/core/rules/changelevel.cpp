// SPDX-License-Identifier: Apache-2.0
#include "engine/core/diff/counterparts.h"
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
        return before.isArray() ? ofArrays(before, after, impact) : levelOf(impact);
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
                level = std::max(level, ofNew(member.value(), impact));
        }
        return level;
    }

    // A key comes with all that is in it.
    ChangeLevel ofNew(Value value, Impact inherited) const
    {
        const auto impact = markOf(m_after, value, inherited);
        auto level = levelOf(impact);
        if (value.isObject() && !isMarkedSealed(value)) {
            for (const auto &member : value)
                level = std::max(level, ofNew(member.value(), impact));
        }
        return level;
    }

    // Items come and go: of those the mark of the whole counts, and what is inside of them does
    // not. One that stays, wherever it stands, is looked into.
    ChangeLevel ofArrays(Value before, Value after, Impact impact) const
    {
        auto level = ChangeLevel::None;
        bool isReordered = false;
        std::uint32_t last = 0;
        for (const auto &[old, now] : itemPairs(before, after)) {
            if (!now)
                level = std::max(level, levelOf(markOf(m_before, old, impact)));
            else if (!old)
                level = std::max(level, levelOf(markOf(m_after, now, impact)));
            else
                level = std::max(level, this->level(old, now, impact));
            if (old && now) {
                isReordered = isReordered || now.index() < last;
                last = now.index();
            }
        }
        return isReordered ? std::max(level, levelOf(impact)) : level;
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
