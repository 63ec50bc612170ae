// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "engine/server/effectlook.h"
#include "engine/server/log/gapjournal.h"
#include "engine/server/unit.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace chancery::server {

struct WriteJob {
    Request request;
    std::shared_ptr<const Actor> actor;
    std::vector<std::string> arguments;
    const api::Route *route = nullptr;
    std::function<Response(Unit &)> work;
    std::function<void(Response)> done; // called in the network thread
    EffectVerdicts verdicts = {}; // what was looked at for it beside the writer
};

// What one commit brings to the network thread.
struct Committed {
    struct Answer {
        std::function<void(Response)> done;
        Response response;
    };
    // Put aside: to be looked at, and done then.
    struct Look {
        WriteJob job;
        std::shared_ptr<const EffectQuestion> question;
    };
    std::vector<Answer> answers;
    std::vector<Look> looks;
    std::vector<std::string> touched;
    std::vector<core::ChangeHint> hints;
    std::optional<core::Checkpoint> checkpoint; // nothing: the log is what it was
};

// The only thread that changes anything. It takes all jobs that wait, runs them one after another
// in one transaction, commits once and hands all answers over: many callers share one flush to the
// disk. A job that fails is undone alone; a commit that fails fails all of its batch.
class Writer {
public:
    using Deliver = std::function<void(Committed)>;
    // What a unit works with beside the store. Outlives the writer.
    struct Parts {
        AuditLog &log;
        Validator &validator;
        SealKeys &sealKeys;
        GapJournal *gaps = nullptr; // none: what cannot be logged is told by nobody
    };
    Writer(Store &store, const Parts &parts, const Facts &facts, Deliver deliver);
    ~Writer();

    // Before start(): what is stored already.
    core::Result<Committed> restore(Reader &reader);
    // Before start() too: an earlier life erased something and ended before its files were written
    // anew. What fails is tried again by the next start; the journal says so.
    void finishScrub(Reader &reader);
    void start();
    // Of any thread. False when too many wait already.
    bool submit(WriteJob job);
    // Runs the waiting jobs in the calling thread; for the time before start(). False when the
    // commit failed.
    bool runOnce();
    std::uint64_t revision() const { return m_counters.revision; } // before start()

private:
    void work();
    bool runBatch(std::deque<WriteJob> jobs);
    void fail(std::deque<WriteJob> jobs, Committed &committed, const core::Error &error);
    bool isKeptInJournal(Response &response, const core::Error &error);
    void tellGap(Transaction &transaction, Committed &committed);
    static Committed takeErased(Committed &committed);
    void scrub(Committed &erased);
    bool scrubStore();
    Response run(WriteJob &job, Transaction &transaction, Committed &committed);
    Response attempt(WriteJob &job, Transaction &transaction, Committed &committed);
    Response refused(WriteJob &job, Transaction &transaction, const Refusal &refusal);
    std::optional<Response> replay(const WriteJob &job, Transaction &transaction) const;
    void remember(const WriteJob &job, Unit &unit, const Response &response) const;
    Unit::Tools tools(Transaction &transaction, GapRecord *witness = nullptr);
    void compact(Transaction &transaction);

    Store &m_store;
    AuditLog &m_log;
    Validator &m_validator;
    SealKeys &m_sealKeys;
    GapJournal *m_gaps;
    bool m_isGapTold = false; // by the batch that runs
    const Facts &m_facts;
    Deliver m_deliver;
    Counters m_counters;
    std::uint64_t m_floor = 0;
    ChangedKeys m_changed;
    EffectBook m_effects;
    std::shared_ptr<const EffectQuestion> m_question; // of the job that was just put aside

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<WriteJob> m_jobs;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace chancery::server
