// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/exchange.h"
#include "engine/server/handlers/mentions.h"

#include <atomic>

namespace chancery::server {

// Which entries hold something of a person. A log of years is long, and everybody waits for the
// writer: so a reader in a thread of its own looks for them, and the writer looks again at what it
// found and at what has come since. A value.
struct ErasureScan {
    Person person; // who it was looked for; where they are called otherwise by now, it says nothing
    std::vector<std::string> keys;
    std::string upTo; // everything before this key was looked at
    std::optional<MentionScan> mentions; // what else names the person
};
// Of any thread; ends early with an error once the flag is set.
core::Result<ErasureScan> scanForErasure(Store &store, const std::string &principal,
    std::uint64_t mark, const std::atomic<bool> &isEnding);
// Refuses who may not, and what is not in order. It looks at no entry of the log.
void demandErasure(Unit &unit);
// The same before the scan; the mark is for that. What is written from now on is noted.
std::uint64_t beginErasure(Unit &unit);
Response erasePersonalData(Unit &unit, const ErasureScan &scan);

} // namespace chancery::server
