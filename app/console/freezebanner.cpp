// SPDX-License-Identifier: Apache-2.0
#include "freezebanner.h"

#include "models/freezestate.h"
#include "models/words.h"

namespace chancery::app {

FreezeBanner::FreezeBanner(
    models::Stores &stores, views::Look &look, views::Navigator &navigator, QWidget *parent)
    : views::Banner(look, parent)
    , m_stores(stores)
    , m_calendar(stores.api, stores.live)
{
    stores.operations.add(m_calendar.loading());
    connect(&m_calendar, &models::CalendarStore::changed, this, &FreezeBanner::read);
    connect(&stores.places, &models::PlacesStore::changed, this, &FreezeBanner::ask);
    connect(&stores.places, &models::PlacesStore::currentChanged, this, &FreezeBanner::ask);
    connect(this, &views::Banner::actionTriggered, this,
        [&navigator] { navigator.goTo({QStringLiteral("calendar"), QStringLiteral("today")}); });
}

void FreezeBanner::ask()
{
    const core::EnvironmentId &place = m_stores.places.currentId();
    m_calendar.show(place.isEmpty() ? std::vector<client::CalendarQuery>()
                                    : std::vector<client::CalendarQuery>{{place, {}, {}, {}}});
}

// By the server's clock, which stands at the beginning of the calendar.
void FreezeBanner::read()
{
    const auto &calendars = m_calendar.calendars();
    const auto state = calendars.empty() ? models::FreezeState()
                                         : models::freezeAt(calendars, calendars.front().from);
    if (!state.isClosed()) {
        clear();
        return;
    }
    const QString place = m_stores.places.titleOf(state.environment);
    const QString action = tr("Open Calendar");
    if (state.kind == models::FreezeState::Kind::Unreadable) {
        show(Tone::Bad,
            tr("Nothing is applied in %1: its freeze windows cannot be read.").arg(place), action);
        return;
    }
    const QString windows = state.windows.join(QStringLiteral(", "));
    const QString frozen = state.isForSomeConfigs
        ? tr("Some configs of %1 are frozen by %2").arg(place, windows)
        : tr("%1 is frozen by %2").arg(place, windows);
    show(Tone::Attention,
        state.until ? tr("%1 until %2.").arg(frozen, models::fullTime(*state.until))
                    : tr("%1 for a month or longer.").arg(frozen),
        action);
}

} // namespace chancery::app
