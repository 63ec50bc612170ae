// SPDX-License-Identifier: Apache-2.0
// A place of the document has a set of subschemas that speak of it: the one that its parent's
// "properties" or "items" lead to, and all that this one refers to or is put together from. The set
// of a pointer is found by walking down from the root's.
#include "coreschemaadvisor.h"

#include "engine/core/document/canonical.h"
#include "engine/core/schema/plan.h"

#include <algorithm>
#include <charconv>

namespace chancery::editors {

namespace {

using core::Operation;

// A schema that applies, and whether it does so only in some alternative.
struct Applying {
    std::uint32_t subschema = 0;
    bool isOptional = false;
};
using Set = std::vector<Applying>;
// References may go in circles over alternatives; nobody reads that much advice.
constexpr std::size_t mostApplying = 400;

std::string unescaped(std::string_view token)
{
    std::string text;
    for (std::size_t at = 0; at < token.size(); ++at) {
        const bool isEscape = token[at] == '~' && at + 1 < token.size();
        text += isEscape ? (token[at + 1] == '1' ? '/' : '~') : token[at];
        at += isEscape ? 1 : 0;
    }
    return text;
}

class Walker {
public:
    Walker(const core::Plan &plan, const core::Tree *tree)
        : m_plan(plan)
        , m_value(tree && tree->nodeCount() > 0 ? tree->root() : core::Value())
    {
        add(0, false);
    }

    const Set &set() const { return m_set; }

    void descend(std::string_view pointer)
    {
        while (!pointer.empty()) {
            const auto end = std::min(pointer.find('/', 1), pointer.size());
            step(unescaped(pointer.substr(1, end - 1)));
            pointer.remove_prefix(end);
        }
    }

    template <typename Visit>
    void forEach(std::uint32_t subschema, Visit &&visit) const
    {
        std::vector<std::pair<Operation, std::uint32_t>> seen;
        for (const core::Range &range : m_plan.subschemas[subschema].byType) {
            for (std::uint32_t i = 0; i < range.count; ++i) {
                const auto &instruction = m_plan.instructions[range.begin + i];
                const std::pair key{instruction.operation, instruction.first};
                if (std::ranges::find(seen, key) != seen.end())
                    continue;
                seen.push_back(key);
                visit(instruction);
            }
        }
    }

private:
    void step(const std::string &token)
    {
        const Set parents = std::move(m_set);
        m_set.clear();
        m_value = m_value.isArray() ? item(token) : m_value.find(token);
        for (const Applying &parent : parents) {
            forEach(parent.subschema, [&](const core::Instruction &instruction) {
                if (instruction.operation == Operation::Members)
                    member(m_plan.members[instruction.first], token, parent.isOptional);
                else if (instruction.operation == Operation::Items)
                    element(m_plan.items[instruction.first], token, parent.isOptional);
            });
        }
    }

    core::Value item(const std::string &token) const
    {
        std::size_t position = 0;
        std::from_chars(token.data(), token.data() + token.size(), position);
        return position < m_value.size() ? m_value.at(position) : core::Value();
    }

    void member(const core::Members &members, const std::string &name, bool isOptional)
    {
        bool isKnown = false;
        const auto *entry = m_plan.find(members.names, core::Tree::keyHash(name), name);
        if (entry && entry->subschema != core::none) {
            isKnown = true;
            add(entry->subschema, isOptional);
        }
        for (std::uint32_t i = 0; i < members.patterns.count; ++i) {
            const auto &pattern = m_plan.patternSubschemas[members.patterns.begin + i];
            if (m_plan.patterns[pattern.pattern].match(name) != core::Matcher::Answer::Yes)
                continue;
            isKnown = true;
            add(pattern.subschema, isOptional);
        }
        if (!isKnown && members.additional != core::none)
            add(members.additional, isOptional);
    }

    void element(const core::Items &items, const std::string &token, bool isOptional)
    {
        std::uint32_t position = 0;
        const auto *end = token.data() + token.size();
        if (std::from_chars(token.data(), end, position).ptr != end)
            return;
        const auto subschema = position < items.prefix.count
            ? m_plan.branches[items.prefix.begin + position].subschema
            : items.rest;
        if (subschema != core::none)
            add(subschema, isOptional);
    }

    void add(std::uint32_t subschema, bool isOptional)
    {
        const bool isKnown
            = std::ranges::find(m_set, subschema, &Applying::subschema) != m_set.end();
        if (isKnown || m_set.size() >= mostApplying)
            return;
        m_set.push_back({subschema, isOptional});
        forEach(subschema,
            [&](const core::Instruction &instruction) { follow(instruction, isOptional); });
    }

    void follow(const core::Instruction &instruction, bool isOptional)
    {
        switch (instruction.operation) {
        case Operation::OneRef:
            add(instruction.first, isOptional);
            break;
        case Operation::DynamicRef:
            add(m_plan.dynamicReferences[instruction.first].subschema, isOptional);
            break;
        case Operation::AllOf:
            branches(instruction, isOptional);
            break;
        case Operation::AnyOf:
        case Operation::OneOf:
            branches(instruction, true);
            break;
        case Operation::If: {
            const auto &condition = m_plan.conditions[instruction.first];
            for (const auto next : {condition.whenTrue, condition.whenFalse}) {
                if (next != core::none)
                    add(next, true);
            }
            break;
        }
        case Operation::DependentSchema: {
            const auto &dependency = m_plan.dependencies[instruction.first];
            if (m_value.find(dependency.name))
                add(dependency.subschema, isOptional);
            break;
        }
        default:
            break;
        }
    }

    void branches(const core::Instruction &instruction, bool isOptional)
    {
        for (std::uint32_t i = 0; i < instruction.second; ++i) {
            const auto branch = m_plan.branches[instruction.first + i].subschema;
            if (!isOptional || isPossible(branch))
                add(branch, isOptional);
        }
    }

    // False when a member of the instance is a string that the branch's constant is not.
    bool isPossible(std::uint32_t branch) const
    {
        const auto properties = m_plan.source(m_plan.subschemas[branch]).find("properties");
        if (!m_value.isObject() || !properties.isObject())
            return true;
        for (const auto &property : properties) {
            const auto constant = property.value().find("const");
            const auto own = m_value.find(property.key());
            if (constant.isString() && own.isString() && own.text() != constant.text())
                return false;
        }
        return true;
    }

    const core::Plan &m_plan;
    core::Value m_value;
    Set m_set;
};

void addNew(std::vector<std::string> &list, std::string text)
{
    if (std::ranges::find(list, text) == list.end())
        list.push_back(std::move(text));
}

void addTypes(std::vector<std::string> &types, core::Value type)
{
    if (type.isString())
        addNew(types, std::string(type.text()));
    for (const auto &one : type) {
        if (type.isArray() && one.value().isString())
            addNew(types, std::string(one.value().text()));
    }
}

void addAdvice(Advice &advice, core::Value schema)
{
    if (!schema.isObject())
        return;
    if (advice.title.empty())
        advice.title = schema.find("title").text();
    if (advice.description.empty())
        advice.description = schema.find("description").text();
    addTypes(advice.types, schema.find("type"));
    for (const auto &value : schema.find("enum"))
        addNew(advice.values, core::canonicalJson(value.value()));
    if (const auto constant = schema.find("const"))
        addNew(advice.values, core::canonicalJson(constant));
    if (const auto value = schema.find("default"); value && !advice.defaultValue)
        advice.defaultValue = core::canonicalJson(value);
    for (const auto &example : schema.find("examples"))
        addNew(advice.examples, core::canonicalJson(example.value()));
    advice.isDeprecated = advice.isDeprecated || schema.find("deprecated").isTrue();
    advice.isSensitive = advice.isSensitive || schema.find("x-sensitive").isTrue();
}

Advice adviceOf(const core::Plan &plan, const Set &set)
{
    Advice advice;
    for (const Applying &applying : set)
        addAdvice(advice, plan.source(plan.subschemas[applying.subschema]));
    return advice;
}

void addKeys(const core::Plan &plan, const Walker &walker, const Applying &applying,
    std::vector<KeyAdvice> &keys)
{
    walker.forEach(applying.subschema, [&](const core::Instruction &instruction) {
        if (instruction.operation != Operation::Members)
            return;
        const auto &names = plan.members[instruction.first].names;
        for (std::uint32_t i = 0; i < names.entryCount; ++i) {
            const auto &entry = plan.entries[names.firstEntry + i];
            const auto name = plan.text(entry);
            auto key = std::ranges::find(keys, name, &KeyAdvice::name);
            if (key == keys.end())
                key = keys.insert(keys.end(), KeyAdvice{std::string(name), false, {}});
            key->isRequired = key->isRequired || (entry.isRequired && !applying.isOptional);
        }
    });
}

// An object or array is not underlined as a whole: its key is, or the bracket it begins with.
void narrow(const core::Tree &tree, std::uint32_t index, EditorProblem &problem)
{
    const core::Node &node = tree.node(index);
    const bool isContainer
        = node.type == core::NodeType::Object || node.type == core::NodeType::Array;
    if (!isContainer)
        return;
    if (index > 0 && tree.node(index - 1).type == core::NodeType::Key) {
        problem.begin = tree.node(index - 1).begin;
        problem.end = tree.node(index - 1).end;
        return;
    }
    problem.end = std::min(problem.end, problem.begin + 1);
}

} // namespace

CoreSchemaAdvisor::CoreSchemaAdvisor(core::CompiledSchema schema)
    : m_schema(std::move(schema))
{
}

std::optional<Advice> CoreSchemaAdvisor::adviceFor(
    const core::Tree *tree, std::string_view pointer) const
{
    Walker walker(m_schema.plan(), tree);
    walker.descend(pointer);
    if (walker.set().empty())
        return {};
    return adviceOf(m_schema.plan(), walker.set());
}

std::vector<KeyAdvice> CoreSchemaAdvisor::keysFor(
    const core::Tree *tree, std::string_view pointer) const
{
    const core::Plan &plan = m_schema.plan();
    Walker walker(plan, tree);
    walker.descend(pointer);
    std::vector<KeyAdvice> keys;
    for (const Applying &applying : walker.set())
        addKeys(plan, walker, applying, keys);
    for (KeyAdvice &key : keys) {
        Walker child = walker;
        child.descend('/' + core::escapePointerToken(key.name));
        key.advice = adviceOf(plan, child.set());
    }
    return keys;
}

std::vector<EditorProblem> CoreSchemaAdvisor::check(
    const core::Tree &tree, const core::CancelToken &token) const
{
    std::vector<EditorProblem> problems;
    if (token.isCancelled() || tree.nodeCount() == 0)
        return problems;
    for (const core::Violation &violation : m_schema.validate(tree.root()).violations) {
        EditorProblem problem;
        problem.begin = violation.begin;
        problem.end = violation.end;
        problem.code = violation.code;
        problem.message = violation.message;
        problem.pointer = violation.instancePointer;
        narrow(tree, violation.node, problem);
        problems.push_back(std::move(problem));
    }
    return problems;
}

} // namespace chancery::editors
