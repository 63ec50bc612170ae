// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/log/journal.h"
#include "engine/server/sink/deliverymarks.h"
#include "engine/server/sink/sinklink.h"
#include "engine/server/sink/syslogmessage.h"
#include "engine/server/store/store.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace chancery::server {

// What the log is told of a receiver that has failed for long.
struct SinkAlarm {
    std::string receiver;
    // "offline", "tls", …; "log-went-back": what was sent is not of this log; "entries-pruned" and
    // "entries-missing": the receiver will not have some of them.
    std::string code;
    std::uint64_t behind = 0; // entries
    std::uint64_t from = 0; // those, up to before the next
    std::uint64_t to = 0;
};

// Sends a copy of every committed entry to a receiver of syslog, in a thread of its own that reads
// the log from the store: nothing waits for it, and a receiver that is away is caught up later from
// a position that is kept in a file. At least once: what a broken connection may have lost is sent
// again, and whoever counts by seq sees it twice. Beside the position stands the leaf hash of the
// entry before it: where the log has another one there, or none, it is not the log that was sent
// (a backup was restored); that is told, and all of it is sent again. Copies, never the record
// (standards.md AUD-12).
class SyslogSink {
public:
    struct Parts {
        Store &store;
        Journal &journal; // both outlive the sink
        std::filesystem::path position;
        std::string origin;
        // Once in an outage, once at a gap; of the sink's thread, must not wait.
        std::function<void(SinkAlarm)> alarm;
    };
    SyslogSink(SinkOptions options, Parts parts);
    ~SyslogSink();

    // So many entries are committed. Of any thread, does not wait.
    void announce(std::uint64_t size);

private:
    using Clock = std::chrono::steady_clock;

    void run();
    void loadPosition();
    void savePosition(Reader *reader, bool mustSave);
    core::Result<> checkPosition(Reader &reader);
    void beginAgain(const char *why);
    bool mayConnect();
    void connect();
    core::Result<> work(Reader &reader);
    void goBehind(std::uint64_t first, bool arePruned);
    core::Result<> send(const std::vector<Entry> &entries);
    core::Result<> rest();
    std::uint64_t firstKept(Reader &reader) const;
    void fail(const core::Error &error);
    void tellOutage();
    void caughtUp();
    void pause(std::chrono::milliseconds most);
    std::uint64_t behind() const;
    void note(JournalLevel level, std::string_view event, std::string_view code = {}) const;

    SinkOptions m_options;
    Parts m_parts;
    SyslogMessage m_message;
    DeliveryMarks m_marks;
    std::unique_ptr<SinkLink> m_link;
    std::uint64_t m_next = 0; // to be sent
    std::uint64_t m_saved = 0;
    // Of the entry before the position, as it was kept; empty once it was looked at.
    std::string m_keptHash;
    Clock::time_point m_lastSave{};
    Clock::time_point m_lastNote{};
    Clock::time_point m_retryAt{};
    std::chrono::milliseconds m_retryAfter;
    // Since the first failure, until nothing is waiting any more.
    std::optional<Clock::time_point> m_failingSince;
    std::string m_failure;
    bool m_hasAlarmed = false;
    int m_toldGaps = 0;
    std::uint64_t m_toldUpTo = 0; // the end of the last gap that the log was told of

    std::atomic<bool> m_stop = false;
    std::atomic<std::uint64_t> m_size = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_hasNews = false;
    std::thread m_thread;
};

} // namespace chancery::server
