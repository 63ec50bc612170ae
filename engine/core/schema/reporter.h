// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/checker.h"

namespace chancery::core {

// Finds out why an instance that the Checker refused is wrong: walks the same plan, enters only
// what the Checker says no to, and writes down the place in both documents. Lives for one
// validation.
class Reporter {
public:
    Reporter(const Plan &plan, Value instance, const ValidateOptions &options,
        const Openness &open = {});

    std::vector<Violation> run();

private:
    void report(std::uint32_t subschema, std::uint32_t node, Keyword via);
    void step(const Instruction &instruction, std::uint32_t node);
    void descend(
        std::uint32_t subschema, std::uint32_t node, Keyword via, const std::string &token = {});
    void members(const Members &members, std::uint32_t object);
    void member(const Members &members, std::uint32_t key);
    void missing(const Members &members, Value object);
    void dependentNames(const Instruction &instruction, Value object);
    void items(const Items &items, std::uint32_t array);
    void contains(const Contains &contains, std::uint32_t array);
    void branches(const Instruction &instruction, std::uint32_t node);
    void oneOf(const Instruction &instruction, std::uint32_t node);
    struct Attempt;
    void alternatives(const Instruction &instruction, std::uint32_t node);
    std::vector<Attempt> attemptsAt(const Instruction &instruction, std::uint32_t node);
    void readFixed(Attempt &attempt, std::uint32_t subschema, std::uint32_t node, int depth);
    void readFixed(Attempt &attempt, const Members &members, std::uint32_t object);
    void condition(const Condition &condition, std::uint32_t node);
    void unevaluated(const Instruction &instruction, std::uint32_t node);
    void add(std::uint32_t node, Keyword keyword, std::string message, bool isFalse = false);
    std::string location(Keyword keyword, bool isFalse) const;
    bool isFull() const { return m_violations.size() >= m_most || m_checker.exceeded(); }

    const Plan &m_plan;
    Value m_instance;
    const Tree &m_tree;
    Checker m_checker;
    std::size_t m_most;
    std::string m_rootPointer;
    std::string m_path; // the keyword location so far
    const Subschema *m_current = nullptr;
    int m_sensitive = 0; // enclosing subschemas with x-sensitive
    int m_nested = 0; // alternatives that are being tried, inside each other
    std::size_t m_tried = 0;
    std::uint64_t m_leftForTrying; // steps
    std::vector<Violation> m_violations;
};

} // namespace chancery::core
