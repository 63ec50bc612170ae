// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/schema/keyword.h"

#include <array>
#include <limits>

namespace chancery::core {

// What one instruction does. The order is the order in which they run: cheap and decisive first.
enum class Operation : std::uint8_t {
    Fail, // a false schema
    WrongType, // the "type" keyword excludes the type of the instance
    Integer,
    Const,
    Enum,
    Bound,
    MultipleOf,
    Length,
    Count,
    Format,
    Members,
    Pattern,
    DependentNames,
    DependentSchema,
    Items,
    AllOf,
    OneRef, // $ref
    DynamicRef,
    If,
    AnyOf,
    OneOf,
    Not,
    Contains,
    UniqueItems,
    Unevaluated
};

inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

struct Instruction {
    Operation operation = Operation::Fail;
    Keyword keyword = Keyword::None;
    std::uint16_t detail = 0; // place in a list, for the keyword's location
    std::uint32_t first = none; // what they point to depends on the operation
    std::uint32_t second = none;
};

struct Range {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
};

// The types an instruction list is made for. A Key node counts as a string.
enum class InstanceType : std::uint8_t { Null, Boolean, Number, String, Array, Object };
inline constexpr std::size_t instanceTypeCount = 6;
inline constexpr std::array<InstanceType, 8> instanceTypeOfNode
    = {InstanceType::Null, InstanceType::Boolean, InstanceType::Boolean, InstanceType::Number,
        InstanceType::String, InstanceType::Array, InstanceType::Object, InstanceType::String};
inline InstanceType instanceType(NodeType type)
{
    return instanceTypeOfNode[std::size_t(type)];
}

// One compiled subschema: for every type of instance the instructions that concern it.
struct Subschema {
    std::array<Range, instanceTypeCount> byType;
    std::uint32_t resource = 0;
    std::uint32_t document = 0;
    std::uint32_t node = 0;
    bool tracksEvaluated = false; // has unevaluatedItems or unevaluatedProperties
    bool isSensitive = false; // x-sensitive
    bool isAnnotated = false; // says something beside what validation reads
};

} // namespace chancery::core
