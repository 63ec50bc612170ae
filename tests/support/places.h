// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <string>

namespace chancery::support {

// Calls use(pointer, value) for a value and all below it, in the order of the document.
template <typename Use>
void forEachPlace(core::Value value, const std::string &pointer, const Use &use)
{
    use(pointer, value);
    std::size_t index = 0;
    for (const auto &member : value)
        forEachPlace(member.value(),
            pointer + '/'
                + (value.isObject() ? core::escapePointerToken(member.key())
                                    : std::to_string(index++)),
            use);
}

} // namespace chancery::support
