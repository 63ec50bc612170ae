// SPDX-License-Identifier: Apache-2.0
#include "semver.h"

#include <charconv>
#include <cstdint>

namespace chancery::server {

std::string nextSemver(std::string_view earlier, bool isSameValue)
{
    std::uint64_t parts[3] = {1, 0, 0};
    const bool isFirst = earlier.empty();
    for (auto &part : parts) {
        const auto piece = earlier.substr(0, earlier.find('.'));
        std::from_chars(piece.data(), piece.data() + piece.size(), part);
        earlier.remove_prefix(piece.size() < earlier.size() ? piece.size() + 1 : piece.size());
    }
    if (!isFirst && isSameValue) {
        ++parts[2];
    } else if (!isFirst) {
        ++parts[1];
        parts[2] = 0;
    }
    return std::to_string(parts[0]) + '.' + std::to_string(parts[1]) + '.'
        + std::to_string(parts[2]);
}

} // namespace chancery::server
