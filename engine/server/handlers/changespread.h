// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/domain/suspects.h"
#include "engine/server/view.h"

#include <map>
#include <set>
#include <vector>

namespace chancery::server {

// How far what a version changed came, and how long it stayed: whether a later version of the same
// config still has any of it. For one answer; each question is answered once, and what is read for
// it is bounded: beyond that a change counts as one that stayed. Of one thread; the view outlives
// it.
class ChangeSurvival {
public:
    explicit ChangeSurvival(const View &view)
        : m_view(view)
    {
    }

    bool isIn(const core::Version &change, const core::VersionId &later);
    // When a version without any of it became live; nothing where none did, or too many came since.
    std::optional<core::Instant> endOf(const core::Version &change);
    // When an agent first had it, until an instant, by what it said of a config, the oldest first:
    // as that version or one after it that still has any of it, or, through another config, when
    // what it delivers became something else.
    std::optional<core::AgentRun> firstWith(const std::vector<core::AgentRun> &runs,
        const core::Version &change, bool isThrough, core::Instant until);

private:
    bool hadThrough(const std::vector<core::AgentRun> &runs, const core::AgentRun &run,
        const core::Version &change, core::Instant until);
    bool isAfter(const core::VersionId &id, const core::Version &change) const;
    bool hasAnyOf(const core::Version &change, const core::VersionId &later);
    std::optional<core::Instant> findEnd(const core::Version &change);

    const View &m_view;
    std::map<std::pair<core::VersionId, core::VersionId>, bool> m_known;
    std::map<core::VersionId, std::optional<core::Instant>> m_ends;
    std::size_t m_bytes = 0;
};

// A stretch of time; both ends belong to it.
struct TimeWindow {
    core::Instant from;
    core::Instant to;
};

// Finds versions that are older than a window and that agents took only within it: they had been
// away, or had refused what came. Of one that never had another version before nothing is new.
class LateVersions {
public:
    LateVersions(const View &view, TimeWindow window)
        : m_view(view)
        , m_window(window)
    {
    }

    // What an agent said of a config, the oldest first: the versions of that config itself.
    void addTaken(const std::vector<core::AgentRun> &runs);
    // Since when one that took something else within the window had not been told of what came
    // through other configs.
    std::optional<core::Instant> behindSince(const std::vector<core::AgentRun> &runs) const;
    // Of another config, what came since then.
    void addThrough(
        const core::ConfigId &through, const core::EnvironmentId &environment, core::Instant since);

    const std::set<core::VersionId> &found() const { return m_found; }
    bool isComplete() const { return m_isComplete; }

private:
    bool isIn(core::Instant instant) const
    {
        return instant >= m_window.from && instant <= m_window.to;
    }
    // Back from there, as far as what came after the instant and before the window.
    void addSince(core::VersionId version, core::Instant since);

    const View &m_view;
    TimeWindow m_window;
    std::set<core::VersionId> m_found;
    std::set<std::pair<core::VersionId, core::Instant>> m_walked;
    bool m_isComplete = true;
};

} // namespace chancery::server
