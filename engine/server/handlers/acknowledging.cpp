// SPDX-License-Identifier: Apache-2.0
#include "engine/core/audittext.h"
#include "engine/server/checks.h"
#include "engine/server/circumstances.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestflow.h"

#include <algorithm>

// Somebody says what a check of a request expects: the number, the paths, the keys. A tick would
// say nothing; what is outdated is refused like what is wrong.
namespace chancery::server {

namespace {

constexpr std::size_t mostSaid = 1000;

const core::Check &needCheck(const std::vector<core::Check> &checks, const std::string &id)
{
    const auto check = std::ranges::find(checks, id, &core::Check::id);
    if (check == checks.end())
        refuse("policy-violation", "Nothing of that has to be acknowledged",
            {{"/check", "unknown", "Expected the id of one of the request's checks", {}, 0, 0}});
    return *check;
}

void demandAsked(Unit &unit, const core::ChangeRequest &request, const core::Check &check)
{
    const auto &actor = unit.actor().principal;
    if (!unit.actor().isPerson())
        refuse("machine-approval", "Only people acknowledge");
    if (core::isOfAuthors(request, actor.id)) {
        if (!check.byAuthor)
            refuse("forbidden", "Who approves the request acknowledges this");
        return;
    }
    if (!check.byApprovers)
        refuse("forbidden", "The request's author acknowledges this");
    if (auto barrier
        = approvalBarrier(unit.view(), actor.id, request, unit.now(), circumstancesOf(unit)))
        refuse(std::move(*barrier));
}

// One of each person and check: the latest.
void keep(Unit &unit, core::ChangeRequest &request, const core::NewAcknowledgement &said)
{
    const auto &actor = unit.actor().principal;
    auto &all
        = request.acknowledgements ? *request.acknowledgements : request.acknowledgements.emplace();
    std::erase_if(all, [&](const core::Acknowledgement &earlier) {
        return earlier.cycle != request.cycle
            || (earlier.by == actor.id && earlier.check == said.check);
    });
    all.push_back({said.check, request.cycle, said.says, actor.id, actor.displayName, unit.now()});
}

std::string reasonOf(const core::NewAcknowledgement &said)
{
    std::string reason = said.check + ':';
    for (const auto &word : said.says)
        reason += ' ' + word;
    return core::auditText(reason);
}

} // namespace

Response acknowledgeChangeRequest(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    const auto said = unit.body<core::NewAcknowledgement>();
    if (said.says.size() > mostSaid)
        refuse("policy-violation", "This says too much",
            {{"/says", "maxItems", "Expected at most 1,000 texts", {}, 0, 0}});
    if (isFinal(request.state) && !request.confirmation)
        refuse("state-conflict", request.id.text() + " has ended");
    const auto checks = standingOf(unit.view(), request, unit.now()).checks;
    const auto &check = needCheck(checks, said.check);
    demandAsked(unit, request, check);
    if (said.cycle != request.cycle || said.contentDigest != request.contentDigest)
        refuse("approval-stale", "superseded, reload");
    if (said.says != check.expects)
        refuse("acknowledgement-required", "This is not what the check expects now",
            {{"/says", "outdated", "Expected what the request's check says now", {}, 0, 0}});
    unit.demandMatch(request.etag);
    keep(unit, request, said);
    settle(unit, request);
    storeRequest(unit, request,
        unit.actor().principal.displayName + " acknowledged a check of " + request.id.text());
    recordRequest(unit, request, core::AuditKind::ChangeRequestAcknowledge, reasonOf(said));
    recordStandards(unit, request);
    return answerWith(unit.view(), std::move(request), unit.now());
}

} // namespace chancery::server
