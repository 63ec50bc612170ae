// SPDX-License-Identifier: Apache-2.0
#include "requesttext.h"

#include "app/cli/visible.h"

#include <iostream>

namespace chancery::cli {

namespace {

bool isEnded(const core::ChangeRequest &request)
{
    using enum core::RequestState;
    return request.state == Applied || request.state == Withdrawn || request.state == Expired
        || request.state == Superseded;
}

const char *wordsOf(core::CheckKind kind)
{
    switch (kind) {
    case core::CheckKind::Reach:
        return "reaches";
    case core::CheckKind::Sample:
        return "to be looked at";
    case core::CheckKind::LiveOnly:
        return "will be removed, live-only";
    case core::CheckKind::Unknown:
        break;
    }
    return "expects";
}

void printChecks(const core::ChangeRequest &request)
{
    for (const auto &check : request.checks.value_or(std::vector<core::Check>())) {
        std::cout << "  " << visible(check.id) << ": " << wordsOf(check.kind);
        for (const auto &word : check.expects)
            std::cout << ' ' << visible(word);
        std::cout << (check.unit.empty() ? "" : " ") << visible(check.unit);
        if (check.isOwed)
            std::cout << ", not acknowledged by its author";
        if (check.byApprovers)
            std::cout << "; who approves acknowledges it";
        std::cout << '\n';
    }
}

} // namespace

int printRequest(Online &online, const core::ChangeRequest &request)
{
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(request)) << '\n';
        return succeeded;
    }
    std::cout << visible(request.id.text()) << ' ' << api::toWire(request.state) << ' '
              << visible(request.title) << '\n';
    for (const auto &need : request.requirements) {
        std::cout << "  " << visible(need.rule) << ": " << need.have << " of " << need.need;
        if (!need.blockedBy.empty())
            std::cout << ", blocked: " << visible(need.blockedBy);
        std::cout << '\n';
    }
    printChecks(request);
    for (const auto &item : request.items) {
        if (item.standardChange)
            std::cout << "  " << visible(item.path) << ": approved beforehand as \""
                      << visible(*item.standardChange) << "\"\n";
        if (item.schema)
            std::cout << "  " << visible(item.path) << ": with another schema, "
                      << visible(item.schema->text()) << '\n';
        if (item.declaration) {
            std::cout << "  " << visible(item.path)
                      << ": its layers and dependencies go back, in every environment\n";
            for (const auto &difference : core::differences(*item.declaration))
                std::cout << "    " << visible(core::toString(difference)) << '\n';
        }
        if (item.needsRebase && !isEnded(request))
            std::cout << "  " << visible(item.path) << ": live has moved on, see rebase\n";
    }
    if (const auto &owed = request.confirmation; owed && !owed->at)
        std::cout << "  expedited: the other approvals are "
                  << (owed->isOverdue ? "overdue since " : "due by ")
                  << core::toRfc3339(owed->dueAt) << '\n';
    if (!request.failure.empty())
        std::cout << (request.state == core::RequestState::Rejected ? "  rejected: " : "  failed: ")
                  << visible(request.failure) << '\n';
    if (const auto &schedule = request.schedule) {
        std::cout << "  applied at " << core::toRfc3339(schedule->at) << " ("
                  << visible(schedule->zone) << "), scheduled by " << visible(schedule->byName)
                  << '\n';
        if (schedule->behind)
            std::cout << "  queued behind " << visible(schedule->behind->text()) << '\n';
        if (!schedule->suspendedBecause.empty())
            std::cout << "  suspended: " << visible(schedule->suspendedBecause) << '\n';
    }
    if (const auto &lifted = request.freezeOverride)
        std::cout << "  passes soft freeze windows by " << visible(lifted->byName) << ", "
                  << visible(lifted->ticket) << ": " << visible(lifted->reason) << '\n';
    return succeeded;
}

} // namespace chancery::cli
