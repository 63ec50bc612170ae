// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/error.h"

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core::governing {

// Reads a governing document strictly: a member that is not known or not of its type is an error at
// its place, for a rule that is misspelt would govern nothing. Lives for one reading.
class Form {
public:
    void complain(Value where, std::string_view code, std::string message);

    // Of an object; a complaint where it is none or has other members.
    bool object(Value value, std::initializer_list<std::string_view> members);
    // Absent members give the default.
    std::string text(Value object, std::string_view key, bool isRequired);
    std::vector<std::string> texts(Value object, std::string_view key);
    bool flag(Value object, std::string_view key);
    std::optional<int> whole(Value object, std::string_view key, int least, int most);
    std::optional<double> number(Value object, std::string_view key); // a finite one
    // The array of that member; absent where there is none.
    Value list(Value object, std::string_view key);
    // A required id that no other of the set has.
    std::string id(Value object, std::set<std::string> &known);

    bool isFine() const { return m_problems.empty(); }
    std::vector<FieldError> takeProblems() { return std::move(m_problems); }

private:
    std::vector<FieldError> m_problems;
};

} // namespace chancery::core::governing
