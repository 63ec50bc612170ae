// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"
#include "models/permissions.h"
#include "models/serverclock.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>
#include <optional>
#include <set>

namespace chancery::models {

// Emergency access as everybody sees it: who has it now and until when, the register, and one
// session with the steps that can be taken in it. The server's clock decides (GOV-55): what this
// machine's says counts for nothing. Of the GUI thread.
class EmergencyStore : public QObject {
    Q_OBJECT

public:
    using Session = core::EmergencySession;
    using Sessions = std::vector<Session>;

    explicit EmergencyStore(client::CmsApi &api, QObject *parent = nullptr);

    // What confirms and reviews says when: not by a clock that is far from the server's. Without
    // one nothing is known of it. Outlives the store.
    void useClock(const ServerClock &clock);

    // Those that are open or wait for a second person, of everybody, the newest first.
    const Sessions &open() const { return m_open; }
    // The register, the newest first; empty until it was wanted.
    const Sessions &sessions() const { return m_sessions; }
    bool isRegisterKnown() const { return m_isRegisterKnown; }
    const std::optional<Session> &selected() const { return m_selected; }
    const core::EmergencyId &selectedId() const { return m_selectedId; }
    // By the account in any environment, else null.
    const Session *openOf(const core::PrincipalId &actor) const;
    // That is open now, by the person of the account, through whatever account of theirs.
    const Session *openOfPerson(const core::PrincipalId &account) const;
    // The server's time as it goes on from its last word; the system's before the first.
    core::Instant serverNow() const;
    // Opened by this console, whose sign-in alone may act in it (GOV-42).
    bool isFromHere(const Session &session) const;

    Operation &watching() { return m_watching; }
    Operation &loading() { return m_loading; }
    Operation &loadingOne() { return m_loadingOne; }
    Operation &acting() { return m_acting; }

    void watch();
    // The register is wanted from now on.
    void wantRegister();
    void reload();
    // Empty: none.
    void select(const core::EmergencyId &id);

    void activate(const core::NewEmergency &asked, const QString &password);
    void confirm(const QString &password);
    void extend(const core::EmergencyExtensionAsked &asked, const QString &password);
    void end(const QString &reason);
    void apply(const core::EmergencyChanges &changes);
    void review(const core::NewEmergencyReview &review, const QString &password);
    void ratify(const QString &reason);

Q_SIGNALS:
    void changed();
    // Once a second while a session is open.
    void ticked();
    // The server did what was asked for; the session as it is now.
    void activated(const core::EmergencySession &session);
    void acted(const core::EmergencySession &session);
    void ratifyAsked(const core::ChangeRequest &request);

private:
    using Done = client::EmergencyApi::Done;
    using Start = std::function<core::Call(const Session &, const core::Secret &, Done)>;

    void askTime();
    void keepTime();
    void tick();
    void take(Session session);
    void act(const QString &title, const QString &password, Start start);
    void sign(const QString &title, const QString &password, Start start);
    void settleAct();

    client::CmsApi &m_api;
    const ServerClock *m_clock = nullptr;
    Sessions m_open;
    Sessions m_sessions;
    std::optional<Session> m_selected;
    core::EmergencyId m_selectedId;
    std::set<core::EmergencyId> m_openedHere;
    core::Instant m_toldTime;
    QElapsedTimer m_sinceTold; // not valid before the server has told its time
    QTimer m_second;
    std::shared_ptr<core::Secret> m_password; // of the step that is on its way
    bool m_isRegisterWanted = false;
    bool m_isRegisterKnown = false;
    Operation m_watching;
    Operation m_askingTime;
    Operation m_loading;
    Operation m_loadingOne;
    Operation m_acting;
};

// Until an open session ends, or one that waits lapses; nothing of others.
std::optional<std::chrono::seconds> remaining(
    const core::EmergencySession &session, core::Instant serverNow);
bool isLive(const core::EmergencySession &session);

} // namespace chancery::models
