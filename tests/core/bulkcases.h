// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/bulkoperation.h"
#include "tests/support/testcase.h"

// Operations in many documents, made and printed.
namespace chancery::bulkcases {

using core::BulkKind;
using core::BulkOperation;
using core::BulkPlan;
using core::Format;

// A document that lives as long as the test looks at it.
struct Text {
    Text(std::string source, Format format, std::string configPath = "/shop/api")
        : reading(core::read(std::move(source), format, core::Limits::wide()))
        , path(std::move(configPath))
    {
    }
    core::BulkSubject subject() const
    {
        return {path, environment, {reading.tree().source(), &reading.tree(), {}}};
    }

    core::Reading reading;
    std::string path;
    core::EnvironmentId environment;
};

inline core::Result<BulkPlan> planned(
    const Text &text, const BulkOperation &operation, const std::vector<std::size_t> &leftOut = {})
{
    const auto planner = core::BulkPlanner::compile(operation);
    if (!planner)
        return planner.error();
    return planner->plan(text.subject(), leftOut, core::CancelToken());
}

// The text after, and behind it what could not be done.
inline QByteArray printed(const core::Result<BulkPlan> &plan)
{
    if (!plan)
        return QByteArray::fromStdString('!' + plan.error().code);
    auto out = plan->after;
    for (const auto &hit : plan->hits) {
        if (hit.refusal)
            out += "!" + hit.refusal->code + ' ' + std::to_string(hit.refusal->line) + ':'
                + std::to_string(hit.refusal->column) + '\n';
    }
    return QByteArray::fromStdString(out);
}

inline BulkOperation replacing(const char *pattern, const char *with, bool isExpression = true)
{
    BulkOperation operation;
    operation.what.pattern = pattern;
    operation.what.isExpression = isExpression;
    operation.what.matchesCase = true;
    operation.with = with;
    return operation;
}

inline BulkOperation at(BulkKind kind, const char *places, const char *with = "")
{
    BulkOperation operation;
    operation.kind = kind;
    operation.what.places = places;
    operation.with = with;
    return operation;
}

inline BulkOperation renaming(const char *places, const char *name)
{
    auto operation = at(BulkKind::Rename, places, name);
    operation.owners = {{"/shop/api", {}}};
    return operation;
}

inline constexpr auto routes = "# all routes\n"
                               "routes:\n"
                               "  - name: a   # first\n"
                               "    timeout: 30\n"
                               "  - name: 'b'\n"
                               "    timeout: 2.5\n"
                               "timeout: 1\n";

} // namespace chancery::bulkcases
