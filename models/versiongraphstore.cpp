// SPDX-License-Identifier: Apache-2.0
#include "versiongraphstore.h"

#include "engine/core/lineage/shortened.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

// The first page is a screenful or two; the rest comes in as few answers as the server gives.
constexpr int firstPage = 100;
constexpr int laterPages = 500;

// An edge into an environment that is not looked at leads nowhere.
bool isShown(const core::LineageParent &parent, const std::string &environment)
{
    return environment.empty() || parent.environment.text() == environment;
}

} // namespace

VersionGraphStore::VersionGraphStore(client::LineageApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
}

int VersionGraphStore::rowOf(const core::VersionId &version) const
{
    if (m_isFiltered) {
        const auto found = m_shown.rows.find(version);
        return found == m_shown.rows.end() ? -1 : found->second;
    }
    const auto number = m_numbers.find(version);
    const auto row = number == m_numbers.end() ? core::Lanes::none : m_lanes.rowOf(number->second);
    return row == core::Lanes::none ? -1 : int(row);
}

const core::LineageEntry *VersionGraphStore::find(const core::VersionId &version) const
{
    const auto number = m_numbers.find(version);
    const auto row = number == m_numbers.end() ? core::Lanes::none : m_lanes.rowOf(number->second);
    return row == core::Lanes::none ? nullptr : m_entries[row].get();
}

int VersionGraphStore::rowAt(core::Instant time) const
{
    int low = 0;
    int high = rowCount();
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (entry(middle).createdAt > time)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rowCount() ? low : -1;
}

int VersionGraphStore::nextMatch(const LineageFilter &filter, int from, bool isForward) const
{
    const int step = isForward ? 1 : -1;
    for (int row = from + step; row >= 0 && row < rowCount(); row += step) {
        if (filter.matches(entry(row)))
            return row;
    }
    return -1;
}

void VersionGraphStore::clear()
{
    m_loading.cancel();
    m_refreshing.cancel();
    m_filtering.cancel();
    m_entries.clear();
    m_numbers.clear();
    m_lanes = {};
    m_shown = {};
    m_next.clear();
    m_hasMore = false;
}

void VersionGraphStore::show(const GraphScope &scope)
{
    if (m_scope == scope) {
        reload();
        return;
    }
    m_scope = scope;
    clear();
    Q_EMIT rowsReset();
    readPage({});
}

void VersionGraphStore::leave()
{
    m_scope.reset();
    clear();
    Q_EMIT rowsReset();
}

void VersionGraphStore::showEntries(std::vector<core::LineageEntry> entries, bool hasMore)
{
    m_scope = GraphScope();
    clear();
    Q_EMIT rowsReset();
    addEntries(std::move(entries), hasMore);
}

void VersionGraphStore::addEntries(std::vector<core::LineageEntry> entries, bool hasMore)
{
    m_hasMore = hasMore;
    append(std::move(entries));
}

void VersionGraphStore::readPage(const std::string &cursor)
{
    m_hasMore = true;
    using Page = api::Page<core::LineageEntry>;
    m_loading.start<Page>(
        tr("Reading versions"),
        [this, cursor](auto done) {
            return m_api.listLineage({m_scope->config, m_scope->environment, m_scope->nameSpace,
                                         {cursor, cursor.empty() ? firstPage : laterPages}},
                std::move(done));
        },
        [this](Page page) {
            m_next = page.next;
            m_hasMore = !m_next.empty();
            append(std::move(page.items));
            if (m_hasMore)
                readPage(m_next);
        });
}

std::uint32_t VersionGraphStore::numberOf(const core::VersionId &version)
{
    return m_numbers.try_emplace(version, std::uint32_t(m_numbers.size())).first->second;
}

void VersionGraphStore::layOut(std::uint32_t first)
{
    std::vector<core::LineageEdge> edges;
    for (auto row = std::size_t(first); row < m_entries.size(); ++row) {
        const core::LineageEntry &entry = *m_entries[row];
        edges.clear();
        for (const core::LineageParent &parent : entry.parents) {
            if (isShown(parent, m_scope->environment.text()))
                edges.push_back({numberOf(parent.version), parent.kind});
        }
        m_lanes.add(numberOf(entry.version), edges);
    }
}

void VersionGraphStore::append(std::vector<core::LineageEntry> entries)
{
    const auto first = std::uint32_t(m_entries.size());
    for (core::LineageEntry &entry : entries) {
        // What has come between two pages may be given twice.
        if (!find(entry.version))
            m_entries.push_back(std::make_shared<const core::LineageEntry>(std::move(entry)));
    }
    layOut(first);
    if (m_filter.isEmpty())
        Q_EMIT rowsAppended(int(m_entries.size() - first));
    else if (m_filtering.isRunning())
        m_isFilterOutdated = true;
    else
        refilter();
}

void VersionGraphStore::reload()
{
    if (!m_scope || m_refreshing.isRunning())
        return;
    if (m_entries.empty() || m_loading.hasFailed()) {
        if (!m_loading.isRunning())
            readPage(m_entries.empty() ? std::string() : m_next);
        return;
    }
    using Page = api::Page<core::LineageEntry>;
    m_refreshing.start<Page>(
        tr("Reading versions"),
        [this](auto done) {
            return m_api.listLineage(
                {m_scope->config, m_scope->environment, m_scope->nameSpace, {{}, laterPages}},
                std::move(done));
        },
        [this](Page page) { mergeNewest(std::move(page)); });
}

// The page begins with what was made since. What is known is replaced, for it may have changed; and
// of the versions that a new one took the place of, none is live.
void VersionGraphStore::mergeNewest(api::Page<core::LineageEntry> page)
{
    const auto known = std::ranges::find_if(page.items,
        [this](const core::LineageEntry &entry) { return find(entry.version) != nullptr; });
    if (known == page.items.end()) {
        clear();
        Q_EMIT rowsReset();
        readPage({});
        return;
    }
    const auto count = known - page.items.begin();
    std::unordered_map<core::VersionId, Entry> fresh;
    std::vector<Entry> entries;
    for (auto item = page.items.begin(); item != page.items.end(); ++item) {
        auto entry = std::make_shared<const core::LineageEntry>(std::move(*item));
        if (item < known)
            entries.push_back(std::move(entry));
        else
            fresh.emplace(entry->version, std::move(entry));
    }
    for (Entry &entry : m_entries) {
        const auto found = fresh.find(entry->version);
        if (found != fresh.end()) {
            entries.push_back(found->second);
            continue;
        }
        const bool isReplaced = entry->isLive
            && std::any_of(entries.begin(), entries.begin() + count, [&](const Entry &newer) {
                   return newer->config == entry->config
                       && newer->environment == entry->environment;
               });
        auto kept = isReplaced ? std::make_shared<core::LineageEntry>(*entry) : nullptr;
        if (kept)
            kept->isLive = false;
        entries.push_back(kept ? Entry(std::move(kept)) : std::move(entry));
    }
    m_entries = std::move(entries);
    m_lanes = {};
    layOut(0);
    if (!m_filter.isEmpty()) {
        refilter();
        return;
    }
    if (count > 0)
        Q_EMIT rowsPrepended(int(count));
    Q_EMIT rowsChanged();
}

void VersionGraphStore::setFilter(LineageFilter filter)
{
    if (m_filter == filter)
        return;
    m_filter = std::move(filter);
    if (!m_filter.isEmpty()) {
        refilter();
        return;
    }
    m_filtering.cancel();
    if (std::exchange(m_isFiltered, false))
        Q_EMIT rowsReset();
}

VersionGraphStore::Shown VersionGraphStore::filtered(const std::vector<Entry> &entries,
    const LineageFilter &filter, const std::string &environment, const core::CancelToken &token)
{
    std::unordered_map<std::string_view, std::uint32_t> rows;
    rows.reserve(entries.size());
    for (const Entry &entry : entries)
        rows.emplace(entry->version.text(), std::uint32_t(rows.size()));
    Shown shown;
    core::LineageGraph graph;
    std::vector<bool> kept(entries.size());
    std::vector<core::LineageEdge> edges;
    for (std::size_t row = 0; row < entries.size() && !token.isCancelled(); ++row) {
        const core::LineageEntry &entry = *entries[row];
        kept[row] = filter.matches(entry);
        if (kept[row]) {
            shown.rows.emplace(entry.version, int(shown.entries.size()));
            shown.entries.push_back(entries[row]);
        }
        edges.clear();
        for (const core::LineageParent &parent : entry.parents) {
            const auto found = rows.find(parent.version.text());
            if (found != rows.end() && isShown(parent, environment))
                edges.push_back({found->second, parent.kind});
        }
        graph.append(edges);
    }
    if (!token.isCancelled())
        shown.lanes = core::lanesOf(graph, kept);
    return shown;
}

// While entries keep coming, each run sees all that have come before it began.
void VersionGraphStore::refilter()
{
    m_isFilterOutdated = false;
    m_filtering.start<Shown>(
        tr("Filtering versions"),
        [this](core::Handler<Shown> done) {
            return m_compute.run<Shown>(
                [entries = m_entries, filter = m_filter,
                    environment = m_scope ? m_scope->environment.text() : std::string()](
                    const core::CancelToken &token) {
                    return core::Result<Shown>(filtered(entries, filter, environment, token));
                },
                std::move(done));
        },
        [this](Shown shown) {
            m_shown = std::move(shown);
            m_isFiltered = true;
            Q_EMIT rowsReset();
            if (m_isFilterOutdated)
                refilter();
        });
}

} // namespace chancery::models
