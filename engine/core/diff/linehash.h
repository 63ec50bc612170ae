// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/keyedhash.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace chancery::core {

// Lines with their hashes, so that most comparisons touch no text. The lines must outlive it.
class HashedLines {
public:
    // Lines that are compared with each other have one key; without one all hashes are the same,
    // which is as quick where there are few lines.
    HashedLines(std::span<const std::string_view> lines, const KeyedHash *key);

    std::size_t size() const { return m_lines.size(); }
    std::string_view line(std::size_t index) const { return m_lines[index]; }
    std::uint64_t hash(std::size_t index) const { return m_hashes[index]; }
    bool isSame(std::size_t index, const HashedLines &other, std::size_t otherIndex) const
    {
        return m_hashes[index] == other.m_hashes[otherIndex]
            && m_lines[index] == other.m_lines[otherIndex];
    }

private:
    std::span<const std::string_view> m_lines;
    std::vector<std::uint64_t> m_hashes;
};

// Numbers for lines: equal ones have equal numbers, which count from zero without a gap.
class LineNumbers {
public:
    // For about that many lines; it grows.
    explicit LineNumbers(std::size_t expected);

    std::uint32_t of(std::string_view line, std::uint64_t hash);
    // The number that it has; none when it never got one.
    std::uint32_t find(std::string_view line, std::uint64_t hash) const;
    static constexpr std::uint32_t none = UINT32_MAX;

private:
    struct Slot {
        std::uint64_t hash = 0;
        std::string_view line;
    };

    void grow();
    std::size_t slotOf(std::string_view line, std::uint64_t hash) const;

    std::vector<Slot> m_known;
    std::vector<std::uint32_t> m_slots; // indexes of m_known; a power of two of them
};

} // namespace chancery::core
