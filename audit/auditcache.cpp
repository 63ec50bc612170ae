// SPDX-License-Identifier: Apache-2.0
#include "auditcache.h"

#include "audit/auditschema.h"

#include <array>

// AUD-9, the console's side of an append-only log. What is trusted is one signed checkpoint. A new
// one must be signed by a pinned key, must not be smaller, must be proved to continue the trusted
// one, and the entries that came with it must hash to its root; only then rows and trust move, in
// one transaction. Everything else is an alarm: the two notes are kept as evidence, nothing is
// repaired, and nothing more is taken until a person has put their name under it.

namespace chancery::audit {

using core::Checkpoint;
using core::Done;
using core::Error;
using core::ErrorKind;
using core::MerkleNode;
using core::Result;

namespace {

constexpr std::array<std::string_view, 5> alarmNames{
    "log-shrank", "split-view", "history-rewritten", "leaves-do-not-match", "cache-changed"};

std::int64_t microseconds(core::Instant instant)
{
    return instant.time_since_epoch().count();
}

Error invalid(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

} // namespace

std::string_view name(Alarm alarm)
{
    return alarmNames[static_cast<std::size_t>(alarm)];
}

AuditCache::AuditCache(core::Database database, LogIdentity identity, const core::Clock &clock)
    : m_database(std::move(database))
    , m_identity(std::move(identity))
    , m_clock(&clock)
{
    m_trusted.origin = m_identity.origin;
    m_trusted.root = core::merkleRoot({});
}

Result<AuditCache> AuditCache::open(
    const std::filesystem::path &file, LogIdentity identity, const core::Clock &clock)
{
    auto database = openCacheFile(file);
    if (!database)
        return database.error();
    AuditCache cache(std::move(*database), std::move(identity), clock);
    if (auto prepared = cache.prepare(); !prepared)
        return prepared.error();
    if (auto loaded = cache.loadAlarm(); !loaded)
        return loaded.error();
    if (auto loaded = cache.loadTrusted(); !loaded)
        return loaded.error();
    return cache;
}

Result<> AuditCache::prepare()
{
    const std::string values = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
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
    const auto count = m_database.integer("SELECT count(*) FROM leaf");
    if (!count)
        return count.error();
    auto tree = core::MerkleTree::restore(std::uint64_t(*count), nodes());
    if (!tree && tree.error().kind == ErrorKind::Storage)
        return tree.error();
    if (!tree || tree->size() != m_trusted.size || tree->root() != m_trusted.root)
        raise(Alarm::CacheChanged, "", "the entries are not those of the trusted checkpoint");
    if (tree)
        m_tree = std::move(*tree);
    return Done();
}

Result<> AuditCache::loadAlarm()
{
    auto select = m_database.prepare("SELECT kind, trusted_note, presented_note, detail, raised_us"
                                     " FROM alarm WHERE acknowledged_by IS NULL"
                                     " ORDER BY id LIMIT 1");
    if (!select)
        return select.error();
    m_alarm.reset();
    const auto row = select->step();
    if (!row)
        return row.error();
    if (!*row)
        return Done();
    RaisedAlarm raised;
    for (std::size_t i = 0; i < alarmNames.size(); ++i) {
        if (select->text(0) == alarmNames[i])
            raised.alarm = static_cast<Alarm>(i);
    }
    raised.trustedNote = select->text(1);
    raised.presentedNote = select->text(2);
    raised.detail = select->text(3);
    raised.raised = core::Instant(std::chrono::microseconds(select->integer(4)));
    m_alarm = std::move(raised);
    return Done();
}

// Raised in memory even when it cannot be written down.
Error AuditCache::raise(Alarm alarm, const std::string &presentedNote, const std::string &detail)
{
    RaisedAlarm raised{alarm, m_trustedNote, presentedNote, detail, m_clock->now()};
    const bool isKnown = m_alarm && m_alarm->alarm == alarm
        && m_alarm->presentedNote == presentedNote && m_alarm->detail == detail;
    if (!isKnown) {
        auto insert = m_database.prepare("INSERT INTO alarm(kind, trusted_note, presented_note,"
                                         " detail, raised_us) VALUES (?, ?, ?, ?, ?)");
        if (insert)
            static_cast<void>(insert
                    ->bindAll(name(alarm), m_trustedNote, presentedNote, detail,
                        microseconds(raised.raised))
                    .run());
        if (!m_alarm)
            m_alarm = std::move(raised);
    }
    return {ErrorKind::Conflict, std::string(name(alarm)), detail, {}, {}, {}};
}

Result<> AuditCache::acknowledgeAlarm(const std::string &who)
{
    if (who.empty())
        return invalid("acknowledged-by-nobody", "an alarm is acknowledged by somebody");
    auto update = m_database.prepare("UPDATE alarm SET acknowledged_by = ?, acknowledged_us = ?"
                                     " WHERE id = (SELECT min(id) FROM alarm"
                                     " WHERE acknowledged_by IS NULL)");
    if (!update)
        return update.error();
    if (auto done = update->bindAll(who, microseconds(m_clock->now())).run(); !done)
        return done;
    return loadAlarm();
}

std::optional<Alarm> AuditCache::distrust(const Checkpoint &next, const AuditBatch &batch) const
{
    if (next.size < m_trusted.size)
        return Alarm::LogShrank;
    if (next.size == m_trusted.size)
        return next.root == m_trusted.root ? std::nullopt : std::optional(Alarm::SplitView);
    const bool continues = m_trusted.size == 0
        || core::verifyConsistency(
            m_trusted.size, next.size, batch.consistency, m_trusted.root, next.root);
    return continues ? std::nullopt : std::optional(Alarm::HistoryRewritten);
}

Result<> AuditCache::append(const AuditBatch &batch)
{
    if (m_alarm)
        return Error{ErrorKind::Conflict, "alarm-not-acknowledged",
            std::string(name(m_alarm->alarm)), {}, {}, {}};
    const auto next = core::openCheckpoint(batch.note, m_identity.origin, m_identity.verifiers);
    if (!next)
        return next.error();
    if (const auto alarm = distrust(*next, batch))
        return raise(*alarm, batch.note,
            std::to_string(m_trusted.size) + " to " + std::to_string(next->size));
    if (batch.leaves.size() != next->size - m_tree.size())
        return invalid("batch-incomplete",
            std::to_string(batch.leaves.size()) + " entries from " + std::to_string(m_tree.size())
                + " to " + std::to_string(next->size));
    if (batch.leaves.empty())
        return Done();
    auto tree = m_tree;
    std::vector<MerkleNode> completed;
    for (const auto &leaf : batch.leaves)
        tree.append(core::leafHash(leaf), &completed);
    if (tree.root() != next->root)
        return raise(
            Alarm::LeavesDoNotMatch, batch.note, "entries from " + std::to_string(m_tree.size()));
    if (auto written = write(batch, *next, completed); !written)
        return written;
    m_tree = std::move(tree);
    m_trusted = *next;
    m_trustedNote = batch.note;
    return Done();
}

Result<> AuditCache::writeEntry(std::uint64_t seq, const std::string &raw, core::Blob hash)
{
    if (auto done = m_insertLeaf.bindAll(seq, core::Blob{raw}, hash).run(); !done)
        return done;
    std::string searchText;
    bindRow(m_insertEvent, rowOf(std::int64_t(seq), raw, &searchText));
    if (auto done = m_insertEvent.run(); !done)
        return done;
    return m_insertSearch.bindAll(seq, searchText).run();
}

Result<> AuditCache::write(
    const AuditBatch &batch, const Checkpoint &next, const std::vector<MerkleNode> &completed)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    for (const auto &node : completed) {
        const core::Blob hash{core::bytesOf(node.hash)};
        Result<> done = Done();
        if (node.level == 0) {
            done = writeEntry(node.index, batch.leaves[node.index - m_tree.size()], hash);
        } else {
            done = m_insertNode.bindAll(node.level, node.index, hash).run();
        }
        if (!done)
            return done;
    }
    auto insert = m_database.prepare("INSERT INTO checkpoint(size, note, received_us)"
                                     " VALUES (?, ?, ?)");
    if (!insert)
        return insert.error();
    const auto received = microseconds(m_clock->now());
    if (auto done = insert->bindAll(next.size, batch.note, received).run(); !done)
        return done;
    return transaction->commit();
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

Result<> AuditCache::addReceipt(std::int64_t seq, const std::string &requestId)
{
    auto insert
        = m_database.prepare("INSERT OR IGNORE INTO receipt(seq, request_id) VALUES (?, ?)");
    if (!insert)
        return insert.error();
    return insert->bindAll(seq, requestId).run();
}

Result<std::vector<std::int64_t>> AuditCache::brokenReceipts()
{
    auto select = m_database.prepare("SELECT receipt.seq FROM receipt JOIN event USING (seq)"
                                     " WHERE receipt.request_id <> event.request_id"
                                     " ORDER BY receipt.seq");
    if (!select)
        return select.error();
    std::vector<std::int64_t> broken;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return broken;
        broken.push_back(select->integer(0));
    }
}

} // namespace chancery::audit
