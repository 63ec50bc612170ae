// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace chancery::support {

// A JSON value in the simplest form, for slow and obvious counterparts of the product's algorithms.
struct Plain {
    enum class Type { Scalar, List, Object };
    struct Member;

    Plain();
    Plain(Type type, std::string json, std::vector<Member> content);
    const Plain *find(const std::string &name) const;
    std::string json() const;
    friend bool operator==(const Plain &a, const Plain &b);

    Type type = Type::Scalar;
    std::string scalar = "null"; // as JSON
    std::vector<Member> members; // of a list without names
};

struct Plain::Member {
    std::string name;
    Plain value;
};

} // namespace chancery::support
