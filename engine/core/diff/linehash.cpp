// SPDX-License-Identifier: Apache-2.0
#include "linehash.h"

#include <bit>

namespace chancery::core {

HashedLines::HashedLines(std::span<const std::string_view> lines, const KeyedHash *key)
    : m_lines(lines)
{
    m_hashes.reserve(lines.size());
    for (const auto line : lines)
        m_hashes.push_back(key ? (*key)(line) : line.size());
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
