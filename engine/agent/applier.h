// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/files.h"
#include "engine/agent/processes.h"
#include "engine/agent/settings.h"

#include <deque>

namespace chancery::agent {

// Brings checked documents into targets' files and their consumers to use them, one after another:
// two consumers may be the same program. Owned by the core, in its thread, which does not wait for
// the commands.
class Applier {
public:
    // True when the file was written. May be called inside apply() where no command is run.
    using Done = std::function<void(core::Result<bool>)>;

    Applier(Files &files, Processes &processes)
        : m_files(files)
        , m_processes(processes)
    {
    }

    // After an error the file holds what it held before, and a consumer that had refused the new
    // one has been told so.
    void apply(const Target &target, const core::Tree &document, Done done);
    // For the start: writes only where the file is missing or differs, and checks nothing again.
    void restore(const Target &target, const core::Tree &document, Done done);
    // What stands in the target's file, whoever put it there; nothing where there is none.
    core::Result<std::optional<std::string>> textIn(const Target &target) const
    {
        return m_files.read(target.file);
    }
    // A command runs whose outcome will decide what the file holds.
    bool isBusy() const { return m_isBusy; }

private:
    struct Job {
        Target target;
        std::string text;
        bool isRestored = false;
        Done done;
        std::optional<std::string> before;
    };
    using Next = void (Applier::*)(core::Result<>);

    void add(Job job);
    void begin();
    void validate();
    void validated(core::Result<> verdict);
    void swap();
    void reload(Next next);
    void reloaded(core::Result<> result);
    void takenBack(core::Result<> again);
    void finish(core::Result<bool> result);

    Files &m_files;
    Processes &m_processes;
    std::deque<Job> m_jobs; // the first one is under way
    bool m_isBusy = false;
    core::Error m_because; // why a file is taken back
    core::Call m_call;
};

} // namespace chancery::agent
