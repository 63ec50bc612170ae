// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/result.h"

namespace chancery::core::layout {

// The bytes that go with a member when it goes elsewhere.
struct Member {
    std::string name;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// An object as it stands in a text. In brackets its members have something between them; else they
// are whole lines, one behind the other, but that the first may begin behind a dash.
struct Object {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isInBrackets = false;
    bool isTable = false; // of TOML, and the whole of its tables
    bool isWhole = false; // the tables of a document
    std::size_t column = 0; // of lines
    std::vector<Member> members;
};

// All objects of a text that have at least two members, inner ones before those around them.
Result<std::vector<Object>> objectsOf(const Tree &tree);

// The text with the members of those objects in order; the whole of the tables when it is wanted.
Result<std::string> sorted(const Tree &tree, const std::vector<Object> &objects, bool sortsTables);

} // namespace chancery::core::layout
