// SPDX-License-Identifier: Apache-2.0
#include "auditoverview.h"

#include "audit/auditclause.h"
#include "audit/prunewitness.h"

namespace chancery::audit {

using core::Database;
using core::Result;

namespace {

using Counts = std::unordered_map<std::string, std::int64_t>;
using Facet = std::vector<FacetValue>;

constexpr std::int64_t microsecondsOfHour = 3'600'000'000;
constexpr std::int64_t hoursOfDay = 24;
constexpr std::int64_t daysByHour = 3; // so few are shown hour by hour

std::string &valueIn(AuditFilter &filter, Dimension dimension)
{
    switch (dimension) {
    case Dimension::Actor:
        return filter.actor;
    case Dimension::Event:
        return filter.event;
    case Dimension::Environment:
        return filter.environment;
    case Dimension::Outcome:
        break;
    }
    return filter.outcome;
}

bool isWholeDay(const std::optional<core::Instant> &instant)
{
    return !instant || beginOfDay(dayOf(*instant)) == *instant;
}

Facet sorted(const Counts &counts)
{
    Facet facet;
    for (const auto &[value, events] : counts)
        facet.push_back({value, events});
    std::ranges::sort(facet, [](const FacetValue &one, const FacetValue &other) {
        return one.events != other.events ? one.events > other.events : one.value < other.value;
    });
    if (facet.size() > std::size_t(mostFacetValues))
        facet.resize(std::size_t(mostFacetValues));
    return facet;
}

// What a look at the entries themselves has found.
struct Look {
    std::int64_t total = 0;
    bool isPartial = false;
    std::array<Counts, dimensions.size()> counts;
    std::map<std::int64_t, std::int64_t> hours; // from 1970
};

class Viewer {
public:
    Viewer(Database &database, const AuditFilter &filter, std::int64_t limit)
        : m_database(database)
        , m_filter(filter)
        , m_limit(limit)
    {
    }

    Result<AuditOverview> run();

private:
    // The one value that is chosen where the kept counts will do; all where none is chosen.
    struct Kept {
        std::optional<Dimension> dimension;
        std::string value;
    };
    std::optional<Kept> keptFor(AuditFilter filter) const;
    Result<Look> lookAt(const AuditFilter &filter);
    Result<Look *> ownLook();
    Result<> readFacet(Dimension dimension);
    Result<Facet> keptFacet(Dimension dimension);
    Result<> readDays();
    Result<> fillHistogram();
    void fold(std::int64_t width);
    std::int64_t firstDay() const;
    std::int64_t lastDay() const;

    Database &m_database;
    const AuditFilter &m_filter;
    std::int64_t m_limit;
    std::optional<Look> m_look;
    std::map<std::int64_t, std::int64_t> m_hours;
    AuditOverview m_overview;
};

std::int64_t Viewer::firstDay() const
{
    return m_filter.from ? dayOf(*m_filter.from) : std::numeric_limits<std::int32_t>::min();
}

std::int64_t Viewer::lastDay() const
{
    return m_filter.before ? dayOf(*m_filter.before - std::chrono::microseconds(1))
                           : std::numeric_limits<std::int32_t>::max();
}

std::optional<Viewer::Kept> Viewer::keptFor(AuditFilter filter) const
{
    Kept kept;
    int chosen = 0;
    for (const auto dimension : dimensions) {
        auto &value = valueIn(filter, dimension);
        if (value.empty())
            continue;
        ++chosen;
        kept = {dimension, value};
        value.clear();
    }
    const bool isSimple = isWholeDay(filter.from) && isWholeDay(filter.before);
    filter.from.reset();
    filter.before.reset();
    if (!isSimple || chosen > 1 || kept.value.ends_with(".*") || filter != AuditFilter())
        return std::nullopt;
    return kept;
}

Result<Look> Viewer::lookAt(const AuditFilter &filter)
{
    const auto clause = Clause::of(m_database, filter);
    if (!clause)
        return clause.error();
    auto select = m_database.prepare("SELECT actor, event, env, outcome, time_us" + clause->sql()
        + clause->order(true) + " LIMIT " + std::to_string(m_limit + 1));
    if (!select)
        return select.error();
    clause->bind(*select);
    Look look;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return look;
        if (look.total == m_limit) {
            look.isPartial = true;
            return look;
        }
        ++look.total;
        for (std::size_t at = 0; at < dimensions.size(); ++at)
            ++look.counts[at][std::string(select->text(int(at)))];
        const auto time = select->integer(4);
        ++look.hours[time / microsecondsOfHour - (time % microsecondsOfHour < 0 ? 1 : 0)];
    }
}

Result<Look *> Viewer::ownLook()
{
    if (!m_look) {
        auto look = lookAt(m_filter);
        if (!look)
            return look.error();
        m_look = std::move(*look);
    }
    return &*m_look;
}

Result<Facet> Viewer::keptFacet(Dimension dimension)
{
    auto select = m_database.prepare("SELECT value, sum(events) FROM tally WHERE dimension = ?"
                                     " AND day >= ? AND day <= ? GROUP BY value"
                                     " ORDER BY 2 DESC, 1 LIMIT "
        + std::to_string(mostFacetValues));
    if (!select)
        return select.error();
    select->bindAll(int(dimension), firstDay(), lastDay());
    Facet facet;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return facet;
        facet.push_back({std::string(select->text(0)), select->integer(1)});
    }
}

Result<> Viewer::readFacet(Dimension dimension)
{
    auto others = m_filter;
    auto &own = valueIn(others, dimension);
    const bool isChosen = !own.empty();
    own.clear();
    auto &facet = m_overview.facets[std::size_t(dimension)];
    const auto kept = keptFor(others);
    if (kept && !kept->dimension) {
        auto counted = keptFacet(dimension);
        if (!counted)
            return counted.error();
        facet = std::move(*counted);
        return core::Done();
    }
    if (!isChosen) {
        const auto look = ownLook();
        if (!look)
            return look.error();
        facet = sorted((*look)->counts[std::size_t(dimension)]);
        m_overview.partialFacets[std::size_t(dimension)] = (*look)->isPartial;
        return core::Done();
    }
    const auto look = lookAt(others);
    if (!look)
        return look.error();
    facet = sorted(look->counts[std::size_t(dimension)]);
    m_overview.partialFacets[std::size_t(dimension)] = look->isPartial;
    return core::Done();
}

// Total and days.
Result<> Viewer::readDays()
{
    const auto kept = keptFor(m_filter);
    if (!kept) {
        const auto look = ownLook();
        if (!look)
            return look.error();
        m_overview.total = (*look)->total;
        m_overview.isPartial = (*look)->isPartial;
        m_hours = (*look)->hours;
        return core::Done();
    }
    auto select = kept->dimension
        ? m_database.prepare("SELECT day, events FROM tally WHERE dimension = ?3 AND value = ?4"
                             " AND day >= ?1 AND day <= ?2")
        : m_database.prepare("SELECT day, events FROM span WHERE day >= ?1 AND day <= ?2");
    if (!select)
        return select.error();
    select->bind(1, firstDay()).bind(2, lastDay());
    if (kept->dimension)
        select->bind(3, int(*kept->dimension)).bind(4, kept->value);
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return core::Done();
        m_hours[select->integer(0) * hoursOfDay] += select->integer(1);
        m_overview.total += select->integer(1);
    }
}

// Hours into buckets of that many hours.
void Viewer::fold(std::int64_t width)
{
    m_overview.bucketWidth = std::chrono::hours(width);
    if (m_hours.empty())
        return;
    const auto begin = m_hours.begin()->first / width * width;
    const auto count = (m_hours.rbegin()->first - begin) / width + 1;
    for (std::int64_t at = 0; at < count; ++at) {
        const auto from = std::chrono::microseconds((begin + at * width) * microsecondsOfHour);
        m_overview.histogram.push_back({core::Instant(from), 0});
    }
    for (const auto &[hour, events] : m_hours)
        m_overview.histogram[std::size_t((hour - begin) / width)].events += events;
}

Result<> Viewer::fillHistogram()
{
    // An entry that cannot be read has no time.
    m_hours.erase(m_hours.begin(), m_hours.lower_bound(hoursOfDay));
    if (m_hours.empty())
        return core::Done();
    const auto days
        = m_hours.rbegin()->first / hoursOfDay - m_hours.begin()->first / hoursOfDay + 1;
    if (days > daysByHour) {
        fold((days + mostBuckets - 1) / mostBuckets * hoursOfDay);
        return core::Done();
    }
    const auto look = ownLook();
    if (!look)
        return look.error();
    // Of too many entries only the newest hours are known; days are better then.
    if (!(*look)->isPartial) {
        m_hours = (*look)->hours;
        m_hours.erase(m_hours.begin(), m_hours.lower_bound(hoursOfDay));
    }
    fold((*look)->isPartial ? hoursOfDay : 1);
    return core::Done();
}

Result<AuditOverview> Viewer::run()
{
    for (const auto dimension : dimensions) {
        if (auto read = readFacet(dimension); !read)
            return read.error();
    }
    if (auto read = readDays(); !read)
        return read.error();
    if (auto filled = fillHistogram(); !filled)
        return filled.error();
    return std::move(m_overview);
}

} // namespace

Result<AuditOverview> overview(AuditCache &cache, const AuditFilter &filter, std::int64_t limit)
{
    auto overview = Viewer(cache.database(), filter, limit).run();
    if (!overview || cache.first() == 0)
        return overview;
    const auto isTold = isPruningTold(cache.database(), cache.first());
    if (!isTold)
        return isTold.error();
    overview->first = std::int64_t(cache.first());
    overview->isFirstTold = *isTold;
    return overview;
}

} // namespace chancery::audit
