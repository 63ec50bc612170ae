// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chancery::core {

// The words of an enum whose values count from zero, both ways.
template <typename Enum, std::size_t count>
struct EnumNames {
    std::array<std::string_view, count> words;

    constexpr std::string_view operator[](Enum value) const
    {
        return words[static_cast<std::size_t>(value)];
    }
    constexpr std::optional<Enum> find(std::string_view word) const
    {
        for (std::size_t i = 0; i < count; ++i) {
            if (words[i] == word)
                return static_cast<Enum>(i);
        }
        return std::nullopt;
    }
};

} // namespace chancery::core
