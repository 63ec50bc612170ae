// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace chancery::bench {

// What stands before an object in a pack; behind it are its deflated bytes and the rest.
struct PackObject {
    enum Type : std::uint8_t { Commit = 1, Tree, Blob, Tag, OffsetDelta = 6, Delta = 7 };
    static constexpr std::size_t largestSize = std::size_t(1) << 20;

    Type type = Commit;
    std::size_t size = 0; // inflated
    std::span<const unsigned char> data;

    // Nothing for what is at the end, broken, large or made from another object.
    static std::optional<PackObject> at(std::span<const unsigned char> pack, std::size_t offset)
    {
        constexpr std::size_t longestHead = 16;
        if (offset + longestHead >= pack.size())
            return std::nullopt;
        const auto *byte = pack.data() + offset;
        PackObject object;
        object.type = Type(*byte >> 4 & 7);
        object.size = *byte & 15;
        for (unsigned shift = 4; *byte++ & 0x80; shift += 7) {
            if (shift > 25)
                return std::nullopt;
            object.size |= std::size_t(*byte & 0x7f) << shift;
        }
        if (object.type > Tag || object.size == 0 || object.size > largestSize)
            return std::nullopt;
        object.data = pack.subspan(std::size_t(byte - pack.data()));
        return object;
    }
};

} // namespace chancery::bench
