// SPDX-License-Identifier: Apache-2.0
#include "equality.h"

#include "engine/core/document/memberfinder.h"
#include "engine/core/schema/numbers.h"

#include <string>
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

// Of its exact value: many numbers are one binary64.
std::uint64_t numberHash(std::string_view number, const KeyedHash &hash)
{
    static constexpr std::size_t mostDigits = 15; // as smallInteger() has it
    const auto ofInteger = [&hash](std::int64_t integer) {
        return hash({reinterpret_cast<const char *>(&integer), sizeof integer}, mostDigits);
    };
    if (const auto integer = smallInteger(number))
        return ofInteger(*integer);
    const auto decimal = decimalOf(number);
    // "1e3" and "1000.0" are small integers too.
    if (decimal.exponent >= 0 && decimal.exponent <= std::int64_t(mostDigits)
        && decimal.digits.size() + std::size_t(decimal.exponent) <= mostDigits) {
        const auto digits = decimal.digits + std::string(std::size_t(decimal.exponent), '0');
        const auto size = smallInteger(digits).value_or(0);
        return ofInteger(decimal.isNegative ? -size : size);
    }
    return hash(decimal.digits, std::uint64_t(decimal.exponent) * 2 + (decimal.isNegative ? 1 : 0));
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

std::uint64_t valueHash(Value value, const KeyedHash &hash)
{
    const auto type = typeOf(value);
    const auto salt = std::uint64_t(type) + 1;
    switch (type) {
    case NodeType::String:
    case NodeType::Key:
        return hash(textOf(value), salt);
    case NodeType::Number:
        return numberHash(textOf(value), hash);
    case NodeType::Array: {
        std::uint64_t all = hash({}, salt);
        for (const auto &item : value)
            all = mixed(all * multiplier + valueHash(item.value(), hash));
        return all;
    }
    case NodeType::Object: {
        // A sum, because the order of the members does not count.
        std::uint64_t all = hash({}, salt);
        for (const auto &member : value)
            all += mixed(hash(member.key()) * multiplier + valueHash(member.value(), hash));
        return mixed(all);
    }
    case NodeType::Null:
    case NodeType::False:
    case NodeType::True:
        break;
    }
    return hash({}, salt);
}

std::optional<std::pair<std::size_t, std::size_t>> equalItems(Value array)
{
    if (array.size() < 2)
        return std::nullopt;
    ValueHashes hashes(array.size());
    std::unordered_multimap<std::uint64_t, std::pair<std::size_t, Value>> seen;
    seen.reserve(array.size());
    std::size_t position = 0;
    for (const auto &item : array) {
        const auto hash = hashes.of(item.value());
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
