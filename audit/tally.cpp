// SPDX-License-Identifier: Apache-2.0
#include "tally.h"

// Counted when entries arrive, so that facets and the histogram need not look at ten million of
// them. An actor that is busy every day has a row a day: hundreds of times fewer rows than entries.

namespace chancery::audit {

using core::Database;
using core::Done;
using core::Result;

namespace {

constexpr std::int64_t microsecondsOfDay = 86'400'000'000;

} // namespace

const std::string &valueOf(const EventRow &row, Dimension dimension)
{
    switch (dimension) {
    case Dimension::Actor:
        return row.actor;
    case Dimension::Event:
        return row.event;
    case Dimension::Environment:
        return row.environment;
    case Dimension::Outcome:
        break;
    }
    return row.outcome;
}

std::int64_t dayOf(core::Instant instant)
{
    const auto time = std::int64_t(instant.time_since_epoch().count());
    return time / microsecondsOfDay - (time % microsecondsOfDay < 0 ? 1 : 0);
}

core::Instant beginOfDay(std::int64_t day)
{
    return core::Instant(std::chrono::microseconds(day * microsecondsOfDay));
}

void Tally::add(const EventRow &row)
{
    Values values;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = valueOf(row, dimensions[i]);
    add(row.seq, row.time, values);
}

void Tally::add(const EventScan &scan)
{
    const auto &leaf = scan.leaf;
    add(leaf.seq, leaf.time, {leaf.actor, leaf.event, leaf.environment, leaf.outcome});
}

// The values stand in the order of the dimensions.
void Tally::add(std::int64_t seq, core::Instant time, const Values &values)
{
    const auto day = dayOf(time);
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto &counts = m_counts[i];
        auto number = counts.values.find(values[i]);
        if (number == counts.values.end())
            number = counts.values.emplace(values[i], std::uint32_t(counts.values.size())).first;
        ++counts.events[{number->second, std::int32_t(day)}];
    }
    auto &span = m_days.try_emplace(day, DaySpan{seq, seq, 0}).first->second;
    span.first = std::min(span.first, seq);
    span.last = std::max(span.last, seq);
    ++span.events;
}

Result<> Tally::addTo(Database &database) const
{
    auto count = database.prepare("INSERT INTO tally(dimension, value, day, events)"
                                  " VALUES (?, ?, ?, ?) ON CONFLICT(dimension, value, day)"
                                  " DO UPDATE SET events = events + excluded.events");
    auto span
        = database.prepare("INSERT INTO span(day, first, last, events) VALUES (?, ?, ?, ?)"
                           " ON CONFLICT(day) DO UPDATE SET first = min(first, excluded.first),"
                           " last = max(last, excluded.last),"
                           " events = events + excluded.events");
    if (!count || !span)
        return !count ? count.error() : span.error();
    for (const auto dimension : dimensions) {
        const auto &counts = m_counts[std::size_t(dimension)];
        std::vector<const std::string *> texts(counts.values.size());
        for (const auto &[text, number] : counts.values)
            texts[number] = &text;
        for (const auto &[key, events] : counts.events) {
            count->bindAll(int(dimension), *texts[key.value], key.day, events);
            if (auto done = count->run(); !done)
                return done;
        }
    }
    for (const auto &[day, range] : m_days) {
        span->bindAll(day, range.first, range.last, range.events);
        if (auto done = span->run(); !done)
            return done;
    }
    return Done();
}

std::size_t Tally::size() const
{
    std::size_t size = 0;
    for (const auto &counts : m_counts)
        size += counts.events.size();
    return size;
}

Result<bool> Tally::differsFrom(Database &database) const
{
    auto rows = database.prepare("SELECT dimension, value, day, events FROM tally");
    if (!rows)
        return rows.error();
    std::size_t same = 0;
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const auto dimension = rows->integer(0);
        if (dimension < 0 || dimension >= std::int64_t(dimensions.size()))
            return true;
        const auto &counts = m_counts[std::size_t(dimension)];
        const auto value = counts.values.find(rows->text(1));
        if (value == counts.values.end() || rows->integer(2) != std::int32_t(rows->integer(2)))
            return true;
        const auto events = counts.events.find({value->second, std::int32_t(rows->integer(2))});
        if (events == counts.events.end() || events->second != rows->integer(3))
            return true;
        ++same;
    }
    return same != size() ? Result<bool>(true) : differsInSpans(database);
}

Result<bool> Tally::differsInSpans(Database &database) const
{
    auto rows = database.prepare("SELECT day, first, last, events FROM span");
    if (!rows)
        return rows.error();
    std::size_t same = 0;
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return same != m_days.size();
        const auto known = m_days.find(rows->integer(0));
        if (known == m_days.end()
            || known->second != DaySpan{rows->integer(1), rows->integer(2), rows->integer(3)})
            return true;
        ++same;
    }
}

} // namespace chancery::audit
