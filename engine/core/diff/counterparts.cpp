// SPDX-License-Identifier: Apache-2.0
#include "counterparts.h"

#include "engine/core/diff/alignment.h"
#include "engine/core/schema/equality.h"

namespace chancery::core {

namespace {

constexpr std::size_t noItem = SIZE_MAX;

// For every item of the left the one of the right, as a diff has them.
std::vector<std::size_t> alignedItems(const Items &left, const Items &right)
{
    std::vector<std::size_t> rightOf(left.size(), noItem);
    const auto alignment = alignItems(left, right);
    for (std::size_t i = 0; i < alignment.begin; ++i)
        rightOf[i] = i;
    for (auto i = alignment.leftEnd; i < left.size(); ++i)
        rightOf[i] = i - alignment.leftEnd + alignment.rightEnd;
    for (const auto &pair : alignment.kept)
        rightOf[pair.left] = pair.right;
    for (const auto &pair : alignment.moved)
        rightOf[pair.left] = pair.right;
    return rightOf;
}

std::vector<std::size_t> itemsOfOneKey(
    const Items &left, const Items &right, const std::string &key)
{
    std::unordered_multimap<std::uint64_t, std::size_t> known;
    for (std::size_t i = 0; i < right.size(); ++i) {
        if (const auto name = right[i].resolve(key))
            known.emplace(valueHash(name), i);
    }
    std::vector<std::size_t> rightOf(left.size(), noItem);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto name = left[i].resolve(key);
        if (!name)
            continue;
        auto [at, end] = known.equal_range(valueHash(name));
        while (at != end && !sameValue(right[at->second].resolve(key), name))
            ++at;
        if (at == end)
            continue;
        rightOf[i] = at->second;
        known.erase(at);
    }
    return rightOf;
}

} // namespace

std::vector<ItemPair> itemPairs(Value left, Value right, const std::string &key)
{
    const auto before = itemsOf(left);
    const auto after = itemsOf(right);
    const auto rightOf
        = key.empty() ? alignedItems(before, after) : itemsOfOneKey(before, after, key);
    std::vector<ItemPair> pairs;
    std::vector<bool> isKnown(after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        const bool isThere = rightOf[i] != noItem;
        pairs.push_back({before[i], isThere ? after[rightOf[i]] : Value()});
        if (isThere)
            isKnown[rightOf[i]] = true;
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (!isKnown[i])
            pairs.push_back({{}, after[i]});
    }
    return pairs;
}

Counterparts::Counterparts(Value left, Value right, const Keys &keys)
    : m_right(left.tree().nodeCount(), none)
    , m_left(right.tree().nodeCount(), none)
{
    add(left, right, keys);
}

void Counterparts::join(std::uint32_t left, std::uint32_t right)
{
    m_right[left] = right;
    m_left[right] = left;
}

void Counterparts::add(Value left, Value right, const Keys &keys)
{
    join(left.index(), right.index());
    if (left.isObject() && right.isObject()) {
        for (const auto &member : left) {
            if (const auto now = right.find(member.key())) {
                join(member.index(), now.index() - 1); // the Key stands in front of its value
                add(member.value(), now, keys);
            }
        }
    } else if (left.isArray() && right.isArray()) {
        const auto key = keys.find(left.index());
        for (const auto &pair :
            itemPairs(left, right, key == keys.end() ? std::string() : key->second)) {
            if (pair.left && pair.right)
                add(pair.left, pair.right, keys);
        }
    }
}

} // namespace chancery::core
