// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/auditactivity.h"
#include "tests/audit/testlog.h"

namespace chancery::support {

// As a server writes down what it is told of a report.
inline core::AuditEvent reportEntry(const core::AuditActivity &told)
{
    auto event = TestLog::event(core::AuditKind::ReportRun);
    event.target = {"report", told.subject, ""};
    event.related = {{"tree-size", std::to_string(told.treeSize), {}, {}, {}},
        {"tree-root", told.root, {}, {}, {}}, {"definitions", told.definitions, {}, {}, {}}};
    return event;
}

} // namespace chancery::support
