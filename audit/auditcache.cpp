// SPDX-License-Identifier: Apache-2.0
#include "auditcache.h"

#include "audit/auditschema.h"
#include "audit/prunewitness.h"
#include "audit/tally.h"

#include <array>

// AUD-9, the console's side of an append-only log. What is trusted is one signed checkpoint. A new
// one must be signed by a pinned key, must not be smaller, must be proved to continue the trusted
// one, and the entries that came with it must hash to its root; only then rows and trust move, in
// one transaction. A long log comes in pieces: then the entries that are here must be proved to be
// the beginning of what was signed, and the proof is kept. Everything else is an alarm: the two
// notes are kept as evidence, nothing is repaired, and nothing more is taken until a person has put
// their name under it.

namespace chancery::audit {

using core::Checkpoint;
using core::Done;
using core::Error;
using core::ErrorKind;
using core::MerkleNode;
using core::Result;

namespace {

Error invalid(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

std::string sizes(std::uint64_t from, std::uint64_t to)
{
    return std::to_string(from) + " to " + std::to_string(to);
}

// The hashes of a proof one behind the other, as the file has them.
std::string joined(const std::vector<core::Sha256> &hashes)
{
    std::string bytes;
    for (const auto &hash : hashes)
        bytes += core::bytesOf(hash);
    return bytes;
}

std::vector<core::Sha256> split(std::string_view bytes)
{
    std::vector<core::Sha256> hashes;
    for (; bytes.size() >= 32; bytes.remove_prefix(32))
        hashes.push_back(*core::sha256FromBytes(bytes.substr(0, 32)));
    return hashes;
}

// Whether a tree of that size and root is the beginning of what the checkpoint signs.
bool isBeginningOf(const Checkpoint &checkpoint, std::uint64_t size, const core::Sha256 &root,
    const std::vector<core::Sha256> &remainder)
{
    if (size == checkpoint.size)
        return root == checkpoint.root;
    return size == 0
        || core::verifyConsistency(size, checkpoint.size, remainder, root, checkpoint.root);
}

} // namespace

// What a batch would make of the tree.
struct AuditCache::Growth {
    core::MerkleTree tree;
    Checkpoint next;
    std::vector<MerkleNode> completed;
};

AuditCache::AuditCache(core::Database database, LogIdentity identity, const core::Clock &clock,
    const core::Secret &key)
    : m_database(std::move(database))
    , m_identity(std::move(identity))
    , m_clock(&clock)
    , m_marks(key)
{
    m_trusted.origin = m_identity.origin;
    m_trusted.root = core::merkleRoot({});
}

Result<AuditCache> AuditCache::open(const std::filesystem::path &file, LogIdentity identity,
    const core::Clock &clock, const core::Secret &key)
{
    auto database = openCacheFile(file, key);
    if (!database)
        return database.error();
    AuditCache cache(std::move(*database), std::move(identity), clock, key);
    if (auto prepared = cache.prepare(); !prepared)
        return prepared.error();
    if (auto loaded = cache.loadAlarm(); !loaded)
        return loaded.error();
    if (auto loaded = cache.loadTrusted(); !loaded)
        return loaded.error();
    if (auto checked = cache.checkRecords(); !checked)
        return checked.error();
    return cache;
}

Result<> AuditCache::prepare()
{
    const std::string values = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const std::array<std::pair<core::Statement *, std::string>, 6> wanted{{
        {&m_insertLeaf, "INSERT INTO leaf(seq, raw, leaf_hash) VALUES (?, ?, ?)"},
        {&m_insertNode, "INSERT INTO node(level, idx, hash) VALUES (?, ?, ?)"},
        {&m_insertEvent, "INSERT INTO event(" + std::string(eventColumns) + ") VALUES " + values},
        {&m_insertSearch, "INSERT INTO event_fts(rowid, body) VALUES (?, ?)"},
        {&m_selectLeafHash, "SELECT leaf_hash FROM leaf WHERE seq = ?"},
        {&m_selectNode, "SELECT hash FROM node WHERE level = ? AND idx = ?"},
    }};
    for (const auto &[statement, sql] : wanted) {
        auto prepared = m_database.prepare(sql);
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    return Done();
}

Result<> AuditCache::loadTrusted()
{
    auto latest = m_database.prepare("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1");
    if (!latest)
        return latest.error();
    const auto row = latest->step();
    if (!row)
        return row.error();
    if (!*row)
        return checkEdge();
    m_trustedNote = latest->text(0);
    latest->reset();
    const auto checkpoint
        = core::openCheckpoint(m_trustedNote, m_identity.origin, m_identity.verifiers);
    // Without a pinned key nothing here is worth anything, but that is no sign of an attack.
    if (!checkpoint && checkpoint.error().code == "note-unknown-key")
        return checkpoint.error();
    if (!checkpoint) {
        raise(Alarm::CacheChanged, "", checkpoint.error().code);
        return Done();
    }
    m_trusted = *checkpoint;
    return checkEdge();
}

// O(log n): the whole is for verifyLocal().
Result<> AuditCache::checkEdge()
{
    // The entries are numbered from zero without gaps, or verifyLocal() finds it.
    const auto count = m_database.integer("SELECT coalesce(max(seq) + 1, 0) FROM leaf");
    if (!count)
        return count.error();
    const auto row = TrustRow::read(m_database);
    if (!row)
        return row.error();
    const bool isAsRecorded = row->covered == *count && row->size == std::int64_t(m_trusted.size);
    m_remainder = split(row->remainder);
    auto tree = core::MerkleTree::restore(std::uint64_t(*count), nodes());
    if (!tree && tree.error().kind == ErrorKind::Storage)
        return tree.error();
    if (!tree || !isAsRecorded || tree->size() > m_trusted.size
        || !isBeginningOf(m_trusted, tree->size(), tree->root(), m_remainder))
        raise(Alarm::CacheChanged, "", "the entries are not those of the trusted checkpoint");
    if (tree)
        m_tree = std::move(*tree);
    return checkFirst();
}

bool isBeginningOfTrusted(const AuditCache &cache)
{
    return isBeginningOf(cache.trusted(), cache.size(), cache.root(), cache.remainder());
}

Result<Checkpoint> AuditCache::openNote(const std::string &note)
{
    auto next = core::openCheckpoint(note, m_identity.origin, m_identity.verifiers);
    if (next)
        return next;
    const auto &code = next.error().code;
    const auto alarm = code == "note-unknown-key" ? Alarm::KeyUnknown
        : code == "note-bad-signature"            ? Alarm::SignatureBad
        : code == "checkpoint-other-log"          ? Alarm::OtherLog
                                                  : Alarm::CheckpointUnreadable;
    return raise(alarm, note, code);
}

std::optional<Alarm> AuditCache::distrust(const Checkpoint &next, const AuditBatch &batch) const
{
    if (next.size < m_trusted.size || (m_floor && next.size < m_floor->size))
        return Alarm::LogShrank;
    if (m_floor && next.size == m_floor->size && next.root != m_floor->root)
        return Alarm::SplitView;
    if (next.size == m_trusted.size)
        return next.root == m_trusted.root ? std::nullopt : std::optional(Alarm::SplitView);
    const bool continues = m_trusted.size == 0
        || core::verifyConsistency(
            m_trusted.size, next.size, batch.consistency, m_trusted.root, next.root);
    return continues ? std::nullopt : std::optional(Alarm::HistoryRewritten);
}

Result<> AuditCache::checkLeaves(const AuditBatch &batch, const Checkpoint &next)
{
    const auto missing = next.size - m_tree.size();
    const auto span
        = std::to_string(batch.leaves.size()) + " entries for " + sizes(m_tree.size(), next.size);
    if (batch.leaves.size() > missing)
        return raise(Alarm::EntriesSurplus, batch.note, span, next.size);
    if (batch.leaves.size() < missing && batch.remainder.empty())
        return invalid("batch-incomplete", span);
    const auto huge = std::ranges::find_if(
        batch.leaves, [](const auto &leaf) { return leaf.size() > mostLeafBytes; });
    if (huge == batch.leaves.end())
        return Done();
    const auto seq = m_tree.size() + std::uint64_t(huge - batch.leaves.begin());
    return raise(Alarm::EntryOversized, batch.note, std::to_string(huge->size()) + " bytes", seq);
}

Result<> AuditCache::append(const AuditBatch &batch)
{
    if (m_alarm)
        return Error{ErrorKind::Conflict, "alarm-not-acknowledged",
            std::string(name(m_alarm->alarm)), {}, {}, {}};
    const auto next = openNote(batch.note);
    if (!next)
        return next.error();
    if (const auto alarm = distrust(*next, batch)) {
        m_presented.clear();
        m_divergence.emplace(m_tree.size(), *next);
        return raise(*alarm, batch.note, sizes(m_trusted.size, next->size));
    }
    if (batch.pruned) {
        if (auto begun = beginAt(batch, *next); !begun)
            return begun;
    }
    auto taken = take(batch, *next);
    // What was not written has not begun.
    if (m_base && !taken) {
        m_tree = {};
        m_first = 0;
    }
    m_base.reset();
    return taken;
}

// A log that is wholly here and whose beginning is not has to tell of that itself.
Result<> AuditCache::checkPruning(const AuditBatch &batch, const Growth &growth)
{
    if (m_first == 0 || growth.tree.size() != growth.next.size)
        return Done();
    const auto isTold = isPruningTold(m_database, m_first, batch.leaves);
    if (!isTold)
        return isTold.error();
    if (*isTold)
        return Done();
    return raise(Alarm::EntriesWithheld, batch.note,
        "no entry tells that the first " + std::to_string(m_first) + " were pruned");
}

Result<> AuditCache::take(const AuditBatch &batch, const Checkpoint &next)
{
    if (next.size < m_tree.size())
        return raise(Alarm::EntriesWithheld, batch.note, sizes(next.size, m_tree.size()));
    if (auto checked = checkLeaves(batch, next); !checked)
        return checked;
    if (batch.leaves.empty() && next.size == m_trusted.size)
        return judgeReceipts(next, batch.note);
    Growth growth{m_tree, next, {}};
    for (const auto &leaf : batch.leaves)
        growth.tree.append(core::leafHash(leaf), &growth.completed);
    if (!isBeginningOf(next, growth.tree.size(), growth.tree.root(), batch.remainder))
        return raiseMismatch(batch, growth);
    const auto continues = continuesFloor(growth);
    if (!continues)
        return continues.error();
    if (!*continues)
        return raise(Alarm::HistoryRewritten, batch.note,
            "not the log of " + std::to_string(m_floor->size) + " entries that was seen");
    if (auto checked = checkPruning(batch, growth); !checked)
        return checked;
    if (auto written = write(batch, growth); !written)
        return written;
    if (m_floor && growth.tree.size() >= m_floor->size)
        m_floor.reset();
    // What is written is written; a receipt that cannot be looked at now is so when opening.
    static_cast<void>(brokenReceipts());
    static_cast<void>(judgeReceipts(next, batch.note));
    return Done();
}

// What a lost state of the file has trusted is asked of the entries as soon as they reach it.
Result<bool> AuditCache::continuesFloor(const Growth &growth)
{
    if (!m_floor || growth.tree.size() < m_floor->size)
        return true;
    if (m_floor->size < m_first)
        return false; // what was seen of it has gone
    std::map<std::pair<int, std::uint64_t>, core::Sha256> added;
    for (const auto &node : growth.completed)
        added.emplace(std::pair{node.level, node.index}, node.hash);
    const auto stored = nodes();
    const auto root
        = core::rootAt(m_floor->size, [&](int level, std::uint64_t index) -> Result<core::Sha256> {
              const auto found = added.find({level, index});
              return found == added.end() ? stored(level, index) : Result(found->second);
          });
    if (!root)
        return root.error();
    return *root == m_floor->root;
}

// What a leaf calls itself tells entries that were moved, left out or doubled from one that was
// changed; which one it is only the signer can prove.
Error AuditCache::raiseMismatch(const AuditBatch &batch, const Growth &growth)
{
    for (std::size_t at = 0; at < batch.leaves.size(); ++at) {
        const auto seq = m_tree.size() + at;
        std::optional<std::int64_t> number;
        rowOf(std::int64_t(seq), batch.leaves[at], &number);
        if (number)
            return raise(Alarm::EntryOutOfPlace, batch.note,
                "entry " + std::to_string(seq) + " calls itself " + std::to_string(*number), seq);
    }
    m_presented.clear();
    for (const auto &node : growth.completed)
        m_presented.insert_or_assign({node.level, node.index}, node.hash);
    m_divergence.emplace(growth.tree.size(), growth.next);
    return raise(Alarm::LeavesDoNotMatch, batch.note, sizes(m_tree.size(), growth.tree.size()));
}

Result<> AuditCache::writeEntry(const EventRow &row, const std::string &raw, core::Blob hash)
{
    const core::LastingBlob lasting{hash.bytes};
    if (auto done = m_insertLeaf.bindAll(row.seq, core::LastingBlob{raw}, lasting).run(); !done)
        return done;
    bindRow(m_insertEvent, row);
    if (auto done = m_insertEvent.run(); !done)
        return done;
    const auto text = searchTextOf(row);
    return m_insertSearch.bindAll(row.seq, core::LastingText{text}).run();
}

Result<> AuditCache::write(const AuditBatch &batch, const Growth &growth)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (auto done = writeBase(); !done)
        return done;
    Tally tally;
    std::optional<EventRow> misplaced;
    for (const auto &node : growth.completed) {
        const core::Blob hash{core::bytesOf(node.hash)};
        Result<> done = Done();
        if (node.level == 0) {
            const auto &raw = batch.leaves[node.index - m_tree.size()];
            std::optional<std::int64_t> number;
            auto row = rowOf(std::int64_t(node.index), raw, &number);
            tally.add(row);
            done = writeEntry(row, raw, hash);
            if (number && !misplaced)
                misplaced = std::move(row);
        } else {
            done = m_insertNode.bindAll(node.level, node.index, hash).run();
        }
        if (!done)
            return done;
    }
    if (auto done = tally.addTo(m_database); !done)
        return done;
    const auto &next = growth.next;
    if (next.size != m_trusted.size || m_trustedNote.empty()) {
        if (auto done = writeCheckpoint(next, batch.note); !done)
            return done;
    }
    const bool isWhole = growth.tree.size() == next.size;
    auto remainder = isWhole ? std::vector<core::Sha256>() : batch.remainder;
    if (auto done = writeTrust(growth.tree.size(), next, remainder); !done)
        return done;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    m_tree = growth.tree;
    if (next.size != m_trusted.size || m_trustedNote.empty())
        m_trustedNote = batch.note;
    m_trusted = next;
    m_remainder = std::move(remainder);
    // It was signed like that: the evidence is kept, and somebody has to know.
    if (misplaced)
        raise(
            Alarm::EntryOutOfPlace, batch.note, misplaced->problem, std::uint64_t(misplaced->seq));
    return Done();
}

Result<> AuditCache::writeCheckpoint(const Checkpoint &checkpoint, const std::string &note)
{
    auto insert = m_database.prepare("INSERT INTO checkpoint(size, note, received_us, mark)"
                                     " VALUES (?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    const std::int64_t received = m_clock->now().time_since_epoch().count();
    const auto mark = m_marks.of("checkpoint", std::int64_t(checkpoint.size), note, received);
    return insert->bindAll(checkpoint.size, note, received, core::Blob{mark}).run();
}

Result<> AuditCache::writeTrust(
    std::uint64_t covered, const Checkpoint &trusted, const std::vector<core::Sha256> &remainder)
{
    auto row = TrustRow::read(m_database);
    if (!row)
        return row.error();
    row->covered = std::int64_t(covered);
    row->size = std::int64_t(trusted.size);
    row->remainder = joined(remainder);
    row->looks = row->weight = 0;
    return row->store(m_database, m_marks);
}

core::MerkleLookup AuditCache::nodes()
{
    return [this](int level, std::uint64_t index) -> Result<core::Sha256> {
        auto &select = level == 0 ? m_selectLeafHash : m_selectNode;
        if (level == 0)
            select.bindAll(index);
        else
            select.bindAll(level, index);
        const auto row = select.step();
        if (!row)
            return row.error();
        const auto hash = *row ? core::sha256FromBytes(select.blob(0)) : std::nullopt;
        select.reset();
        if (!hash)
            return Error{ErrorKind::NotFound, "merkle-node-missing",
                std::to_string(level) + '/' + std::to_string(index), {}, {}, {}};
        return *hash;
    };
}

} // namespace chancery::audit
