// SPDX-License-Identifier: Apache-2.0
#include "schemachange.h"

#include "engine/core/rules/strictplaces.h"
#include "engine/core/schema/equality.h"
#include "engine/core/schema/numbers.h"

#include <algorithm>
#include <array>

namespace chancery::core {

namespace {

using Names = std::span<const std::string_view>;
using enum ChangeLevel;

constexpr std::array<std::string_view, 8> texts{"title", "description", "examples", "$comment",
    "deprecated", "readOnly", "writeOnly", "markdownDescription"};
constexpr std::array<std::string_view, 5> least{
    "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"};
constexpr std::array<std::string_view, 6> most{
    "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"};
constexpr std::array<std::string_view, 3> demands{"pattern", "format", "multipleOf"};
constexpr std::array<std::string_view, 2> shelves{"$defs", "definitions"};
constexpr std::array<std::string_view, 2> annotatedDemands{"x-invariants", "x-patterns"};
constexpr std::array<std::string_view, 4> inner{
    "additionalProperties", "items", "additionalItems", "propertyNames"};

bool isIn(std::string_view name, Names names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool has(Value list, Value wanted)
{
    for (const auto &item : list) {
        if (sameValue(item.value(), wanted))
            return true;
    }
    return false;
}

// Whether everything in the one is in the other.
bool isWithin(Value small, Value large)
{
    for (const auto &item : small) {
        if (!has(large, item.value()))
            return false;
    }
    return true;
}

bool isTypeAllowed(std::string_view type, Value allowed)
{
    const auto fits = [&](Value name) {
        return name.text() == type || (type == "integer" && name.text() == "number");
    };
    if (allowed.isString())
        return fits(allowed);
    for (const auto &item : allowed) {
        if (fits(item.value()))
            return true;
    }
    return false;
}

// Minor when the types that were allowed still are.
ChangeLevel compareTypes(Value before, Value after)
{
    if (!after)
        return Minor;
    if (!before)
        return Major;
    if (before.isString())
        return isTypeAllowed(before.text(), after) ? Minor : Major;
    for (const auto &item : before) {
        if (!isTypeAllowed(item.value().text(), after))
            return Major;
    }
    return Minor;
}

ChangeLevel compareBounds(Value before, Value after, bool isLeast)
{
    if (!after)
        return Minor;
    if (!before.isNumber() || !after.isNumber())
        return Major;
    const int order = compareNumbers(after.text(), before.text());
    return (isLeast ? order < 0 : order > 0) ? Minor : Major;
}

// One item has to fit where nothing else is said.
ChangeLevel compareLeastContained(Value before, Value after)
{
    const int order = compareNumbers(
        after.isNumber() ? after.text() : "1", before.isNumber() ? before.text() : "1");
    return order < 0 ? Minor : order > 0 ? Major : None;
}

// Only changes that mean nothing to a validation may stand in what is negated or counted.
ChangeLevel onlyTexts(ChangeLevel level)
{
    return level > Patch ? Major : level;
}

bool acceptsAll(Value schema)
{
    return !schema || schema.isTrue() || (schema.isObject() && schema.size() == 0);
}

class Comparison {
public:
    Comparison(Value before, Value after)
        : m_before(before)
        , m_after(after)
    {
    }

    // A schema that holds for a part; an absent one accepts everything.
    ChangeLevel compare(Value before, Value after) const
    {
        const bool wasOpen = !before || before.isTrue();
        const bool isOpen = !after || after.isTrue();
        if (isOpen)
            return wasOpen ? None : Minor;
        if (wasOpen || after.isBool())
            return before && before.isBool() && sameValue(before, after) ? None : Major;
        if (before.isBool())
            return Minor; // from nothing to something
        if (before.isArray() && after.isArray())
            return lists(before, after);
        return before.isObject() && after.isObject() ? objects(before, after) : Major;
    }

private:
    // Both are of one schema each.
    struct Both {
        Value before;
        Value after;
        bool isWatched; // it matters what they have looked at
    };

    ChangeLevel objects(Value before, Value after) const
    {
        const Both both{before, after, m_before.isWatched(before) || m_after.isWatched(after)};
        auto level = None;
        for (const auto &member : before)
            level = std::max(
                level, keyword(member.key(), member.value(), after.find(member.key()), both));
        for (const auto &member : after) {
            if (!before.find(member.key()))
                level = std::max(level, keyword(member.key(), {}, member.value(), both));
        }
        const bool isStrict = m_before.isStrict(before) || m_after.isStrict(after);
        return isStrict ? onlyTexts(level) : level;
    }

    // A schema for each item by its place.
    ChangeLevel lists(Value before, Value after) const
    {
        if (before.size() != after.size())
            return Major;
        auto level = None;
        auto now = after.begin();
        for (const auto &item : before) {
            level = std::max(level, compare(item.value(), now.value()));
            ++now;
        }
        return level;
    }

    ChangeLevel keyword(std::string_view name, Value before, Value after, const Both &schemas) const
    {
        if (before && after && sameValue(before, after))
            return None;
        if (name == "deprecated")
            return after.isTrue() ? Minor : Patch;
        if (isIn(name, annotatedDemands))
            return after ? Major : Minor;
        if (name == "x-retired")
            return isWithin(after, before) ? Patch : Major;
        if (isIn(name, texts) || name.starts_with("x-"))
            return Patch;
        if (name == "type")
            return compareTypes(before, after);
        if (isIn(name, least) || isIn(name, most))
            return compareBounds(before, after, isIn(name, least));
        if (name == "minContains")
            return compareLeastContained(before, after);
        if (isIn(name, demands))
            return after ? Major : Minor;
        if (name == "uniqueItems")
            return after.isTrue() ? Major : Minor;
        if (name == "enum")
            return !after || (before && isWithin(before, after)) ? Minor : Major;
        if (name == "required")
            return isWithin(after, before) ? Minor : Major;
        return applicator(name, before, after, schemas);
    }

    ChangeLevel applicator(
        std::string_view name, Value before, Value after, const Both &schemas) const
    {
        if (isIn(name, shelves))
            return shelf(before, after);
        if (name == "properties" || name == "patternProperties")
            return std::max(removed(before, after, schemas), added(name, before, after, schemas));
        if (isIn(name, inner))
            return schemas.isWatched && !after ? Major : compare(before, after);
        if (name == "allOf" || name == "anyOf" || name == "oneOf" || name == "prefixItems")
            return branches(name, before, after, schemas.isWatched);
        const bool areSchemas = before.isObject() && after.isObject();
        if (areSchemas && (name == "not" || name == "if" || name == "contains"))
            return onlyTexts(objects(before, after));
        if (areSchemas && (name == "then" || name == "else"))
            return objects(before, after);
        // What is not known may mean anything.
        return Major;
    }

    // What stands there holds where it is referred to.
    ChangeLevel shelf(Value before, Value after) const
    {
        auto level = before && after && before.size() == after.size() ? None : Minor;
        for (const auto &member : before) {
            const auto now = after.find(member.key());
            level = std::max(level, now ? compare(member.value(), now) : Minor);
        }
        return level;
    }

    // Keys that had a schema of their own are left to that of all others.
    ChangeLevel removed(Value before, Value after, const Both &schemas) const
    {
        const auto others = schemas.after.find("additionalProperties");
        auto level = None;
        for (const auto &member : before) {
            if (const auto now = after.find(member.key()))
                level = std::max(level, compare(member.value(), now));
            else
                level = std::max({level, Minor, compare(member.value(), others),
                    schemas.isWatched ? Major : Minor});
        }
        return level;
    }

    // A key that nothing was said of is taken for one that nobody uses yet.
    ChangeLevel added(std::string_view name, Value before, Value after, const Both &schemas) const
    {
        const auto others = schemas.before.find("additionalProperties");
        const bool hadPatterns = schemas.before.find("patternProperties").size() > 0;
        auto level = None;
        for (const auto &member : after) {
            if (before.find(member.key()))
                continue;
            level = std::max(level, Minor);
            if (acceptsAll(member.value()))
                continue;
            const bool mayBeMany = hadPatterns || name == "patternProperties";
            if (mayBeMany)
                return Major;
            if (!acceptsAll(others))
                level = std::max(level, compare(others, member.value()));
        }
        return level;
    }

    ChangeLevel branches(std::string_view name, Value before, Value after, bool isWatched) const
    {
        const auto fewer = name == "allOf" && !isWatched ? Minor : Major;
        if (!before || !after || !before.isArray() || !after.isArray())
            return after ? Major : fewer;
        auto level = None;
        auto now = after.begin();
        for (const auto &item : before) {
            if (now == after.end())
                return std::max(level, fewer);
            level = std::max(level, compare(item.value(), now.value()));
            ++now;
        }
        if (after.size() > before.size())
            level = std::max(level, name == "anyOf" ? Minor : Major);
        return name == "oneOf" ? onlyTexts(level) : level;
    }

    StrictPlaces m_before;
    StrictPlaces m_after;
};

} // namespace

ChangeLevel schemaChangeLevel(Value before, Value after)
{
    return Comparison(before, after).compare(before, after);
}

} // namespace chancery::core
