// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/opendocument.h"
#include "engine/core/schema/plan.h"

namespace chancery::core {

// Which items or members of one instance the subschemas passed so far have looked at, by position.
class Evaluated {
public:
    void add(std::size_t position)
    {
        if (m_bits.size() <= position / 64)
            m_bits.resize(position / 64 + 1);
        m_bits[position / 64] |= std::uint64_t(1) << (position % 64);
    }
    void addAll() { m_all = true; }
    bool has(std::size_t position) const
    {
        return m_all
            || (position / 64 < m_bits.size() && ((m_bits[position / 64] >> (position % 64)) & 1));
    }
    void add(const Evaluated &other)
    {
        m_all = m_all || other.m_all;
        if (m_bits.size() < other.m_bits.size())
            m_bits.resize(other.m_bits.size());
        for (std::size_t i = 0; i < other.m_bits.size(); ++i)
            m_bits[i] |= other.m_bits[i];
    }

private:
    std::vector<std::uint64_t> m_bits;
    bool m_all = false;
};

// Runs a plan on one instance and answers yes or no, stopping at the first no. Lives for one
// validation. When the budget runs out every answer becomes no and exceeded() says so.
class Checker {
public:
    Checker(const Plan &plan, const Tree &instance, const ValidateOptions &options,
        const Openness &open = {});

    bool check(std::uint32_t subschema, std::uint32_t node, Evaluated *evaluated = nullptr);
    // One instruction of a subschema; Unevaluated needs what the others have evaluated.
    bool step(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated);
    bool exceeded() const { return m_exceeded; }
    // For one who tries something that may go too far: the steps that are left, and a new start
    // with so many.
    std::uint64_t left() const { return m_left; }
    void allow(std::uint64_t steps)
    {
        m_left = steps;
        m_exceeded = false;
    }
    // Grows whenever a yes was given because nobody can say no: of a sealed or an open value, or of
    // what holds one. A caller that turns such a yes into a no asks whether it has grown.
    std::uint64_t benefits() const { return m_benefits; }
    bool matches(const Pattern &pattern, std::string_view text);
    // Whether other layers may add to it.
    bool isMerged(std::uint32_t node) const { return node < m_merged.size() && m_merged[node]; }

    // The dynamic scope, for one who walks subschemas by himself.
    bool enter(const Subschema &subschema);
    void leave(bool wasEntered);
    std::uint32_t dynamicTarget(const DynamicReference &reference) const;

private:
    bool run(const Subschema &subschema, Range range, std::uint32_t node, Evaluated *evaluated);
    bool runTracking(
        const Subschema &subschema, Range range, std::uint32_t node, Evaluated *evaluated);
    bool stepLogic(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated);
    bool bound(const Instruction &instruction, const Node &node) const;
    bool length(const Instruction &instruction, const Node &node) const;
    bool isOneOf(const NameTable &names, std::string_view text) const;
    bool enumeration(const EnumValues &values, std::uint32_t node) const;
    bool members(const Members &members, std::uint32_t object, Evaluated *evaluated);
    bool onlyRequired(const Members &members, std::uint32_t object) const;
    bool patternMembers(const Members &members, std::uint32_t key, bool &isKnown);
    bool dependentNames(const KeyDependency &dependency, std::uint32_t object) const;
    bool items(const Items &items, std::uint32_t array, Evaluated *evaluated);
    bool contains(const Contains &contains, std::uint32_t array, Evaluated *evaluated);
    bool anyOf(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated);
    bool oneOf(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated);
    bool condition(const Condition &condition, std::uint32_t node, Evaluated *evaluated);
    bool negation(std::uint32_t subschema, std::uint32_t node);
    bool isSealedAt(std::uint32_t node) const;
    void findMerged(Value value);
    bool isOpenAt(std::uint32_t node) const;
    bool hasOpen(Value value) const;
    bool checkOpen(const Subschema &subschema, std::uint32_t node);
    bool isPatch(std::uint32_t node) const { return node < m_patches.size() && m_patches[node]; }
    bool benefit();
    bool sameAs(std::uint32_t node, bool isSame);
    bool unevaluated(const Instruction &instruction, std::uint32_t node, Evaluated *evaluated);
    bool spend(std::uint64_t steps = 1)
    {
        if (m_left >= steps) {
            m_left -= steps;
            return true;
        }
        m_exceeded = true;
        return false;
    }

    const Plan &m_plan;
    const Tree &m_tree;
    std::uint64_t m_left;
    std::size_t m_depthLeft;
    bool m_exceeded = false;
    std::uint64_t m_benefits = 0;
    const Openness m_open;
    const bool m_isOpen; // in any way
    std::vector<bool> m_merged; // by node: objects of a layer
    std::vector<bool> m_patches; // by node: what removes or replaces
    std::vector<std::uint32_t> m_scope; // resources, outermost first; only for dynamic plans
};

} // namespace chancery::core
