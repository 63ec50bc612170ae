// SPDX-License-Identifier: Apache-2.0
#include "strictplaces.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace chancery::core {

namespace {

using Names = std::span<const std::string_view>;

// What they say of the same value.
constexpr std::array<std::string_view, 4> inPlace{"allOf", "anyOf", "then", "else"};
constexpr std::array<std::string_view, 3> inPlaceStrict{"not", "oneOf", "if"};
constexpr std::array<std::string_view, 2> inPlaceTables{"dependentSchemas", "dependencies"};
// And of what is in it.
constexpr std::array<std::string_view, 7> inner{"additionalProperties", "items", "additionalItems",
    "propertyNames", "prefixItems", "unevaluatedProperties", "unevaluatedItems"};
constexpr std::array<std::string_view, 2> innerTables{"properties", "patternProperties"};
constexpr std::array<std::string_view, 2> shelves{"$defs", "definitions"};

bool isIn(std::string_view name, Names names)
{
    return std::ranges::find(names, name) != names.end();
}

bool isWatching(Value schema)
{
    for (const auto *name : {"unevaluatedProperties", "unevaluatedItems"}) {
        if (const auto rest = schema.find(name); rest && !rest.isTrue())
            return true;
    }
    return false;
}

std::string_view nameKeyOf(Value schema)
{
    const bool isOld = schema.find("$schema").text().find("draft-04") != std::string_view::npos;
    return isOld ? "id" : "$id";
}

bool hasNames(Value value, std::string_view key)
{
    for (const auto &item : value) {
        if (item.value().find(key).isString() || hasNames(item.value(), key))
            return true;
    }
    return false;
}

bool isUriOf(std::string_view uri, std::string_view reference)
{
    return uri == reference || uri.ends_with('/' + std::string(reference));
}

} // namespace

StrictPlaces::StrictPlaces(Value schema)
    : m_root(schema)
    , m_hasOtherNames(hasNames(schema, nameKeyOf(schema)))
    , m_marks(schema.tree().nodeCount())
{
    visit(schema, 0);
    while (!m_referred.empty()) {
        const auto [target, marks] = m_referred.back();
        m_referred.pop_back();
        visit(target, marks);
    }
}

void StrictPlaces::visit(Value schema, Marks marks)
{
    if (schema.isArray()) {
        visitAll(schema, marks);
        return;
    }
    if (!schema.isObject())
        return;
    if (isWatching(schema))
        marks |= watched;
    marks |= seen;
    Marks &known = m_marks[schema.index()];
    if ((known & marks) == marks)
        return;
    known |= marks;
    for (const auto &member : schema)
        visitKeyword(member.key(), member.value(), marks);
}

void StrictPlaces::visitKeyword(std::string_view name, Value value, Marks marks)
{
    const auto below = Marks(marks & strict);
    if (isIn(name, inPlace))
        visit(value, marks);
    else if (isIn(name, inPlaceStrict))
        visit(value, marks | strict);
    else if (isIn(name, inPlaceTables))
        visitAll(value, marks);
    else if (name == "contains")
        visit(value, strict);
    else if (isIn(name, inner))
        visit(value, below);
    else if (isIn(name, innerTables))
        visitAll(value, below);
    else if (isIn(name, shelves))
        visitAll(value, 0);
    else if (name == "$ref" || name == "$dynamicRef" || name == "$recursiveRef")
        follow(name == "$ref" ? value.text() : std::string_view(), marks & (strict | watched));
}

void StrictPlaces::visitAll(Value values, Marks marks)
{
    for (const auto &item : values)
        visit(item.value(), marks);
}

// An empty text for what is only known when a document is there.
void StrictPlaces::follow(std::string_view reference, Marks marks)
{
    if (marks == 0)
        return;
    const auto hash = reference.find('#');
    const auto document = reference.substr(0, hash);
    const bool isOwn = document.empty() || isUriOf(m_root.find(nameKeyOf(m_root)).text(), document);
    if (!isOwn && !m_hasOtherNames)
        return;
    const auto pointer
        = hash == std::string_view::npos ? std::string_view() : reference.substr(hash + 1);
    const bool isPlain = isOwn && !m_hasOtherNames && !reference.empty()
        && pointer.find('%') == std::string_view::npos;
    const auto target = isPlain ? m_root.resolve(pointer) : Value();
    m_referred.emplace_back(target ? target : m_root, marks);
}

} // namespace chancery::core
