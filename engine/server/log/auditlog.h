// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "engine/server/store/store.h"

#include <algorithm>

namespace chancery::server {

// The RFC 6962 log of everything that was done (standards.md §2): leaves and complete subtrees
// stand in the store beside what they tell of, written in the same transaction. Belongs to the
// writer's thread; the free functions below serve proofs from any reader.
class AuditLog {
public:
    AuditLog(std::string origin, core::SigningKey key);
    // The right edge of what is stored.
    core::Result<> restore(Reader &reader);

    const std::string &origin() const { return m_origin; }
    std::string verifierKey() const;
    std::uint64_t size() const { return m_tree.size(); }
    // Returns nothing but the failure: the sequence is the size before. The times are the entry's.
    core::Result<> append(
        Transaction &transaction, std::string leaf, core::Instant time, core::Instant recordedTime);
    // When an entry is recorded that is appended now: never before the one in front of it, where
    // the clock only trembles (AUD-11). Where it was set back by more, entries must not stay at a
    // time that never was: a clock that said 2036 for one second would have everything recorded in
    // 2036 for ten years, none of it could be pruned, and every copy would bear that date. So the
    // entry that tells of the step, audit.clock_step, has the clock's own time again, and so has
    // all that follows. What is in order is the index; between two steps the times are too.
    core::Instant recordedTime(core::Instant now) const
    {
        return isFarBehind(now) ? now : std::max(now, m_recordedTime);
    }
    // The clock was set back since the last entry; nothing is appended before that is told.
    bool isFarBehind(core::Instant now) const { return now + mostTremble < m_recordedTime; }
    // When the last entry says that it happened; a clock that tells less has stepped back.
    core::Instant lastTime() const { return m_time; }
    core::Checkpoint checkpoint() const { return {m_origin, m_tree.size(), m_tree.root()}; }
    // Of any thread.
    core::Result<std::string> sign(const core::Checkpoint &checkpoint) const
    {
        return core::signCheckpoint(checkpoint, m_key);
    }

    static constexpr std::chrono::seconds mostTremble{2}; // GOV-55

    // A batch that is undone takes its leaves back.
    struct State {
        core::MerkleTree tree;
        core::Instant time;
        core::Instant recordedTime;
    };
    State state() const { return {m_tree, m_time, m_recordedTime}; }
    void setState(State state);

private:
    std::string m_origin;
    core::SigningKey m_key;
    core::MerkleTree m_tree;
    core::Instant m_time;
    core::Instant m_recordedTime;
};

// What is committed of the log, as others may see it. Signing takes longer than all the rest of a
// commit, so it waits until somebody asks. Network thread.
class LatestCheckpoint {
public:
    explicit LatestCheckpoint(const AuditLog &log)
        : m_log(log)
    {
    }
    void set(core::Checkpoint checkpoint);
    std::uint64_t size() const { return m_checkpoint.size; }
    core::Result<std::string> note();

private:
    const AuditLog &m_log;
    core::Checkpoint m_checkpoint;
    std::string m_note; // empty: not signed yet
};

// The complete subtrees as they stand in the store.
core::MerkleLookup nodesOf(Reader &reader);

} // namespace chancery::server
