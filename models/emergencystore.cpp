// SPDX-License-Identifier: Apache-2.0
#include "emergencystore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

using Acknowledged = client::Acknowledged<core::EmergencySession>;

bool isLive(const core::EmergencySession &session)
{
    return session.state == core::EmergencyState::Requested
        || session.state == core::EmergencyState::Active;
}

std::optional<std::chrono::seconds> remaining(
    const core::EmergencySession &session, core::Instant serverNow)
{
    std::optional<core::Instant> end;
    if (session.state == core::EmergencyState::Active)
        end = session.expiresAt;
    else if (session.state == core::EmergencyState::Requested)
        end = session.requestedAt + core::confirmationWait;
    if (!end)
        return std::nullopt;
    return std::max(
        std::chrono::seconds(0), std::chrono::ceil<std::chrono::seconds>(*end - serverNow));
}

EmergencyStore::EmergencyStore(client::CmsApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &EmergencyStore::tick);
    connect(&m_acting, &Operation::changed, this, &EmergencyStore::settleAct);
}

void EmergencyStore::useClock(const ServerClock &clock)
{
    m_clock = &clock;
    connect(&clock, &ServerClock::changed, this, &EmergencyStore::changed);
}

const EmergencyStore::Session *EmergencyStore::openOf(const core::PrincipalId &actor) const
{
    const auto found = std::ranges::find(m_open, actor, &Session::actor);
    return found == m_open.end() ? nullptr : &*found;
}

const EmergencyStore::Session *EmergencyStore::openOfPerson(const core::PrincipalId &account) const
{
    const auto now = serverNow();
    const auto found = std::ranges::find_if(m_open, [&](const Session &session) {
        const bool isTheirs = session.actor == account || session.isYours.value_or(false);
        return isTheirs && core::isOpenAt(session, now);
    });
    return found == m_open.end() ? nullptr : &*found;
}

core::Instant EmergencyStore::serverNow() const
{
    if (!m_sinceTold.isValid())
        return core::SystemClock().now();
    return m_toldTime + std::chrono::milliseconds(m_sinceTold.elapsed());
}

bool EmergencyStore::isFromHere(const Session &session) const
{
    return m_openedHere.contains(session.id);
}

void EmergencyStore::watch()
{
    startPaged<Session>(
        m_watching, tr("Looking for open emergency sessions"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listEmergencies({true, {}, page}, std::move(done));
        },
        [this](Sessions sessions) {
            if (!sessions.empty())
                askTime();
            if (m_open != sessions) {
                m_open = std::move(sessions);
                Q_EMIT changed();
            }
            keepTime();
        });
}

// A machine whose clock is wrong must not show a session as over that is not.
void EmergencyStore::askTime()
{
    m_askingTime.start<core::Meta>(
        tr("Asking the server's time"),
        [this](auto done) { return m_api.getMeta(std::move(done)); },
        [this](const core::Meta &meta) {
            m_toldTime = meta.serverTime;
            m_sinceTold.start();
            keepTime();
        });
}

void EmergencyStore::keepTime()
{
    if (m_open.empty())
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start();
    Q_EMIT ticked();
}

// Whatever ends by its time is asked for anew: the server says what it is then.
void EmergencyStore::tick()
{
    Q_EMIT ticked();
    if (!m_sinceTold.isValid() || m_watching.isRunning())
        return;
    const auto now = serverNow();
    const bool isOver = std::ranges::any_of(m_open,
        [&](const Session &session) { return remaining(session, now) == std::chrono::seconds(0); });
    if (isOver)
        reload();
}

void EmergencyStore::wantRegister()
{
    if (m_isRegisterWanted)
        return;
    m_isRegisterWanted = true;
    reload();
}

void EmergencyStore::reload()
{
    watch();
    if (m_isRegisterWanted)
        startPaged<Session>(
            m_loading, tr("Loading the emergency register"),
            [this](const client::PageQuery &page, auto done) {
                return m_api.listEmergencies({false, {}, page}, std::move(done));
            },
            [this](Sessions sessions) {
                const bool wasKnown = std::exchange(m_isRegisterKnown, true);
                if (wasKnown && m_sessions == sessions)
                    return;
                m_sessions = std::move(sessions);
                Q_EMIT changed();
            });
    if (!m_selectedId.isEmpty())
        select(m_selectedId);
}

void EmergencyStore::select(const core::EmergencyId &id)
{
    if (m_selectedId != id) {
        m_selectedId = id;
        m_selected.reset();
        for (const Sessions *known : {&m_open, &m_sessions}) {
            const auto found = std::ranges::find(*known, id, &Session::id);
            if (found != known->end() && !m_selected)
                m_selected = *found;
        }
        m_acting.dismiss();
        Q_EMIT changed();
    }
    if (id.isEmpty()) {
        m_loadingOne.cancel();
        return;
    }
    if (!m_sinceTold.isValid() && !m_askingTime.isRunning())
        askTime();
    m_loadingOne.start<Session>(
        tr("Loading “%1”").arg(toQt(id)),
        [this, id](auto done) { return m_api.getEmergency(id, std::move(done)); },
        [this](Session session) {
            if (m_selected == session)
                return;
            m_selected = std::move(session);
            Q_EMIT changed();
        });
}

void EmergencyStore::take(Session session)
{
    const auto known = std::ranges::find(m_sessions, session.id, &Session::id);
    if (known != m_sessions.end())
        *known = session;
    else if (m_isRegisterKnown)
        m_sessions.insert(m_sessions.begin(), session);
    const auto open = std::ranges::find(m_open, session.id, &Session::id);
    if (open != m_open.end() && !isLive(session))
        m_open.erase(open);
    else if (open != m_open.end())
        *open = session;
    else if (isLive(session))
        m_open.insert(m_open.begin(), session);
    if (m_selectedId == session.id)
        m_selected = std::move(session);
    if (!m_sinceTold.isValid())
        askTime();
    Q_EMIT changed();
    keepTime();
}

void EmergencyStore::activate(const core::NewEmergency &asked, const QString &password)
{
    if (m_acting.isRunning())
        return;
    m_password = std::make_shared<core::Secret>(fromQt(password));
    m_acting.startWrite<Acknowledged>(
        tr("Asking for emergency access"),
        [this, asked, proof = m_password](
            auto done) { return m_api.activateEmergency(asked, *proof, std::move(done)); },
        [this](const Acknowledged &answer) {
            m_openedHere.insert(answer.value.id);
            m_selectedId = answer.value.id;
            take(answer.value);
            Q_EMIT activated(answer.value);
        });
}

void EmergencyStore::act(const QString &title, const QString &password, Start start)
{
    if (m_acting.isRunning() || !m_selected)
        return;
    m_password = std::make_shared<core::Secret>(fromQt(password));
    m_acting.startWrite<Acknowledged>(
        title,
        [start = std::move(start), session = *m_selected, proof = m_password](
            auto done) { return start(session, *proof, std::move(done)); },
        [this](const Acknowledged &answer) {
            take(answer.value);
            Q_EMIT acted(answer.value);
        });
}

// Also where the question was open before the clocks went apart.
void EmergencyStore::sign(const QString &title, const QString &password, Start start)
{
    const auto barrier = m_clock ? m_clock->barrier() : std::nullopt;
    if (barrier && m_selected && !m_acting.isRunning())
        m_acting.refuse(title, *barrier);
    else
        act(title, password, std::move(start));
}

// The operation keeps what it could repeat; a password is not for that. After a refusal what there
// is now is asked for.
void EmergencyStore::settleAct()
{
    if (m_acting.isRunning())
        return;
    if (m_password)
        *m_password = {};
    m_password.reset();
    if (m_acting.hasFailed() && m_acting.error().kind == core::ErrorKind::Conflict)
        reload();
}

void EmergencyStore::confirm(const QString &password)
{
    sign(tr("Confirming"), password,
        [this](const Session &session, const core::Secret &proof, Done done) {
            return m_api.confirmEmergency(session.id, proof, session.etag, std::move(done));
        });
}

void EmergencyStore::extend(const core::EmergencyExtensionAsked &asked, const QString &password)
{
    act(tr("Extending"), password,
        [this, asked](const Session &session, const core::Secret &proof, Done done) {
            return m_api.extendEmergency(session.id, asked, proof, session.etag, std::move(done));
        });
}

void EmergencyStore::end(const QString &reason)
{
    act(tr("Ending"), {}, [this, reason](const Session &session, const core::Secret &, Done done) {
        return m_api.endEmergency(session.id, fromQt(reason), session.etag, std::move(done));
    });
}

void EmergencyStore::apply(const core::EmergencyChanges &changes)
{
    act(tr("Changing what is live"), {},
        [this, changes](const Session &session, const core::Secret &, Done done) {
            return m_api.applyInEmergency(session.id, changes, session.etag, std::move(done));
        });
}

void EmergencyStore::review(const core::NewEmergencyReview &review, const QString &password)
{
    sign(tr("Closing the review"), password,
        [this, review](const Session &session, const core::Secret &proof, Done done) {
            return m_api.reviewEmergency(session.id, review, proof, session.etag, std::move(done));
        });
}

void EmergencyStore::ratify(const QString &reason)
{
    if (m_acting.isRunning() || !m_selected)
        return;
    m_acting.startWrite<client::Acknowledged<core::ChangeRequest>>(
        tr("Asking for the ordinary approval"),
        [this, reason, id = m_selected->id](
            auto done) { return m_api.ratifyEmergency(id, fromQt(reason), std::move(done)); },
        [this](const client::Acknowledged<core::ChangeRequest> &request) {
            reload();
            Q_EMIT ratifyAsked(request.value);
        });
}

} // namespace chancery::models
