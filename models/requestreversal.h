// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/merge/reversal.h"
#include "models/actionstate.h"
#include "models/operation.h"

#include <optional>

namespace chancery::models {

// What one config's part in a change becomes when the change is taken back.
struct ReversedItem {
    core::ConfigId config;
    std::string path;
    core::EnvironmentId environment;
    core::Format format = core::Format::Json;
    core::VersionId version; // that the change made
    std::optional<core::VersionId> before;
    // Those of the texts before and after the change and of what is live: what any of them calls
    // sensitive, is.
    std::vector<std::optional<core::SchemaId>> schemas;
    core::VersionId live;
    int laterCount = 0; // versions since, which stay
    bool hasMoreLater = false; // than were counted
    core::Reversal reversal;
    std::optional<QString> decided; // somebody's answer to its conflicts

    // Still has conflicts that nobody has answered.
    bool isOpen() const;
    // What is live, and what would be.
    QString liveText() const;
    QString text() const;
    bool changes() const;
};

// A whole change request taken back, whatever number of configs it changed: the inverse of that
// change alone, as one request of its own; all of it or nothing. What is live may move meanwhile:
// before anything is sent every head is asked for again, and what has moved is read anew and
// nothing is sent. Of the GUI thread; the executor must outlive it.
class RequestReversal : public QObject {
    Q_OBJECT

public:
    RequestReversal(client::CmsApi &api, core::Executor &compute);

    const core::ChangeRequestId &request() const { return m_request; }
    // In the order of the request; those that have been read.
    const std::vector<ReversedItem> &items() const { return m_items; }
    bool isRead() const { return m_isRead; }
    Operation &reading() { return m_reading; }
    Operation &sending() { return m_sending; }

    // Of a request that was applied.
    static ActionState wantState(
        const Permissions &permissions, const core::ChangeRequest &request);
    void want(const core::ChangeRequest &request);
    void reload();
    // Nothing: the question is open again.
    void decide(std::size_t item, const std::optional<QString> &text);

    ActionState state(const Permissions &permissions) const;
    void send(const QString &reason, const QString &ticket);

Q_SIGNALS:
    void changed();
    void requested(const core::ChangeRequest &request);
    // Live moved under what was seen; it was read again and nothing was sent.
    void moved();

private:
    void readOn();
    void readVersion(std::size_t item);
    void readText(const core::VersionId &version, std::function<void(std::string)> take);
    void readBefore();
    void readLive();
    void countLater();
    void reverse();
    void checkHeads(std::size_t item, core::NewChangeRequest request);

    client::CmsApi &m_api;
    core::Executor &m_compute;
    core::ChangeRequestId m_request;
    core::ChangeRequest m_wanted; // as it was applied
    std::vector<ReversedItem> m_items;
    ReversedItem m_next; // being read
    core::ReversalTexts m_texts; // of it
    bool m_isRead = false;
    Operation m_reading;
    Operation m_sending;
};

} // namespace chancery::models
