// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportstore.h"
#include "models/stores.h"
#include "models/tablemodel.h"

namespace chancery::views {

// One row that a query found, with the entry that proves it.
struct EvidenceLine {
    audit::EvidenceRow row;
    core::evidence::Fact fact; // empty where no entry stands behind the row
    const models::Stores *stores = nullptr;

    QString id() const;
    bool hasEntry() const { return row.seq.has_value(); }
    friend bool operator==(const EvidenceLine &one, const EvidenceLine &other)
    {
        return one.row == other.row;
    }
};

std::span<const models::Column<EvidenceLine>> evidenceColumns();

// Which rows of a query are looked at.
enum class RowKind { Exceptions, Listed, Sample, Population };
QString rowKindText(RowKind kind, qint64 count);
qint64 countOf(const audit::ReportQuery &query, RowKind kind);
// The first so many of them.
std::vector<EvidenceLine> linesOf(const audit::ReportRun &run, const audit::ReportQuery &query,
    RowKind kind, std::size_t most, const models::Stores &stores);

} // namespace chancery::views
