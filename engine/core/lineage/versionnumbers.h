// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/linehash.h"
#include "engine/core/strongid.h"

namespace chancery::core {

// Numbers for versions, dealt out densely as they are seen, for what counts in numbers (Lanes). It
// keeps no ids: a hundred thousand of them would be as many pieces of memory. Whose id was seen
// must stay where it is, as what is held by a pointer does. A value, of one thread.
class VersionNumbers {
public:
    static constexpr auto none = LineNumbers::none;

    std::uint32_t of(const VersionId &version)
    {
        return m_numbers.of(version.text(), m_hash(version.text()));
    }
    std::uint32_t find(const VersionId &version) const
    {
        return m_numbers.find(version.text(), m_hash(version.text()));
    }

private:
    KeyedHash m_hash;
    LineNumbers m_numbers{64};
};

} // namespace chancery::core
