// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

// Behind the pointer of a container in a list of keys: keys that are not listed lie in it.
inline constexpr std::string_view othersBelow = "/**";

// Very many keys in little room: as many as fit, in their order, and of the others the containers
// that they all lie in, the deepest that fit. "" is the whole document.
struct RestOfKeys {
    std::vector<std::string> keys;
    std::vector<std::string> below;
};

// The keys are RFC 6901 pointers; most is in bytes, of either list.
RestOfKeys restOfKeys(std::span<const std::string> keys, std::size_t most);

} // namespace chancery::core
