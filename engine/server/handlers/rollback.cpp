// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"

#include <algorithm>

// GOV-29: a rollback is a new version whose text is an earlier one's. It goes through a change
// request like every change; where the environment lets it, the request is applied at once.
namespace chancery::server {

namespace {

void demandOnceLive(
    const core::Version &target, const std::string &config, const std::string &environment)
{
    // Every version of this history was live in its environment from the moment it was made.
    if (target.config.text() != config || target.environment.text() != environment)
        refuse("policy-violation", "The target was never live here",
            {{"/target", "never-live", "Expected a version of this config and environment", {}, 0,
                0}});
}

// The version rolled back from waits for a person before automation may bring it back.
void quarantine(Unit &unit, const core::VersionId &id)
{
    const auto key = keys::join(keys::version, id.text());
    auto version = unit.view().need<core::Version>(key, "version " + id.text());
    version.quarantined = true;
    unit.put(key, api::toJson(version));
    unit.put(keys::join(keys::quarantine, version.config.text(), version.environment.text(),
                 version.content.text()),
        id.text());
}

void parkDrafts(Unit &unit, const core::Head &head, const std::string &name)
{
    const auto place = keys::join(keys::draftAt, head.config.text(), head.environment.text(), "");
    for (const auto &entry : unit.view().scan(KeyRange::under(place))) {
        const auto author = entry.key.substr(entry.key.rfind('/') + 1);
        const auto key = keys::join(keys::draft, author, *entry.value);
        auto draft = unit.view().need<core::Draft>(key, "draft " + *entry.value);
        draft.parkedAs = name;
        draft.updatedAt = unit.now();
        unit.store(key, draft);
        unit.remove(entry.key);
        unit.publish(
            "draft.update", "/v1/drafts/" + draft.id.text(), draft.etag, "a draft was parked");
    }
}

} // namespace

Response rollBack(Unit &unit)
{
    const auto &config = unit.argument(0);
    const auto &place = unit.argument(1);
    const auto head = unit.view().need<core::Head>(
        keys::join(keys::head, config, place), config + " in " + place);
    unit.demandMatch(head.etag);
    const auto asked = unit.body<core::Rollback>();
    demandLength(asked.reason, longestReason, "/reason");
    demandLength(asked.ticket, longestTicket, "/ticket");
    if (asked.reason.empty())
        refuse("policy-violation", "A rollback needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    const auto target = unit.view().need<core::Version>(
        keys::join(keys::version, asked.target.text()), "version " + asked.target.text());
    demandOnceLive(target, config, place);
    if (asked.target == head.version)
        refuse("state-conflict", "This version is live already");
    const auto text = unit.view().needBytes(
        keys::join(keys::text, asked.target.text()), "text of " + asked.target.text());
    core::ChangeRequest request;
    request.items.push_back(
        checkedItem(unit, {head.config, head.environment, head.version, *text}, "/target"));
    request.id = core::ChangeRequestId("CR-" + std::to_string(unit.nextRequestNumber()));
    request.title = "Roll back " + head.path + " in " + place + " to v" + target.semver;
    request.reason = asked.reason;
    request.ticket = asked.ticket;
    request.cycle = 1;
    request.requester = unit.actor().principal.id;
    request.requesterName = unit.actor().principal.displayName;
    request.rollbackTo = asked.target;
    request.createdAt = unit.now();
    request.contentDigest = contentDigestOf(request);
    request.state = core::RequestState::Open;
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was created");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    const auto environment = unit.view().need<core::Environment>(
        keys::join(keys::environment, place), "environment " + place);
    if (environment.gated && environment.rollbackNeedsApproval)
        return answerWith(unit.view(), std::move(request), unit.now(), 201);
    return applyRollback(unit, std::move(request), 201);
}

void finishRollback(Unit &unit, const core::ChangeRequest &request)
{
    const auto &item = request.items.front();
    const auto head = unit.view().need<core::Head>(
        keys::join(keys::head, item.config.text(), item.environment.text()), "head");
    const auto target = unit.view().need<core::Version>(
        keys::join(keys::version, request.rollbackTo->text()), "version");
    if (item.base)
        quarantine(unit, *item.base);
    parkDrafts(unit, head, "before rollback to v" + target.semver);
}

Response releaseVersion(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto key = keys::join(keys::version, id);
    auto version = unit.view().need<core::Version>(key, "version " + id);
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    if (reason.empty())
        refuse("policy-violation", "A release needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    if (!unit.actor().isPerson())
        refuse("machine-approval", "Only people release a version");
    if (!version.quarantined)
        refuse("state-conflict", "The version is not in quarantine");
    version.quarantined = false;
    unit.put(key, api::toJson(version));
    unit.remove(keys::join(keys::quarantine, version.config.text(), version.environment.text(),
        version.content.text()));
    Deed deed{.kind = core::AuditKind::VersionRelease, .targetType = "version"};
    deed.targetId = id;
    deed.config = version.config.text();
    deed.environment = version.environment.text();
    deed.reason = reason;
    unit.record(deed);
    unit.publish("version.update", "/v1/versions/" + id, core::ETag(id), "a version was released");
    return Response::json(api::toJson(version), 200, id);
}

} // namespace chancery::server
