// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/alignment.h"

#include <string_view>
#include <unordered_map>

namespace chancery::core {

// Which item of the one list is which of the other: for each item of the first its index in the
// second, or none. By what names them, else by their values and their order (alignment.h).
inline constexpr auto noItem = std::size_t(-1);
std::vector<std::size_t> partnersOf(const Items &from, const Items &to);

// Finds what stands in one document again in another one: members by their keys, items of lists by
// what they are and not by their index. Looks at a list once. Both documents must outlive it; one
// thread at a time.
class Following {
public:
    Following(Value from, Value to)
        : m_from(from)
        , m_to(to)
    {
    }

    // What stands there in the first; absent when nothing does.
    Value here(std::string_view pointer) const;
    // The same in the second.
    Value there(std::string_view pointer);

private:
    const std::vector<std::size_t> &partners(Value from, Value to);

    Value m_from;
    Value m_to;
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> m_partners; // by list of the first
};

} // namespace chancery::core
