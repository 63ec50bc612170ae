// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/value.h"

#include <limits>
#include <memory>

namespace chancery::editors {

// One row of a form: a value of the document, or a key that is required and not there. Children are
// made when somebody looks. Part of a FormModel.
struct FormNode {
    static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

    FormNode *parent = nullptr;
    int row = 0;
    std::string id; // of its slot
    std::string key; // the member's name or the item's position
    std::uint32_t value = nowhere; // node of the tree; nowhere for what is missing
    bool isMissing = false;
    bool isFetched = false;
    bool isAsked = false; // the schema, about the tree as it stands
    bool isKnown = false; // what the schema says of it, perhaps of the tree before
    std::optional<Advice> advice;
    std::vector<KeyAdvice> required; // of an object: the keys it must have
    std::vector<std::unique_ptr<FormNode>> children;
};

// What a row stands for, to find it again in the next reading of the text.
struct FormSlot {
    std::string id;
    std::string key;
    std::uint32_t value = FormNode::nowhere;
    const KeyAdvice *missing = nullptr;

    friend bool operator==(const FormSlot &a, const FormSlot &b) { return a.id == b.id; }
};

// The rows that a node's value has now; the node is bound to its value already.
std::vector<FormSlot> slotsOf(const FormNode &node, const core::Tree &tree);
std::unique_ptr<FormNode> makeNode(FormNode &parent, const FormSlot &slot);
void bind(FormNode &node, const FormSlot &slot);
// The rows below as they are, to compare.
std::vector<FormSlot> presentSlots(const FormNode &node);
// The rows of a list go with its items into the next reading of the text: what is open in one of
// them stays with the value that it is about. An item of which nobody can say where it is leaves
// its row, unless another one is in its place.
void followItems(FormNode &node, core::Value before, core::Value after);
// Of all rows below: nothing is known of the tree any more.
void unbind(FormNode &node);
// Another schema: what the last one said is forgotten.
void forgetSchema(FormNode &node);
void renumber(FormNode &node);
std::string pointerOf(const FormNode &node);
FormNode *childOf(const FormNode &node, std::string_view key);

} // namespace chancery::editors
