// SPDX-License-Identifier: Apache-2.0
#include "prunewitness.h"

#include "engine/core/evidence/prunedlog.h"

namespace chancery::audit {

void PruneWitness::look(std::string_view leaf)
{
    m_isBacked = m_isBacked || core::evidence::tellsOfPruning(leaf, m_before);
}

core::Result<bool> isPruningTold(
    core::Database &database, std::uint64_t before, const std::vector<std::string> &more)
{
    PruneWitness witness(before);
    for (const auto &leaf : more)
        witness.look(leaf);
    auto select = database.prepare("SELECT leaf.raw FROM event JOIN leaf ON leaf.seq = event.seq"
                                   " WHERE event.event = 'audit.prune'");
    if (!select)
        return select.error();
    while (!witness.isBacked()) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return false;
        witness.look(select->blob(0));
    }
    return true;
}

core::Result<std::string> prunedNoteIn(core::Database &database, std::uint64_t first)
{
    if (first == 0)
        return std::string();
    auto select = database.prepare("SELECT note FROM checkpoint WHERE size = ?");
    if (!select)
        return select.error();
    const auto row = select->bindAll(std::int64_t(first)).step();
    if (!row)
        return row.error();
    return *row ? std::string(select->text(0)) : std::string();
}

} // namespace chancery::audit
