// SPDX-License-Identifier: Apache-2.0
#include "applied.h"

#include "engine/core/schema/checker.h"

#include <algorithm>

namespace chancery::core {

namespace {

using Subschemas = std::vector<std::uint32_t>;

class Walk {
public:
    Walk(const Plan &plan, const Tree &document,
        const std::function<void(const AppliedSchema &)> &use, const ValidateOptions &options)
        : m_plan(plan)
        , m_tree(document)
        , m_use(use)
        , m_checker(plan, document, options)
    {
    }

    void visit(std::uint32_t node, Subschemas subschemas)
    {
        expand(node, subschemas);
        for (const auto index : subschemas) {
            const auto &subschema = m_plan.subschemas[index];
            if (subschema.isAnnotated)
                m_use({node, m_plan.source(subschema), locationOf(subschema)});
        }
        const Value value(m_tree, node);
        if (value.isObject())
            members(value, subschemas);
        else if (value.isArray())
            items(value, subschemas);
    }
    bool isComplete() const { return !m_checker.exceeded(); }

private:
    std::span<const Instruction> instructions(std::uint32_t subschema, std::uint32_t node) const
    {
        const auto type = instanceType(m_tree.node(node).type);
        const auto range = m_plan.subschemas[subschema].byType[std::size_t(type)];
        return {m_plan.instructions.data() + range.begin, range.count};
    }

    std::string locationOf(const Subschema &subschema) const
    {
        const auto &resource = m_plan.resources[subschema.resource];
        return resource.uri + '#'
            + pointerOf(*m_plan.documents[subschema.document], subschema.node);
    }

    // With all that they apply to the same value.
    void expand(std::uint32_t node, Subschemas &subschemas)
    {
        for (std::size_t i = 0; i < subschemas.size(); ++i) {
            for (const auto &instruction : instructions(subschemas[i], node))
                widen(node, instruction, subschemas);
        }
    }

    static void addOnce(Subschemas &subschemas, std::uint32_t subschema)
    {
        if (std::find(subschemas.begin(), subschemas.end(), subschema) == subschemas.end())
            subschemas.push_back(subschema);
    }

    void widen(std::uint32_t node, const Instruction &instruction, Subschemas &subschemas)
    {
        switch (instruction.operation) {
        case Operation::OneRef:
            addOnce(subschemas, instruction.first);
            break;
        case Operation::DynamicRef:
            addOnce(subschemas, m_plan.dynamicReferences[instruction.first].subschema);
            break;
        case Operation::AllOf:
        case Operation::AnyOf:
        case Operation::OneOf:
            for (std::uint32_t i = 0; i < instruction.second; ++i) {
                const auto branch = m_plan.branches[instruction.first + i].subschema;
                if (instruction.operation == Operation::AllOf || m_checker.check(branch, node))
                    addOnce(subschemas, branch);
            }
            break;
        case Operation::If: {
            const auto &condition = m_plan.conditions[instruction.first];
            const auto branch
                = m_checker.check(condition.test, node) ? condition.whenTrue : condition.whenFalse;
            if (branch != none)
                addOnce(subschemas, branch);
            break;
        }
        case Operation::DependentSchema: {
            const auto &dependency = m_plan.dependencies[instruction.first];
            if (Value(m_tree, node).find(dependency.name))
                addOnce(subschemas, dependency.subschema);
            break;
        }
        default:
            break;
        }
    }

    void members(Value object, const Subschemas &subschemas)
    {
        for (const auto &member : object) {
            Subschemas below;
            for (const auto index : subschemas) {
                for (const auto &instruction : instructions(index, object.index())) {
                    if (instruction.operation == Operation::Members)
                        addMember(m_plan.members[instruction.first], member, below);
                }
            }
            if (!below.empty())
                visit(member.value().index(), std::move(below));
        }
    }

    void addMember(const Members &members, const Value::Iterator &member, Subschemas &below)
    {
        const auto *entry = m_plan.find(members.names, member.keyNode().hash, member.key());
        bool isKnown = entry && entry->subschema != none;
        if (isKnown)
            addOnce(below, entry->subschema);
        for (std::uint32_t i = 0; i < members.patterns.count; ++i) {
            const auto &pattern = m_plan.patternSubschemas[members.patterns.begin + i];
            if (!m_checker.matches(m_plan.patterns[pattern.pattern], member.key()))
                continue;
            isKnown = true;
            addOnce(below, pattern.subschema);
        }
        if (!isKnown && members.additional != none)
            addOnce(below, members.additional);
    }

    void items(Value array, const Subschemas &subschemas)
    {
        std::uint32_t position = 0;
        for (const auto &item : array) {
            Subschemas below;
            for (const auto index : subschemas) {
                for (const auto &instruction : instructions(index, array.index())) {
                    if (instruction.operation == Operation::Items)
                        addItem(m_plan.items[instruction.first], position, below);
                }
            }
            if (!below.empty())
                visit(item.value().index(), std::move(below));
            ++position;
        }
    }

    void addItem(const Items &items, std::uint32_t position, Subschemas &below) const
    {
        if (position < items.prefix.count)
            addOnce(below, m_plan.branches[items.prefix.begin + position].subschema);
        else if (items.rest != none)
            addOnce(below, items.rest);
    }

    const Plan &m_plan;
    const Tree &m_tree;
    const std::function<void(const AppliedSchema &)> &m_use;
    Checker m_checker;
};

// What is inside something sensitive is so as well.
void markBelow(Value value, bool isInside, std::vector<bool> &marks)
{
    isInside = isInside || marks[value.index()];
    marks[value.index()] = isInside;
    for (const auto &item : value) {
        if (value.isObject())
            marks[item.index()] = isInside;
        markBelow(item.value(), isInside, marks);
    }
}

} // namespace

bool eachAnnotated(const CompiledSchema &schema, Value document,
    const std::function<void(const AppliedSchema &)> &use, const ValidateOptions &options)
{
    const auto &plan = schema.plan();
    const auto isAnnotated = [](const Subschema &subschema) { return subschema.isAnnotated; };
    if (!document || std::none_of(plan.subschemas.begin(), plan.subschemas.end(), isAnnotated))
        return true;
    Walk walk(plan, document.tree(), use, options);
    walk.visit(document.index(), {0});
    return walk.isComplete();
}

namespace {

std::vector<bool> marked(const CompiledSchema &schema, Value document, bool Annotations::*isMarked)
{
    const auto &tree = document.tree();
    std::vector<bool> found(tree.nodeCount());
    // Where it cannot be known, everything is.
    const bool isKnown = eachAnnotated(schema, document, [&](const AppliedSchema &applied) {
        if (annotationsOf(applied.schema).*isMarked)
            found[applied.node] = true;
    });
    if (!isKnown) {
        found.assign(found.size(), true);
        return found;
    }
    markBelow(document, false, found);
    return found;
}

} // namespace

std::vector<bool> sensitiveNodes(const CompiledSchema &schema, Value document)
{
    return marked(schema, document, &Annotations::isSensitive);
}

std::vector<bool> perEnvironmentNodes(const CompiledSchema &schema, Value document)
{
    return marked(schema, document, &Annotations::isPerEnvironment);
}

} // namespace chancery::core
