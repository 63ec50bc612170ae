// SPDX-License-Identifier: Apache-2.0
#include "reporter.h"

#include "engine/core/schema/messages.h"

#include <tuple>

namespace chancery::core {

Reporter::Reporter(
    const Plan &plan, Value instance, const ValidateOptions &options, const Openness &open)
    : m_plan(plan)
    , m_instance(instance)
    , m_tree(instance.tree())
    , m_checker(plan, instance.tree(), options, open)
    , m_most(std::max<std::size_t>(options.maxErrors, 1))
    , m_rootPointer(pointerOf(instance.tree(), instance.index()))
    , m_leftForTrying(m_checker.left())
{
}

std::vector<Violation> Reporter::run()
{
    report(0, m_instance.index(), Keyword::None);
    std::sort(m_violations.begin(), m_violations.end(), [](const auto &a, const auto &b) {
        return std::tie(a.begin, a.schemaPointer) < std::tie(b.begin, b.schemaPointer);
    });
    return std::move(m_violations);
}

void Reporter::report(std::uint32_t index, std::uint32_t node, Keyword via)
{
    const Subschema &subschema = m_plan.subschemas[index];
    const auto range = subschema.byType[std::size_t(instanceType(m_tree.node(node).type))];
    const auto *const outer = m_current;
    m_current = &subschema;
    m_sensitive += subschema.isSensitive ? 1 : 0;
    const bool entered = m_checker.enter(subschema);
    for (std::uint32_t i = 0; i < range.count && !isFull(); ++i) {
        const auto &instruction = m_plan.instructions[range.begin + i];
        if (instruction.operation == Operation::Fail) {
            const bool isKey = node > 0 && m_tree.node(node - 1).type == NodeType::Key;
            const bool isMember = isKey && via != Keyword::None;
            const auto at = isMember ? node - 1 : node;
            add(at, via, messageForFalse(via, m_tree.text(m_tree.node(at))), true);
        } else if (instruction.operation == Operation::Unevaluated) {
            unevaluated(instruction, node);
        } else if (!m_checker.step(instruction, node, nullptr)) {
            step(instruction, node);
        }
    }
    m_checker.leave(entered);
    m_sensitive -= subschema.isSensitive ? 1 : 0;
    m_current = outer;
}

void Reporter::step(const Instruction &instruction, std::uint32_t node)
{
    switch (instruction.operation) {
    case Operation::Members:
        return members(m_plan.members[instruction.first], node);
    case Operation::DependentNames:
        return dependentNames(instruction, {m_tree, node});
    case Operation::DependentSchema: {
        const auto &dependency = m_plan.dependencies[instruction.first];
        return descend(dependency.subschema, node, instruction.keyword, dependency.name);
    }
    case Operation::Items:
        return items(m_plan.items[instruction.first], node);
    case Operation::Contains:
        return contains(m_plan.contains[instruction.first], node);
    case Operation::AllOf:
    case Operation::AnyOf:
        return branches(instruction, node);
    case Operation::OneOf:
        return oneOf(instruction, node);
    case Operation::OneRef:
        return descend(instruction.first, node, instruction.keyword);
    case Operation::DynamicRef:
        return descend(m_checker.dynamicTarget(m_plan.dynamicReferences[instruction.first]), node,
            instruction.keyword);
    case Operation::If:
        return condition(m_plan.conditions[instruction.first], node);
    default:
        add(node, instruction.keyword,
            messageFor(m_plan, *m_current, instruction, m_tree.node(node).type, m_sensitive > 0));
    }
}

void Reporter::descend(
    std::uint32_t subschema, std::uint32_t node, Keyword via, const std::string &token)
{
    if (isFull())
        return;
    const auto length = m_path.size();
    m_path += '/' + std::string(name(via));
    if (!token.empty())
        m_path += '/' + escapePointerToken(token);
    report(subschema, node, via);
    m_path.resize(length);
}

void Reporter::members(const Members &members, std::uint32_t object)
{
    missing(members, {m_tree, object});
    for (const auto &member : Value(m_tree, object)) {
        if (isFull())
            return;
        Reporter::member(members, member.index());
    }
}

void Reporter::missing(const Members &members, Value object)
{
    if (m_checker.isMerged(object.index()))
        return;
    for (std::uint32_t i = 0; i < members.names.entryCount; ++i) {
        const auto &entry = m_plan.entries[members.names.firstEntry + i];
        if (entry.isRequired && !object.find(m_plan.text(entry)))
            add(object.index(), Keyword::Required,
                "The property " + quoted(m_plan.text(entry)) + " is missing");
    }
}

void Reporter::member(const Members &members, std::uint32_t key)
{
    const Node &node = m_tree.node(key);
    const std::string text(m_tree.text(node));
    bool isKnown = false;
    const auto *entry = m_plan.find(members.names, node.hash, text);
    if (entry && entry->subschema != none) {
        isKnown = true;
        if (!m_checker.check(entry->subschema, key + 1))
            descend(entry->subschema, key + 1, Keyword::Properties, text);
    }
    for (std::uint32_t i = 0; i < members.patterns.count; ++i) {
        const auto &candidate = m_plan.patternSubschemas[members.patterns.begin + i];
        const auto &pattern = m_plan.patterns[candidate.pattern];
        if (m_checker.exceeded())
            return;
        if (!m_checker.matches(pattern, text))
            continue;
        isKnown = true;
        if (!m_checker.check(candidate.subschema, key + 1))
            descend(candidate.subschema, key + 1, Keyword::PatternProperties, pattern.source());
    }
    if (!isKnown && members.additional != none && !m_checker.check(members.additional, key + 1))
        descend(members.additional, key + 1, Keyword::AdditionalProperties);
    if (members.propertyNames != none && !m_checker.check(members.propertyNames, key))
        descend(members.propertyNames, key, Keyword::PropertyNames);
}

void Reporter::dependentNames(const Instruction &instruction, Value object)
{
    const auto &dependency = m_plan.dependencies[instruction.first];
    for (const auto &name : dependency.names) {
        if (!object.find(name))
            add(object.index(), instruction.keyword,
                "The property " + quoted(name) + " is missing; it must stand beside "
                    + quoted(dependency.name));
    }
}

void Reporter::items(const Items &items, std::uint32_t array)
{
    std::uint32_t position = 0;
    for (const auto &item : Value(m_tree, array)) {
        const bool isPrefix = position < items.prefix.count;
        const auto subschema
            = isPrefix ? m_plan.branches[items.prefix.begin + position].subschema : items.rest;
        if (subschema == none || isFull())
            return;
        if (!m_checker.check(subschema, item.index()))
            descend(subschema, item.index(), isPrefix ? items.prefixKeyword : items.restKeyword,
                isPrefix ? std::to_string(position) : std::string());
        ++position;
    }
}

void Reporter::contains(const Contains &contains, std::uint32_t array)
{
    double known = 0;
    for (const auto &item : Value(m_tree, array)) {
        const auto benefits = m_checker.benefits();
        const bool fits = m_checker.check(contains.subschema, item.index());
        known += fits && m_checker.benefits() == benefits ? 1 : 0;
    }
    if (known > contains.most)
        add(array, Keyword::MaxContains, "Too many items of the array fit the given schema");
    else
        add(array, contains.hasLeast ? Keyword::MinContains : Keyword::Contains,
            contains.hasLeast ? "Too few items of the array fit the given schema"
                              : "No item of the array fits the given schema");
}

// Of alternatives, the only one for this type of value speaks for itself.
void Reporter::branches(const Instruction &instruction, std::uint32_t node)
{
    const bool isAll = instruction.operation == Operation::AllOf;
    if (!isAll && instruction.second != 1) {
        alternatives(instruction, node);
        return;
    }
    for (std::uint32_t i = 0; i < instruction.second; ++i) {
        const auto &branch = m_plan.branches[instruction.first + i];
        if (!m_checker.check(branch.subschema, node))
            descend(branch.subschema, node, instruction.keyword, std::to_string(branch.position));
    }
}

void Reporter::oneOf(const Instruction &instruction, std::uint32_t node)
{
    std::string fitting;
    int count = 0;
    for (std::uint32_t i = 0; i < instruction.second; ++i) {
        const auto &branch = m_plan.branches[instruction.first + i];
        const auto benefits = m_checker.benefits();
        if (!m_checker.check(branch.subschema, node) || m_checker.benefits() != benefits)
            continue;
        fitting += (count++ > 0 ? ", " : "") + std::to_string(branch.position + 1);
    }
    if (count > 1)
        add(node, instruction.keyword,
            "The value must fit exactly one of the alternatives; it fits the numbers " + fitting);
    else if (instruction.second == 1)
        branches(instruction, node);
    else
        alternatives(instruction, node);
}

void Reporter::condition(const Condition &condition, std::uint32_t node)
{
    if (m_checker.check(condition.test, node))
        descend(condition.whenTrue, node, Keyword::Then);
    else
        descend(condition.whenFalse, node, Keyword::Else);
}

// What the keywords beside it have looked at, as far as they passed.
void Reporter::unevaluated(const Instruction &instruction, std::uint32_t node)
{
    if (m_checker.isMerged(node))
        return;
    Evaluated evaluated;
    const auto range = m_current->byType[std::size_t(instanceType(m_tree.node(node).type))];
    for (std::uint32_t i = 0; i < range.count; ++i) {
        const auto &other = m_plan.instructions[range.begin + i];
        Evaluated own;
        if (other.operation != Operation::Unevaluated && m_checker.step(other, node, &own))
            evaluated.add(own);
    }
    std::size_t position = 0;
    const Value value(m_tree, node);
    for (const auto &child : value) {
        const auto at = child.value().index();
        if (!evaluated.has(position++) && !m_checker.check(instruction.first, at))
            descend(instruction.first, at, instruction.keyword);
    }
}

void Reporter::add(std::uint32_t index, Keyword keyword, std::string message, bool isFalse)
{
    if (isFull())
        return;
    const Node &node = m_tree.node(index);
    Violation violation;
    violation.node = index;
    violation.begin = node.begin;
    violation.end = node.end;
    violation.instancePointer = pointerOf(m_tree, index).substr(m_rootPointer.size());
    violation.schemaPointer = m_path;
    if (!isFalse)
        violation.schemaPointer += '/' + std::string(name(keyword));
    violation.schemaLocation = location(keyword, isFalse);
    violation.code = keyword == Keyword::None ? "false" : std::string(name(keyword));
    violation.message = std::move(message);
    m_violations.push_back(std::move(violation));
}

std::string Reporter::location(Keyword keyword, bool isFalse) const
{
    const auto &resource = m_plan.resources[m_current->resource];
    const auto &document = *m_plan.documents[m_current->document];
    auto pointer = pointerOf(document, m_current->node);
    if (resource.document == m_current->document)
        pointer.erase(0, pointerOf(document, resource.node).size());
    if (!isFalse)
        pointer += '/' + std::string(name(keyword));
    return resource.uri + '#' + pointer;
}

} // namespace chancery::core
