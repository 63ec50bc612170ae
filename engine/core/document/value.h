// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// Looks at one value of a Tree, which must outlive it. Two words, passed by value. A default Value
// stands for "absent": it has no type and finds nothing.
class Value {
public:
    Value() = default;
    Value(const Tree &tree, std::uint32_t index)
        : m_tree(&tree)
        , m_index(index)
    {
    }

    bool isPresent() const { return m_tree != nullptr; }
    explicit operator bool() const { return isPresent(); }
    const Tree &tree() const { return *m_tree; }
    std::uint32_t index() const { return m_index; }
    const Node &node() const { return m_tree->node(m_index); }

    NodeType type() const { return node().type; }
    bool isNull() const { return isPresent() && type() == NodeType::Null; }
    bool isBool() const
    {
        return isPresent() && (type() == NodeType::True || type() == NodeType::False);
    }
    bool isTrue() const { return isPresent() && type() == NodeType::True; }
    bool isNumber() const { return isPresent() && type() == NodeType::Number; }
    bool isString() const { return isPresent() && type() == NodeType::String; }
    bool isArray() const { return isPresent() && type() == NodeType::Array; }
    bool isObject() const { return isPresent() && type() == NodeType::Object; }

    // A string's decoded text, a number's JSON text; empty for the rest.
    std::string_view text() const { return isString() || isNumber() ? m_tree->text(node()) : ""; }
    double number() const;
    // The number when it is written as an integer that fits.
    std::optional<std::int64_t> integer() const;

    // Items of an array or members of an object.
    std::size_t size() const { return isArray() || isObject() ? node().size : 0; }
    // The member of that name; absent when there is none.
    Value find(std::string_view key) const;
    Value operator[](std::string_view key) const { return find(key); }
    // The item at that place, O(n).
    Value at(std::size_t position) const;
    // By RFC 6901 pointer; "" is this value.
    Value resolve(std::string_view pointer) const;

    class Iterator;
    // Over the items of an array or the members of an object; over nothing for the rest.
    Iterator begin() const;
    Iterator end() const;

private:
    const Tree *m_tree = nullptr;
    std::uint32_t m_index = 0;
};

// One step over a container. For objects key() names the member.
class Value::Iterator {
public:
    Iterator(const Tree *tree, std::uint32_t index, bool isObject)
        : m_tree(tree)
        , m_index(index)
        , m_isObject(isObject)
    {
    }
    const Iterator &operator*() const { return *this; }
    Value value() const { return {*m_tree, m_isObject ? m_index + 1 : m_index}; }
    std::string_view key() const { return m_isObject ? m_tree->text(m_tree->node(m_index)) : ""; }
    const Node &keyNode() const { return m_tree->node(m_index); }
    std::uint32_t index() const { return m_index; }
    Iterator &operator++()
    {
        m_index = m_tree->node(m_index).next;
        return *this;
    }
    bool operator==(const Iterator &other) const { return m_index == other.m_index; }

private:
    const Tree *m_tree;
    std::uint32_t m_index;
    bool m_isObject;
};

inline Value::Iterator Value::begin() const
{
    const bool hasContent = size() > 0;
    return {m_tree, hasContent ? m_index + 1 : 0, isObject()};
}
inline Value::Iterator Value::end() const
{
    return {m_tree, 0, isObject()};
}

// The RFC 6901 pointer of a node (for a Key, of its member), found by descending from the root.
std::string pointerOf(const Tree &tree, std::uint32_t index);
// "a/b" -> "a~1b".
std::string escapePointerToken(std::string_view token);
std::string unescapePointerToken(std::string_view token);
// The innermost node whose span holds the byte offset; a Key where the offset is on a key.
std::uint32_t nodeAt(const Tree &tree, std::size_t offset);

} // namespace chancery::core
