// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/unit.h"

#include <cstdint>
#include <optional>

namespace chancery::server {

// That somebody reads the log is an entry itself (AUD-2), and whoever follows a log that grows by
// being read would never come to its end. So an entry speaks of more than a page: of everything
// from a place on that its session reads within a day. Who goes further back than they began is
// written down once more, and then with all of the log. A session makes four entries a day at most,
// two of entries and two of the names beside them, however often it reads.
struct LogReading {
    std::string tokenKey; // of whose session
    bool isOfNames = false; // what was personal in the entries, and not the entries
    std::uint64_t from = 0;
    core::Instant expiresAt; // of the session
    core::Instant at;
};

// What has to be written down before this is answered; nothing where it is, or where nothing is
// there to be read. Of any thread.
std::optional<LogReading> unrecordedReading(
    const View &view, const Actor &actor, LogReading asked, std::uint64_t logSize);
// Writes it down, unless somebody has meanwhile. Writer's thread.
void recordLogReading(Unit &unit, const LogReading &asked);

} // namespace chancery::server
