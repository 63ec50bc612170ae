// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/personalfields.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace chancery::core {

// One entry of the log on its way to another tool. Only looked at; the texts are the caller's.
struct FeedEntry {
    std::string_view leaf; // as it was logged: untrusted, it may be no event at all
    std::uint64_t sequence = 0; // its place in the log, whatever it says itself
    std::string_view origin; // of the log
    // What the caller knows beside the leaf, held against it; usually nothing. What is erased or
    // unknown stays a digest.
    std::span<const PersonalField> personal = {};
};

// The leaf hash of RFC 6962 in hexadecimal: by it an entry is proved to be in the log.
std::string leafHashText(std::string_view leaf);

} // namespace chancery::core
