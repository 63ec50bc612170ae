// SPDX-License-Identifier: Apache-2.0
#include "blame.h"

#include "engine/core/lineage/members.h"
#include "engine/core/schema/equality.h"

namespace chancery::core {

namespace {

class Difference {
public:
    explicit Difference(std::size_t most)
        : m_most(most)
    {
    }

    void compare(Value before, Value after, const std::string &pointer)
    {
        if (before.isObject() && after.isObject())
            compareMembers(before, after, pointer);
        else if (before.isArray() && after.isArray())
            compareItems(before, after, pointer);
        else if (!before || !after || !sameValue(before, after))
            add(pointer);
    }
    std::vector<std::string> take() { return std::move(m_keys); }

private:
    bool isFull() const { return m_keys.size() >= m_most; }
    void add(std::string pointer)
    {
        if (!isFull())
            m_keys.push_back(std::move(pointer));
    }

    void compareMembers(Value before, Value after, const std::string &pointer)
    {
        Alongside earlier(before);
        for (const auto &member : after) {
            if (isFull())
                return;
            compare(earlier.find(member.key()), member.value(),
                pointer + '/' + escapePointerToken(member.key()));
        }
        Alongside later(after);
        for (const auto &member : before) {
            if (isFull())
                return;
            if (!later.find(member.key()))
                add(pointer + '/' + escapePointerToken(member.key()));
        }
    }

    void compareItems(Value before, Value after, const std::string &pointer)
    {
        Alongside earlier(before);
        Alongside later(after);
        const auto count = std::max(before.size(), after.size());
        for (std::size_t i = 0; i < count && !isFull(); ++i)
            compare(earlier.nextItem(), later.nextItem(), pointer + '/' + std::to_string(i));
    }

    std::size_t m_most;
    std::vector<std::string> m_keys;
};

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

} // namespace

std::vector<std::string> changedKeys(Value before, Value after, std::size_t most)
{
    Difference difference(most);
    difference.compare(before, after, {});
    return difference.take();
}

Blame::Blame(std::shared_ptr<const Tree> newest)
    : m_newest(std::move(newest))
    , m_openBelow(m_newest->nodeCount(), 0)
    , m_versions(m_newest->nodeCount(), unknown)
{
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

void Blame::before(Value older)
{
    if (const Value root = rootOf(*m_newest)) {
        compare(root, older);
        m_open = m_openBelow[root.index()];
    }
    ++m_version;
}

void Blame::compare(Value value, Value older)
{
    auto &open = m_openBelow[value.index()];
    if (open == 0)
        return;
    if (!hasMembers(value)) {
        if (!older || !sameValue(value, older))
            decide(value);
        return;
    }
    if (!older || older.type() != value.type()) {
        decide(value);
        return;
    }
    Alongside others(older);
    open = 0;
    for (const auto &member : value) {
        compare(member.value(), value.isObject() ? others.find(member.key()) : others.nextItem());
        open += m_openBelow[member.value().index()];
    }
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

std::vector<Blame::Key> Blame::keys() const
{
    std::vector<Key> keys;
    std::string pointer;
    if (const Value root = rootOf(*m_newest))
        listKeys(root, pointer, m_versions, keys);
    return keys;
}

} // namespace chancery::core
