// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/rules/amount.h"

#include <variant>

namespace chancery::core {

// Whether a condition of an "x-invariants" holds for a value. The condition must be in its form.
// Lives for one document.
class ConditionCheck {
public:
    explicit ConditionCheck(std::uint64_t steps)
        : m_steps(steps)
    {
    }

    // What nobody can tell holds: a comparison of what is not there or cannot be seen, and all that
    // hangs on it.
    bool holds(Value condition, Value subject) { return truth(condition, subject) != Truth::No; }
    // The values that the unfulfilled comparisons were about, each once; the subject itself where
    // it is at fault as a whole. Of several values that one stands for, those that are at fault.
    const std::vector<Value> &culprits() const { return m_culprits; }
    // The steps ran out, and "holds" means nothing.
    bool isExceeded() const { return m_isExceeded; }

private:
    // Kleene's logic: what is unknown stays so until something known decides.
    enum class Truth : std::uint8_t { No, Unknown, Yes };
    Truth truth(Value condition, Value subject);
    Truth branches(Value condition, Value subject);
    Truth joined(Value conditions, Value subject, bool isAll);
    // One side of a comparison: values of a document, or what was calculated from some.
    struct Side {
        std::vector<Value> values;
        std::optional<Amount> amount;
        bool isAbsent = false; // there is nothing that it could be of
    };

    Truth compare(Value parts, Value subject);
    bool compares(const Side &left, std::string_view sign, const Side &right, Value subject);
    bool holdsFor(
        const Side &left, Value a, std::string_view sign, const Side &right, Value b) const;
    bool contains(Value list, const Side &left, Value wanted) const;
    void blame(Value value, Value subject);
    Side side(Value operand, Value subject);
    Side folded(Value operands, Value subject, bool isProduct);
    bool isThere(std::string_view pattern, Value subject);
    std::optional<Amount> extreme(const std::vector<Value> &values, bool wantsLargest) const;
    std::vector<Value> find(std::string_view pattern, Value subject);
    void find(std::string_view pattern, Value value, std::vector<Value> &found);
    bool spend();

    std::uint64_t m_steps;
    bool m_isExceeded = false;
    bool m_hasSealed = false; // one of the values that the comparison is about cannot be seen
    std::vector<Value> m_culprits;
};

} // namespace chancery::core
