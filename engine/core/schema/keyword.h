// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chancery::core {

// Every keyword that the compiler looks at, of any draft.
enum class Keyword : std::uint8_t {
    None,
    Ref,
    DynamicRef,
    RecursiveRef,
    Type,
    Enum,
    Const,
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    Format,
    MinItems,
    MaxItems,
    UniqueItems,
    Items,
    AdditionalItems,
    PrefixItems,
    Contains,
    MinContains,
    MaxContains,
    MinProperties,
    MaxProperties,
    Required,
    Properties,
    PatternProperties,
    AdditionalProperties,
    PropertyNames,
    Dependencies,
    DependentRequired,
    DependentSchemas,
    AllOf,
    AnyOf,
    OneOf,
    Not,
    If,
    Then,
    Else,
    UnevaluatedItems,
    UnevaluatedProperties,
    Sensitive,
    Definitions,
    Defs,
    ContentSchema,
    Id,
    OldId,
    Schema,
    Anchor,
    DynamicAnchor,
    RecursiveAnchor
};
inline constexpr std::size_t keywordCount = std::size_t(Keyword::RecursiveAnchor) + 1;

std::string_view name(Keyword keyword);
// None for everything that is not a keyword.
Keyword keywordFromName(std::string_view name, std::uint16_t hash);

} // namespace chancery::core
