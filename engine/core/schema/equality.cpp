// SPDX-License-Identifier: Apache-2.0
#include "equality.h"

#include "engine/core/diff/linehash.h"
#include "engine/core/document/memberfinder.h"
#include "engine/core/schema/numbers.h"

#include <bit>
#include <string_view>
#include <unordered_map>

namespace chancery::core {

namespace {

constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15u;

std::uint64_t mixed(std::uint64_t hash)
{
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
    return hash ^ (hash >> 31);
}

NodeType typeOf(Value value)
{
    return value.type() == NodeType::Key ? NodeType::String : value.type();
}

std::string_view textOf(Value value)
{
    return value.tree().text(value.node());
}

bool sameArrays(Value a, Value b)
{
    auto other = b.begin();
    for (const auto &item : a) {
        if (!sameValue(item.value(), other.value()))
            return false;
        ++other;
    }
    return true;
}

bool sameObjects(Value a, Value b)
{
    MemberFinder others(b);
    for (const auto &member : a) {
        const auto other = others.find(member.key());
        if (!other || !sameValue(member.value(), other))
            return false;
    }
    return true;
}

} // namespace

bool sameValue(Value a, Value b)
{
    const auto type = typeOf(a);
    if (type != typeOf(b))
        return false;
    switch (type) {
    case NodeType::String:
    case NodeType::Key:
        return textOf(a) == textOf(b);
    case NodeType::Number:
        return compareNumbers(textOf(a), textOf(b)) == 0;
    case NodeType::Array:
        return a.size() == b.size() && sameArrays(a, b);
    case NodeType::Object:
        return a.size() == b.size() && sameObjects(a, b);
    case NodeType::Null:
    case NodeType::False:
    case NodeType::True:
        return true;
    }
    return false;
}

std::uint64_t valueHash(Value value)
{
    const auto type = typeOf(value);
    std::uint64_t hash = (std::uint64_t(type) + 1) * multiplier;
    switch (type) {
    case NodeType::String:
    case NodeType::Key:
        return mixed(hash ^ lineHash(textOf(value)));
    case NodeType::Number: {
        const double number = toDouble(textOf(value));
        return mixed(hash ^ (number == 0 ? 0 : std::bit_cast<std::uint64_t>(number)));
    }
    case NodeType::Array:
        for (const auto &item : value)
            hash = mixed(hash * multiplier + valueHash(item.value()));
        return hash;
    case NodeType::Object:
        // A sum, because the order of the members does not count.
        for (const auto &member : value)
            hash += mixed(lineHash(member.key()) * multiplier + valueHash(member.value()));
        return mixed(hash);
    case NodeType::Null:
    case NodeType::False:
    case NodeType::True:
        break;
    }
    return mixed(hash);
}

std::optional<std::pair<std::size_t, std::size_t>> equalItems(Value array)
{
    if (array.size() < 2)
        return std::nullopt;
    std::unordered_multimap<std::uint64_t, std::pair<std::size_t, Value>> seen;
    seen.reserve(array.size());
    std::size_t position = 0;
    for (const auto &item : array) {
        const auto hash = valueHash(item.value());
        const auto [first, last] = seen.equal_range(hash);
        for (auto at = first; at != last; ++at) {
            if (sameValue(at->second.second, item.value()))
                return std::pair(at->second.first, position);
        }
        seen.emplace(hash, std::pair(position++, item.value()));
    }
    return std::nullopt;
}

} // namespace chancery::core
