// SPDX-License-Identifier: Apache-2.0
// The members of small tables are searched one by one; those of larger ones are found by a hash of
// table and key, all in one table with open addressing. The hash is keyed with secrets of its own
// for each document: whoever writes a document cannot know which keys collide, so many keys stay
// linear.
#include "entries.h"

#include <algorithm>

namespace chancery::core::toml {

namespace {

constexpr std::uint32_t smallTable = 8;

bool isTable(EntryKind kind)
{
    return kind == EntryKind::Super || kind == EntryKind::Table || kind == EntryKind::Dotted
        || kind == EntryKind::TableArray;
}

} // namespace

Entries::Entries(Tree &tree)
    : m_tree(tree)
    , m_slots(64)
{
    m_entries.reserve(tree.source().size() / 32 + 8);
    Entry root;
    root.kind = EntryKind::Table;
    root.value.type = NodeType::Object;
    root.value.end = std::uint32_t(tree.source().size());
    m_entries.push_back(root);
}

std::uint64_t Entries::hashOf(std::uint32_t table, std::string_view key) const
{
    return m_hash(key, table);
}

bool Entries::isNamed(std::uint32_t entry, const Node &key, std::string_view text) const
{
    const Node &own = m_entries[entry].key;
    return own.hash == key.hash && m_tree.text(own) == text;
}

std::uint32_t Entries::find(std::uint32_t table, const Node &key) const
{
    const auto text = m_tree.text(key);
    const Entry &container = m_entries[table];
    // Headings and dotted keys mostly go where the one before them went.
    if (container.last != 0 && isNamed(container.last, key, text))
        return container.last;
    if (container.value.size <= smallTable) {
        auto at = container.first;
        while (at != 0 && !isNamed(at, key, text))
            at = m_entries[at].next;
        return at;
    }
    const auto hash = hashOf(table, text);
    const auto mask = m_slots.size() - 1;
    for (auto at = hash & mask; m_slots[at].entry != 0; at = (at + 1) & mask) {
        if (m_slots[at].hash != hash)
            continue;
        const Entry &entry = m_entries[m_slots[at].entry];
        if (entry.parent == table && m_tree.text(entry.key) == text)
            return m_slots[at].entry;
    }
    return 0;
}

void Entries::insert(const Slot &slot)
{
    if (++m_indexed * 2 > m_slots.size())
        grow();
    place(slot);
}

void Entries::place(const Slot &slot)
{
    const auto mask = m_slots.size() - 1;
    auto at = slot.hash & mask;
    while (m_slots[at].entry != 0)
        at = (at + 1) & mask;
    m_slots[at] = slot;
}

void Entries::grow()
{
    std::vector<Slot> slots(m_slots.size() * 4);
    slots.swap(m_slots);
    for (const Slot &slot : slots) {
        if (slot.entry != 0)
            place(slot);
    }
}

std::uint32_t Entries::add(std::uint32_t parent, EntryKind kind)
{
    const auto index = std::uint32_t(m_entries.size());
    Entry &entry = m_entries.emplace_back();
    entry.parent = parent;
    entry.depth = m_entries[parent].depth + 1;
    entry.kind = kind;
    Entry &container = m_entries[parent];
    (container.last == 0 ? container.first : m_entries[container.last].next) = index;
    container.last = index;
    ++container.value.size;
    return index;
}

std::uint32_t Entries::addMember(std::uint32_t table, const Node &key, EntryKind kind)
{
    const auto index = add(table, kind);
    m_entries[index].key = key;
    ++m_members;
    const auto size = m_entries[table].value.size;
    const bool isFirstIndexed = size == smallTable + 1;
    if (size > smallTable) {
        for (auto at = isFirstIndexed ? m_entries[table].first : index; at != 0;
            at = m_entries[at].next)
            insert({hashOf(table, m_tree.text(m_entries[at].key)), at});
    }
    return index;
}

std::uint32_t Entries::addItem(std::uint32_t array, EntryKind kind)
{
    return add(array, kind);
}

// From the root down and along, by the links; no recursion.
void Entries::writeTree()
{
    m_tree.nodes().reserve(m_entries.size() + m_members);
    std::uint32_t here = 0;
    for (;;) {
        write(here);
        if (m_entries[here].first != 0) {
            here = m_entries[here].first;
            continue;
        }
        while (here != 0 && m_entries[here].next == 0) {
            closeTable(here);
            here = m_entries[here].parent;
        }
        if (here == 0)
            return;
        closeTable(here);
        m_tree.nodes()[m_entries[here].place].next = std::uint32_t(m_tree.nodeCount());
        here = m_entries[here].next;
    }
}

void Entries::write(std::uint32_t index)
{
    Entry &entry = m_entries[index];
    auto &nodes = m_tree.nodes();
    entry.place = std::uint32_t(nodes.size());
    if (entry.key.type == NodeType::Key)
        nodes.push_back(entry.key);
    nodes.push_back(entry.value);
}

// The content of the entry is written. A table that headings and dotted keys define reaches to the
// end of its last member.
void Entries::closeTable(std::uint32_t index)
{
    const Entry &entry = m_entries[index];
    const Entry &container = m_entries[entry.parent];
    if (entry.parent == 0 || !isTable(container.kind))
        return;
    auto &nodes = m_tree.nodes();
    const auto valueOf
        = [](const Entry &of) { return of.place + (of.key.type == NodeType::Key ? 1 : 0); };
    Node &outer = nodes[valueOf(container)];
    outer.end = std::max(outer.end, nodes[valueOf(entry)].end);
}

} // namespace chancery::core::toml
