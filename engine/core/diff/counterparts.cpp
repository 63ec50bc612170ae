// SPDX-License-Identifier: Apache-2.0
#include "counterparts.h"

#include "engine/core/diff/alignment.h"
#include "engine/core/diff/equalvalues.h"
#include "engine/core/document/memberfinder.h"

namespace chancery::core {

namespace {

constexpr std::size_t noItem = EqualValues::none;

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

// Several may have one key: what is the same in all is not taken for another, the rest is paired in
// order.
std::vector<std::size_t> itemsOfOneKey(
    const Items &left, const Items &right, const std::string &key)
{
    std::vector<std::size_t> rightOf(left.size(), noItem);
    std::vector<bool> isTaken(right.size());
    const auto pair = [&](const auto &what) {
        EqualValues known(right.size());
        for (std::size_t i = 0; i < right.size(); ++i) {
            if (right[i].resolve(key) && !isTaken[i])
                known.add(what(right[i]), i);
        }
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (rightOf[i] != noItem || !left[i].resolve(key))
                continue;
            rightOf[i] = known.take(what(left[i]));
            if (rightOf[i] != noItem)
                isTaken[rightOf[i]] = true;
        }
    };
    pair([](Value item) { return item; });
    pair([&key](Value item) { return item.resolve(key); });
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
        MemberFinder others(right);
        for (const auto &member : left) {
            if (const auto now = others.find(member.key())) {
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
