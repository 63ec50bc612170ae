// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditalarm.h"
#include "audit/divergence.h"
#include "audit/eventrow.h"
#include "audit/prunedbase.h"
#include "audit/sidenote.h"
#include "audit/trustrow.h"
#include "audit/watch.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "engine/core/storage/database.h"

#include <map>

namespace chancery::audit {

// Which log, and whose signature it must bear. The keys come with the installation or an enrolment,
// never from the server.
struct LogIdentity {
    std::string origin;
    std::vector<core::NoteVerifier> verifiers;
};

// What a sync has fetched: the checkpoint, the proof from the trusted size to its own, and raw
// leaves from the size of the cache on. When they do not reach the checkpoint's size yet, the proof
// from where they end to it; else none.
struct AuditBatch {
    std::string note;
    std::vector<core::Sha256> consistency;
    std::vector<std::string> leaves;
    std::vector<core::Sha256> remainder = {};
    // The record of what has gone: an empty copy begins there, another is "audit-copy-behind".
    std::optional<core::PruneRecord> pruned = {};
};
// No server writes an entry of more bytes.
inline constexpr std::size_t mostLeafBytes = std::size_t(1) << 20;

// What verifyLocal() finds wrong first: the entries [first, last] and which part of the file.
struct Finding {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    // "leaf", "node", "event", "checkpoint", "count", "search", "trust", "alarm", "receipt"
    std::string part;
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
    // root; a mismatch does not keep the cache from opening, it raises CacheChanged. With a key of
    // 32 bytes the file is sealed.
    static core::Result<AuditCache> open(const std::filesystem::path &file, LogIdentity identity,
        const core::Clock &clock, const core::Secret &key = {});

    // The first entry that is here: zero, or where the log had been pruned to when the copy was
    // begun.
    std::uint64_t first() const { return m_first; }
    // The number behind the last entry; less than trusted().size while a long log is fetched.
    std::uint64_t size() const { return m_tree.size(); }
    // Proved to be the trusted log's own at that size.
    core::Sha256 root() const { return m_tree.root(); }
    // Of size zero before the first sync.
    const core::Checkpoint &trusted() const { return m_trusted; }
    const std::string &trustedNote() const { return m_trustedNote; }
    // What leads from root() to the trusted checkpoint's; empty where it is that one.
    const std::vector<core::Sha256> &remainder() const { return m_remainder; }

    // What has to be kept beside the file from now on (sidenote.h).
    core::Result<std::string> sideNote();
    // What was found there; none: nothing. An empty cache goes on from its checkpoint; a file that
    // is older than it, a note that was changed, and one that is missing are CacheChanged. What the
    // note has seen of the log binds the server, whether the file still knows of it or not.
    core::Result<> expect(const std::optional<std::string> &text);

    // The oldest that nobody has acknowledged.
    const std::optional<RaisedAlarm> &alarm() const { return m_alarm; }
    core::Result<> acknowledgeAlarm(const std::string &who);
    // Alarms that could not be written down when they were raised, on a full disk say. They are
    // kept in memory, counted in the side note, and nobody's name stands under one before it is on
    // record; whoever uses the cache tries again with each job.
    core::Result<> recordPending();
    // For what is seen before there is a batch: an answer that is no answer. The Error that an
    // append would give.
    core::Error report(Alarm alarm, const std::string &presentedNote, const std::string &detail);
    // A checkpoint of so many entries that the log has signed, and that the copy does not begin
    // with.
    core::Error reportAnchor(const std::string &note, std::uint64_t size);
    // After an alarm: the inclusion proof by whose answer the first bad entry is found.
    std::optional<ProofWish> wantedProof() const;
    core::Result<> takeProof(core::MerkleProof proof);

    // Rows and the new trusted checkpoint in one transaction, or nothing. An alarm answers
    // Error{Conflict} with its name as code, and further appends are refused until it is
    // acknowledged. Invalid: leaves that do not reach the checkpoint, without a remainder.
    core::Result<> append(const AuditBatch &batch);
    // The server has signed that note and does not show what belongs to it. Until an append
    // succeeds that many looks of one kind, or their shares, are the alarm, whose Error is given.
    core::Result<> noteRefusal(
        Alarm alarm, const std::string &note, const std::string &detail, int most);
    // Hashes every leaf again and compares all that stands above and beside it.
    // Error{Cancelled} when it is not wanted any more.
    core::Result<LocalVerification> verifyLocal(const Watch &watch = {});

    // Proofs and roots of any size up to that of the cache come from this.
    core::MerkleLookup nodes();
    // For AuditQueries, which only read.
    core::Database &database() { return m_database; }

    // What the server said of an action of ours: entry seq holds our request (the receipt, §1.2).
    // Two requests for one entry are kept beside each other: ReceiptDoubled.
    core::Result<> addReceipt(std::int64_t seq, const std::string &requestId);
    // The receipts whose entry is here and tells of another request, each once; they raise an
    // alarm.
    core::Result<std::vector<std::int64_t>> brokenReceipts();
    // Receipts whose entry is not here yet.
    core::Result<std::int64_t> openReceipts();
    // All of a copy that is not sealed (plaincopy.h).
    core::Result<> takeOver(core::Database &plain);

private:
    struct Growth;
    struct Receipt;

    AuditCache(core::Database database, LogIdentity identity, const core::Clock &clock,
        const core::Secret &key);
    core::Result<> prepare();
    core::Result<> loadTrusted();
    core::Result<> loadAlarm();
    core::Result<> checkRecords();
    core::Result<> checkEdge();
    core::Result<core::Checkpoint> openNote(const std::string &note);
    std::optional<Alarm> distrust(const core::Checkpoint &next, const AuditBatch &batch) const;
    core::Result<bool> continuesFloor(const Growth &growth);
    core::Result<> goOnFrom(const core::Checkpoint &checkpoint, const std::string &note);
    core::Result<> compareWith(const SideNote &side);
    core::Result<> compareCounts(const SideNote &side, const TrustRow &row, bool isEmpty);
    core::Result<> skipTo(std::int64_t generation);
    core::Result<> checkLeaves(const AuditBatch &batch, const core::Checkpoint &next);
    core::Error raiseMismatch(const AuditBatch &batch, const Growth &growth);
    core::Result<> take(const AuditBatch &batch, const core::Checkpoint &next);
    core::Result<> checkPruning(const AuditBatch &batch, const Growth &growth);
    core::Result<> beginAt(const AuditBatch &batch, const core::Checkpoint &next);
    core::Result<> writeBase();
    core::Result<> checkFirst();
    core::Result<bool> hasSeen(const core::Checkpoint &known);
    core::Result<> write(const AuditBatch &batch, const Growth &growth);
    core::Result<> writeEntry(const EventRow &row, const std::string &raw, core::Blob hash);
    core::Result<> writeCheckpoint(const core::Checkpoint &checkpoint, const std::string &note);
    core::Result<> writeTrust(std::uint64_t covered, const core::Checkpoint &trusted,
        const std::vector<core::Sha256> &remainder);
    core::Result<> recordAlarm(const RaisedAlarm &raised);
    core::Result<> takeRecords(core::Database &other);
    core::Result<> takeAlarms(core::Database &other);
    core::Result<bool> isOnRecord(const RaisedAlarm &raised);
    core::Result<> settleReceipts(const std::vector<Receipt> &receipts);
    core::Result<std::vector<Receipt>> receiptsWhere(const std::string &condition);
    core::Result<> judgeReceipts(const core::Checkpoint &fresh, const std::string &note);
    core::Error raise(Alarm alarm, const std::string &presentedNote, const std::string &detail,
        std::optional<std::uint64_t> firstBad = {});

    core::Database m_database;
    LogIdentity m_identity;
    const core::Clock *m_clock;
    RowMarks m_marks;
    core::Statement m_insertLeaf;
    core::Statement m_insertNode;
    core::Statement m_insertEvent;
    core::Statement m_insertSearch;
    core::Statement m_selectLeafHash;
    core::Statement m_selectNode;
    core::MerkleTree m_tree;
    std::uint64_t m_first = 0;
    std::optional<PrunedBase> m_base; // until it is written
    core::Checkpoint m_trusted;
    std::string m_trustedNote;
    std::vector<core::Sha256> m_remainder;
    // A checkpoint that was trusted by a state of the file that is lost, until the entries reach
    // it.
    std::optional<core::Checkpoint> m_floor;
    std::string m_floorNote;
    std::optional<RaisedAlarm> m_alarm;
    std::vector<RaisedAlarm> m_pending; // raised and not on record, the oldest first
    std::optional<Divergence> m_divergence;
    std::map<std::pair<int, std::uint64_t>, core::Sha256> m_presented; // nodes that were not taken
};

// Whether its root is the beginning of the trusted log, as the last look at the file found it.
bool isBeginningOfTrusted(const AuditCache &cache);

} // namespace chancery::audit
