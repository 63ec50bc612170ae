// SPDX-License-Identifier: Apache-2.0
#include "schemachange.h"

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
constexpr std::array<std::string_view, 6> least{
    "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"};
constexpr std::array<std::string_view, 6> most{
    "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"};
constexpr std::array<std::string_view, 4> demands{
    "pattern", "format", "multipleOf", "x-invariants"};
constexpr std::array<std::string_view, 4> tables{
    "properties", "patternProperties", "$defs", "definitions"};
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

ChangeLevel compareSchemas(Value before, Value after);

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

ChangeLevel compareTables(std::string_view name, Value before, Value after, bool isClosed)
{
    auto level = None;
    for (const auto &member : before) {
        const auto now = after.find(member.key());
        const bool isProperty = name == "properties" || name == "patternProperties";
        level = std::max(level,
            now                          ? compareSchemas(member.value(), now)
                : isProperty && isClosed ? Major
                                         : Minor);
    }
    for (const auto &member : after) {
        if (!before.find(member.key()))
            level = std::max(level, Minor);
    }
    return level;
}

// A schema that holds for a part; an absent one accepts everything.
ChangeLevel compareInner(Value before, Value after)
{
    const bool wasOpen = !before || before.isTrue();
    const bool isOpen = !after || after.isTrue();
    if (isOpen)
        return wasOpen ? None : Minor;
    if (wasOpen || after.isBool())
        return Major;
    if (before.isBool())
        return Minor; // from nothing to something
    return compareSchemas(before, after);
}

// Only changes that mean nothing to a validation may stand in what is negated or counted.
ChangeLevel onlyTexts(ChangeLevel level)
{
    return level > Patch ? Major : level;
}

ChangeLevel compareBranches(std::string_view name, Value before, Value after)
{
    if (!before || !after || !before.isArray() || !after.isArray())
        return !after && name == "allOf" ? Minor : Major;
    auto level = None;
    auto now = after.begin();
    for (const auto &item : before) {
        if (now == after.end())
            return name == "allOf" ? std::max(level, Minor) : Major;
        level = std::max(level, compareInner(item.value(), now.value()));
        ++now;
    }
    if (after.size() > before.size())
        level = std::max(level, name == "anyOf" ? Minor : Major);
    return name == "oneOf" ? onlyTexts(level) : level;
}

ChangeLevel compareKeyword(std::string_view name, Value before, Value after, Value schema)
{
    if (before && after && sameValue(before, after))
        return None;
    if (name == "deprecated")
        return after.isTrue() ? Minor : Patch;
    if (name == "x-invariants")
        return after ? Major : Minor;
    if (isIn(name, texts) || name.starts_with("x-"))
        return Patch;
    if (name == "type")
        return compareTypes(before, after);
    if (isIn(name, least) || isIn(name, most))
        return compareBounds(before, after, isIn(name, least));
    if (isIn(name, demands))
        return after ? Major : Minor;
    if (name == "uniqueItems")
        return after.isTrue() ? Major : Minor;
    if (name == "enum")
        return !after || (before && isWithin(before, after)) ? Minor : Major;
    if (name == "required")
        return isWithin(after, before) ? Minor : Major;
    if (isIn(name, tables)) {
        const auto others = schema.find("additionalProperties");
        return compareTables(name, before, after, others.isBool() && !others.isTrue());
    }
    if (isIn(name, inner))
        return compareInner(before, after);
    if (name == "allOf" || name == "anyOf" || name == "oneOf" || name == "prefixItems")
        return compareBranches(name, before, after);
    const bool areSchemas = before.isObject() && after.isObject();
    if (areSchemas && (name == "not" || name == "if" || name == "contains"))
        return onlyTexts(compareSchemas(before, after));
    if (areSchemas && (name == "then" || name == "else"))
        return compareSchemas(before, after);
    // What is not known may mean anything.
    return Major;
}

ChangeLevel compareSchemas(Value before, Value after)
{
    if (!before.isObject() || !after.isObject())
        return sameValue(before, after) ? None : compareInner(before, after);
    auto level = None;
    for (const auto &member : before)
        level = std::max(
            level, compareKeyword(member.key(), member.value(), after.find(member.key()), after));
    for (const auto &member : after) {
        if (!before.find(member.key()))
            level = std::max(level, compareKeyword(member.key(), {}, member.value(), after));
    }
    return level;
}

} // namespace

ChangeLevel schemaChangeLevel(Value before, Value after)
{
    return compareSchemas(before, after);
}

} // namespace chancery::core
