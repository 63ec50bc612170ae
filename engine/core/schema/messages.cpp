// SPDX-License-Identifier: Apache-2.0
#include "messages.h"

#include "engine/core/document/canonical.h"
#include "engine/core/schema/formats.h"

namespace chancery::core {

namespace {

constexpr std::size_t mostListed = 12;
constexpr std::size_t longestValue = 120;

std::string_view withArticle(NodeType type)
{
    switch (type) {
    case NodeType::Null:
        return "null";
    case NodeType::False:
    case NodeType::True:
        return "a boolean";
    case NodeType::Number:
        return "a number";
    case NodeType::String:
    case NodeType::Key:
        return "a string";
    case NodeType::Array:
        return "an array";
    case NodeType::Object:
        return "an object";
    }
    return "a value";
}

std::string typeWithArticle(std::string_view name)
{
    if (name == "null")
        return "null";
    const bool isVowel = name == "integer" || name == "object" || name == "array";
    return (isVowel ? "an " : "a ") + std::string(name);
}

std::string expectedTypes(Value type)
{
    if (type.isString())
        return typeWithArticle(type.text());
    std::string list;
    std::size_t position = 0;
    for (const auto &name : type) {
        if (position > 0)
            list += position + 1 == type.size() ? " or " : ", ";
        list += typeWithArticle(name.value().text());
        ++position;
    }
    return list;
}

std::string shown(Value value)
{
    auto text = canonicalJson(value);
    if (text.size() > longestValue) {
        text.resize(text.find_last_not_of("\x80\xBF", longestValue));
        text += "…";
    }
    return text;
}

std::string listed(Value list)
{
    std::string text;
    std::size_t position = 0;
    for (const auto &item : list) {
        if (position == mostListed)
            return text + " and " + std::to_string(list.size() - mostListed) + " more";
        text += (position++ > 0 ? ", " : "") + shown(item.value());
    }
    return text;
}

std::string counted(std::uint32_t count, std::string_view unit)
{
    if (count == 1 && unit == "properties")
        return "1 property";
    auto text = std::to_string(count) + ' ' + std::string(unit);
    if (count == 1)
        text.pop_back();
    return text;
}

std::string boundMessage(const Instruction &instruction, const Bound &bound)
{
    switch (instruction.keyword) {
    case Keyword::Minimum:
    case Keyword::ExclusiveMinimum:
        return (instruction.detail ? "The number must be above " : "The number must be at least ")
            + bound.text;
    default:
        return (instruction.detail ? "The number must be below " : "The number must be at most ")
            + bound.text;
    }
}

std::string limitMessage(const Instruction &instruction, NodeType found)
{
    const auto *const amount = instruction.detail == 0 ? "at least " : "at most ";
    if (instruction.operation == Operation::Length)
        return "The text must have " + std::string(amount)
            + counted(instruction.first, "characters");
    const auto *const unit = found == NodeType::Array ? "items" : "properties";
    return std::string(found == NodeType::Array ? "The array" : "The object") + " must have "
        + amount + counted(instruction.first, unit);
}

} // namespace

std::string quoted(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

std::string messageForFalse(Keyword via, std::string_view member)
{
    switch (via) {
    case Keyword::AdditionalProperties:
    case Keyword::UnevaluatedProperties:
    case Keyword::Properties:
    case Keyword::PatternProperties:
    case Keyword::PropertyNames:
        return "The property " + quoted(member) + " is not allowed here";
    case Keyword::AdditionalItems:
    case Keyword::UnevaluatedItems:
    case Keyword::Items:
    case Keyword::PrefixItems:
        return "An item is not allowed at this place";
    default:
        return "No value is allowed here";
    }
}

std::string messageFor(const Plan &plan, const Subschema &subschema, const Instruction &instruction,
    NodeType found, bool isSensitive)
{
    switch (instruction.operation) {
    case Operation::WrongType:
    case Operation::Integer:
        return "Expected " + expectedTypes(plan.source(subschema).find("type")) + ", found "
            + std::string(withArticle(found));
    case Operation::Const:
        return isSensitive ? "The value is not the allowed one"
                           : "The value must be " + shown(plan.constants[instruction.first]);
    case Operation::Enum:
        return isSensitive
            ? "The value is none of the allowed ones"
            : "The value must be one of " + listed(plan.enums[instruction.first].list);
    case Operation::Bound:
        return isSensitive ? "The number is out of its range"
                           : boundMessage(instruction, plan.bounds[instruction.first]);
    case Operation::MultipleOf:
        return "The number must be a multiple of " + plan.bounds[instruction.first].text;
    case Operation::Length:
    case Operation::Count:
        return limitMessage(instruction, found);
    case Operation::Format:
        return "The text must be a valid " + std::string(formatName(instruction.first));
    case Operation::Pattern:
        return isSensitive
            ? "The text does not match its pattern"
            : "The text must match the pattern " + plan.patterns[instruction.first].source();
    case Operation::UniqueItems:
        return "All items of the array must be different";
    case Operation::AnyOf:
        return "The value fits none of the allowed alternatives";
    case Operation::Not:
        return "The value fits a schema that it must not fit";
    default:
        return "The value is not allowed here";
    }
}

} // namespace chancery::core
