// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/compiler.h"
#include "engine/core/schema/numbers.h"

namespace chancery::core {

namespace {

constexpr TypeSet arrays = setOf(InstanceType::Array);
constexpr TypeSet objects = setOf(InstanceType::Object);

bool isSchema(Value value)
{
    return value.isObject() || value.isBool();
}

} // namespace

void Compiler::arrayKeywords()
{
    if (m_dialect.validates) {
        length(Operation::Count, Keyword::MinItems, Keyword::MaxItems, InstanceType::Array);
        if (keyword(Keyword::UniqueItems).isTrue())
            emit(arrays, {Operation::UniqueItems, Keyword::UniqueItems, 0, none, none});
    }
    arrayItems();
    if (isSchema(keyword(Keyword::Contains)))
        arrayContains();
    if (isAtLeast(SchemaDraft::Draft201909))
        unevaluated(Keyword::UnevaluatedItems, InstanceType::Array);
}

// "items" with a list and "additionalItems" until 2019-09, "prefixItems" and "items" since.
void Compiler::arrayItems()
{
    Items items;
    const auto own = keyword(Keyword::Items);
    const bool isNew = isAtLeast(SchemaDraft::Draft202012);
    const auto prefix = isNew && !own.isArray() ? keyword(Keyword::PrefixItems) : own;
    if (prefix.isArray()) {
        items.prefix = branchList(prefix);
        items.prefixKeyword = prefix.index() == own.index() ? Keyword::Items : Keyword::PrefixItems;
        items.restKeyword = isNew ? Keyword::Items : Keyword::AdditionalItems;
    }
    const auto rest = prefix.isArray() ? keyword(items.restKeyword) : own;
    if (isSchema(rest))
        items.rest = subschema(rest);
    if (items.prefix.count == 0 && items.rest == none)
        return;
    m_plan->items.push_back(items);
    emit(arrays,
        {Operation::Items, Keyword::Items, 0, std::uint32_t(m_plan->items.size() - 1), none});
}

void Compiler::arrayContains()
{
    Contains contains;
    contains.subschema = subschema(keyword(Keyword::Contains));
    contains.marksEvaluated = isAtLeast(SchemaDraft::Draft202012);
    if (isAtLeast(SchemaDraft::Draft201909) && m_dialect.validates) {
        if (const auto least = keyword(Keyword::MinContains); least.isNumber()) {
            contains.least = toDouble(least.text());
            contains.hasLeast = true;
        }
        if (const auto most = keyword(Keyword::MaxContains); most.isNumber())
            contains.most = toDouble(most.text());
    }
    m_plan->contains.push_back(contains);
    emit(arrays,
        {Operation::Contains, Keyword::Contains, 0, std::uint32_t(m_plan->contains.size() - 1),
            none});
}

void Compiler::objectKeywords()
{
    if (m_dialect.validates)
        length(
            Operation::Count, Keyword::MinProperties, Keyword::MaxProperties, InstanceType::Object);
    membersKeyword();
    dependencies(Keyword::Dependencies);
    if (isAtLeast(SchemaDraft::Draft201909)) {
        if (m_dialect.validates)
            dependencies(Keyword::DependentRequired);
        dependencies(Keyword::DependentSchemas);
        unevaluated(Keyword::UnevaluatedProperties, InstanceType::Object);
    }
}

void Compiler::membersKeyword()
{
    Members members;
    std::vector<NameEntry> names;
    if (const auto properties = keyword(Keyword::Properties); properties.isObject()) {
        for (const auto &property : properties) {
            names.push_back(nameEntry(property.key()));
            names.back().subschema = subschema(property.value());
        }
    }
    members.hasSubschemas = !names.empty();
    if (const auto required = keyword(Keyword::Required);
        required.isArray() && m_dialect.validates) {
        for (const auto &item : required) {
            if (!item.value().isString())
                continue;
            names.push_back(nameEntry(item.value().text()));
            names.back().isRequired = true;
        }
    }
    std::vector<PatternSubschema> patterns;
    if (const auto map = keyword(Keyword::PatternProperties); map.isObject()) {
        for (const auto &member : map) {
            const auto index = pattern(member.key(), member.value());
            if (index)
                patterns.push_back({*index, subschema(member.value())});
        }
    }
    members.patterns
        = {std::uint32_t(m_plan->patternSubschemas.size()), std::uint32_t(patterns.size())};
    m_plan->patternSubschemas.insert(
        m_plan->patternSubschemas.end(), patterns.begin(), patterns.end());
    if (const auto additional = keyword(Keyword::AdditionalProperties); isSchema(additional))
        members.additional = subschema(additional);
    if (const auto each = keyword(Keyword::PropertyNames); isSchema(each))
        members.propertyNames = subschema(each);
    if (names.empty() && patterns.empty() && members.additional == none
        && members.propertyNames == none)
        return;
    members.names = nameTable(std::move(names));
    for (std::uint32_t i = 0; i < members.names.entryCount; ++i)
        members.requiredCount += m_plan->entries[members.names.firstEntry + i].isRequired ? 1 : 0;
    members.hasSubschemas = members.hasSubschemas || members.patterns.count > 0
        || members.additional != none || members.propertyNames != none;
    m_plan->members.push_back(members);
    emit(objects,
        {Operation::Members, Keyword::Properties, 0, std::uint32_t(m_plan->members.size() - 1),
            none});
}

void Compiler::dependencies(Keyword kind)
{
    for (const auto &member : keyword(kind)) {
        KeyDependency dependency;
        dependency.name = member.key();
        const auto value = member.value();
        auto operation = Operation::DependentNames;
        if (value.isArray() && kind != Keyword::DependentSchemas) {
            for (const auto &item : value)
                dependency.names.emplace_back(item.value().text());
        } else if (value.isString() && kind == Keyword::Dependencies) {
            dependency.names.emplace_back(value.text());
        } else if (isSchema(value) && kind != Keyword::DependentRequired) {
            dependency.subschema = subschema(value);
            operation = Operation::DependentSchema;
        } else {
            continue;
        }
        m_plan->dependencies.push_back(std::move(dependency));
        emit(objects, {operation, kind, 0, std::uint32_t(m_plan->dependencies.size() - 1), none});
    }
}

void Compiler::logicKeywords()
{
    branches(Keyword::AllOf, Operation::AllOf);
    branches(Keyword::AnyOf, Operation::AnyOf);
    branches(Keyword::OneOf, Operation::OneOf);
    if (const auto negated = keyword(Keyword::Not); isSchema(negated))
        emit(everyType, {Operation::Not, Keyword::Not, 0, subschema(negated), none});
    if (isSchema(keyword(Keyword::If)))
        condition();
}

// The branches stand one behind the other in Plan::branches.
Range Compiler::branchList(Value list)
{
    std::vector<Branch> made;
    for (const auto &item : list)
        made.push_back({subschema(item.value()), std::uint32_t(made.size())});
    const Range range{std::uint32_t(m_plan->branches.size()), std::uint32_t(made.size())};
    m_plan->branches.insert(m_plan->branches.end(), made.begin(), made.end());
    return range;
}

void Compiler::branches(Keyword kind, Operation operation)
{
    const auto list = keyword(kind);
    if (!list)
        return;
    if (!list.isArray() || list.size() == 0) {
        warn("invalid-keyword", '"' + std::string(name(kind)) + "\" must be a list of schemas",
            list);
        return;
    }
    const auto range = branchList(list);
    emit(everyType, {operation, kind, 0, range.begin, range.count});
}

void Compiler::condition()
{
    Condition condition;
    condition.test = subschema(keyword(Keyword::If));
    if (const auto then = keyword(Keyword::Then); isSchema(then))
        condition.whenTrue = subschema(then);
    if (const auto otherwise = keyword(Keyword::Else); isSchema(otherwise))
        condition.whenFalse = subschema(otherwise);
    m_plan->conditions.push_back(condition);
    emit(everyType,
        {Operation::If, Keyword::If, 0, std::uint32_t(m_plan->conditions.size() - 1), none});
}

void Compiler::unevaluated(Keyword kind, InstanceType type)
{
    const auto value = keyword(kind);
    if (isSchema(value))
        emit(setOf(type), {Operation::Unevaluated, kind, 0, subschema(value), none});
}

} // namespace chancery::core
