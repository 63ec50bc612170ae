// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/rowmarks.h"
#include "engine/core/storage/database.h"

namespace chancery::audit {

// The one row that says what the file must hold: how far the copy reaches, what leads from there to
// the trusted checkpoint, how many records there are. A value.
struct TrustRow {
    std::int64_t covered = 0;
    std::int64_t size = 0;
    std::string remainder; // hashes, one behind the other
    // Rises with everything that is written: which of two states of a file is the later one.
    std::int64_t generation = 0;
    // How often in turn the server has not shown what it has signed, and what that weighs, in
    // sixtieths of an alarm. One column has both.
    std::int64_t looks = 0;
    std::int64_t weight = 0;
    std::int64_t alarms = 0;
    std::int64_t receipts = 0;

    // All zeros where the file has none yet.
    static core::Result<TrustRow> read(core::Database &database);
    // Counts the records, takes the next generation and puts the row there. Inside a transaction.
    core::Result<> store(core::Database &database, const RowMarks &marks);
};

// Beside a trust that stays as it is: when an alarm is raised, what is in memory may not be what it
// should. Inside a transaction.
core::Result<> recount(core::Database &database, const RowMarks &marks);

} // namespace chancery::audit
