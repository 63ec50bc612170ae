// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/reportapi.h"
#include "engine/client/auditapi.h"
#include "models/auditstore.h"

#include <QTimer>

#include <filesystem>

namespace chancery::models {

// A report that has been made, with the entries that it was made of. Never changed afterwards, but
// for what the log has answered: run.toldAs and run.making are the thread of reports' alone.
struct ReportResult {
    audit::EvidenceLog log;
    audit::ReportRun run;
    audit::Standing standing = audit::Standing::Failed;
    std::string fault; // an alarm's name, or a code; empty where it is verified
    audit::AnchorFinding anchors = {}; // the time stamps of it that are known here
};

enum class ReportFormat { Pdf, Exceptions, Tables, Workbook, Data, Oscal, Bundle };
// "report.pdf" without its stem: what such a file ends with.
const char *suffixOf(ReportFormat format);

// With whose name and key a bundle is signed; the file is one of "chancery-cli report key".
struct ReportSigning {
    std::string name;
    std::filesystem::path keyFile;
};

// How far a report or its file is.
struct ReportStep {
    enum class Phase { Taking, Reading, Counting, Asking, Writing };
    Phase phase = Phase::Taking;
    qint64 done = 0;
    qint64 total = 0; // zero: unknown
};

// Reports over the console's copy of the audit log: made, followed, cancelled, written into files.
// The entries are taken on the storage thread piece by piece; all else runs on an executor of its
// own, so that nobody waits for a report but who asked for it. Member of Stores, of the GUI thread.
class ReportStore : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Running, Done, Failed, Cancelled };

    // The API is told of every report and of every file.
    ReportStore(client::AuditApi &api, AuditStore &audit, core::Executor &reports);
    ~ReportStore() override;
    // Where chancery-reportpdf is.
    void usePrograms(std::filesystem::path folder) { m_programs = std::move(folder); }

    State state() const;
    // The cause of State::Failed.
    const core::Error &error() const { return m_running.error(); }
    Operation &running() { return m_running; }
    Operation &exporting() { return m_exporting; }
    // That a report was made, or given away, to the log itself: a failure changes nothing about it.
    Operation &telling() { return m_telling; }
    // The entry that tells of it.
    std::optional<std::uint64_t> toldAs() const { return m_toldAs; }
    ReportStep step() const;
    // Null but in State::Done.
    const std::shared_ptr<const ReportResult> &result() const { return m_result; }
    // Of the result; an alarm that was raised since then counts.
    audit::Standing standing() const;
    std::string fault() const;

    // Anew, whatever was there.
    void run(audit::ReportRequest request);
    void runAgain() { run(m_request); }
    // The work ends at its next entry; nothing is kept of it.
    void cancel();

    // Why this cannot be written: "report-none", "report-not-verified", "report-partial",
    // "report-key-missing".
    std::optional<core::Error> refusal(ReportFormat format, const ReportSigning &signing) const;
    // The whole file or none, once the log has answered what it was told of the report, or has
    // failed to. The same bytes as in a bundle of "chancery-cli report run".
    void exportTo(const std::filesystem::path &file, ReportFormat format, ReportSigning signing);

Q_SIGNALS:
    void changed();
    void stepped();
    void exported(const QString &file);

private:
    struct Follower;
    struct Taken;
    using Anchors = std::vector<core::AuditAnchor>;

    void take();
    void askForAnchors();
    void ask();
    void follow();
    void bury();
    void readOwnEntry(const core::AuditActivity &told);
    void beginFile();
    void tell(core::AuditActivityKind kind);

    client::AuditApi &m_api;
    AuditStore &m_audit;
    core::Executor &m_reports;
    std::filesystem::path m_programs;
    audit::ReportRequest m_request;
    std::shared_ptr<Taken> m_taken; // the storage thread's while a piece is on its way
    std::shared_ptr<Follower> m_follower;
    std::shared_ptr<const ReportResult> m_result;
    std::shared_ptr<ReportResult> m_own; // the same, to be completed by the thread of reports
    std::optional<std::uint64_t> m_ranAs; // the entry of the run
    std::optional<audit::ReportMaking> m_making; // what that says
    std::function<void()> m_begin; // a file that waits for that
    Anchors m_offered; // by the server
    Operation m_running;
    Operation m_exporting;
    Operation m_telling;
    Operation m_readingOwn;
    std::optional<std::uint64_t> m_toldAs;
    QTimer m_looking;
    bool m_isCancelled = false;
};

} // namespace chancery::models
