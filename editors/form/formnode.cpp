// SPDX-License-Identifier: Apache-2.0
#include "formnode.h"

#include "editors/form/itemplaces.h"
#include "editors/form/treeedit.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>
#include <charconv>

namespace chancery::editors {

namespace {

// A row that opens is another one than a row that does not: views remember which of them can.
std::string idOf(std::string_view key, core::Value value)
{
    return (value.size() > 0 && !core::isSealed(value) ? "c" : "s") + std::string(key);
}

std::string missingId(std::string_view key)
{
    return "m" + std::string(key);
}

void followMembers(const FormNode &node, core::Value before, core::Value after)
{
    for (const auto &child : node.children) {
        if (child->children.empty())
            continue;
        const core::Value was = before.find(child->key);
        const core::Value is = after.find(child->key);
        if (was && is)
            followItems(*child, was, is);
    }
}

} // namespace

std::vector<FormSlot> slotsOf(const FormNode &node, const core::Tree &tree)
{
    std::vector<FormSlot> list;
    if (node.value == FormNode::nowhere || tree.nodeCount() == 0)
        return list;
    const core::Value value(tree, node.value);
    // One value to people, whatever it is made of.
    if (node.parent && core::isSealed(value))
        return list;
    const bool isRootScalar = !node.parent && !value.isArray() && !value.isObject();
    if (isRootScalar)
        list.push_back({idOf({}, value), {}, node.value, nullptr});
    list.reserve(value.size());
    std::size_t position = 0;
    for (const auto &member : value) {
        auto key = value.isObject() ? std::string(member.key()) : std::to_string(position++);
        auto id = idOf(key, member.value());
        list.push_back({std::move(id), std::move(key), member.value().index(), nullptr});
    }
    for (const KeyAdvice &key : node.required) {
        if (value.isObject() && !value.find(key.name))
            list.push_back({missingId(key.name), key.name, FormNode::nowhere, &key});
    }
    return list;
}

std::unique_ptr<FormNode> makeNode(FormNode &parent, const FormSlot &slot)
{
    auto node = std::make_unique<FormNode>();
    node->parent = &parent;
    node->id = slot.id;
    node->key = slot.key;
    bind(*node, slot);
    // What has no rows below gets them one by one, as they come.
    node->isFetched = !slot.id.starts_with('c');
    node->isMissing = slot.missing != nullptr;
    node->isKnown = node->isMissing;
    node->isAsked = node->isMissing;
    return node;
}

void bind(FormNode &node, const FormSlot &slot)
{
    node.value = slot.value;
    if (slot.missing)
        node.advice = slot.missing->advice;
}

std::vector<FormSlot> presentSlots(const FormNode &node)
{
    std::vector<FormSlot> list;
    list.reserve(node.children.size());
    for (const auto &child : node.children)
        list.push_back({child->id, {}, FormNode::nowhere, nullptr});
    return list;
}

void followItems(FormNode &node, core::Value before, core::Value after)
{
    if (node.children.empty() || before.isArray() != after.isArray())
        return;
    if (!before.isArray()) {
        followMembers(node, before, after);
        return;
    }
    const auto places = rowPlaces(before, after);
    if (places.size() != node.children.size())
        return;
    std::vector<core::Value> items;
    for (const auto &item : after)
        items.push_back(item.value());
    std::size_t position = 0;
    for (const auto &item : before) {
        FormNode &child = *node.children[position];
        const auto place = places[position];
        child.key = place ? std::to_string(*place) : std::string();
        child.id = place ? child.id.substr(0, 1) + child.key : 'g' + std::to_string(position);
        if (place)
            followItems(child, item.value(), items[*place]);
        ++position;
    }
}

void unbind(FormNode &node)
{
    node.value = FormNode::nowhere;
    node.isAsked = node.isMissing;
    for (const auto &child : node.children)
        unbind(*child);
}

void forgetSchema(FormNode &node)
{
    if (!node.isMissing) {
        node.advice.reset();
        node.isKnown = false;
        node.required.clear();
    }
    for (const auto &child : node.children)
        forgetSchema(*child);
}

void renumber(FormNode &node)
{
    for (std::size_t row = 0; row < node.children.size(); ++row)
        node.children[row]->row = int(row);
}

std::string pointerOf(const FormNode &node)
{
    const bool isRootScalar
        = node.parent && !node.parent->parent && node.key.empty() && node.value == 0;
    return node.parent && !isRootScalar ? childPointer(pointerOf(*node.parent), node.key)
                                        : std::string();
}

// Of an array the place is the position.
FormNode *childOf(const FormNode &node, std::string_view key)
{
    std::size_t position = 0;
    const auto *end = key.data() + key.size();
    const bool isNumber = std::from_chars(key.data(), end, position).ptr == end && !key.empty();
    if (isNumber && position < node.children.size() && node.children[position]->key == key)
        return node.children[position].get();
    for (const auto &child : node.children) {
        if (child->key == key)
            return child.get();
    }
    return nullptr;
}

} // namespace chancery::editors
