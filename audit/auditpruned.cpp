// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"
#include "audit/prunewitness.h"

// A copy of a log whose beginning was pruned before the copy was begun. It starts from the
// checkpoint that the log has signed over what has gone, with the subtrees that proofs need; all
// that follows is proved as ever, for the root over both is the signed one. That something was
// pruned at all counts only when an entry of the log tells of it.

namespace chancery::audit {

using core::Done;
using core::Result;

// In memory alone until entries are written behind it. A copy that has entries cannot begin there;
// but whoever names another beginning has signed it.
Result<> AuditCache::beginAt(const AuditBatch &batch, const core::Checkpoint &next)
{
    const auto &record = *batch.pruned;
    auto base = prunedBaseOf(record, m_identity.origin, m_identity.verifiers);
    if (!base)
        return raise(Alarm::EntriesWithheld, batch.note,
            "the record of what was pruned: " + base.error().code);
    const bool isBehind = m_tree.size() > 0;
    // Behind what has gone there is always the entry that tells of it.
    if (base->checkpoint.size >= next.size || (!isBehind && batch.leaves.empty()))
        return raise(Alarm::EntriesWithheld, batch.note,
            std::to_string(record.before) + " of " + std::to_string(next.size)
                + " entries are said to be pruned, and none is shown");
    if (isBehind)
        return core::Error{core::ErrorKind::Conflict, "audit-copy-behind",
            std::to_string(record.before), {}, {}, {}};
    m_tree = base->tree;
    m_first = base->checkpoint.size;
    m_base = std::move(*base);
    return Done();
}

Result<> AuditCache::writeBase()
{
    if (!m_base)
        return Done();
    for (const auto &node : m_base->nodes) {
        const core::Blob hash{core::bytesOf(node.hash)};
        if (auto done = m_insertNode.bindAll(node.level, node.index, hash).run(); !done)
            return done;
    }
    // It may be the one that was trusted before.
    if (m_base->checkpoint.size == m_trusted.size)
        return Done();
    return writeCheckpoint(m_base->checkpoint, m_base->note);
}

// Of an opened file: entries that begin later than at zero need the signed record of it.
Result<> AuditCache::checkFirst()
{
    const auto first = m_database.integer("SELECT coalesce(min(seq), 0) FROM leaf");
    if (!first)
        return first.error();
    if (*first <= 0 || std::uint64_t(*first) % core::pruneTile != 0)
        return Done(); // what is missing is found by what is left
    auto select = m_database.prepare("SELECT note FROM checkpoint WHERE size = ?");
    if (!select)
        return select.error();
    const auto row = select->bindAll(*first).step();
    if (!row)
        return row.error();
    const auto signedThen = *row
        ? core::openCheckpoint(select->text(0), m_identity.origin, m_identity.verifiers)
        : Result<core::Checkpoint>(core::Error());
    select->reset();
    m_first = std::uint64_t(*first);
    const auto root = core::rootAt(m_first, nodes());
    const auto isTold = isPruningTold(m_database, m_first);
    if (!isTold)
        return isTold.error();
    const bool isWhole = m_tree.size() == m_trusted.size;
    if (!signedThen || !root || signedThen->size != m_first || signedThen->root != *root
        || (isWhole && !*isTold))
        raise(Alarm::CacheChanged, "", "the first " + std::to_string(*first) + " entries are gone");
    return Done();
}

} // namespace chancery::audit
