// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"

#include <random>

namespace chancery::bench {

// Words of which keys and reasons are made.
std::string_view wordNumber(std::uint64_t number);
std::string actorNumber(std::uint64_t number);

// A server's log that grows by itself: half of the events by forty busy people, the others by two
// thousand, one every six seconds, with a reason of ten words.
class EventMill {
public:
    EventMill();

    // The next entries with the note and the proof, as a sync gets them.
    core::Result<audit::AuditBatch> next(std::size_t count);
    static core::Result<audit::LogIdentity> identity();
    // Of the cache that is measured: sealed, as the console's is.
    static core::Secret key();

private:
    std::string leaf();
    std::uint64_t below(std::uint64_t bound) { return m_random() % bound; }
    std::string words(int count);

    std::mt19937_64 m_random{20260101};
    core::Instant m_time;
    core::MerkleTree m_tree;
    core::MerkleStore m_nodes;
};

} // namespace chancery::bench
