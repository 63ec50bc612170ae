// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describerollback.h"
#include "engine/server/access.h"
#include "engine/server/backwards.h"
#include "engine/server/drafttexts.h"
#include "engine/server/emergencies.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/landing.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/rollbackplan.h"
#include "engine/server/lineage.h"
#include "engine/server/moments.h"
#include "engine/server/recovery/sessions.h"

#include <algorithm>
#include <set>

// GOV-29: a rollback is a new version whose text is an earlier one's. It goes through a change
// request like every change; where the environment lets it, the request is applied at once.
namespace chancery::server {

namespace {

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

// What another version in quarantine says too stays there until that is released as well.
void releaseContent(Unit &unit, const core::Version &released)
{
    const auto key = keys::join(keys::quarantine, released.config.text(),
        released.environment.text(), released.content.text());
    const auto &view = unit.view();
    std::string other;
    const auto range = KeyRange::under(
        keys::join(keys::historyIn, released.config.text(), released.environment.text(), ""));
    visitBackwards(view, range, [&](const Entry &entry) {
        const auto stored = view.text(keys::join(keys::version, *entry.value));
        const bool isSame = *entry.value != released.id.text()
            && stored.find(released.content.text()) != std::string::npos;
        if (!isSame)
            return true;
        const auto version = versionAt(view, core::VersionId(*entry.value));
        if (version.quarantined && version.content == released.content)
            other = *entry.value;
        return other.empty();
    });
    if (other.empty())
        unit.remove(key);
    else
        unit.put(key, other);
}

void parkDrafts(Unit &unit, const core::Head &head, const std::string &name)
{
    const auto place = keys::join(keys::draftAt, head.config.text(), head.environment.text(), "");
    for (const auto &entry : unit.view().scan(KeyRange::under(place))) {
        const auto author = entry.key.substr(entry.key.rfind('/') + 1);
        const auto key = draftKey(core::PrincipalId(author), *entry.value);
        auto kept = keptDraft(unit.view().needBytes(key, "draft " + *entry.value));
        auto &draft = kept.draft;
        draft.parkedAs = name;
        draft.updatedAt = unit.now();
        storeKeptDraft(unit, kept);
        unit.remove(entry.key);
        unit.publish(
            "draft.update", "/v1/drafts/" + draft.id.text(), draft.etag, "A draft was parked");
    }
}

} // namespace

namespace {

void demandReason(const std::string &reason, const std::string &ticket)
{
    demandLength(reason, longestReason, "/reason");
    demandLength(ticket, longestTicket, "/ticket");
    if (reason.empty())
        refuse("policy-violation", "A rollback needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
}

// What is not known is told of with its place.
void demandRollback(const Unit &unit, const std::string &place, const core::NewRollback &asked)
{
    std::vector<Place> places;
    for (const auto &item : asked.items) {
        const auto key = keys::join(keys::config, item.config.text());
        if (const auto config = unit.view().find<core::Config>(key))
            places.push_back({core::EnvironmentId(place), config->path});
    }
    demandAccess(unit, core::Permission::Rollback, places);
}

core::RequestItem itemOf(Unit &unit, RollbackAim &aim, const std::string &pointer)
{
    auto text = textOf(unit.view(), aim, pointer);
    if (isLiveAlready(unit.view(), aim, text))
        refuse("state-conflict", aim.head.path + ": this text is live already");
    return itemBack(unit, aim, std::move(text), pointer);
}

// The request says so to whoever approves it.
void demandInstant(const Unit &unit, const RollbackAim &aim, const std::optional<core::Instant> &at,
    const std::string &pointer)
{
    const bool isThat
        = !at || liveAt(unit.view(), aim.head.config, aim.head.environment, *at) == aim.target.id;
    if (!isThat || (at && *at > unit.now()))
        refuse("policy-violation", aim.head.path + ": another version was live at that instant",
            {{pointer + "/target", "instant", "Expected what was live at the instant", {}, 0, 0}});
}

std::string titleOf(
    const std::vector<RollbackAim> &aims, const core::NewRollback &asked, const std::string &place)
{
    if (aims.size() == 1) {
        const auto &aim = aims.front();
        return "Roll back " + std::string(aim.keys.empty() ? "" : "keys of ") + aim.head.path
            + " in " + place + " to v" + aim.target.semver;
    }
    return "Roll back " + std::to_string(aims.size()) + " configs in " + place
        + (asked.at ? " to " + core::toRfc3339(*asked.at) : "")
        + (asked.part ? " (part " + std::to_string(asked.part->number) + " of "
                    + std::to_string(asked.part->of) + ')'
                      : "");
}

void demandPart(const View &view, const std::optional<core::RollbackPart> &part)
{
    if (!part)
        return;
    const bool isFirst = part->number == 1;
    if (part->number < 1 || part->number > part->of || isFirst == part->first.has_value())
        refuse("policy-violation", "This is no part of a rollback",
            {{"/part", "not-allowed", "Expected a number, of how many, and behind the first its id",
                {}, 0, 0}});
    if (!isFirst && !needRequest(view, part->first->text()).rollbackTo)
        refuse("policy-violation", part->first->text() + " is no rollback",
            {{"/part/first", "not-allowed", "Expected the first part", {}, 0, 0}});
}

core::ChangeRequest requestOf(Unit &unit, std::vector<RollbackAim> &aims,
    const core::NewRollback &asked, const std::string &place)
{
    core::ChangeRequest request;
    for (std::size_t i = 0; i < aims.size(); ++i)
        request.items.push_back(itemOf(unit, aims[i], "/items/" + std::to_string(i)));
    for (const auto i : refusedToday(unit, aims, request.items))
        request.items[i] = withOwnSchema(
            unit, aims[i], std::move(request.items[i]), "/items/" + std::to_string(i));
    request.id = core::ChangeRequestId("CR-" + std::to_string(unit.nextRequestNumber()));
    request.title = titleOf(aims, asked, place);
    if (asked.part && asked.part->first)
        request.description = "Goes back together with " + asked.part->first->text();
    request.reason = asked.reason;
    request.ticket = asked.ticket;
    request.cycle = 1;
    request.requester = unit.actor().principal.id;
    request.requesterName = unit.actor().principal.displayName;
    request.rollbackTo = aims.front().target.id;
    request.createdAt = unit.now();
    request.contentDigest = contentDigestOf(request);
    request.state = core::RequestState::Open;
    return request;
}

// A recovery key goes back to what the server says was good, and chooses nothing.
void demandLastGood(const Unit &unit, const std::vector<RollbackAim> &aims)
{
    for (const auto &aim : aims) {
        if (core::governing::isGoverning(aim.head.path))
            refuse("forbidden", "Recovery access changes no rules: " + aim.head.path);
        if (!aim.keys.empty() || aim.declaration)
            refuse("forbidden", "Recovery access goes back to whole versions");
        const auto good = lastGoodOf(unit.view(), aim.head);
        if (!good || good->id != aim.target.id)
            refuse("forbidden",
                "Recovery access goes back to the last known good version of " + aim.head.path
                    + (good ? ", " + good->id.text() + " (v" + good->semver + ")"
                            : std::string(", and there is none")));
    }
}

// Without the approvals and through any freeze; everybody is told, and somebody reviews it.
Response recoverTo(Unit &unit, std::vector<RollbackAim> &aims, const core::NewRollback &asked,
    const std::string &place)
{
    demandLastGood(unit, aims);
    const Passage passage{true, false, Validation::Demanded};
    auto request = requestOf(unit, aims, asked, place);
    request.title = "RECOVERY: " + request.title;
    demandLandable(unit, request, passage);
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was created");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    const auto id = request.id.text();
    auto landed = applyWithoutVotes(unit, std::move(request), 201, passage);
    request = needRequest(unit.view(), id);
    if (request.state == core::RequestState::Applied)
        noteRecoveryRollback(unit, request);
    return landed;
}

Response carryOut(Unit &unit, std::vector<RollbackAim> aims, const core::NewRollback &asked,
    const std::string &place)
{
    if (unit.actor().isRecovery())
        return recoverTo(unit, aims, asked, place);
    auto request = requestOf(unit, aims, asked, place);
    const bool isFree = !needsApproval(unit.view(), place, aims);
    // One that cannot be done at once leaves nothing behind that somebody would have to clear away.
    if (isFree)
        demandLandable(unit, request);
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was created");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    if (!isFree)
        return answerWith(unit.view(), std::move(request), unit.now(), 201);
    return applyWithoutVotes(unit, std::move(request), 201);
}

} // namespace

namespace {

// Only what once was live as a whole may skip the approval: a choice of keys is a new text. And
// nothing that governs: going back to an earlier policy decides as much as going on to another one.
bool mayRollBackFreely(const View &view, const core::EnvironmentId &place, std::string_view path,
    const core::VersionId &target, bool isWhole)
{
    const auto environment = view.need<core::Environment>(
        keys::join(keys::environment, place.text()), "environment " + place.text());
    if (!environment.gated && !hasRules(view, place) && !isProtected(view, environment, path))
        return true;
    return isWhole && !environment.rollbackNeedsApproval && !core::governing::isGoverning(path)
        && !wasNeverApproved(view, target);
}

} // namespace

bool needsApproval(const View &view, const std::string &place, const std::vector<RollbackAim> &aims)
{
    return std::ranges::any_of(aims, [&](const RollbackAim &aim) {
        return !mayRollBackFreely(view, core::EnvironmentId(place), aim.head.path, aim.target.id,
            aim.keys.empty() && !aim.bringsSchema && !aim.declaration);
    });
}

// By what is stored of it, not by its author's word.
bool mayGoUnapproved(const View &view, const core::ChangeRequest &request)
{
    const auto isFree = [&](const core::RequestItem &item) {
        const bool isWhole = item.rollbackTo
            && view.text(keys::join(keys::text, item.rollbackTo->text())) == item.text
            && !item.schema && !item.declaration;
        return item.rollbackTo
            && mayRollBackFreely(view, item.environment, item.path, *item.rollbackTo, isWhole);
    };
    // Who has asked for changes is heard, also where nobody needs to be (GOV-10).
    const bool isOpposed = std::ranges::any_of(request.reviews, [](const core::Review &review) {
        return review.standing && review.kind == core::VoteKind::RequestChanges;
    });
    return request.rollbackTo && !isOpposed && std::ranges::all_of(request.items, isFree);
}

Response rollBack(Unit &unit)
{
    const auto &config = unit.argument(0);
    const auto &place = unit.argument(1);
    const auto head = unit.view().need<core::Head>(
        keys::join(keys::head, config, place), config + " in " + place);
    unit.demandMatch(head.etag);
    const auto asked = unit.body<core::Rollback>();
    demandReason(asked.reason, asked.ticket);
    const std::vector<RollbackAim> aims{
        aimOf(unit, place, {head.config, head.version, asked.target, {}}, "")};
    return carryOut(unit, aims, {{}, {}, asked.reason, asked.ticket}, place);
}

Response rollBackSeveral(Unit &unit)
{
    const auto &place = unit.argument(0);
    const auto asked = unit.body<core::NewRollback>();
    demandRollback(unit, place, asked);
    demandReason(asked.reason, asked.ticket);
    if (asked.items.empty() || asked.items.size() > mostRolledBack)
        refuse("policy-violation", "A rollback is of 1 to 500 configs",
            {{"/items", "count", "Expected 1 to 500 items", {}, 0, 0}});
    demandPart(unit.view(), asked.part);
    std::vector<RollbackAim> aims;
    std::set<std::string> known;
    for (std::size_t i = 0; i < asked.items.size(); ++i) {
        const auto pointer = "/items/" + std::to_string(i);
        if (!known.insert(asked.items[i].config.text()).second)
            refuse("policy-violation", "The same config stands twice in the rollback",
                {{pointer, "duplicate", "Expected each config once", {}, 0, 0}});
        // What was seen is what is rolled back.
        if (asked.items[i].base.isEmpty())
            refuse("policy-violation", "A rollback says what is live",
                {{pointer + "/base", "required", "Expected the live version", {}, 0, 0}});
        aims.push_back(aimOf(unit, place, asked.items[i], pointer));
        demandInstant(unit, aims.back(), asked.at, pointer);
    }
    return carryOut(unit, aims, asked, place);
}

void finishRollback(Unit &unit, const core::ChangeRequest &request)
{
    for (const auto &item : request.items) {
        const auto &to = item.rollbackTo ? item.rollbackTo : request.rollbackTo;
        const auto head = unit.view().need<core::Head>(
            keys::join(keys::head, item.config.text(), item.environment.text()), "head");
        const auto target
            = unit.view().need<core::Version>(keys::join(keys::version, to->text()), "version");
        // Of the same values only the schema was wrong.
        if (item.base
            && head.content
                != unit.view()
                    .need<core::Version>(keys::join(keys::version, item.base->text()), "base")
                    .content)
            quarantine(unit, *item.base);
        parkDrafts(unit, head, "before rollback to v" + target.semver);
    }
}

Response releaseVersion(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto key = keys::join(keys::version, id);
    auto version = unit.view().need<core::Version>(key, "version " + id);
    if (!unit.actor().isPerson())
        refuse("machine-approval", "Only people release a version");
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    if (reason.empty())
        refuse("policy-violation", "A release needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    if (!version.quarantined)
        refuse("state-conflict", "The version is not in quarantine");
    version.quarantined = false;
    unit.put(key, api::toJson(version));
    releaseContent(unit, version);
    Deed deed{.kind = core::AuditKind::VersionRelease, .targetType = "version"};
    deed.targetId = id;
    deed.config = version.config.text();
    deed.environment = version.environment.text();
    deed.reason = reason;
    unit.record(deed);
    unit.publish("version.update", "/v1/versions/" + id, core::ETag(id), "A version was released");
    return Response::json(api::toJson(version), 200, id);
}

} // namespace chancery::server
