// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/compiler.h"
#include "engine/core/schema/formats.h"
#include "engine/core/schema/numbers.h"

namespace chancery::core {

namespace {

constexpr TypeSet numbers = setOf(InstanceType::Number);
constexpr TypeSet strings = setOf(InstanceType::String);

// The bit beyond the types: only whole numbers.
constexpr unsigned integerBit = 0x40;

unsigned typesNamed(std::string_view name)
{
    if (name == "null")
        return setOf(InstanceType::Null);
    if (name == "boolean")
        return setOf(InstanceType::Boolean);
    if (name == "number")
        return numbers;
    if (name == "integer")
        return integerBit;
    if (name == "string")
        return strings;
    if (name == "array")
        return setOf(InstanceType::Array);
    if (name == "object")
        return setOf(InstanceType::Object);
    return 0;
}

} // namespace

TypeSet Compiler::typeKeyword()
{
    const auto type = keyword(Keyword::Type);
    if (!type)
        return everyType;
    unsigned types = 0;
    const auto add = [&](Value name) {
        const auto named = name.isString() ? typesNamed(name.text()) : 0;
        if (named == 0)
            warn("unknown-type", "This is not the name of a type", name);
        types |= named;
    };
    if (type.isArray()) {
        for (const auto &name : type)
            add(name.value());
    } else {
        add(type);
    }
    if (types == 0)
        return everyType;
    if ((types & integerBit) && !(types & numbers)) {
        const std::uint32_t isWritten = m_dialect.draft == SchemaDraft::Draft4 ? 1 : 0;
        emit(numbers, {Operation::Integer, Keyword::Type, 0, isWritten, none});
        types |= numbers;
    }
    return TypeSet(types & everyType);
}

void Compiler::valueKeywords()
{
    if (const auto list = keyword(Keyword::Enum); list.isArray())
        enumeration(list);
    else if (list)
        warn("invalid-keyword", "\"enum\" must be a list", list);
    if (const auto constant = keyword(Keyword::Const)) {
        m_plan->constants.push_back(constant);
        emit(everyType,
            {Operation::Const, Keyword::Const, 0, std::uint32_t(m_plan->constants.size() - 1),
                none});
    }
    numberKeywords();
    stringKeywords();
}

void Compiler::enumeration(Value list)
{
    EnumValues values;
    values.list = list;
    std::vector<NameEntry> names;
    for (const auto &item : list) {
        if (item.value().isString())
            names.push_back(nameEntry(item.value().text()));
        else
            values.others.push_back(item.value());
    }
    values.strings = nameTable(std::move(names));
    m_plan->enums.push_back(std::move(values));
    emit(everyType,
        {Operation::Enum, Keyword::Enum, 0, std::uint32_t(m_plan->enums.size() - 1), none});
}

void Compiler::numberKeywords()
{
    const bool isOld = m_dialect.draft == SchemaDraft::Draft4;
    bound(Keyword::Minimum, isOld && keyword(Keyword::ExclusiveMinimum).isTrue());
    bound(Keyword::Maximum, isOld && keyword(Keyword::ExclusiveMaximum).isTrue());
    if (!isOld) {
        bound(Keyword::ExclusiveMinimum, true);
        bound(Keyword::ExclusiveMaximum, true);
    }
    const auto divisor = keyword(Keyword::MultipleOf);
    if (divisor && (!divisor.isNumber() || toDouble(divisor.text()) <= 0)) {
        warn("invalid-keyword", "\"multipleOf\" must be a number above zero", divisor);
    } else if (divisor) {
        m_plan->bounds.push_back({std::string(divisor.text()), smallInteger(divisor.text())});
        emit(numbers,
            {Operation::MultipleOf, Keyword::MultipleOf, 0,
                std::uint32_t(m_plan->bounds.size() - 1), none});
    }
}

void Compiler::bound(Keyword kind, bool isExclusive)
{
    const auto value = keyword(kind);
    if (!value)
        return;
    if (!value.isNumber()) {
        warn("invalid-keyword", '"' + std::string(name(kind)) + "\" must be a number", value);
        return;
    }
    m_plan->bounds.push_back({std::string(value.text()), smallInteger(value.text())});
    emit(numbers,
        {Operation::Bound, kind, std::uint16_t(isExclusive ? 1 : 0),
            std::uint32_t(m_plan->bounds.size() - 1), none});
}

void Compiler::stringKeywords()
{
    length(Operation::Length, Keyword::MinLength, Keyword::MaxLength, InstanceType::String);
    if (const auto source = keyword(Keyword::Pattern); source.isString()) {
        if (const auto index = pattern(source.text(), source))
            emit(strings, {Operation::Pattern, Keyword::Pattern, 0, *index, none});
    }
    const auto format = keyword(Keyword::Format);
    if (format.isString() && (m_options.assertFormats || m_dialect.assertsFormat)) {
        if (const auto known = formatIndex(format.text()))
            emit(strings, {Operation::Format, Keyword::Format, 0, std::uint32_t(*known), none});
    }
}

// The two limits of one count as one instruction; none stands for no limit.
void Compiler::length(Operation operation, Keyword least, Keyword most, InstanceType type)
{
    if (const auto limit = limitOf(least))
        emit(setOf(type), {operation, least, 0, *limit, none});
    if (const auto limit = limitOf(most))
        emit(setOf(type), {operation, most, 1, *limit, none});
}

std::optional<std::uint32_t> Compiler::limitOf(Keyword kind)
{
    const auto value = keyword(kind);
    if (!value)
        return std::nullopt;
    const double limit = value.isNumber() ? toDouble(value.text()) : -1;
    if (limit < 0 || !isWholeNumber(value.text())) {
        warn("invalid-keyword",
            '"' + std::string(name(kind)) + "\" must be a whole number, zero or more", value);
        return std::nullopt;
    }
    return limit >= none ? none : std::uint32_t(limit);
}

std::optional<std::uint32_t> Compiler::pattern(std::string_view source, Value where)
{
    const auto [known, isNew]
        = m_patterns.emplace(std::string(source), std::uint32_t(m_plan->patterns.size()));
    if (!isNew)
        return known->second == none ? std::nullopt : std::optional(known->second);
    auto compiled = Pattern::compile(source);
    if (!compiled) {
        known->second = none;
        warn("invalid-pattern", compiled.error().detail, where);
        return std::nullopt;
    }
    if (compiled->isCostly())
        warn("costly-pattern", "This regular expression needs backtracking", where);
    m_plan->patterns.push_back(std::move(compiled).value());
    return known->second;
}

} // namespace chancery::core
