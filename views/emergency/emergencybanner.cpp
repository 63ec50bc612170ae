// SPDX-License-Identifier: Apache-2.0
#include "emergencybanner.h"

#include "models/emergencywords.h"
#include "models/qtconvert.h"

namespace chancery::views {

using models::toQt;

namespace {

// One's own first, then what is open, then what waits.
const core::EmergencySession *mostUrgent(
    const models::EmergencyStore &store, const core::PrincipalId &me)
{
    if (const auto *own = store.openOf(me))
        return own;
    const core::EmergencySession *first = nullptr;
    for (const auto &session : store.open()) {
        const bool isOpen = session.state == core::EmergencyState::Active;
        if (!first || (isOpen && first->state != core::EmergencyState::Active))
            first = &session;
    }
    return first;
}

} // namespace

EmergencyBanner::EmergencyBanner(ViewContext &context, QWidget *parent)
    : Banner(context.look, parent)
    , m_context(context)
    , m_store(context.stores.emergencies)
{
    setObjectName(QStringLiteral("emergencyBanner"));
    setAccessibleName(tr("Emergency access"));
    connect(&m_store, &models::EmergencyStore::changed, this, &EmergencyBanner::read);
    connect(&m_store, &models::EmergencyStore::ticked, this, &EmergencyBanner::tick);
    connect(&context.stores.places, &models::PlacesStore::changed, this, &EmergencyBanner::read);
    connect(&context.stores.people, &models::PeopleStore::changed, this, &EmergencyBanner::read);
    connect(this, &Banner::actionTriggered, this,
        [this] { m_context.navigator.goTo({QStringLiteral("emergency"), toQt(m_shown)}); });
    read();
}

QString EmergencyBanner::wordsOf(const core::EmergencySession &session) const
{
    const QString place = m_context.stores.places.titleOf(session.environment);
    const bool isMine = session.actor == m_context.stores.permissions.me.id;
    const QString who = m_context.stores.people.nameOfUser(session.actorName);
    if (core::isRecovery(session))
        return isMine
            ? tr("RECOVERY: you may look, go back to the last known good, freeze and revoke – %1")
                  .arg(toQt(session.reason))
            : tr("RECOVERY: %1 may go back to the last known good, freeze and revoke – %2")
                  .arg(who, toQt(session.reason));
    const QString scope = models::namespacesText(session);
    const QString why = tr("%1 (%2)").arg(toQt(session.reason), toQt(session.incident));
    if (session.state == core::EmergencyState::Requested)
        return isMine
            ? tr("You asked for emergency access to %1: a second person has to confirm %2")
                  .arg(place, toQt(session.id))
            : tr("%1 asks for emergency access to %2 in %3, and needs a second person: %4")
                  .arg(who, scope, place, why);
    return isMine
        ? tr("EMERGENCY in %1: you change %2 without approvals – %3").arg(place, scope, why)
        : tr("EMERGENCY in %1: %2 changes %3 without approvals – %4").arg(place, who, scope, why);
}

QString EmergencyBanner::timeOf(const core::EmergencySession &session) const
{
    const auto left = models::remaining(session, m_store.serverNow());
    return left ? tr("%1 left").arg(models::countdownText(*left)) : QString();
}

void EmergencyBanner::read()
{
    const auto *session = mostUrgent(m_store, m_context.stores.permissions.me.id);
    if (!session) {
        m_shown = {};
        clear();
        return;
    }
    m_shown = session->id;
    m_words = wordsOf(*session);
    const int others = int(m_store.open().size()) - 1;
    if (others > 0)
        m_words += tr(" · and %n more", nullptr, others);
    const bool isOpen = session->state == core::EmergencyState::Active;
    const bool mayConfirm = models::confirmState(
        {m_context.stores.permissions, m_store.serverNow(), &m_context.stores.serverClock},
        *session)
                                .isEnabled;
    show(isOpen ? Tone::Alarm : Tone::Attention, m_words,
        mayConfirm ? tr("Look and Confirm…") : tr("Show %1").arg(toQt(session->id)));
    tick();
}

// A screen reader is told in words, and when they change.
void EmergencyBanner::tick()
{
    const auto *session = mostUrgent(m_store, m_context.stores.permissions.me.id);
    if (!session || session->id != m_shown)
        return;
    const auto left = models::remaining(*session, m_store.serverNow());
    retell(tr("%1 · %2").arg(timeOf(*session), m_words));
    if (left)
        setAccessibleDescription(models::countdownWords(*left));
}

} // namespace chancery::views
