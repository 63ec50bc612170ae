// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencequery.h"
#include "audit/report/reportmaking.h"
#include "engine/core/domain/auditactivity.h"

namespace chancery::audit {

// What somebody asks for. The same request over the same log gives the same report, byte for byte;
// so nothing in it comes from the clock or from the machine.
struct ReportRequest {
    std::string framework; // "soc2"; "all" for every query
    core::Instant from; // half-open
    core::Instant to;
    std::string seed = "1"; // the auditor's, for the sample
    std::size_t sampleSize = 25; // of each query's population
    core::evidence::Given given;
    std::string by; // who asks, as it shall stand in the report
    // These alone of the framework's; empty: all of them. A bundle holds all.
    std::vector<std::string> queries = {};
};

// How whoever started a long report follows and ends it. Both are called in the thread that makes
// the report, many times a second; what is empty is not asked.
struct ReportWatch {
    enum class Stage : std::uint8_t { Reading, Counting, Asking, Writing };
    std::function<bool()> isCancelled = {};
    std::function<void(Stage stage, std::uint64_t done, std::uint64_t total)> progress = {};

    // Error{Cancelled} where it was; tells how far it is otherwise.
    core::Result<> at(Stage stage, std::uint64_t done, std::uint64_t total) const;
};
// The same log whose entries are given only until somebody cancels. Counts them for the progress.
EvidenceLog watched(const EvidenceLog &log, const ReportWatch &watch, ReportWatch::Stage stage);

// How many of a query fell into one month of UTC.
struct TrendPoint {
    std::string month; // "2026-11"
    core::evidence::Count count;
};

struct ReportQuery {
    EvidenceResult result;
    std::vector<TrendPoint> trend; // every month of the period
    std::vector<std::string> sample; // ids of the population
    // Where it asks about some environments: changes of the period in others, by their names.
    std::map<std::string, std::int64_t> leftOut = {};
};

// Time stamps of the log that are known where the report is made.
struct ReportStamps {
    std::size_t count = 0;
    std::size_t trusted = 0; // by an authority whose certificate leads to one that is trusted there
    bool isTrustKnown = false; // else nobody has said whom to trust
    std::uint64_t newestSize = 0;
    std::string newestTime; // as the stamp says it
    std::uint64_t trustedSize = 0; // of the newest by such an authority
    std::string trustedTime;
};

// How far the collected queries answer a framework's control.
enum class Coverage : std::uint8_t { None, Partly, Full };
std::string_view name(Coverage coverage);

struct ReportControl {
    core::evidence::Control control;
    Coverage coverage = Coverage::None;
    std::int64_t exceptions = 0; // over its queries
};

// A report before it has a format. A value; whoever made the log must outlive nothing of it.
struct ReportRun {
    std::string id; // of the request and the log: "soc2-20261101-20261201-1f2e3d4c"
    ReportRequest request;
    core::evidence::Framework framework;
    core::evidence::Tables tables;
    core::evidence::Period period;
    core::Checkpoint checkpoint;
    std::string note;
    std::vector<std::string> signers; // of the note, verified
    // The first entry that is there. Those before it were pruned: no query has looked at them.
    std::uint64_t firstEntry = 0;
    std::int64_t firstTime = 0; // of it, in microseconds
    EventBase::Extent extent; // entries of the period
    std::int64_t unreadable = 0; // entries of the log that no query sees unless it looks for them
    std::uint64_t erasedFields = 0; // of people, in all of the log
    std::vector<ReportQuery> queries; // in the order of their ids
    std::vector<ReportControl> controls;
    std::shared_ptr<const core::evidence::Facts> facts; // by place in the log
    // Set by whoever made the run, before anything is written: the entry with which the log has
    // acknowledged it, and what that says once it was read.
    std::optional<std::uint64_t> toldAs = {};
    std::optional<ReportMaking> making = {};
    ReportStamps stamps = {};

    std::int64_t exceptions() const;
    std::size_t collected() const;
    // Every query's two numbers agree with their second count.
    bool agrees() const;
    // The gap check: as many entries as lie between the first and the last.
    bool isWithoutGap() const;
    // Whether entries of the period may be among the pruned ones: it begins before what is left.
    bool reachesPruned() const { return firstEntry > 0 && period.from < firstTime; }
};

// Error{Invalid}: "report-framework", "report-period", "report-parameter", "report-queries".
// Error{Cancelled}, at the next entry or the next query.
core::Result<ReportRun> runReport(
    const EvidenceLog &log, const ReportRequest &request, const ReportWatch &watch = {});

// What was pruned, and what that means for the figures; empty where nothing was.
std::string prunedText(const ReportRun &run);

// "live: 400, dev: 12"; empty where nothing was left out.
std::string leftOutText(const ReportQuery &query);

// One digest of all that was asked and of how the tables were made.
std::string definitionsOf(const ReportRun &run);
// What the log is told of it: "report.run", or "report.export" when it was given away.
core::AuditActivity activityOf(const ReportRun &run, core::AuditActivityKind kind);
// "supports assessment of …": stands on every page and in every manifest.
std::string statementOf(const ReportRun &run);

} // namespace chancery::audit
