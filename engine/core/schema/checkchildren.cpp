// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/checker.h"
#include "engine/core/schema/equality.h"

namespace chancery::core {

// One pass over the members. Names are unique, so counting the required ones that were met is
// enough.
bool Checker::members(const Members &members, std::uint32_t object, Evaluated *evaluated)
{
    const auto count = m_tree.node(object).size;
    const bool mayLack = isMerged(object);
    if (count < members.requiredCount && !mayLack)
        return false;
    if (count == 0)
        return true;
    if (!spend(count))
        return false;
    if (!members.hasSubschemas)
        return mayLack || onlyRequired(members, object);
    std::uint32_t met = 0;
    std::size_t position = 0;
    for (auto key = object + 1; key != 0; key = m_tree.node(key).next, ++position) {
        const Node &node = m_tree.node(key);
        bool isKnown = false;
        if (const auto *entry = m_plan.find(members.names, node.hash, m_tree.text(node))) {
            met += entry->isRequired ? 1 : 0;
            isKnown = entry->subschema != none;
            if (isKnown && !check(entry->subschema, key + 1))
                return false;
        }
        if (members.patterns.count > 0 && !patternMembers(members, key, isKnown))
            return false;
        if (!isKnown && members.additional != none) {
            isKnown = true;
            if (!check(members.additional, key + 1))
                return false;
        }
        if (members.propertyNames != none && !check(members.propertyNames, key))
            return false;
        if (isKnown && evaluated)
            evaluated->add(position);
    }
    return mayLack || met == members.requiredCount;
}

bool Checker::onlyRequired(const Members &members, std::uint32_t object) const
{
    std::uint32_t met = 0;
    for (auto key = object + 1; key != 0 && met < members.requiredCount;
        key = m_tree.node(key).next) {
        const Node &node = m_tree.node(key);
        met += m_plan.find(members.names, node.hash, m_tree.text(node)) ? 1 : 0;
    }
    return met == members.requiredCount;
}

bool Checker::patternMembers(const Members &members, std::uint32_t key, bool &isKnown)
{
    const auto name = m_tree.text(m_tree.node(key));
    for (std::uint32_t i = 0; i < members.patterns.count; ++i) {
        const auto &entry = m_plan.patternSubschemas[members.patterns.begin + i];
        if (!matches(m_plan.patterns[entry.pattern], name)) {
            if (m_exceeded)
                return false;
            continue;
        }
        isKnown = true;
        if (!check(entry.subschema, key + 1))
            return false;
    }
    return true;
}

bool Checker::dependentNames(const KeyDependency &dependency, std::uint32_t object) const
{
    const Value value(m_tree, object);
    if (!value.find(dependency.name) || isMerged(object))
        return true;
    return std::all_of(dependency.names.begin(), dependency.names.end(),
        [&](const std::string &name) { return value.find(name).isPresent(); });
}

bool Checker::items(const Items &items, std::uint32_t array, Evaluated *evaluated)
{
    const auto count = m_tree.node(array).size;
    if (count == 0)
        return true;
    if (!spend(count))
        return false;
    std::uint32_t position = 0;
    for (auto item = array + 1; item != 0; item = m_tree.node(item).next, ++position) {
        auto subschema = items.rest;
        if (position < items.prefix.count)
            subschema = m_plan.branches[items.prefix.begin + position].subschema;
        if (subschema == none)
            break;
        if (!check(subschema, item))
            return false;
        if (evaluated)
            evaluated->add(position);
    }
    return true;
}

bool Checker::contains(const Contains &contains, std::uint32_t array, Evaluated *evaluated)
{
    const auto count = m_tree.node(array).size;
    if (!spend(count))
        return false;
    const bool marks = evaluated && contains.marksEvaluated;
    double met = 0;
    double known = 0; // of those the ones that nothing can change
    std::size_t position = 0;
    for (auto item = count > 0 ? array + 1 : 0; item != 0;
        item = m_tree.node(item).next, ++position) {
        const auto benefits = m_benefits;
        if (!check(contains.subschema, item))
            continue;
        ++met;
        known += m_benefits == benefits ? 1 : 0;
        if (known > contains.most)
            return false;
        if (marks)
            evaluated->add(position);
        else if (met >= contains.least && contains.most == Contains().most)
            return true;
    }
    return met >= contains.least;
}

// A branch that fails leaves nothing behind; with somebody looking, every branch has to run.
bool Checker::anyOf(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated)
{
    bool accepted = false;
    for (std::uint32_t i = 0; i < instruction.second; ++i) {
        const auto branch = m_plan.branches[instruction.first + i].subschema;
        if (!evaluated) {
            if (check(branch, node))
                return true;
            continue;
        }
        Evaluated own;
        if (!check(branch, node, &own))
            continue;
        accepted = true;
        evaluated->add(own);
    }
    return accepted;
}

bool Checker::oneOf(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated)
{
    bool accepted = false;
    bool wasKnown = false;
    Evaluated seen;
    for (std::uint32_t i = 0; i < instruction.second; ++i) {
        Evaluated own;
        const auto branch = m_plan.branches[instruction.first + i].subschema;
        const auto benefits = m_benefits;
        if (!check(branch, node, evaluated ? &own : nullptr))
            continue;
        // That two fit is a fault where both are known to.
        const bool isKnown = m_benefits == benefits;
        if (accepted && isKnown && wasKnown)
            return false;
        wasKnown = wasKnown || isKnown;
        accepted = true;
        seen = std::move(own);
    }
    if (accepted && evaluated)
        evaluated->add(seen);
    return accepted;
}

bool Checker::condition(const Condition &condition, std::uint32_t node, Evaluated *evaluated)
{
    Evaluated own;
    const auto benefits = m_benefits;
    const bool isTrue = check(condition.test, node, evaluated ? &own : nullptr);
    if (isTrue && evaluated)
        evaluated->add(own);
    const auto next = isTrue ? condition.whenTrue : condition.whenFalse;
    if (next == none || check(next, node, evaluated))
        return true;
    // Where the test is not known, either branch will do.
    return isTrue && m_benefits != benefits
        && (condition.whenFalse == none || check(condition.whenFalse, node, evaluated));
}

bool Checker::unevaluated(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated)
{
    std::size_t position = 0;
    const bool isObject = m_tree.node(node).type == NodeType::Object;
    // What looks at a member may do so for the sake of another layer's.
    if (isMerged(node))
        return true;
    for (const auto &child : Value(m_tree, node)) {
        if (!evaluated->has(position++)
            && !check(instruction.first, isObject ? child.index() + 1 : child.index()))
            return false;
    }
    evaluated->addAll();
    return true;
}

} // namespace chancery::core
