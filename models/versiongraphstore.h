// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/lineageapi.h"
#include "engine/core/executor.h"
#include "engine/core/lineage/lanes.h"
#include "engine/core/lineage/versionnumbers.h"
#include "models/lineagefilter.h"
#include "models/operation.h"

#include <memory>
#include <unordered_map>

namespace chancery::models {

// Whose versions: a config's, in one environment or in all; an environment's, in a namespace or in
// all.
struct GraphScope {
    core::ConfigId config;
    core::EnvironmentId environment;
    std::string nameSpace;

    friend bool operator==(const GraphScope &, const GraphScope &) = default;
};

// The versions of a scope with their lanes, the newest first. They come page by page: the first
// page is there before anything is known of the rest, and rows that are there stay. What a filter
// leaves has lanes of its own; it is found in the executor. Of the GUI thread, owned by the stores.
class VersionGraphStore : public QObject {
    Q_OBJECT

public:
    using Entry = std::shared_ptr<const core::LineageEntry>;

    VersionGraphStore(client::LineageApi &api, core::Executor &compute);

    const std::optional<GraphScope> &scope() const { return m_scope; }
    const LineageFilter &filter() const { return m_filter; }
    // All that have come so far, and whether there are more.
    std::size_t totalCount() const { return m_entries.size(); }
    bool hasMore() const { return m_hasMore; }

    // What is shown: all, or what the filter left.
    int rowCount() const { return int(shownEntries().size()); }
    const core::LineageEntry &entry(int row) const { return *shownEntries()[std::size_t(row)]; }
    core::LaneRow laneRow(int row) const { return lanes().row(std::uint32_t(row)); }
    const core::Lanes &lanes() const { return m_isFiltered ? m_shown.lanes : m_lanes; }
    int rowOf(const core::VersionId &version) const; // -1 for one that is not shown
    const core::LineageEntry *find(const core::VersionId &version) const; // shown or not
    // The newest row that is not later than that time; -1 when all that are shown are. Rows are in
    // the order in which they were made, in which times go back where a clock was set back.
    int rowAt(core::Instant time);
    // The next shown row that the filter would keep, when it hides nothing; -1 for none.
    int nextMatch(const LineageFilter &filter, int from, bool isForward) const;
    Operation &loading() { return m_loading; }
    Operation &filtering() { return m_filtering; }

    void show(const GraphScope &scope);
    // What was made since; all of it anew when too much was.
    void reload();
    void setFilter(LineageFilter filter);
    void leave();
    // It is held back no more.
    void release(const core::VersionId &version);
    // Without a server: what is known elsewhere, in the order of the graph, in as many parts as
    // it comes in.
    void showEntries(std::vector<core::LineageEntry> entries, bool hasMore = false);
    void addEntries(std::vector<core::LineageEntry> entries, bool hasMore = false);

Q_SIGNALS:
    // Of the rows that are shown; what they say is there already.
    void rowsReset();
    void rowsAppended(int count);
    void rowsPrepended(int count);
    void rowsChanged();

private:
    // What a filter left of the entries that there were when it ran.
    struct Shown {
        std::vector<Entry> entries;
        std::unordered_map<core::VersionId, int> rows;
        core::Lanes lanes;
    };

    static Shown filtered(const std::vector<Entry> &entries, const LineageFilter &filter,
        const std::string &environment, const core::CancelToken &token);
    const std::vector<Entry> &shownEntries() const
    {
        return m_isFiltered ? m_shown.entries : m_entries;
    }
    void readPage(const std::string &cursor);
    void append(std::vector<core::LineageEntry> entries);
    void mergeNewest(api::Page<core::LineageEntry> page);
    void clear();
    void refilter();

    client::LineageApi &m_api;
    core::Executor &m_compute;
    std::optional<GraphScope> m_scope;
    std::vector<Entry> m_entries;
    core::VersionNumbers m_numbers; // by the ids in the entries
    core::Lanes m_lanes;
    LineageFilter m_filter;
    bool m_isFiltered = false;
    bool m_isFilterOutdated = false; // entries have come since it began
    Shown m_shown;
    // Of the first rows that are shown, the earliest time down to each; the rest follows when it is
    // asked for.
    std::vector<core::Instant> m_earliest;
    std::string m_next;
    bool m_hasMore = false;
    Operation m_loading;
    Operation m_refreshing;
    Operation m_filtering;
};

} // namespace chancery::models
