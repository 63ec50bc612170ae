// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"

// The file against what is kept beside it. A whole file that was put back by an older state of
// itself is sound in itself; the note beside it has the later generation, and knows how many alarms
// and receipts there were. Both put back together are not found: nothing outside of the two knows.

namespace chancery::audit {

using core::Checkpoint;
using core::Done;
using core::Result;

Result<std::string> AuditCache::sideNote()
{
    const auto row = TrustRow::read(m_database);
    const auto open = m_database.integer("SELECT count(*) FROM alarm WHERE acknowledged_by = ''");
    if (!row || !open)
        return row ? open.error() : row.error();
    const auto &note = m_floor ? m_floorNote : m_trustedNote;
    // What is not on record yet is missing from the file, which is the older one of the two then.
    const auto pending = std::int64_t(m_pending.size());
    return SideNote{row->generation + (pending > 0 ? 1 : 0), row->alarms + pending, *open + pending,
        row->receipts, note}
        .toText(m_marks);
}

Result<> AuditCache::expect(const std::optional<std::string> &text)
{
    if (!text) {
        const auto row = TrustRow::read(m_database);
        if (row && row->generation > 0)
            raise(Alarm::CacheChanged, "", "what was noted beside the copy is gone");
        return row ? Result<>(Done()) : Result<>(row.error());
    }
    const auto side = SideNote::of(*text, m_marks);
    if (side)
        return compareWith(*side);
    raise(Alarm::CacheChanged, text->substr(0, 4096), "what was noted beside the copy was changed");
    return Done();
}

// The next generation comes after that one as well, so that what was said once is not said again.
Result<> AuditCache::skipTo(std::int64_t generation)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    auto row = TrustRow::read(m_database);
    if (!row)
        return row.error();
    row->generation = std::max(row->generation, generation);
    if (auto stored = row->store(m_database, m_marks); !stored)
        return stored;
    return transaction->commit();
}

// An empty cache goes on from what was trusted.
Result<> AuditCache::goOnFrom(const Checkpoint &checkpoint, const std::string &note)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (auto done = writeCheckpoint(checkpoint, note); !done)
        return done;
    if (auto done = writeTrust(0, checkpoint, {}); !done)
        return done;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    m_trusted = checkpoint;
    m_trustedNote = note;
    return Done();
}

// Of what had gone before the copy was begun there are no nodes; the file has kept the checkpoint
// that the copy went on from.
Result<bool> AuditCache::hasSeen(const Checkpoint &known)
{
    if (known.size == 0)
        return true;
    if (known.size >= m_first) {
        const auto root = core::rootAt(known.size, nodes());
        return root && *root == known.root;
    }
    auto select = m_database.prepare("SELECT note FROM checkpoint WHERE size = ?");
    if (!select)
        return select.error();
    const auto row = select->bindAll(known.size).step();
    if (!row)
        return row.error();
    const auto then = *row
        ? core::openCheckpoint(select->text(0), m_identity.origin, m_identity.verifiers)
        : Result<Checkpoint>(core::Error());
    return then && then->size == known.size && then->root == known.root;
}

Result<> AuditCache::compareWith(const SideNote &side)
{
    const auto row = TrustRow::read(m_database);
    if (!row)
        return row.error();
    const bool isEmpty = m_trustedNote.empty() && m_tree.size() == 0;
    if (!side.checkpoint.empty()) {
        const auto known
            = core::openCheckpoint(side.checkpoint, m_identity.origin, m_identity.verifiers);
        if (!known) {
            raise(Alarm::CacheChanged, side.checkpoint,
                "the checkpoint beside the copy: " + known.error().code);
        } else if (known->size > 0 && isEmpty) {
            if (auto done = goOnFrom(*known, side.checkpoint); !done)
                return done;
        } else if (known->size > m_tree.size()) {
            const bool isTrusted = known->size == m_trusted.size && known->root == m_trusted.root;
            m_floor = isTrusted ? std::nullopt : std::optional(*known);
            m_floorNote = side.checkpoint;
        } else if (const auto seen = hasSeen(*known); !seen) {
            return seen.error();
        } else if (!*seen) {
            raise(Alarm::CacheChanged, side.checkpoint, "the copy is not the one that was there");
        }
    }
    return compareCounts(side, *row, isEmpty);
}

Result<> AuditCache::compareCounts(const SideNote &side, const TrustRow &row, bool isEmpty)
{
    const auto number
        = [](std::int64_t count, const char *of) { return std::to_string(count) + of; };
    const auto alarms = number(side.alarms, " alarms (")
        + number(side.unacknowledged, " were not acknowledged) and ");
    const bool isLess = side.unacknowledged > 0 || row.receipts < side.receipts;
    if (side.generation == 0 && isEmpty && isLess)
        raise(Alarm::CacheChanged, side.checkpoint,
            "a copy was put aside with " + alarms + number(side.receipts, " receipts, of which ")
                + number(row.receipts, " were taken over"));
    if (side.generation <= row.generation)
        return Done();
    raise(Alarm::CacheChanged, side.checkpoint,
        "the copy is an older one than was there last: it has " + number(row.alarms, " of ")
            + alarms + number(row.receipts, " of ") + number(side.receipts, " receipts"));
    return skipTo(side.generation);
}

} // namespace chancery::audit
