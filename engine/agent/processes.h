// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"

#include <list>
#include <thread>

namespace chancery::agent {

// Other programs, as the agent uses them; tests put their own in its place.
class Processes {
public:
    virtual ~Processes() = default;
    // Runs the command, without a shell, to its end, and answers in the thread of the mailbox.
    // Fails with its last words when it does not end with 0, cannot be started, or takes longer;
    // then, and when the call is dropped, it is killed with all its children.
    virtual core::Call run(const std::vector<std::string> &command,
        std::chrono::milliseconds timeout, core::Handler<core::Done> done)
        = 0;
    // False when there is nobody: no pid file, or no such process.
    virtual core::Result<bool> signal(const std::string &pidFile, int number) = 0;
};

// Each running command has a thread of its own that waits for it. Destroyed after whoever holds
// its calls; what still runs then is killed.
class SystemProcesses final : public Processes {
public:
    explicit SystemProcesses(std::shared_ptr<core::Mailbox> mailbox);
    ~SystemProcesses() override;

    core::Call run(const std::vector<std::string> &command, std::chrono::milliseconds timeout,
        core::Handler<core::Done> done) override;
    core::Result<bool> signal(const std::string &pidFile, int number) override;

private:
    struct Watch {
        std::shared_ptr<core::CancelToken> token;
        std::atomic<bool> hasEnded = false;
        std::thread thread;
    };
    void joinEnded();

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::list<Watch> m_watches;
};

} // namespace chancery::agent
