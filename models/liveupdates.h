// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/auditapi.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <optional>

namespace chancery::models {

// Follows the server's change stream and says, kind by kind, what should be read again; many hints
// in a row become one word. Also the one who knows whether the server can be reached.
class LiveUpdates : public QObject {
    Q_OBJECT

public:
    enum Topic {
        Heads = 1,
        Requests = 2,
        Drafts = 4,
        Agents = 8,
        Configs = 16,
        Emergencies = 32,
        Notifications = 64,
        People = 128,
        Everything = 255
    };
    Q_DECLARE_FLAGS(Topics, Topic)

    explicit LiveUpdates(client::EventsApi &api, QObject *parent = nullptr);

    client::StreamState state() const { return m_state; }
    bool isOffline() const { return m_state == client::StreamState::Disconnected; }
    const QDateTime &offlineSince() const { return m_offlineSince; }

    void follow();
    static Topics topicsOf(std::string_view kind);

Q_SIGNALS:
    void stateChanged();
    void changed(chancery::models::LiveUpdates::Topics topics);
    void noticed(const QString &summary); // one line of the latest change

private:
    void take(const client::StreamEvent &event);
    void announce();

    client::EventsApi &m_api;
    core::Call m_call;
    client::StreamState m_state = client::StreamState::Connected;
    QDateTime m_offlineSince;
    QTimer m_gather;
    Topics m_gathered;
};

} // namespace chancery::models
