// SPDX-License-Identifier: Apache-2.0
#include "checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_set>

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
    std::unordered_set<std::string_view> seen;
    seen.reserve(size * 2);
    for (auto at = object + 1; at != 0; at = tree.node(at).next) {
        if (!seen.insert(tree.text(tree.node(at))).second)
            return at;
    }
    return 0;
}

Problem problemAt(std::string_view source, std::string code, std::string message, std::size_t begin,
    std::size_t end)
{
    return {std::move(code), std::move(message), begin, std::min(end, source.size()),
        positionOf(source, begin)};
}

} // namespace chancery::core
