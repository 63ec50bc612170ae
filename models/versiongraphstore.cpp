// SPDX-License-Identifier: Apache-2.0
#include "versiongraphstore.h"

#include "engine/core/lineage/shortened.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

// The first page is a screenful or two; the rest comes in as few answers as the
// server gives.
constexpr int firstPage = 100;
constexpr int laterPages = 500;

// An edge into an environment that is not looked at leads nowhere.
bool isShown(const core::LineageParent &parent, const std::string &environment)
{
    return environment.empty() || parent.environment.text() == environment;
}

// All that has come and where it stands, put together beside what is shown.
struct Merged {
    using Entry = VersionGraphStore::Entry;

    std::vector<Entry> entries;
    core::VersionNumbers numbers; // by the ids in the entries
    core::Lanes lanes;

    void layOut(std::size_t first, const std::string &environment)
    {
        std::vector<core::LineageEdge> edges;
        for (auto row = first; row < entries.size(); ++row) {
            edges.clear();
            for (const core::LineageParent &parent : entries[row]->parents) {
                if (isShown(parent, environment))
                    edges.push_back({numbers.of(parent.version), parent.kind});
            }
            lanes.add(numbers.of(entries[row]->version), edges);
        }
    }
    // Under the first of its entries; none of those whose place one of these took
    // is live, and what a rollback came from is quarantined.
    void addBelow(Entry entry, std::size_t count)
    {
        const Entry *next = nullptr; // the last of them that is of its line came after it
        for (std::size_t i = 0; entry->isLive && i < count; ++i) {
            if (entries[i]->config == entry->config
                && entries[i]->environment == entry->environment)
                next = &entries[i];
        }
        if (next) {
            auto kept = std::make_shared<core::LineageEntry>(*entry);
            kept->isLive = false;
            kept->isQuarantined = kept->isQuarantined || (*next)->kind == core::EdgeKind::Rollback;
            entry = std::move(kept);
        }
        entries.push_back(std::move(entry));
    }
};

// So many of the page are new; what is known already is replaced, for it may
// have changed.
Merged merged(const std::vector<Merged::Entry> &known, std::vector<core::LineageEntry> page,
    std::size_t count, const std::string &environment)
{
    std::unordered_map<core::VersionId, Merged::Entry> fresh;
    Merged result;
    result.entries.reserve(known.size() + count);
    for (std::size_t i = 0; i < page.size(); ++i) {
        auto entry = std::make_shared<const core::LineageEntry>(std::move(page[i]));
        if (i < count)
            result.entries.push_back(std::move(entry));
        else
            fresh.emplace(entry->version, std::move(entry));
    }
    for (const auto &entry : known) {
        const auto found = fresh.find(entry->version);
        if (found != fresh.end())
            result.entries.push_back(found->second);
        else
            result.addBelow(entry, count);
    }
    result.layOut(0, environment);
    return result;
}

// To free what nobody needs any more takes a while as well. The job frees what
// it holds, whether it is still wanted or not.
void dispose(core::Executor &compute, Merged old)
{
    (void)compute.run<core::Done>(
        [held = std::make_shared<Merged>(std::move(old))](
            const core::CancelToken &) { return core::Result<core::Done>(core::Done()); },
        [](const core::Result<core::Done> &) {});
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
    const auto row = m_lanes.rowOf(m_numbers.find(version));
    return row == core::Lanes::none ? -1 : int(row);
}

const core::LineageEntry *VersionGraphStore::find(const core::VersionId &version) const
{
    const auto row = m_lanes.rowOf(m_numbers.find(version));
    return row == core::Lanes::none ? nullptr : m_entries[row].get();
}

// The first row that is early enough is the first at which the earliest so far is.
int VersionGraphStore::rowAt(core::Instant time)
{
    for (int row = int(m_earliest.size()); row < rowCount(); ++row) {
        const core::Instant made = entry(row).createdAt;
        m_earliest.push_back(m_earliest.empty() ? made : std::min(m_earliest.back(), made));
    }
    const auto found = std::ranges::partition_point(
        m_earliest, [time](core::Instant earliest) { return earliest > time; });
    return found == m_earliest.end() ? -1 : int(found - m_earliest.begin());
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
    m_numbers = {};
    m_lanes = {};
    m_shown = {};
    m_earliest.clear();
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
            // The next one is on its way while this one is laid out.
            if (m_hasMore)
                readPage(m_next);
            append(std::move(page.items));
        });
}

// A version is looked up once: a hundred thousand of them are as many steps through
// all of memory.
void VersionGraphStore::append(std::vector<core::LineageEntry> entries)
{
    const auto first = m_entries.size();
    std::vector<core::LineageEdge> edges;
    for (core::LineageEntry &item : entries) {
        // Numbers are by ids that stay where they are.
        auto entry = std::make_shared<const core::LineageEntry>(std::move(item));
        const auto number = m_numbers.of(entry->version);
        // What has come between two pages may be given twice.
        if (m_lanes.rowOf(number) != core::Lanes::none)
            continue;
        edges.clear();
        for (const core::LineageParent &parent : entry->parents) {
            if (isShown(parent, m_scope->environment.text()))
                edges.push_back({m_numbers.of(parent.version), parent.kind});
        }
        m_lanes.add(number, edges);
        m_entries.push_back(std::move(entry));
    }
    if (m_filter.isEmpty())
        Q_EMIT rowsAppended(int(m_entries.size() - first));
    else if (m_filtering.isRunning())
        m_isFilterOutdated = true;
    else
        refilter();
}

void VersionGraphStore::reload()
{
    if (!m_scope)
        return;
    if (m_refreshing.isRunning()) {
        // What was made since that began is read when it has ended.
        connect(&m_refreshing, &Operation::changed, this, &VersionGraphStore::reload,
            Qt::ConnectionType(
                Qt::QueuedConnection | Qt::UniqueConnection | Qt::SingleShotConnection));
        return;
    }
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

void VersionGraphStore::release(const core::VersionId &version)
{
    const auto releaseIn = [&version](std::vector<Entry> &entries) {
        for (auto &entry : entries) {
            if (entry->version != version)
                continue;
            auto free = std::make_shared<core::LineageEntry>(*entry);
            free->isQuarantined = false;
            entry = std::move(free);
        }
    };
    releaseIn(m_entries);
    releaseIn(m_shown.entries);
    Q_EMIT rowsChanged();
}

// The page begins with what was made since. What that does to the lanes of all
// that is below is found in the executor.
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
    const auto count = std::size_t(known - page.items.begin());
    const auto before = m_entries.size();
    m_refreshing.start<Merged>(
        tr("Reading versions"),
        [this, count, items = std::move(page.items)](core::Handler<Merged> done) {
            return m_compute.run<Merged>(
                [count, items, entries = m_entries, environment = m_scope->environment.text()](
                    const core::CancelToken &) {
                    return core::Result<Merged>(merged(entries, items, count, environment));
                },
                std::move(done));
        },
        [this, count, before](Merged merged) {
            // Pages that came meanwhile stand below all of it.
            const auto first = merged.entries.size();
            std::copy(m_entries.begin() + std::ptrdiff_t(before), m_entries.end(),
                std::back_inserter(merged.entries));
            merged.layOut(first, m_scope->environment.text());
            std::swap(m_entries, merged.entries);
            std::swap(m_numbers, merged.numbers);
            std::swap(m_lanes, merged.lanes);
            m_earliest.clear();
            dispose(m_compute, std::move(merged));
            if (!m_filter.isEmpty()) {
                refilter();
                return;
            }
            if (count > 0)
                Q_EMIT rowsPrepended(int(count));
            Q_EMIT rowsChanged();
        });
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
    m_earliest.clear();
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
            m_earliest.clear();
            Q_EMIT rowsReset();
            if (m_isFilterOutdated)
                refilter();
        });
}

} // namespace chancery::models
