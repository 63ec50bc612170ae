// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/eventrow.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "engine/core/storage/database.h"

namespace chancery::audit {

// What a log that is not honest looks like (AUD-9), and what a cache looks like that somebody wrote
// to. None of them ever goes away by itself.
enum class Alarm {
    LogShrank, // a checkpoint smaller than the trusted one
    SplitView, // the same size with another root
    HistoryRewritten, // no proof that the log only grew
    LeavesDoNotMatch, // the entries are not those of the checkpoint
    CacheChanged // the file is not what was written to it
};
std::string_view name(Alarm alarm);

struct RaisedAlarm {
    Alarm alarm = Alarm::CacheChanged;
    std::string trustedNote; // the two notes are the evidence
    std::string presentedNote;
    std::string detail;
    core::Instant raised;
    friend bool operator==(const RaisedAlarm &, const RaisedAlarm &) = default;
};

// Which log, and whose signature it must bear. The keys come with the installation or an enrolment,
// never from the server.
struct LogIdentity {
    std::string origin;
    std::vector<core::NoteVerifier> verifiers;
};

// What a sync has fetched: the checkpoint, the proof from the trusted size to its own, and the raw
// leaves [size of the cache, size of the checkpoint).
struct AuditBatch {
    std::string note;
    std::vector<core::Sha256> consistency;
    std::vector<std::string> leaves;
};

// What verifyLocal() finds wrong first: the entries [first, last] and which part of the file.
struct Finding {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::string part; // "leaf", "node", "event", "checkpoint"
    friend bool operator==(const Finding &, const Finding &) = default;
};

struct LocalVerification {
    std::uint64_t checked = 0; // entries that are proved by the signed checkpoint
    std::optional<Finding> finding;
};

// The console's copy of one audit log: raw leaves as evidence, with what is derived from them for
// tables and searches. Trust moves only by append(), and only forward. Owned and used by the
// storage executor's thread.
class AuditCache {
public:
    // Checks the file, the signature of the trusted checkpoint and that the tree's edge has its
    // root; a mismatch does not keep the cache from opening, it raises CacheChanged.
    static core::Result<AuditCache> open(
        const std::filesystem::path &file, LogIdentity identity, const core::Clock &clock);

    std::uint64_t size() const { return m_tree.size(); }
    // Of size zero before the first sync.
    const core::Checkpoint &trusted() const { return m_trusted; }
    const std::string &trustedNote() const { return m_trustedNote; }
    // The oldest that nobody has acknowledged.
    const std::optional<RaisedAlarm> &alarm() const { return m_alarm; }
    core::Result<> acknowledgeAlarm(const std::string &who);

    // Rows and the new trusted checkpoint in one transaction, or nothing. An alarm answers
    // Error{Conflict} with its name as code, and further appends are refused until it is
    // acknowledged. Invalid: a note that is not signed by a pinned key, or leaves that are too few
    // or too many.
    core::Result<> append(const AuditBatch &batch);
    // Hashes every leaf again and compares all that stands above and beside it.
    core::Result<LocalVerification> verifyLocal();

    // Proofs and roots of any size up to that of the cache come from this.
    core::MerkleLookup nodes();
    // For AuditQueries, which only read.
    core::Database &database() { return m_database; }

    // What the server said of an action of ours: entry seq holds our request (the receipt, §1.2).
    core::Result<> addReceipt(std::int64_t seq, const std::string &requestId);
    // The receipts whose entry is here and tells of another request.
    core::Result<std::vector<std::int64_t>> brokenReceipts();

private:
    AuditCache(core::Database database, LogIdentity identity, const core::Clock &clock);
    core::Result<> prepare();
    core::Result<> loadTrusted();
    core::Result<> loadAlarm();
    core::Result<> checkEdge();
    std::optional<Alarm> distrust(const core::Checkpoint &next, const AuditBatch &batch) const;
    core::Result<> write(const AuditBatch &batch, const core::Checkpoint &next,
        const std::vector<core::MerkleNode> &completed);
    core::Result<> writeEntry(std::uint64_t seq, const std::string &raw, core::Blob hash);
    core::Error raise(Alarm alarm, const std::string &presentedNote, const std::string &detail);

    core::Database m_database;
    LogIdentity m_identity;
    const core::Clock *m_clock;
    core::Statement m_insertLeaf;
    core::Statement m_insertNode;
    core::Statement m_insertEvent;
    core::Statement m_insertSearch;
    core::Statement m_selectLeafHash;
    core::Statement m_selectNode;
    core::MerkleTree m_tree;
    core::Checkpoint m_trusted;
    std::string m_trustedNote;
    std::optional<RaisedAlarm> m_alarm;
};

} // namespace chancery::audit
