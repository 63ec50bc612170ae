// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chancery::core {

// Hashes texts with secrets of its own: whoever chooses the texts cannot know which of them
// collide, so that tables of many stay linear. Make one for each document; its values mean nothing
// to another.
class KeyedHash {
public:
    KeyedHash();

    std::uint64_t operator()(std::string_view text, std::uint64_t salt = 0) const;

private:
    std::array<std::uint64_t, 2> m_secrets{};
};

} // namespace chancery::core
