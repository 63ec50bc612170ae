// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"
#include "engine/core/auditevent.h"
#include "engine/core/digest.h"

#include <QtCore/QTemporaryDir>

namespace chancery::support {

// A clock that stands until it is turned.
class HandClock final : public core::Clock {
public:
    core::Instant now() const override { return m_now; }
    void turn(std::chrono::microseconds by) { m_now += by; }

private:
    core::Instant m_now = core::fromRfc3339("2026-11-20T12:00:00Z").value();
};

// The server's side of an audit log, honest by itself: it appends, signs and proves. Tests bend
// what it gives.
class TestLog {
public:
    explicit TestLog(char seed = 'k')
        : m_key(core::SigningKey::fromSeed(core::Secret(std::string(32, seed))).value())
    {
    }

    static core::AuditEvent event(core::AuditKind kind = core::AuditKind::ChangeRequestApprove)
    {
        auto event = core::auditEvent(kind, core::AuditOutcome::Success);
        event.time = core::fromRfc3339("2026-11-20T12:00:00Z").value();
        event.actor.id = "usr_ada";
        event.action = "approve";
        event.target = {"change_request", "CR-1", ""};
        event.environment = "prod";
        return event;
    }
    // Gives the event its place, and an id of a request of its own.
    void append(core::AuditEvent event)
    {
        event.seq = std::int64_t(m_leaves.size());
        event.eventId = "event-" + std::to_string(event.seq);
        event.requestId = "req-" + std::to_string(event.seq);
        appendLeaf(core::toLeaf(event).value());
    }
    void append(int count)
    {
        for (int i = 0; i < count; ++i)
            append(event());
    }
    void appendLeaf(const std::string &leaf)
    {
        m_leaves.push_back(leaf);
        std::vector<core::MerkleNode> completed;
        m_tree.append(core::leafHash(m_leaves.back()), &completed);
        m_nodes.add(completed);
    }

    std::uint64_t size() const { return m_leaves.size(); }
    const std::string &leaf(std::size_t seq) const { return m_leaves[seq]; }
    std::string note() const { return note(size()); }
    std::string note(std::uint64_t size) const
    {
        const auto root = core::rootAt(size, m_nodes.lookup()).value();
        return core::signCheckpoint({origin, size, root}, m_key).value();
    }
    std::string sign(const core::Checkpoint &checkpoint) const
    {
        return core::signCheckpoint(checkpoint, m_key).value();
    }
    // All that a cache of that size wants to have.
    audit::AuditBatch batchFrom(std::uint64_t from) const
    {
        audit::AuditBatch batch{
            note(), {}, {m_leaves.begin() + std::ptrdiff_t(from), m_leaves.end()}};
        if (from > 0)
            batch.consistency = core::consistencyProof(from, size(), m_nodes.lookup()).value();
        return batch;
    }
    // The same in a piece that ends before the log does.
    audit::AuditBatch pieceOf(std::uint64_t from, std::uint64_t to, std::uint64_t trusted) const
    {
        audit::AuditBatch batch{note(), {},
            {m_leaves.begin() + std::ptrdiff_t(from), m_leaves.begin() + std::ptrdiff_t(to)}, {}};
        if (trusted > 0)
            batch.consistency = core::consistencyProof(trusted, size(), m_nodes.lookup()).value();
        if (to > 0 && to < size())
            batch.remainder = core::consistencyProof(to, size(), m_nodes.lookup()).value();
        return batch;
    }
    std::vector<core::Sha256> inclusionProof(std::uint64_t seq, std::uint64_t size) const
    {
        return core::inclusionProof(seq, size, m_nodes.lookup()).value();
    }
    std::vector<core::Sha256> consistencyProof(std::uint64_t from, std::uint64_t to) const
    {
        return core::consistencyProof(from, to, m_nodes.lookup()).value();
    }
    // As a server keeps it that has pruned so many; the entry that tells of it is the next one.
    core::PruneRecord prune(std::uint64_t before, bool isTold = true)
    {
        core::PruneRecord record{before, note(before), {}};
        for (const auto &node : audit::edgeOf(before))
            record.hashes.push_back(
                core::toBase64(core::bytesOf(m_nodes.lookup()(node.level, node.index).value())));
        auto told = event(core::AuditKind::AuditPrune);
        told.target = {"audit_entries", "0-" + std::to_string(before - 1), ""};
        if (isTold)
            append(told);
        return record;
    }
    core::Sha256 root() const { return m_tree.root(); }
    const core::SigningKey &key() const { return m_key; }
    audit::LogIdentity identity() const { return {origin, {{origin, m_key.publicKey()}}}; }

    inline static const std::string origin = "cms.example/audit/prod";

private:
    core::SigningKey m_key;
    std::vector<std::string> m_leaves;
    core::MerkleTree m_tree;
    core::MerkleStore m_nodes;
};

// A cache in a folder of its own.
struct TestCache {
    TestLog log;
    HandClock clock;
    QTemporaryDir folder;
    core::Secret key = {}; // empty: plain

    std::filesystem::path file() const
    {
        return std::filesystem::path(folder.path().toStdString()) / "audit.sqlite";
    }
    core::Result<audit::AuditCache> open() const
    {
        return audit::AuditCache::open(file(), log.identity(), clock, key);
    }
    // Holds count entries, in as many syncs.
    void fill(int count, int syncs = 1)
    {
        auto cache = open();
        for (int i = 0; i < syncs; ++i) {
            log.append(count / syncs);
            const auto appended = cache->append(log.batchFrom(cache->size()));
            if (!appended)
                qFatal("%s", core::toString(appended.error()).c_str());
        }
    }
    // As somebody would who has the file and sqlite3, the triggers put back behind them.
    void tamper(const std::string &sql) const
    {
        auto database = core::Database::open(file());
        const std::string script = "PRAGMA foreign_keys = OFF;"
                                   "DROP TRIGGER leaf_is_not_changed;"
                                   "DROP TRIGGER leaf_is_not_deleted;"
            + sql
            + ";CREATE TRIGGER leaf_is_not_changed BEFORE UPDATE ON leaf\n"
              "    BEGIN SELECT raise(ABORT, 'the log is append-only'); END;"
              "CREATE TRIGGER leaf_is_not_deleted BEFORE DELETE ON leaf\n"
              "    BEGIN SELECT raise(ABORT, 'the log is append-only'); END;";
        if (const auto done = database->execute(script); !done)
            qFatal("%s", core::toString(done.error()).c_str());
    }
};

} // namespace chancery::support
