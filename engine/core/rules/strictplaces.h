// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <vector>

namespace chancery::core {

// The schema objects in a schema's text that do not stand for themselves, by way of references as
// well. Where it cannot be told what a reference leads to, everything is one. Lives as long as the
// text.
class StrictPlaces {
public:
    explicit StrictPlaces(Value schema);

    // It is negated, counted, or decides what else holds: to accept more may refuse documents.
    bool isStrict(Value schema) const { return has(schema, strict); }
    // "unevaluatedProperties" or "unevaluatedItems" asks what it has looked at: to look at less may
    // refuse documents.
    bool isWatched(Value schema) const { return has(schema, watched); }

private:
    using Marks = unsigned char;
    static constexpr Marks strict = 1;
    static constexpr Marks watched = 2;
    static constexpr Marks seen = 4;

    bool has(Value schema, Marks marks) const { return (m_marks[schema.index()] & marks) != 0; }
    void visit(Value schema, Marks marks);
    void visitKeyword(std::string_view name, Value value, Marks marks);
    void visitAll(Value values, Marks marks);
    void follow(std::string_view reference, Marks marks);

    Value m_root;
    bool m_hasOtherNames = false; // a part of it has a URI of its own
    std::vector<Marks> m_marks; // by node
    std::vector<std::pair<Value, Marks>> m_referred; // still to be visited
};

} // namespace chancery::core
