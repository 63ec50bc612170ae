// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/validator.h"
#include "engine/server/worker.h"
#include "engine/server/writer.h"

#include <atomic>
#include <map>
#include <mutex>

namespace chancery::server {

// Works out what a mutation would do, in a thread and with a reader of its own, so that nobody's
// write waits for it: what it runs are the handlers' own words, and whatever they would change is
// refused. What is committed meanwhile is seen: then it is worked out again, a few times, and after
// that told as it came out. It binds nobody: whoever carries it out is checked by the writer. Owned
// by the service, at whose end it does not wait for what is being worked out.
class Previewer {
public:
    static constexpr int mostOfOne = 4; // waiting previews of one caller

    // All of them outlive it.
    Previewer(Store &store, const Writer::Parts &parts, const Facts &facts);
    ~Previewer();

    // Network thread. False when too many wait already, of all or of this caller. The job's done is
    // called in the previewer's thread; denied instead of it, with the job, where the log has to
    // hear of it.
    using Denied = std::function<void(WriteJob, core::Error)>;
    bool submit(WriteJob job, Denied denied);

private:
    bool takeShare(const std::string &caller);
    void giveBack(const std::string &caller);
    void run(WriteJob job, const Denied &denied);
    Response attempt(const WriteJob &job);
    Response attemptOnce(const WriteJob &job);

    Store &m_store;
    Writer::Parts m_parts; // the validator is its own
    const Facts &m_facts;
    std::unique_ptr<Reader> m_reader; // this and the next of the worker's thread
    Validator m_validator;
    std::atomic<bool> m_isEnding = false;
    std::mutex m_mutex; // of the next
    std::map<std::string, int> m_shares; // previews that wait or run, by caller
    Worker m_worker; // goes first: its jobs use the others
};

} // namespace chancery::server
