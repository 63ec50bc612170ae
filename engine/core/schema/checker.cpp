// SPDX-License-Identifier: Apache-2.0
// The hot loop. A call without instructions for the instance's type costs a table look-up and
// nothing else. Evaluated positions are kept only below a subschema that asks for them: the pointer
// is null everywhere else, and then anyOf may stop at the first branch that fits.
#include "checker.h"

#include "engine/core/document/utf8.h"
#include "engine/core/hierarchy/directives.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/schema/equality.h"
#include "engine/core/schema/formats.h"
#include "engine/core/schema/numbers.h"
#include "engine/core/sealing/sealedvalue.h"

namespace chancery::core {

namespace {

constexpr std::uint32_t fewStrings = 6;
constexpr std::size_t textPerStep = 256; // bytes that a pattern may look at for one step

} // namespace

Checker::Checker(
    const Plan &plan, const Tree &instance, const ValidateOptions &options, const Openness &open)
    : m_plan(plan)
    , m_tree(instance)
    , m_left(options.steps + options.stepsPerNode * instance.nodeCount())
    , m_depthLeft(options.depth)
    , m_open(open)
    , m_isOpen(open.isReferring || open.isLayer)
{
    if (!open.isLayer)
        return;
    m_merged.resize(instance.nodeCount());
    m_patches.resize(instance.nodeCount());
    findMerged(instance.root());
}

// Lists take each other's place, and so does what is said to replace.
void Checker::findMerged(Value value)
{
    if (!value.isObject())
        return;
    const auto meaning = meaningOf(value);
    if (meaning.isRemoval || meaning.isReplacement) {
        m_patches[value.index()] = true;
        return;
    }
    m_merged[value.index()] = true;
    for (const auto &member : value)
        findMerged(member.value());
}

// What comes in the place of what stands here is not known here.
bool Checker::isOpenAt(std::uint32_t index) const
{
    const Node &node = m_tree.node(index);
    if (node.type == NodeType::String)
        return m_open.isReferring && hasReference(m_tree.text(node));
    return isPatch(index);
}

bool Checker::hasOpen(Value value) const
{
    if (isOpenAt(value.index()) || isMerged(value.index()) || isSealedAt(value.index()))
        return true;
    for (const auto &item : value) {
        if (hasOpen(item.value()))
            return true;
    }
    return false;
}

bool Checker::benefit()
{
    ++m_benefits;
    return true;
}

// It may be of any type. Where nothing may be there at all, only what is taken away may.
bool Checker::checkOpen(const Subschema &subschema, std::uint32_t node)
{
    bool isAny = true;
    bool isNone = true;
    for (const auto &range : subschema.byType) {
        isAny = isAny && range.count == 0;
        isNone = isNone && range.count > 0
            && m_plan.instructions[range.begin].operation == Operation::Fail;
    }
    if (isNone && !isPatch(node))
        return false;
    return isAny || benefit();
}

// Whether a value is one that was given, as far as it is known.
bool Checker::sameAs(std::uint32_t node, bool isSame)
{
    return isSame || (m_isOpen && hasOpen({m_tree, node}) && benefit());
}

bool Checker::check(std::uint32_t index, std::uint32_t node, Evaluated *evaluated)
{
    const Subschema &subschema = m_plan.subschemas[index];
    const auto range = subschema.byType[std::size_t(instanceType(m_tree.node(node).type))];
    if (m_isOpen && isOpenAt(node))
        return checkOpen(subschema, node);
    if (range.count == 0)
        return true;
    if (isSealedAt(node))
        return benefit();
    // Of an object that others add to a yes is never for certain.
    return run(subschema, range, node, evaluated) && (!isMerged(node) || benefit());
}

// A sealed value may be anything: what it is, is known where it can be opened.
bool Checker::isSealedAt(std::uint32_t index) const
{
    const Node &node = m_tree.node(index);
    return node.type == NodeType::Object && node.size == 1 && isSealed({m_tree, index});
}

bool Checker::negation(std::uint32_t subschema, std::uint32_t node)
{
    const auto benefits = m_benefits;
    return !check(subschema, node) || m_benefits != benefits;
}

bool Checker::run(const Subschema &subschema, Range range, std::uint32_t node, Evaluated *evaluated)
{
    if (m_depthLeft == 0)
        m_exceeded = true;
    if (m_exceeded || !spend())
        return false;
    --m_depthLeft;
    bool accepted = true;
    if (subschema.tracksEvaluated || m_plan.isDynamic) {
        accepted = runTracking(subschema, range, node, evaluated);
    } else {
        const Instruction *instruction = &m_plan.instructions[range.begin];
        const auto *const end = instruction + range.count;
        while (accepted && instruction != end)
            accepted = step(*instruction++, node, evaluated);
    }
    ++m_depthLeft;
    return accepted;
}

bool Checker::runTracking(
    const Subschema &subschema, Range range, std::uint32_t node, Evaluated *evaluated)
{
    const bool entered = enter(subschema);
    Evaluated own;
    Evaluated *const seen = subschema.tracksEvaluated ? &own : evaluated;
    bool accepted = true;
    for (std::uint32_t i = 0; accepted && i < range.count; ++i)
        accepted = step(m_plan.instructions[range.begin + i], node, seen);
    if (accepted && subschema.tracksEvaluated && evaluated)
        evaluated->add(own);
    leave(entered);
    return accepted;
}

bool Checker::enter(const Subschema &subschema)
{
    if (!m_plan.isDynamic || (!m_scope.empty() && m_scope.back() == subschema.resource))
        return false;
    m_scope.push_back(subschema.resource);
    return true;
}

void Checker::leave(bool wasEntered)
{
    if (wasEntered)
        m_scope.pop_back();
}

std::uint32_t Checker::dynamicTarget(const DynamicReference &reference) const
{
    if (reference.name == none)
        return reference.subschema;
    for (const auto resource : m_scope) {
        for (const auto &anchor : m_plan.dynamicAnchors) {
            if (anchor.resource == resource && anchor.name == reference.name)
                return anchor.subschema;
        }
    }
    return reference.subschema;
}

bool Checker::step(const Instruction &instruction, std::uint32_t index, Evaluated *evaluated)
{
    const Node &node = m_tree.node(index);
    switch (instruction.operation) {
    case Operation::Fail:
    case Operation::WrongType:
        return false;
    case Operation::Integer: {
        const auto text = m_tree.text(node);
        return text.find_first_of(".eE") == std::string_view::npos
            || (instruction.first == 0 && isWholeNumber(text));
    }
    case Operation::Const:
        return sameAs(index, sameValue(m_plan.constants[instruction.first], {m_tree, index}));
    case Operation::Enum:
        return sameAs(index, enumeration(m_plan.enums[instruction.first], index));
    case Operation::Bound:
        return bound(instruction, node);
    case Operation::MultipleOf:
        return isMultipleOf(m_tree.text(node), m_plan.bounds[instruction.first].text);
    case Operation::Length:
        return length(instruction, node);
    case Operation::Count:
        return isMerged(index)
            || (instruction.detail == 0 ? node.size >= instruction.first
                                        : node.size <= instruction.first);
    case Operation::Format:
        return matchesFormat(instruction.first, m_tree.text(node));
    case Operation::Pattern:
        return matches(m_plan.patterns[instruction.first], m_tree.text(node));
    case Operation::Members:
        return members(m_plan.members[instruction.first], index, evaluated);
    case Operation::DependentNames:
        return dependentNames(m_plan.dependencies[instruction.first], index);
    case Operation::Items:
        return items(m_plan.items[instruction.first], index, evaluated);
    case Operation::Contains:
        return contains(m_plan.contains[instruction.first], index, evaluated);
    case Operation::UniqueItems:
        return spend(node.size) && !equalItems({m_tree, index});
    default:
        return stepLogic(instruction, index, evaluated);
    }
}

bool Checker::stepLogic(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated)
{
    switch (instruction.operation) {
    case Operation::DependentSchema: {
        const auto &dependency = m_plan.dependencies[instruction.first];
        return !Value(m_tree, node).find(dependency.name)
            || check(dependency.subschema, node, evaluated);
    }
    case Operation::AllOf:
        for (std::uint32_t i = 0; i < instruction.second; ++i) {
            if (!check(m_plan.branches[instruction.first + i].subschema, node, evaluated))
                return false;
        }
        return true;
    case Operation::OneRef:
        return check(instruction.first, node, evaluated);
    case Operation::DynamicRef:
        return check(dynamicTarget(m_plan.dynamicReferences[instruction.first]), node, evaluated);
    case Operation::If:
        return condition(m_plan.conditions[instruction.first], node, evaluated);
    case Operation::AnyOf:
        return anyOf(instruction, node, evaluated);
    case Operation::OneOf:
        return oneOf(instruction, node, evaluated);
    case Operation::Not:
        return negation(instruction.first, node);
    case Operation::Unevaluated:
        return unevaluated(instruction, node, evaluated);
    default:
        return false;
    }
}

bool Checker::bound(const Instruction &instruction, const Node &node) const
{
    const auto &bound = m_plan.bounds[instruction.first];
    const auto text = m_tree.text(node);
    const auto integer = bound.integer ? smallInteger(text) : std::nullopt;
    const int order = !integer       ? compareNumbers(text, bound.text)
        : *integer == *bound.integer ? 0
        : *integer < *bound.integer  ? -1
                                     : 1;
    const bool isExclusive = instruction.detail != 0;
    const bool isLower = instruction.keyword == Keyword::Minimum
        || instruction.keyword == Keyword::ExclusiveMinimum;
    if (order == 0)
        return !isExclusive;
    return (order > 0) == isLower;
}

bool Checker::length(const Instruction &instruction, const Node &node) const
{
    const std::size_t limit = instruction.first;
    // Every code point has one to four bytes, which often decides.
    if (instruction.detail == 0) {
        if (node.size < limit)
            return false;
        return node.size / 4 >= limit || countCodePoints(m_tree.text(node)) >= limit;
    }
    return node.size <= limit
        || (node.size / 4 <= limit && countCodePoints(m_tree.text(node)) <= limit);
}

bool Checker::enumeration(const EnumValues &values, std::uint32_t index) const
{
    const Node &node = m_tree.node(index);
    if (instanceType(node.type) == InstanceType::String) {
        const auto text = m_tree.text(node);
        if (values.strings.entryCount <= fewStrings)
            return isOneOf(values.strings, text);
        const auto hash = node.type == NodeType::Key ? node.hash : Tree::keyHash(text);
        return m_plan.find(values.strings, hash, text) != nullptr;
    }
    return std::any_of(values.others.begin(), values.others.end(),
        [&](Value other) { return sameValue(other, {m_tree, index}); });
}

// Comparing with a few is faster than hashing.
bool Checker::isOneOf(const NameTable &names, std::string_view text) const
{
    const auto *const first = m_plan.entries.data() + names.firstEntry;
    return std::any_of(first, first + names.entryCount,
        [&](const NameEntry &entry) { return m_plan.text(entry) == text; });
}

bool Checker::matches(const Pattern &pattern, std::string_view text)
{
    // Also a short text takes its time where there are many patterns.
    if (!spend(1 + text.size() / textPerStep))
        return false;
    std::uint64_t work = 0;
    const auto answer = pattern.match(text, work);
    if (work > 0 && !spend(work))
        return false;
    if (answer == Matcher::Answer::TooCostly)
        m_exceeded = true;
    return answer == Matcher::Answer::Yes;
}

} // namespace chancery::core
