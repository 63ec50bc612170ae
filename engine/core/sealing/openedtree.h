// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/sealing/sealedvalue.h"

namespace chancery::core {

// The value that a sealed node stands for.
struct OpenedValue {
    std::uint32_t node = 0; // in the sealed tree
    Tree value;
};

// A document with its sealed values opened, to be held against schemas and rules. Its source is
// still the sealed text, and every node of an opened value has the span of the sealed one: places
// are those that the author sees, and the source quotes nothing secret. Never to be stored.
struct OpenedTree {
    Tree tree;
    std::vector<std::uint32_t> origins; // for each of its nodes that of the sealed tree
};
// The values in the order of their nodes.
OpenedTree openedTree(const Tree &tree, const std::vector<OpenedValue> &values);

// The document's text with the values in it, as a service reads it: all else keeps its bytes.
// Errors are those of setValue().
Result<Secret> openedText(const Tree &tree, const std::vector<OpenedValue> &values);

} // namespace chancery::core
