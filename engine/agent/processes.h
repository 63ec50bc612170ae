// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

namespace chancery::agent {

// Other programs, as the agent uses them; tests put their own in its place.
class Processes {
public:
    virtual ~Processes() = default;
    // Runs the command, without a shell, to its end. Fails with its last words when it does not
    // end with 0, cannot be started, or takes longer; then it is killed with all its children.
    virtual core::Result<> run(
        const std::vector<std::string> &command, std::chrono::milliseconds timeout)
        = 0;
    // False when there is nobody: no pid file, or no such process.
    virtual core::Result<bool> signal(const std::string &pidFile, int number) = 0;
};

class SystemProcesses final : public Processes {
public:
    core::Result<> run(
        const std::vector<std::string> &command, std::chrono::milliseconds timeout) override;
    core::Result<bool> signal(const std::string &pidFile, int number) override;
};

} // namespace chancery::agent
