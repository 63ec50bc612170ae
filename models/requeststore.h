// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/domain/rebase.h"
#include "models/operation.h"
#include "models/permissions.h"
#include "models/serverclock.h"

#include <map>
#include <optional>

namespace chancery::models {

// The change requests: the list behind the inbox, and one request with the texts that it starts
// from. Every action carries the ETag of what was seen, so nobody votes on what they have not read.
class RequestStore : public QObject {
    Q_OBJECT

public:
    enum class Scope { Waiting, Mine, All };

    RequestStore(client::CmsApi &api, Permissions permissions);

    // Without one nothing is known of the server's clock.
    void useClock(const ServerClock &clock) { m_clock = &clock; }
    const Permissions &permissions() const { return m_permissions; }
    Scope scope() const { return m_scope; }
    const std::vector<core::ChangeRequest> &requests() const { return m_requests; }
    int waitingCount() const { return m_waitingCount; }
    const std::optional<core::ChangeRequest> &selected() const { return m_selected; }
    // What was live when the item's edit began; null while it loads, empty for a first version.
    const QString *baseText(const core::RequestItem &item) const;
    // By which schemas the item's two texts are read; none where there is none.
    struct Schemas {
        std::optional<core::SchemaId> base; // of the version that it starts from
        std::optional<core::SchemaId> now; // that the item brings, or its config has there
    };
    // Nothing as long as they are being asked for.
    std::optional<Schemas> schemasOf(const core::RequestItem &item) const;
    Operation &loading() { return m_loading; }
    Operation &loadingOne() { return m_loadingOne; }
    Operation &acting() { return m_acting; }

    void setScope(Scope scope);
    void reload();
    void select(const core::ChangeRequestId &id);
    void reloadSelected();
    void vote(core::VoteKind kind, const QString &comment);
    void reject(const QString &reason);
    void withdraw();
    void claim();
    void apply();
    void rebase(const core::Rebase &rebase);
    void schedule(const core::NewSchedule &schedule);
    void unschedule();
    // Says what one of the request's checks expects.
    void acknowledge(const std::string &check, std::vector<std::string> says);
    void overrideFreeze(const QString &reason, const QString &ticket);

Q_SIGNALS:
    void requestsChanged();
    void selectedChanged();
    void waitingCountChanged();
    void acted(const QString &request);

private:
    using Answer = client::Acknowledged<core::ChangeRequest>;
    using Ask = std::function<core::Call(const core::ChangeRequest &, core::Handler<Answer>)>;

    void act(const QString &title, Ask ask);
    void take(core::ChangeRequest request);
    void loadBases();
    void loadSchemas();
    void countWaiting();

    client::CmsApi &m_api;
    Permissions m_permissions;
    const ServerClock *m_clock = nullptr;
    Scope m_scope = Scope::Waiting;
    std::vector<core::ChangeRequest> m_requests;
    core::ChangeRequestId m_wanted;
    std::optional<core::ChangeRequest> m_selected;
    std::map<core::VersionId, QString> m_bases;
    std::map<core::VersionId, std::optional<core::SchemaId>> m_baseSchemas;
    std::map<core::ConfigId, std::optional<core::SchemaId>> m_configSchemas;
    Operation m_loading;
    Operation m_counting;
    Operation m_loadingOne;
    Operation m_loadingBases;
    Operation m_loadingSchemas;
    Operation m_acting;
    int m_waitingCount = 0;
};

} // namespace chancery::models
