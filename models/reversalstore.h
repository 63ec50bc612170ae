// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

#include <QElapsedTimer>

#include <optional>

namespace chancery::models {

// One change of a config as somebody wants it taken back: the text that it made and the one before.
struct Reversal {
    core::ConfigId config;
    core::EnvironmentId environment;
    core::VersionId version; // that the change made
    QString before;
    QString after;
    // The schemas of the two: the same where the change brought none.
    std::optional<core::SchemaId> schemaBefore = {};
    std::optional<core::SchemaId> schemaMade = {};
};

// Reads what a change did and holds it until the page of its config takes it. The last wish counts.
// Of the GUI thread.
class ReversalStore : public QObject {
    Q_OBJECT

public:
    explicit ReversalStore(client::CmsApi &api);

    Operation &reading() { return m_reading; }

    // A version that has one before it.
    void want(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::Version &version);
    // Whoever wanted it has gone elsewhere.
    void drop();
    // What was wanted for that config there and has been read: once.
    std::optional<Reversal> take(
        const core::ConfigId &config, const core::EnvironmentId &environment);

Q_SIGNALS:
    void read();

private:
    void readBefore(const core::Version &version);
    void readText(const core::VersionId &version, QString Reversal::*text);

    client::CmsApi &m_api;
    Operation m_reading;
    std::optional<Reversal> m_wanted;
    core::VersionId m_before;
    bool m_isRead = false;
    QElapsedTimer m_sinceWanted; // a page that never came does not take it the next day
};

} // namespace chancery::models
