// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencequery.h"

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
};

// How many of a query fell into one month of UTC.
struct TrendPoint {
    std::string month; // "2026-11"
    core::evidence::Count count;
};

struct ReportQuery {
    EvidenceResult result;
    std::vector<TrendPoint> trend; // every month of the period
    std::vector<std::string> sample; // ids of the population
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
    EventBase::Extent extent; // entries of the period
    std::uint64_t erasedFields = 0; // of people, in all of the log
    std::vector<ReportQuery> queries; // in the order of their ids
    std::vector<ReportControl> controls;
    std::shared_ptr<const core::evidence::Facts> facts; // by place in the log

    std::int64_t exceptions() const;
    std::size_t collected() const;
    // Every query's two numbers agree with their second count.
    bool agrees() const;
    // The gap check: as many entries as lie between the first and the last.
    bool isWithoutGap() const;
};

// Error{Invalid}: "report-framework", "report-period", "report-parameter".
core::Result<ReportRun> runReport(const EvidenceLog &log, const ReportRequest &request);

// "supports assessment of …": stands on every page and in every manifest.
std::string statementOf(const ReportRun &run);

} // namespace chancery::audit
