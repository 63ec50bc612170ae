// SPDX-License-Identifier: Apache-2.0
#include "emergencytext.h"

#include "app/cli/visible.h"
#include "engine/api/describeemergency.h"

#include <iostream>

namespace chancery::cli {

namespace {

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string textOf(const std::optional<core::Instant> &instant)
{
    return instant ? core::toRfc3339(*instant) : "";
}

void print(const core::EmergencyAction &action)
{
    std::cout << "  action " << action.number << ", " << core::toRfc3339(action.at) << ", "
              << visible(action.request.text())
              << (action.isRollback ? ", rolled back" : ", changed") << ", "
              << api::toWire(action.fate);
    if (action.followUp)
        std::cout << " by " << visible(action.followUp->text());
    std::cout << '\n';
    if (!action.overrideReason.empty())
        std::cout << "    validation overridden: " << visible(action.overrideReason) << '\n';
    for (const auto &change : action.changes) {
        std::cout << "    " << visible(change.path) << ": " << visible(change.version.text())
                  << ", " << api::toWire(change.provision);
        if (change.followUp)
            std::cout << " (" << visible(change.followUp->text()) << ')';
        std::cout << '\n';
    }
}

void printTimes(const core::EmergencySession &session)
{
    if (session.expiresAt && session.state == core::EmergencyState::Active)
        std::cout << "  ends: " << core::toRfc3339(*session.expiresAt) << '\n';
    if (session.extension)
        std::cout << "  extended by " << session.extension->minutes
                  << " minutes: " << visible(session.extension->reason) << '\n';
    if (session.endedAt)
        std::cout << "  ended: " << core::toRfc3339(*session.endedAt) << ", "
                  << api::toWire(session.ending) << ", by "
                  << (session.endedBy.empty() ? "time" : visible(session.endedBy)) << '\n';
    if (session.reviewDueAt && !session.review)
        std::cout << "  review due: " << core::toRfc3339(*session.reviewDueAt) << '\n';
    if (session.ratifyDueAt && !session.actions.empty())
        std::cout << "  to be ratified by: " << core::toRfc3339(*session.ratifyDueAt) << '\n';
    if (session.review)
        std::cout << "  review: " << api::toWire(session.review->verdict) << ", by "
                  << visible(session.review->reviewerName) << ": " << visible(session.review->text)
                  << '\n';
}

} // namespace

core::Result<core::EmergencySession> emergencyOf(Online &online, const EmergencyOptions &options)
{
    return online.ask<core::EmergencySession>([&](auto done) {
        return online.cms().getEmergency(core::EmergencyId(options.session), std::move(done));
    });
}

std::vector<std::string> emergencyRow(const core::EmergencySession &session)
{
    return {session.id.text(), std::string(api::toWire(session.state)), session.actorName,
        core::isRecovery(session) ? "(all)" : session.environment.text(),
        core::isRecovery(session) ? "(recovery)" : joined(session.namespaces),
        core::toRfc3339(session.requestedAt),
        textOf(session.endedAt ? session.endedAt : session.expiresAt),
        std::to_string(session.actions.size()), session.incident, session.reason};
}

int printEmergency(Online &online, const core::EmergencySession &session)
{
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(session)) << '\n';
        return succeeded;
    }
    std::cout << visible(session.id.text()) << ' ' << api::toWire(session.state) << ": "
              << visible(session.actorName);
    if (core::isRecovery(session))
        std::cout << ", with a recovery key\n  " << visible(session.reason) << '\n';
    else
        std::cout << " in " << visible(session.environment.text()) << ", "
                  << visible(joined(session.namespaces)) << "\n  " << visible(session.incident)
                  << ": " << visible(session.reason) << '\n';
    if (session.state == core::EmergencyState::Requested)
        std::cout << "  waits for a second person: chancery-cli emergency confirm "
                  << visible(session.id.text()) << '\n';
    if (session.confirmer)
        std::cout << "  confirmed by " << visible(session.confirmerName) << '\n';
    if (!session.notices.empty())
        std::cout << "  told: " << visible(joined(session.notices.back().audience)) << '\n';
    printTimes(session);
    for (const auto &action : session.actions)
        print(action);
    for (const auto &secret : session.rotations)
        std::cout << "  to be rotated: " << visible(secret.path) << ' ' << visible(secret.pointer)
                  << '\n';
    return succeeded;
}

} // namespace chancery::cli
