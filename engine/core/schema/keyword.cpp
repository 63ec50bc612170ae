// SPDX-License-Identifier: Apache-2.0
#include "keyword.h"

#include "engine/core/document/tree.h"

#include <array>

namespace chancery::core {

namespace {

constexpr std::array<std::string_view, keywordCount> names = {
    "",
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "additionalItems",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
    "x-sensitive",
    "definitions",
    "$defs",
    "contentSchema",
    "$id",
    "id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
};

constexpr std::size_t slotCount = 256;

// Open addressing over the same hash that every Key node carries.
std::array<std::uint8_t, slotCount> slots()
{
    std::array<std::uint8_t, slotCount> table{};
    for (std::size_t keyword = 1; keyword < keywordCount; ++keyword) {
        std::size_t slot = Tree::keyHash(names[keyword]) % slotCount;
        while (table[slot] != 0)
            slot = (slot + 1) % slotCount;
        table[slot] = std::uint8_t(keyword);
    }
    return table;
}

} // namespace

std::string_view name(Keyword keyword)
{
    return names[std::size_t(keyword)];
}

Keyword keywordFromName(std::string_view name, std::uint16_t hash)
{
    static const auto table = slots();
    for (std::size_t slot = hash % slotCount; table[slot] != 0; slot = (slot + 1) % slotCount) {
        if (names[table[slot]] == name)
            return Keyword(table[slot]);
    }
    return Keyword::None;
}

} // namespace chancery::core
