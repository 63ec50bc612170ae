// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/store/redolog.h"

#include <chrono>
#include <condition_variable>
#include <thread>

namespace chancery::server {

struct LoggedStoreOptions {
    std::size_t turnAt = std::size_t(8) << 20; // bytes of a log file before it is carried over
    std::size_t mostWaiting = std::size_t(32) << 20; // beyond it a commit waits for that
    std::chrono::milliseconds beat{500}; // what has come is carried over at least that often
};

// A store whose commits are one append to a redo log and one flush; a thread of its own carries
// them into the base, many at once (ADR 13). What is in the log and not yet in the base is kept in
// memory, and readers see both as one. Outlives its readers and transactions.
class LoggedStore final : public Store {
public:
    // Carries over what an earlier life has left in the log.
    static core::Result<std::unique_ptr<LoggedStore>> open(std::unique_ptr<Store> base,
        std::unique_ptr<RedoLog> log, const LoggedStoreOptions &options = {});
    ~LoggedStore() override;

    core::Result<std::unique_ptr<Transaction>> begin() override;
    core::Result<std::unique_ptr<Reader>> openReader() override;
    core::Result<> scrub() override;

private:
    friend class LoggedTransaction;
    LoggedStore(std::unique_ptr<Store> base, std::unique_ptr<RedoLog> log,
        const LoggedStoreOptions &options);
    core::Result<> recover();
    core::Result<> commit(Changes changes);
    core::Result<> turn(bool mustTurn);
    // Whether the batch that begins may stay with one state of the base until it calls the other.
    bool beginHold();
    void endHold();
    void work();
    bool carryOver();
    void scrubBase();
    core::Result<> apply(const Changes &changes, std::uint64_t sequence);

    const LoggedStoreOptions m_options;
    std::unique_ptr<Store> m_base;
    std::unique_ptr<class LoggedReader> m_reader; // of the writer's thread
    RecentChanges m_recent;

    std::mutex m_commit; // held while the log is appended to or turned
    std::unique_ptr<RedoLog> m_log;
    std::uint64_t m_sequence = 0; // of the last batch

    std::mutex m_mutex; // for what follows; taken after the other
    std::condition_variable m_wake; // of the thread
    std::condition_variable m_carried; // or failed to be
    std::shared_ptr<const Changes> m_frozen; // what is being carried over; null: nothing
    std::uint64_t m_frozenSequence = 0;
    std::optional<core::Error> m_failure; // of the last attempt
    bool m_mustScrub = false; // the base, in the thread that has it
    core::Result<> m_scrubbed = core::Done();
    bool m_isHeld = false; // by the batch that is under way
    bool m_isMoving = false; // what has come is being carried over
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace chancery::server
