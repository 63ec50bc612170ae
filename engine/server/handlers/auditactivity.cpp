// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeauditactivity.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"

// What consoles and command lines do with the log, as they tell it: reports are made and checked
// where the auditor is. Who says so is known; that it is so is their word.
namespace chancery::server {

namespace {

constexpr std::size_t mostParameters = 100;
constexpr std::size_t longestRoot = 64;

core::AuditKind kindOf(core::AuditActivityKind kind)
{
    switch (kind) {
    case core::AuditActivityKind::ReportRun:
        return core::AuditKind::ReportRun;
    case core::AuditActivityKind::ReportExport:
        return core::AuditKind::ReportExport;
    case core::AuditActivityKind::VerifyFail:
        return core::AuditKind::AuditVerifyFail;
    case core::AuditActivityKind::LogExport:
        return core::AuditKind::AuditExport;
    case core::AuditActivityKind::Unknown:
        break;
    }
    refuse("policy-violation", "This is not done with a log",
        {{"/kind", "enum", "Expected report-run, report-export, verify-fail or log-export", {}, 0,
            0}});
}

void demandActivity(const core::AuditActivity &told)
{
    demandLength(told.subject, longestName, "/subject");
    demandLength(told.definitions, longestName, "/definitions");
    demandLength(told.root, longestRoot, "/root");
    if (told.subject.empty())
        refuse("policy-violation", "What was it about?",
            {{"/subject", "required", "Expected the id of a report, or what is wrong or taken", {},
                0, 0}});
    if (told.parameters.size() > mostParameters)
        refuse("policy-violation", "These are too many parameters",
            {{"/parameters", "maxItems", "Expected at most 100", {}, 0, 0}});
    for (std::size_t i = 0; i < told.parameters.size(); ++i)
        demandLength(told.parameters[i], longestTitle, "/parameters/" + std::to_string(i));
    if (told.treeSize < 0)
        refuse("policy-violation", "No log is that small",
            {{"/treeSize", "minimum", "Expected 0 or more", {}, 0, 0}});
}

} // namespace

Response recordAuditActivity(Unit &unit)
{
    const auto told = unit.body<core::AuditActivity>();
    const auto kind = kindOf(told.kind);
    demandActivity(told);
    const bool isReport
        = kind == core::AuditKind::ReportRun || kind == core::AuditKind::ReportExport;
    Deed deed{.kind = kind, .targetType = isReport ? "report" : "audit-log"};
    deed.targetId = isReport ? told.subject : unit.facts().logOrigin;
    if (!isReport)
        deed.reason = told.subject;
    deed.related.push_back({"tree-size", std::to_string(told.treeSize), {}, {}, {}});
    if (!told.root.empty())
        deed.related.push_back({"tree-root", told.root, {}, {}, {}});
    if (!told.definitions.empty())
        deed.related.push_back({"definitions", told.definitions, {}, {}, {}});
    for (const auto &parameter : told.parameters)
        deed.related.push_back({"parameter", parameter, {}, {}, {}});
    deed.status = 201;
    unit.record(deed);
    return Response::json(api::toJson(told), 201);
}

} // namespace chancery::server
