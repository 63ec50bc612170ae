// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"

#include <condition_variable>
#include <exception>
#include <thread>

namespace chancery::core {

// One thread that runs jobs in order and answers through a Mailbox. Made by the composition only.
// The destructor finishes the running job, drops the waiting ones and joins.
class Executor {
public:
    explicit Executor(std::shared_ptr<Mailbox> mailbox);
    ~Executor();
    Executor(const Executor &) = delete;
    Executor &operator=(const Executor &) = delete;

    // The job runs in the executor's thread and should look at its token now and then; the handler
    // runs in the mailbox's thread while the returned Call is held. What a job throws becomes
    // Error{Internal}.
    template <typename T>
    Call run(std::function<Result<T>(const CancelToken &)> job, Handler<T> done)
    {
        auto token = std::make_shared<CancelToken>();
        auto handler = std::make_shared<Handler<T>>(std::move(done));
        // Not a share of the mailbox: a job that is dropped is buried there and would keep it
        // alive.
        enqueue([mailbox = m_mailbox.get(), token, job = std::move(job),
                    handler = std::move(handler)]() mutable {
            auto answer = std::make_shared<Result<T>>(guarded<T>(job, *token));
            mailbox->post(
                std::move(token), [answer = std::move(answer), handler = std::move(handler)] {
                    (*handler)(std::move(*answer));
                });
        });
        return Call(std::move(token));
    }

private:
    template <typename T>
    static Result<T> guarded(
        const std::function<Result<T>(const CancelToken &)> &job, const CancelToken &token)
    {
        if (token.isCancelled())
            return Error{ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
        try {
            return job(token);
        } catch (const std::exception &exception) {
            return Error{ErrorKind::Internal, "job-threw", exception.what(), {}, {}, {}};
        }
    }
    void enqueue(std::function<void()> job);
    void work();

    std::shared_ptr<Mailbox> m_mailbox;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace chancery::core
