// SPDX-License-Identifier: Apache-2.0
#include "checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chancery::core {

namespace {

// An out of range number that lies too close to zero, not too far from it.
bool isTooSmall(std::string_view number)
{
    const auto exponent = number.find_first_of("eE");
    if (exponent != std::string_view::npos)
        return number[exponent + 1] == '-';
    return number.starts_with("0.") || number.starts_with("-0.");
}

} // namespace

bool isInteroperable(std::string_view number)
{
    if (number.size() <= 15 && number.find_first_of("eE") == std::string_view::npos)
        return true;
    double value = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
    // An underflow to zero loses nothing that another reader would keep; an overflow does.
    if (parsed.ec == std::errc::result_out_of_range)
        return isTooSmall(number);
    const bool isInteger = number.find_first_of(".eE") == std::string_view::npos;
    return !isInteger || std::fabs(value) <= double(largestInteger);
}

std::uint32_t findDuplicateKey(const Tree &tree, std::uint32_t object)
{
    const auto size = tree.node(object).size;
    if (size < 2)
        return 0;
    if (size <= 12) {
        for (auto later = tree.node(object + 1).next; later != 0; later = tree.node(later).next) {
            const Node &key = tree.node(later);
            for (auto at = object + 1; at != later; at = tree.node(at).next) {
                const Node &earlier = tree.node(at);
                if (earlier.hash == key.hash && tree.text(earlier) == tree.text(key))
                    return later;
            }
        }
        return 0;
    }
    // Sorted, not hashed: nobody can choose names that make this slow.
    std::vector<std::uint32_t> keys;
    keys.reserve(size);
    for (auto at = object + 1; at != 0; at = tree.node(at).next)
        keys.push_back(at);
    const auto isLess = [&tree](std::uint32_t left, std::uint32_t right) {
        const Node &a = tree.node(left);
        const Node &b = tree.node(right);
        if (a.hash != b.hash)
            return a.hash < b.hash;
        const int order = tree.text(a).compare(tree.text(b));
        return order != 0 ? order < 0 : left < right;
    };
    std::sort(keys.begin(), keys.end(), isLess);
    std::uint32_t first = 0;
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const bool isRepeated = tree.node(keys[i]).hash == tree.node(keys[i - 1]).hash
            && tree.text(tree.node(keys[i])) == tree.text(tree.node(keys[i - 1]));
        if (isRepeated && (first == 0 || keys[i] < first))
            first = keys[i];
    }
    return first;
}

Problem problemAt(std::string_view source, std::string code, std::string message, std::size_t begin,
    std::size_t end)
{
    return {std::move(code), std::move(message), begin, std::min(end, source.size()),
        positionOf(source, begin)};
}

} // namespace chancery::core
