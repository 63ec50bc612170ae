// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/storage/database.h"

#include <cstdint>
#include <string_view>

namespace chancery::audit {

// Whether a log tells of its own pruning. A server that says "what was before 51200 has gone" may
// say so of entries that it would rather not show; who prunes as they should has written an entry
// of it, in the same transaction, and that entry is after all that went. So the record counts for
// nothing until the entry is found among those that are shown, under the checkpoint that was
// signed. Of several prunings it is the last that is always there: entries of earlier ones may have
// gone with it. A value.
class PruneWitness {
public:
    // What the record says: the first entry that is still there.
    explicit PruneWitness(std::uint64_t before)
        : m_before(before)
        , m_isBacked(before == 0)
    {
    }
    // Every entry that is shown, in any order. Only of a log whose root is the signed one.
    void look(std::string_view leaf);
    bool isBacked() const { return m_isBacked; }

private:
    std::uint64_t m_before;
    bool m_isBacked;
};

// Whether an entry of a copy, or one of more that are about to go into it, tells why what is before
// the first has gone. Of the storage thread.
core::Result<bool> isPruningTold(
    core::Database &database, std::uint64_t before, const std::vector<std::string> &more = {});

// What the log has signed of the entries before the first that a copy has; empty where there are
// none. Of the storage thread.
core::Result<std::string> prunedNoteIn(core::Database &database, std::uint64_t first);

} // namespace chancery::audit
