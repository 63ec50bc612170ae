// SPDX-License-Identifier: Apache-2.0
#include "blame.h"

#include "engine/core/diff/treediff.h"
#include "engine/core/lineage/following.h"
#include "engine/core/lineage/members.h"
#include "engine/core/schema/equality.h"

#include <algorithm>
#include <numeric>

namespace chancery::core {

namespace {

Value rootOf(const Tree &tree)
{
    return tree.nodeCount() > 0 ? tree.root() : Value();
}

void listKeys(Value value, std::string &pointer, const std::vector<std::uint32_t> &versions,
    std::vector<Blame::Key> &keys)
{
    if (!hasMembers(value)) {
        keys.push_back({pointer, versions[value.index()]});
        return;
    }
    const auto length = pointer.size();
    std::size_t position = 0;
    for (const auto &member : value) {
        pointer += '/';
        pointer += value.isObject() ? escapePointerToken(member.key()) : std::to_string(position++);
        listKeys(member.value(), pointer, versions, keys);
        pointer.resize(length);
    }
}

// Where each item stands in its list, by the nodes of the items.
class Positions {
public:
    explicit Positions(const Items &items)
    {
        for (const Value item : items)
            m_nodes.emplace_back(item.index(), m_nodes.size());
        std::ranges::sort(m_nodes);
    }

    std::size_t of(std::uint32_t node) const
    {
        const auto found = std::ranges::lower_bound(
            m_nodes, node, {}, &std::pair<std::uint32_t, std::size_t>::first);
        return found != m_nodes.end() && found->first == node ? found->second : noItem;
    }

private:
    std::vector<std::pair<std::uint32_t, std::size_t>> m_nodes;
};

} // namespace

std::vector<ChangedKey> changedKeys(Value before, Value after, std::size_t most)
{
    using enum TreeChange::Kind;
    if (!before || !after)
        return {{}};
    auto changes = diffTrees(before, after);
    std::erase_if(changes, [](const TreeChange &change) {
        return change.kind == MovedAway || change.kind == Reordered;
    });
    std::ranges::sort(changes, {}, [](const TreeChange &change) {
        const bool isGone = change.kind == Removed;
        return std::pair(isGone, isGone ? change.leftValue.index() : change.rightValue.index());
    });
    changes.resize(std::min(changes.size(), most));
    std::vector<ChangedKey> keys;
    keys.reserve(changes.size());
    for (TreeChange &change : changes) {
        const bool isGone = change.kind == Removed;
        keys.push_back({std::move(isGone ? change.left : change.right),
            isGone                         ? ChangedKey::Kind::Gone
                : change.kind == MovedHere ? ChangedKey::Kind::Moved
                                           : ChangedKey::Kind::Set});
    }
    return keys;
}

Blame::Blame(std::shared_ptr<const Tree> newest)
    : m_newest(std::move(newest))
    , m_last(m_newest)
    , m_places(m_newest->nodeCount())
    , m_openBelow(m_newest->nodeCount(), 0)
    , m_versions(m_newest->nodeCount(), unknown)
{
    std::iota(m_places.begin(), m_places.end(), std::uint32_t(0));
    if (const Value root = rootOf(*m_newest))
        m_open = prepare(root);
}

std::uint32_t Blame::prepare(Value value)
{
    std::uint32_t count = hasMembers(value) ? 0 : 1;
    for (const auto &member : value)
        count += prepare(member.value());
    m_openBelow[value.index()] = count;
    return count;
}

void Blame::before(std::shared_ptr<const Tree> older)
{
    if (const Value root = rootOf(*m_newest)) {
        compare(root, older ? rootOf(*older) : Value());
        m_open = m_openBelow[root.index()];
    }
    m_last = std::move(older);
    ++m_version;
}

void Blame::compare(Value value, Value older)
{
    if (m_openBelow[value.index()] == 0)
        return;
    if (!hasMembers(value)) {
        if (!older || !sameValue(value, older))
            decide(value);
    } else if (!older || older.type() != value.type()) {
        decide(value);
    } else if (value.isObject()) {
        compareMembers(value, older);
    } else {
        compareItems(value, older);
    }
    if (older)
        m_places[value.index()] = older.index();
}

void Blame::compareMembers(Value value, Value older)
{
    Alongside others(older);
    std::uint32_t open = 0;
    for (const auto &member : value) {
        compare(member.value(), others.find(member.key()));
        open += m_openBelow[member.value().index()];
    }
    m_openBelow[value.index()] = open;
}

void Blame::compareItems(Value value, Value older)
{
    const Items last = itemsOf(Value(*m_last, m_places[value.index()]));
    const Items others = itemsOf(older);
    const Positions positions(last);
    const auto partners = partnersOf(last, others);
    std::uint32_t open = 0;
    for (const auto &member : value) {
        const Value item = member.value();
        if (m_openBelow[item.index()] == 0)
            continue;
        const auto position = positions.of(m_places[item.index()]);
        const auto partner = position == noItem ? noItem : partners[position];
        compare(item, partner == noItem ? Value() : others[partner]);
        open += m_openBelow[item.index()];
    }
    m_openBelow[value.index()] = open;
}

void Blame::decide(Value value)
{
    if (std::exchange(m_openBelow[value.index()], 0) == 0)
        return;
    if (!hasMembers(value))
        m_versions[value.index()] = m_version;
    for (const auto &member : value)
        decide(member.value());
}

std::size_t Blame::bytes() const
{
    const auto of = [](const std::shared_ptr<const Tree> &tree) {
        return !tree || tree->nodeCount() == 0
            ? 0
            : tree->source().size() + tree->nodeCount() * sizeof(Node);
    };
    const auto notes = m_places.capacity() + m_openBelow.capacity() + m_versions.capacity();
    return of(m_newest) + (m_last != m_newest ? of(m_last) : 0) + notes * sizeof(std::uint32_t);
}

std::vector<Blame::Key> Blame::keys() const
{
    std::vector<Key> keys;
    std::string pointer;
    if (const Value root = rootOf(*m_newest))
        listKeys(root, pointer, m_versions, keys);
    return keys;
}

} // namespace chancery::core
