// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace chancery::core {

// How a version came from an earlier one.
enum class EdgeKind : std::uint8_t {
    Edit, // somebody changed the text
    Merge, // it takes in what happened beside its own line
    Promotion, // the text, or a part of it, came from another environment
    Rollback, // the text is an earlier one's again
    Migration, // the text was carried over to another schema
    Unknown // a newer server's word
};

struct LineageEdge {
    std::uint32_t parent = 0;
    EdgeKind kind = EdgeKind::Edit;
    bool isIndirect = false; // versions that are not shown lie between

    friend bool operator==(const LineageEdge &, const LineageEdge &) = default;
};

} // namespace chancery::core
