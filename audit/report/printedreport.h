// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reporttables.h"

namespace chancery::audit {

// One part of a report on paper: a heading, sentences, then a table or bars by month. What is empty
// is left out.
struct PrintedSection {
    std::string heading;
    int level = 1;
    std::vector<std::string> paragraphs;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<TrendPoint> bars;
};

// A report for reading, before it is set in type: all words of it and nothing of how they look. It
// travels as JSON to the program that knows fonts (audit/print).
struct PrintedReport {
    std::string title;
    std::string subtitle;
    std::string statement;
    std::string footer; // of every page, beside its number
    std::vector<PrintedSection> sections;
};

PrintedReport printedReport(const ReportRun &run);

std::string toJson(const PrintedReport &report);
// Error{Invalid} "printed-report" for anything else than toJson() writes.
core::Result<PrintedReport> printedReportFrom(std::string json);

} // namespace chancery::audit
