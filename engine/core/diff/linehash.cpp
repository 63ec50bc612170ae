// SPDX-License-Identifier: Apache-2.0
#include "linehash.h"

#include <bit>
#include <cstring>

namespace chancery::core {

std::uint64_t lineHash(std::string_view line)
{
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
    std::uint64_t hash = line.size() * factor;
    const auto mix = [&hash](std::uint64_t part) {
        hash = (hash ^ part) * factor;
        hash ^= hash >> 32;
    };
    const char *at = line.data();
    std::size_t left = line.size();
    // Of long texts four parts side by side: none of them waits for the one before it.
    std::uint64_t lanes[4]{1, 2, 3, 4};
    constexpr std::size_t block = sizeof lanes;
    if (left >= 2 * block) {
        for (; left >= block; left -= block, at += block) {
            std::uint64_t parts[4];
            std::memcpy(parts, at, block);
            for (std::size_t i = 0; i < 4; ++i) {
                lanes[i] = (lanes[i] ^ parts[i]) * factor;
                lanes[i] ^= lanes[i] >> 32;
            }
        }
        for (const auto lane : lanes)
            mix(lane);
    }
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
        std::uint64_t part = 0;
        std::memcpy(&part, at, sizeof part);
        mix(part);
        at += sizeof part;
    }
    if (left > 0) {
        std::uint64_t part = 0;
        std::memcpy(&part, at, left);
        mix(part);
    }
    return hash;
}

HashedLines::HashedLines(std::span<const std::string_view> lines)
    : m_lines(lines)
{
    m_hashes.reserve(lines.size());
    for (const auto line : lines)
        m_hashes.push_back(lineHash(line));
}

LineNumbers::LineNumbers(std::size_t expected)
    : m_slots(std::bit_ceil(2 * expected + 2), none)
{
    m_known.reserve(expected);
}

std::uint32_t LineNumbers::of(std::string_view line, std::uint64_t hash)
{
    std::uint32_t &slot = m_slots[slotOf(line, hash)];
    if (slot != none)
        return slot;
    const auto number = static_cast<std::uint32_t>(m_known.size());
    slot = number;
    m_known.push_back({hash, line});
    if (2 * m_known.size() > m_slots.size())
        grow();
    return number;
}

std::uint32_t LineNumbers::find(std::string_view line, std::uint64_t hash) const
{
    return m_slots[slotOf(line, hash)];
}

std::size_t LineNumbers::slotOf(std::string_view line, std::uint64_t hash) const
{
    const auto mask = m_slots.size() - 1;
    auto at = (hash ^ (hash >> 29)) & mask;
    while (m_slots[at] != none
        && (m_known[m_slots[at]].hash != hash || m_known[m_slots[at]].line != line))
        at = (at + 1) & mask;
    return at;
}

void LineNumbers::grow()
{
    m_slots.assign(2 * m_slots.size(), none);
    for (std::uint32_t known = 0; known < m_known.size(); ++known)
        m_slots[slotOf(m_known[known].line, m_known[known].hash)] = known;
}

} // namespace chancery::core
