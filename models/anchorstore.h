// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/auditapi.h"
#include "models/auditstore.h"

#include <QElapsedTimer>

namespace chancery::models {

// Where the settings name a file with certificates (PEM): who may stamp the log.
inline constexpr const char *stampAuthoritiesKey = "audit/timestampAuthorities";

// Time stamps of the log: what the server offers is taken now and then, held against the console's
// copy, and kept beside it, so that a server which gives another past later is found out by what it
// had stamped. Who stamped is looked at where it is said whom to trust. Member of Stores, of the
// GUI thread.
class AnchorStore : public QObject {
    Q_OBJECT

public:
    AnchorStore(client::AuditApi &api, AuditStore &audit);

    // Of those that are kept, the newest hundred and what is offered.
    qint64 count() const { return m_count; }
    qint64 newestSize() const { return m_newestSize; }
    // As the stamp says it: "20261130120000Z"; empty where there is none.
    const QString &newestTime() const { return m_newestTime; }
    // Of them, those by an authority that is trusted here, and the newest; a time is proved by
    // these alone. Nothing where nobody has said whom to trust.
    bool isTrustKnown() const { return m_isTrustKnown; }
    qint64 trustedCount() const { return m_trustedCount; }
    qint64 trustedSize() const { return m_trustedSize; }
    const QString &trustedTime() const { return m_trustedTime; }
    // What was offered and is no time stamp of this log.
    qint64 refused() const { return m_refused; }
    // The size at which the log was stamped with another past than the copy has; zero where all
    // fits. It is an alarm of the copy too.
    qint64 contradicts() const { return m_contradicts; }
    Operation &looking() { return m_looking; }

    // At once; else it looks by itself after a sync, every ten minutes at most.
    void look();

Q_SIGNALS:
    void changed();

private:
    void lookInTime();
    void compare(std::vector<core::AuditAnchor> offered);

    client::AuditApi &m_api;
    AuditStore &m_audit;
    Operation m_looking;
    QElapsedTimer m_since; // the last look
    qint64 m_count = 0;
    qint64 m_newestSize = 0;
    QString m_newestTime;
    bool m_isTrustKnown = false;
    qint64 m_trustedCount = 0;
    qint64 m_trustedSize = 0;
    QString m_trustedTime;
    qint64 m_refused = 0;
    qint64 m_contradicts = 0;
};

} // namespace chancery::models
