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

namespace {

constexpr auto prunings = "SELECT leaf.raw FROM event JOIN leaf ON leaf.seq = event.seq WHERE "
                          "event.event = 'audit.prune'";

} // namespace

Result<bool> AuditCache::isPruningTold(const std::vector<std::string> &more)
{
    PruneWitness witness(m_first);
    for (const auto &leaf : more)
        witness.look(leaf);
    auto select = m_database.prepare(prunings);
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

// In memory alone until entries are written behind it.
Result<> AuditCache::beginAt(const core::PruneRecord &record, const AuditBatch &batch)
{
    if (m_tree.size() > 0)
        return core::Error{
            core::ErrorKind::Invalid, "pruned-behind", "the copy has entries", {}, {}, {}};
    auto base = prunedBaseOf(record, m_identity.origin, m_identity.verifiers);
    if (!base)
        return raise(Alarm::EntriesWithheld, batch.note,
            "the record of what was pruned: " + base.error().code);
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
    const auto isTold = isPruningTold({});
    if (!isTold)
        return isTold.error();
    const bool isWhole = m_tree.size() == m_trusted.size;
    if (!signedThen || !root || signedThen->size != m_first || signedThen->root != *root
        || (isWhole && !*isTold))
        raise(Alarm::CacheChanged, "", "the first " + std::to_string(*first) + " entries are gone");
    return Done();
}

} // namespace chancery::audit
