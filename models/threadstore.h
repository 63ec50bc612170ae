// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/threadsapi.h"
#include "models/liveupdates.h"
#include "models/operation.h"

#include <optional>
#include <vector>

namespace chancery::models {

// What is said about the keys of one request, asked again when something was said or the request
// changed. What is there stays while it is asked again and when that fails. Of the GUI thread.
class ThreadStore : public QObject {
    Q_OBJECT

public:
    using Threads = std::vector<core::ReviewThread>;

    // Both outlive it.
    ThreadStore(client::ThreadsApi &api, LiveUpdates &live);

    // Empty: of none.
    void show(const core::ChangeRequestId &request);
    void reload();
    const core::ChangeRequestId &request() const { return m_request; }
    // The oldest first.
    const Threads &threads() const { return m_threads; }
    // Null where there is none of that id.
    const core::ReviewThread *find(const core::ThreadId &id) const;
    Operation &loading() { return m_loading; }
    Operation &acting() { return m_acting; }

    void open(const core::NewThread &thread);
    // One after the other: of two at once the second is not sent.
    void reply(const core::ThreadId &thread, const QString &text);
    void resolve(const core::ThreadId &thread, bool isResolved);

Q_SIGNALS:
    void changed();

private:
    void send(const QString &title, const core::ThreadId &thread, core::ThreadReply reply);

    client::ThreadsApi &m_api;
    core::ChangeRequestId m_request;
    Threads m_threads;
    Operation m_loading;
    Operation m_acting;
};

} // namespace chancery::models
