// SPDX-License-Identifier: Apache-2.0
#include "restofkeys.h"

#include <algorithm>
#include <set>

namespace chancery::core {

namespace {

std::string containerOf(const std::string &pointer)
{
    const auto last = pointer.rfind('/');
    return last == std::string::npos ? std::string() : pointer.substr(0, last);
}

auto depthOf(const std::string &pointer)
{
    return std::ranges::count(pointer, '/');
}

std::size_t bytesOf(const std::set<std::string> &pointers)
{
    std::size_t bytes = 0;
    for (const auto &pointer : pointers)
        bytes += pointer.size() + 1;
    return bytes;
}

// The deepest give way to what they lie in.
std::set<std::string> lifted(const std::set<std::string> &pointers)
{
    const auto deepest = depthOf(*std::ranges::max_element(pointers, {}, depthOf));
    std::set<std::string> result;
    for (const auto &pointer : pointers)
        result.insert(depthOf(pointer) == deepest ? containerOf(pointer) : pointer);
    return result;
}

} // namespace

RestOfKeys restOfKeys(std::span<const std::string> keys, std::size_t most)
{
    RestOfKeys rest;
    std::size_t bytes = 0;
    std::set<std::string> below;
    for (const auto &key : keys) {
        bytes += key.size() + 1;
        if (bytes <= most)
            rest.keys.push_back(key);
        else
            below.insert(containerOf(key));
    }
    while (bytesOf(below) > most && below.size() > 1)
        below = lifted(below);
    // One name that is longer than all there is room for.
    if (bytesOf(below) > most)
        below = {std::string()};
    rest.below.assign(below.begin(), below.end());
    return rest;
}

} // namespace chancery::core
