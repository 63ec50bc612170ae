// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditquery.h"
#include "engine/client/auditapi.h"
#include "engine/core/executor.h"
#include "models/operation.h"

#include <filesystem>

namespace chancery::models {

// Where the copy of the log lies and which log it must be.
struct AuditPlace {
    std::filesystem::path file;
    std::string origin;
    std::string verifierKey; // as pinned when this server was first met
};

// The cached audit log: brought up to the server's checkpoint, searched, verified. All work on the
// file happens on the storage executor; this object only holds what came back.
class AuditStore : public QObject {
    Q_OBJECT

public:
    AuditStore(
        client::AuditApi &api, core::Executor &storage, const core::Clock &clock, AuditPlace place);
    ~AuditStore() override;

    const std::vector<audit::EventRow> &rows() const { return m_rows; }
    const audit::EventRow *find(std::int64_t seq) const;
    std::int64_t size() const { return m_size; }
    bool hasMore() const { return m_hasMore; }
    const std::optional<audit::AuditDetail> &detail() const { return m_detail; }
    const std::optional<audit::LocalVerification> &verification() const { return m_verification; }
    const QString &alarm() const { return m_alarm; }
    Operation &syncing() { return m_syncing; }
    Operation &searching() { return m_searching; }
    Operation &verifying() { return m_verifying; }

    void start();
    void sync();
    void search(const QString &text);
    void loadMore();
    void showDetail(std::int64_t seq);
    void verify();

Q_SIGNALS:
    void rowsChanged();
    void detailChanged();
    void stateChanged();

private:
    struct Shelf; // the cache, touched by the storage thread only
    template <typename T>
    std::function<core::Call(core::Handler<T>)> onShelf(
        std::function<core::Result<T>(audit::AuditCache &)> job);
    void fetchCheckpoint();
    void fetchProof();
    void fetchLeaves();
    void append();
    void takeSize(std::int64_t size);
    void runSearch(std::optional<std::int64_t> after);

    client::AuditApi &m_api;
    core::Executor &m_storage;
    std::shared_ptr<Shelf> m_shelf;
    std::vector<audit::EventRow> m_rows;
    std::optional<audit::AuditDetail> m_detail;
    std::optional<audit::LocalVerification> m_verification;
    QString m_alarm;
    QString m_text;
    audit::AuditBatch m_batch;
    std::uint64_t m_target = 0;
    std::int64_t m_size = 0;
    bool m_hasMore = false;
    Operation m_syncing;
    Operation m_searching;
    Operation m_detailing;
    Operation m_verifying;
};

} // namespace chancery::models
