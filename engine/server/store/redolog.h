// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/store/changes.h"

#include <array>
#include <filesystem>

namespace chancery::server {

// One batch as the log has it. Sequences grow by one.
struct LoggedBatch {
    std::uint64_t sequence = 0;
    Changes changes;
};

// The write-ahead log in front of a store: two files that take turns. One takes what is committed,
// while what the other holds is carried into the store; it is written over once that is done. Held
// by one process at a time. append() and turn() are for one thread at a time, prepareSpare() for
// another between two turns.
class RedoLog {
public:
    // The files are "<stem>.0" and "<stem>.1".
    static core::Result<std::unique_ptr<RedoLog>> open(const std::filesystem::path &stem);
    ~RedoLog();
    RedoLog(const RedoLog &) = delete;
    RedoLog &operator=(const RedoLog &) = delete;

    // What came after that batch, oldest first. A batch that was cut off at the end was never
    // acknowledged and is none; one that is missing before others is an error.
    core::Result<std::vector<LoggedBatch>> batchesAfter(std::uint64_t sequence) const;

    // Durable when it returns. "store-full" leaves everything as it was.
    core::Result<> append(std::uint64_t sequence, const Changes &changes);
    std::size_t used() const { return m_used; }
    // The other file's turn: nothing that it holds is needed any more.
    void turn();
    // Gives the file that waits its full size: a flush is cheaper where no file grows.
    void prepareSpare(std::size_t size);
    // Overwrites both files: for when nothing of them is needed any more.
    core::Result<> wipe();

private:
    RedoLog() = default;
    core::Result<> append(const std::string &record);

    std::array<int, 2> m_files{-1, -1};
    std::array<std::size_t, 2> m_sizes{};
    std::size_t m_active = 0;
    std::size_t m_used = 0;
    std::string m_record; // kept for its room
    std::optional<core::Error> m_failure; // of a flush: what is on the disk is not known any more
};

} // namespace chancery::server
