// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencelog.h"
#include "audit/sidejobs.h"
#include "engine/core/evidence/definition.h"
#include "engine/core/evidence/eventbase.h"
#include "engine/core/evidence/facts.h"
#include "engine/core/evidence/recount.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace chancery::audit {

// What is counted a second time, and over which time.
struct SecondCount {
    std::vector<core::evidence::Definition> definitions;
    core::evidence::Given given;
    core::evidence::Period period; // its last moment is found anew
};

// The second way of counting, from the leaves to its numbers, in a thread of its own beside the one
// that makes the tables and runs the statements. A leaf is read once for both; what either makes of
// it, it makes alone. Owned and used by the thread that asks for the leaves.
class SecondWay {
public:
    using LeafAt = std::function<core::Result<std::string>(std::uint64_t seq)>;

    // The leaf is asked for in the owner's thread, in the order of the log.
    SecondWay(core::evidence::EntryRange entries, LeafAt leaf, SecondCount count);
    ~SecondWay(); // what is not counted by then is not counted any more
    SecondWay(const SecondWay &) = delete;
    SecondWay &operator=(const SecondWay &) = delete;

    // In the order of the log, each once; null for what is no JSON. Lasts until the next.
    core::Result<const core::Tree *> at(std::uint64_t seq);
    // Once all were asked for: what they say. Waits; Error{Cancelled} where that is ended.
    core::Result<std::shared_ptr<const core::evidence::Facts>> facts(
        const std::function<bool()> &isCancelled);
    // In the order of the definitions; those that are not collected have none. Waits as well.
    core::Result<std::vector<core::evidence::Count>> counts(
        const std::function<bool()> &isCancelled);

private:
    using Leaves = std::vector<std::string>;
    using Readings = std::vector<core::Reading>;

    core::Result<> readAhead();
    core::Result<> takeNext();
    std::optional<Leaves> next();
    void work();
    void end();
    core::Result<> waitFor(
        const std::function<bool()> &isThere, const std::function<bool()> &isCancelled);

    const core::evidence::EntryRange m_entries;
    const LeafAt m_leaf;
    const SecondCount m_count;
    std::uint64_t m_asked; // behind the last one, of the owner's thread
    std::size_t m_handed = 0; // pieces, of the owner's thread
    std::size_t m_taken = 0; // likewise
    std::shared_ptr<const Readings> m_current; // likewise
    std::uint64_t m_first; // of the current piece

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Leaves> m_waiting;
    std::deque<std::shared_ptr<const Readings>> m_read;
    bool m_isAll = false;
    std::shared_ptr<const core::evidence::Facts> m_facts;
    std::optional<std::vector<core::evidence::Count>> m_counts;
    SideJobs m_job; // last, so that it ends before what it uses
};

} // namespace chancery::audit
