// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/processes.h"
#include "engine/agent/release.h"
#include "engine/agent/settings.h"

namespace chancery::agent {

// Brings a checked release into a target's file and its consumer to use it. Owned by the core, in
// its thread, which waits for the commands.
class Applier {
public:
    Applier(Files &files, Processes &processes)
        : m_files(files)
        , m_processes(processes)
    {
    }

    // After an error the file holds what it held before, and a consumer that had refused the new
    // one has been told so.
    core::Result<> apply(const Target &target, const Release &release, const core::Tree &tree);
    // For the start: writes only where the file is missing or differs. True when it wrote.
    core::Result<bool> restore(
        const Target &target, const Release &release, const core::Tree &tree);

private:
    core::Result<> validate(const Target &target, const std::string &text);
    core::Result<> reload(const Target &target);
    core::Error takeBack(
        const Target &target, const std::optional<std::string> &before, core::Error because);

    Files &m_files;
    Processes &m_processes;
};

} // namespace chancery::agent
