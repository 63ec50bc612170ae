// SPDX-License-Identifier: Apache-2.0
#include "calendarstore.h"

#include <algorithm>

namespace chancery::models {

namespace {

using std::chrono::milliseconds;

// Clocks drift, and a computer sleeps: never relied on for longer.
constexpr milliseconds longestWait = std::chrono::hours(1);

bool isSame(const client::CalendarQuery &left, const client::CalendarQuery &right)
{
    return left.environment == right.environment && left.from == right.from && left.to == right.to
        && left.path == right.path && left.request == right.request;
}

} // namespace

CalendarStore::CalendarStore(client::ScheduleApi &api, LiveUpdates &live)
    : m_api(api)
{
    m_turn.setSingleShot(true);
    connect(&m_turn, &QTimer::timeout, this, &CalendarStore::reload);
    connect(&live, &LiveUpdates::changed, this, [this](LiveUpdates::Topics topics) {
        if (topics & (LiveUpdates::Heads | LiveUpdates::Requests))
            reload();
    });
}

const core::ChangeCalendar *CalendarStore::find(const core::EnvironmentId &environment) const
{
    const auto found
        = std::ranges::find(m_calendars, environment, &core::ChangeCalendar::environment);
    return found == m_calendars.end() ? nullptr : &*found;
}

void CalendarStore::show(std::vector<client::CalendarQuery> queries)
{
    if (!std::ranges::equal(queries, m_queries, isSame)) {
        m_queries = std::move(queries);
        m_calendars.clear();
        m_loading.cancel();
        m_loading.dismiss();
        Q_EMIT changed();
    }
    reload();
}

void CalendarStore::reload()
{
    m_turn.stop();
    m_coming.clear();
    if (!m_queries.empty())
        loadNext();
}

void CalendarStore::loadNext()
{
    m_loading.start<core::ChangeCalendar>(
        tr("Loading the change calendar"),
        [this, query = m_queries[m_coming.size()]](
            auto done) { return m_api.changeCalendar(query, std::move(done)); },
        [this](core::ChangeCalendar calendar) {
            m_coming.push_back(std::move(calendar));
            if (m_coming.size() < m_queries.size()) {
                loadNext();
                return;
            }
            m_calendars = std::exchange(m_coming, {});
            waitForNextTurn();
            Q_EMIT changed();
        });
}

// By the server's clock, which stands at the beginning of a calendar that was asked from now on.
void CalendarStore::waitForNextTurn()
{
    std::optional<milliseconds> wait;
    const auto consider = [&](core::Instant now, core::Instant turn) {
        if (turn > now)
            wait = std::min(wait.value_or(longestWait),
                std::chrono::ceil<milliseconds>(turn - now) + milliseconds(1));
    };
    for (std::size_t i = 0; i < m_calendars.size(); ++i) {
        if (m_queries[i].from)
            continue;
        for (const core::CalendarClosure &closure : m_calendars[i].closed) {
            consider(m_calendars[i].from, closure.from);
            consider(m_calendars[i].from, closure.to);
        }
    }
    if (wait)
        m_turn.start(*wait);
}

} // namespace chancery::models
