// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencelog.h"

namespace chancery::audit {

// How far the entries of a report can be believed.
enum class Standing : std::uint8_t {
    Verified, // all of them proved by a checkpoint that the log has signed
    Unverified, // the copy is shorter than what was signed: the rest is still being fetched
    Failed // an alarm stands, or the entries are not the ones that were signed
};

// A log as the console's copy has it, taken for one report: the entries are read and hashed piece
// by piece, up to the checkpoint that was trusted at the first piece, so that whoever searches in
// the meantime waits for one piece at most. A report goes on from it however the copy grows. One
// thread at a time.
class ReportLog {
public:
    // The next entries of the copy, at most so many. Error{NotFound} "report-log-empty" before the
    // copy has any, Error{Conflict} "report-log-changed" where the copy was put aside meanwhile.
    core::Result<> take(AuditCache &cache, std::size_t count);
    bool isComplete() const { return m_isBegun && taken() == m_size; }
    std::uint64_t taken() const { return m_first + m_leaves.size(); } // or pruned
    std::uint64_t size() const { return m_size; } // zero before the first piece

    // Once it is complete. What there is, whatever it is worth: a log that failed can be looked at.
    struct Judged {
        EvidenceLog log;
        Standing standing = Standing::Failed;
        std::string fault; // the alarm's name, "leaves-do-not-match", a code of the signature
    };
    Judged judge(const LogIdentity &identity) &&;

private:
    core::Result<> begin(AuditCache &cache);
    core::Result<> beginBehind(AuditCache &cache);

    bool m_isBegun = false;
    std::uint64_t m_first = 0;
    std::uint64_t m_size = 0;
    core::Checkpoint m_trusted;
    std::string m_note;
    std::string m_prunedNote;
    std::string m_alarm;
    std::vector<std::string> m_leaves;
    core::MerkleTree m_tree;
    core::MerkleStore m_nodes;
};

} // namespace chancery::audit
