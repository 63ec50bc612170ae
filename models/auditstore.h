// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditapi.h"
#include "engine/client/auditapi.h"
#include "engine/core/executor.h"
#include "models/auditcopy.h"
#include "models/operation.h"

#include <QTimer>

#include <filesystem>

namespace chancery::models {

// Where the copy of the log lies and which log it must be.
struct AuditPlace {
    std::filesystem::path file;
    std::string origin;
    std::string verifierKey; // as pinned when this server was first met
    core::Secret key = {}; // seals the copy; empty: plain
    std::filesystem::path authorities = {}; // certificates of who may stamp the log; empty: unsaid
    std::optional<core::Error> keyFault = {}; // there is a key, and it cannot be had
    std::filesystem::path keyFile = {}; // where that is which no keychain holds
};

// The cached audit log: brought up to the server's checkpoint, searched, verified. All work on the
// file happens on the storage executor; this object only holds what came back.
class AuditStore : public QObject, public AuditCopy {
    Q_OBJECT

public:
    AuditStore(
        client::AuditApi &api, core::Executor &storage, const core::Clock &clock, AuditPlace place);
    ~AuditStore() override;

    const std::vector<audit::EventRow> &rows() const { return m_rows; }
    // The entries that are here.
    std::int64_t size() const { return m_size - m_first; }
    const audit::AuditFilter &filter() const { return m_filter; }
    // Of what the filter lets through; none until it is counted for the first time.
    const std::optional<audit::AuditOverview> &overview() const { return m_overview; }
    const std::optional<audit::AuditDetail> &detail() const { return m_detail; }
    const std::optional<audit::LocalVerification> &verification() const { return m_verification; }
    // Actions of ours whose entry is not here yet.
    std::int64_t openReceipts() const { return m_openReceipts + std::int64_t(m_receipts.size()); }
    // The oldest alarm that nobody has acknowledged, by its name; empty without one.
    const QString &alarm() const { return m_alarm; }
    const std::optional<audit::RaisedAlarm> &raisedAlarm() const { return m_raised; }
    Operation &syncing() { return m_syncing; }
    Operation &searching() { return m_searching; }
    // The first half of its progress are the entries themselves, the second what is made of them.
    Operation &verifying() { return m_verifying; }
    Operation &acknowledging() { return m_acknowledging; }
    Operation &exporting() { return m_exporting; }
    Operation &noting() { return m_noting; }

    void start();
    void sync();
    void setFilter(const audit::AuditFilter &filter);
    void loadMore();
    // Its proof is made and checked each time.
    void showDetail(std::int64_t seq);
    // Both can be cancelled: the job ends soon, and an export leaves no file.
    void verify();
    // Puts a name under the alarm; the log is taken again from where it was.
    void acknowledge(const std::string &who);
    // What the server promised of an action of ours; kept and tried again until it is on record.
    void addReceipt(std::uint64_t seq, const std::string &requestId);
    // All that the filter lets through.
    void exportTo(const std::filesystem::path &file, audit::ExportFormat format);
    // The copy is put aside and the log fetched anew, up to the checkpoint that is trusted.
    void startAnew();
    core::Call withCopy(Job job, core::Handler<core::Done> done) override;

Q_SIGNALS:
    void rowsChanged();
    void detailChanged();
    void overviewChanged();
    void stateChanged();
    void exported(qint64 entries);

private:
    struct Shelf; // the cache, touched by the storage thread only
    struct Status;
    struct Steps;
    struct Refused;
    struct Receipt {
        std::int64_t seq = 0;
        std::string requestId;
    };
    template <typename T>
    std::function<core::Call(core::Handler<T>)> onShelf(
        std::function<core::Result<T>(audit::AuditCache &, const audit::Watch &)> job,
        std::shared_ptr<Steps> steps = {});
    using Lines = std::vector<std::string>;
    // What the server has to give because it signed it; else its refusal is noted.
    void fetchOwed(audit::Alarm alarm, std::function<core::Call(core::Handler<Lines>)> ask,
        std::function<void(Lines)> use, std::function<bool(const core::Error &)> other = {});
    void noteRefusal(audit::Alarm alarm, const core::Error &error);
    std::function<core::Call(core::Handler<Status>)> statusAfter(
        std::function<core::Result<>(Shelf &)> job);
    void fetchCheckpoint();
    void fetchProof();
    void fetchLeaves();
    void fetchPruned(const core::Error &refusal);
    void judgeBehind(core::PruneRecord record);
    std::uint64_t nextEntry() const;
    void takeLeaves(std::vector<std::string> leaves, std::uint64_t asked);
    void fetchRemainder();
    void append();
    void report(audit::Alarm alarm, const std::string &detail);
    bool takeProof(const std::vector<std::string> &texts, std::vector<core::Sha256> &proof);
    void take(const Status &status);
    void investigate(const std::optional<audit::ProofWish> &wish);
    void readAlarm();
    void noteReceipts();
    void tellSteps();
    void tellExport(audit::ExportFormat format, qint64 entries);
    void runSearch(std::optional<std::int64_t> after);
    void runOverview();

    client::AuditApi &m_api;
    core::Executor &m_storage;
    std::shared_ptr<Shelf> m_shelf;
    std::vector<audit::EventRow> m_rows;
    audit::AuditFilter m_filter;
    std::optional<audit::AuditOverview> m_overview;
    std::optional<audit::AuditDetail> m_detail;
    std::optional<audit::LocalVerification> m_verification;
    QString m_alarm;
    std::optional<audit::RaisedAlarm> m_raised;
    std::vector<Receipt> m_receipts; // not on record yet
    QTimer m_notingAgain;
    std::shared_ptr<Steps> m_verifyingSteps;
    std::shared_ptr<Steps> m_exportingSteps;
    QTimer m_looking; // how far they are
    std::int64_t m_openReceipts = 0;
    audit::AuditBatch m_batch;
    std::uint64_t m_target = 0;
    std::int64_t m_size = 0;
    std::int64_t m_first = 0;
    std::int64_t m_trusted = 0;
    std::optional<core::PruneRecord> m_pruned; // where an empty copy begins
    int m_prunings = 0; // records that this sync was given
    std::size_t m_batchBytes = 0;
    bool m_hasMore = false;
    Operation m_syncing;
    Operation m_searching;
    Operation m_counting;
    Operation m_detailing;
    Operation m_verifying;
    Operation m_acknowledging;
    Operation m_exporting;
    Operation m_investigating;
    Operation m_noting;
    Operation m_telling; // the log of an export; what was written stays where it fails
};

} // namespace chancery::models
