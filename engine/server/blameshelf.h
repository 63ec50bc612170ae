// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/domain/lineage.h"
#include "engine/core/lineage/blame.h"
#include "engine/server/view.h"

#include <list>

namespace chancery::server {

// The line of versions behind a live one, and who of them set which key. One step looks at some of
// them, each text once and only until all keys are found; the next step goes on behind them.
class BlameSearch {
public:
    struct Bounds {
        std::size_t versions = 2'000;
        std::size_t bytes = std::size_t(16) << 20; // of their texts
    };

    BlameSearch(const View &view, const core::Head &head);

    const core::VersionId &version() const { return m_versions.front(); }
    const core::ConfigId &config() const { return m_config; }
    const core::EnvironmentId &environment() const { return m_environment; }
    std::size_t looked() const { return m_versions.size(); }
    // That it holds in memory, about.
    std::size_t bytes() const;
    bool isComplete() const { return m_isComplete; }
    void step(const View &view, const Bounds &bounds);
    core::BlameReport report(const View &view) const;

private:
    std::shared_ptr<const core::Tree> treeOf(const View &view, const core::Version &version);

    core::ConfigId m_config;
    core::EnvironmentId m_environment;
    std::string m_path;
    std::vector<core::VersionId> m_versions; // the newest first
    core::Version m_last; // of them
    std::size_t m_bytes = 0; // of all texts so far
    std::optional<core::Blame> m_blame;
    bool m_isComplete = false;
};

// Searches that did not come to their end, kept for whoever goes on with them: a few, and of all
// together no more than some text. One that was let go begins again. Owned by the service. Network
// thread.
class BlameShelf {
public:
    explicit BlameShelf(BlameSearch::Bounds bounds = {})
        : m_bounds(bounds)
    {
    }

    // Of what is live; behind so many versions, as an earlier report of it said.
    core::BlameReport report(const View &view, const core::Head &head, std::size_t looked);

private:
    BlameSearch takeOut(const View &view, const core::Head &head);
    void keep(BlameSearch search);

    BlameSearch::Bounds m_bounds;
    std::list<BlameSearch> m_kept; // the one used last first
};

} // namespace chancery::server
