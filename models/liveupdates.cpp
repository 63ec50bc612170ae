// SPDX-License-Identifier: Apache-2.0
#include "liveupdates.h"

#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

LiveUpdates::LiveUpdates(client::EventsApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    m_gather.setSingleShot(true);
    m_gather.setInterval(std::chrono::milliseconds(80));
    connect(&m_gather, &QTimer::timeout, this, &LiveUpdates::announce);
}

void LiveUpdates::follow()
{
    m_call = m_api.follow(0, [this](const client::StreamEvent &event) { take(event); });
}

LiveUpdates::Topics LiveUpdates::topicsOf(std::string_view kind)
{
    if (kind.starts_with("head."))
        return Topics(Heads | Requests);
    if (kind.starts_with("freeze."))
        return Requests; // what waits is held up, or goes on
    if (kind.starts_with("change_request.") || kind.starts_with("thread."))
        return Requests;
    if (kind.starts_with("draft."))
        return Drafts;
    if (kind.starts_with("agent."))
        return Agents;
    if (kind.starts_with("emergency."))
        return Emergencies;
    if (kind.starts_with("notification."))
        return Notifications;
    // Whose accounts are one person's says also whose emergency session is one's own.
    if (kind.starts_with("principal."))
        return Topics(People | Emergencies);
    // What is foreseen hangs on the tier of an environment as well, and is asked with these.
    if (kind.starts_with("environment.") || kind.starts_with("config.")
        || kind.starts_with("namespace.") || kind.starts_with("schema."))
        return Configs;
    return {};
}

void LiveUpdates::take(const client::StreamEvent &event)
{
    if (event.state != m_state) {
        const bool wasOffline = isOffline();
        m_state = event.state;
        if (isOffline() && !wasOffline)
            m_offlineSince = QDateTime::currentDateTime();
        if (wasOffline && !isOffline())
            m_gathered = Everything;
        Q_EMIT stateChanged();
    }
    if (event.mustResync)
        m_gathered = Everything;
    for (const core::ChangeHint &hint : event.hints)
        m_gathered |= topicsOf(hint.kind);
    // A notification says nothing for everybody: the hint before it does.
    const auto latest = std::ranges::find_if(event.hints.rbegin(), event.hints.rend(),
        [](const core::ChangeHint &hint) { return !hint.summary.empty(); });
    if (latest != event.hints.rend())
        Q_EMIT noticed(toQt(latest->summary));
    if (m_gathered && !m_gather.isActive())
        m_gather.start();
}

void LiveUpdates::announce()
{
    Q_EMIT changed(std::exchange(m_gathered, Topics()));
}

} // namespace chancery::models
