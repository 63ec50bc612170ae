// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/unit.h"

#include <atomic>

namespace chancery::server {

// How old the entries are that would go. Reading tens of thousands of them takes a while, and
// everybody waits for the writer: a reader in a thread of its own reads them, and as an entry never
// changes, the writer has only to see that they are still the ones that would go. A value.
struct PruneScan {
    std::uint64_t from = 0;
    std::uint64_t before = 0;
    core::Instant now; // of the look
    bool isAnyBelieved = false; // some entry says a time that is not still to come
    std::optional<std::uint64_t> unreadable;
    std::optional<std::pair<std::uint64_t, core::Instant>> young; // the first that must stay
    std::optional<std::pair<std::uint64_t, core::Instant>> coming; // the soonest of the others
};
// Of entries up to there, which are no more than may go at once. Of any thread; ends early with an
// error once the flag is set.
core::Result<PruneScan> scanForPruning(
    Store &store, std::uint64_t before, const Facts &facts, const std::atomic<bool> &isEnding);
// Refuses who may not, and what is not in order. It looks at no entry of the log.
void demandPruning(Unit &unit);
Response pruneAudit(Unit &unit, const PruneScan &scan);

} // namespace chancery::server
