// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace chancery::editors {

// How a text relates to the older one that was analysed: its beginning and its end are the same,
// what lies between has been edited. A value; follows the edits one by one.
class EditMap {
public:
    EditMap() = default;
    explicit EditMap(std::size_t size)
        : m_oldSize(size)
        , m_size(size)
        , m_prefix(size)
        , m_suffix(size)
    {
    }

    bool isUnchanged() const { return m_prefix == m_oldSize && m_oldSize == m_size; }
    std::size_t size() const { return m_size; }
    // Bytes before this are those of the old text, at the same place.
    std::size_t changedBegin() const { return m_prefix; }
    // Bytes from this on are those of the old text.
    std::size_t changedEnd() const { return std::max(m_prefix, m_size - m_suffix); }
    // Of an offset at or behind changedEnd().
    std::size_t toOld(std::size_t offset) const { return offset + m_oldSize - m_size; }

    void insert(std::size_t at, std::size_t bytes)
    {
        m_size += bytes;
        keep(at, m_size - at - bytes);
    }
    void remove(std::size_t at, std::size_t bytes)
    {
        m_size -= bytes;
        keep(at, m_size - at);
    }

private:
    void keep(std::size_t before, std::size_t behind)
    {
        m_prefix = std::min(m_prefix, before);
        m_suffix = std::min(m_suffix, behind);
    }

    std::size_t m_oldSize = 0;
    std::size_t m_size = 0;
    std::size_t m_prefix = 0;
    std::size_t m_suffix = 0;
};

} // namespace chancery::editors
