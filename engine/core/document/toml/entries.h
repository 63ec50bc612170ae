// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/keyedhash.h"

namespace chancery::core::toml {

// How a value came to be decides who may still add to it.
enum class EntryKind : std::uint8_t {
    Scalar,
    Array, // written in brackets; complete
    InlineTable, // written in braces; complete
    Super, // named in the headings of tables below it; may get one of its own
    Table, // has its heading
    Dotted, // made by dotted keys, which may add to it
    TableArray, // made by headings in double brackets, which may add to it
};

// The values of a document in the order of their first appearance, which is not the order of the
// text: a table may be continued further down. Collects them while the document is read and then
// writes them into the tree, where a container stands before its content. Entry 0 is the root.
class Entries {
public:
    explicit Entries(Tree &tree);

    std::size_t size() const { return m_entries.size(); }
    EntryKind kind(std::uint32_t entry) const { return m_entries[entry].kind; }
    void setKind(std::uint32_t entry, EntryKind kind) { m_entries[entry].kind = kind; }
    // Of containers around the entry, itself included.
    std::uint32_t depth(std::uint32_t entry) const { return m_entries[entry].depth; }
    std::uint32_t lastChild(std::uint32_t entry) const { return m_entries[entry].last; }
    // Valid until the next entry is added.
    Node &value(std::uint32_t entry) { return m_entries[entry].value; }

    // The member of that name; 0 for none.
    std::uint32_t find(std::uint32_t table, const Node &key) const;
    // The table must not have such a member.
    std::uint32_t addMember(std::uint32_t table, const Node &key, EntryKind kind);
    std::uint32_t addItem(std::uint32_t array, EntryKind kind);

    void writeTree();

private:
    struct Entry {
        Node key;
        Node value;
        std::uint32_t parent = 0;
        std::uint32_t first = 0; // child, as are last and next; 0 for none
        std::uint32_t last = 0;
        std::uint32_t next = 0;
        std::uint32_t place = 0; // in the tree, of the key if there is one
        std::uint32_t depth = 1;
        EntryKind kind = EntryKind::Scalar;
    };
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t entry = 0; // 0 when the slot is free
    };

    std::uint32_t add(std::uint32_t parent, EntryKind kind);
    std::uint64_t hashOf(std::uint32_t table, std::string_view key) const;
    bool isNamed(std::uint32_t entry, const Node &key, std::string_view text) const;
    void insert(const Slot &slot);
    void place(const Slot &slot);
    void grow();
    void write(std::uint32_t entry);
    void closeTable(std::uint32_t entry);

    Tree &m_tree;
    std::vector<Entry> m_entries;
    std::vector<Slot> m_slots; // a power of two, at most half of them taken
    std::size_t m_members = 0;
    std::size_t m_indexed = 0; // members with a slot
    KeyedHash m_hash;
};

} // namespace chancery::core::toml
