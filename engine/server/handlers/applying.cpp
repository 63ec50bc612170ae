// SPDX-License-Identifier: Apache-2.0
#include "engine/api/versionid.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/semver.h"
#include "engine/server/boundschema.h"
#include "engine/server/checks.h"
#include "engine/server/effects.h"
#include "engine/server/emergencies.h"
#include "engine/server/freezes.h"
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/declaring.h"
#include "engine/server/handlers/effectchanges.h"
#include "engine/server/handlers/governed.h"
#include "engine/server/handlers/landing.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/scheduling.h"
#include "engine/server/lineage.h"
#include "engine/server/resolution.h"
#include "engine/server/validator.h"

#include <algorithm>

// GOV-21. All that may stand against a request is looked at first: bases, documents, schemas,
// quarantine, votes. Only when nothing does are versions made and heads moved, all in the unit's
// one transaction, so that there is no half-applied request to undo. The writer is alone, which
// makes looking and moving one step: of two requests with the same base the second sees the head of
// the first.
namespace chancery::server {

namespace {

// One item on its way to live.
struct Landing {
    const core::RequestItem *item = nullptr;
    core::Config config;
    std::optional<core::Head> head;
    core::ContentId content;
};

std::string headKey(const core::RequestItem &item)
{
    return keys::join(keys::head, item.config.text(), item.environment.text());
}

// Of a race the one that comes second is told of the winner (GOV-21).
void checkBase(const core::RequestItem &item, const std::optional<core::Head> &head)
{
    const auto live = head ? std::optional(head->version) : std::nullopt;
    if (live == item.base)
        return;
    std::string winner = "nothing is live";
    if (live) {
        winner = head->changeRequest ? head->changeRequest->text() : "another change";
        winner += " made " + live->text() + " live first";
    }
    throw Refusal{
        api::problem("version-conflict", item.path + ": " + winner), head ? head->etag.text() : ""};
}

void checkQuarantine(Unit &unit, const Landing &landing, const Passage &passage)
{
    const auto key = keys::join(keys::quarantine, landing.item->config.text(),
        landing.item->environment.text(), landing.content.text());
    const bool isPerson = unit.actor().isPerson() && !passage.isAutomatic;
    if (!isPerson && unit.view().get(key))
        refuse("policy-violation",
            landing.item->path + ": this content was rolled back; a person must release it first");
}

Landing checkedLanding(
    Unit &unit, const core::RequestItem &item, const std::string &pointer, const Passage &passage)
{
    const auto &view = unit.view();
    Landing landing;
    landing.item = &item;
    const auto key = keys::join(keys::config, item.config.text());
    landing.config = boundBy(view, view.need<core::Config>(key, "config " + item.path), item);
    landing.head = view.find<core::Head>(headKey(item));
    checkBase(*landing.item, landing.head);
    const auto tree = checkedTree(unit, landing.config, item, pointer, passage.validation);
    landing.content = core::contentId(tree.root());
    checkQuarantine(unit, landing, passage);
    if (item.declaration)
        demandDeclaration(view, landing.config, item.environment, *item.declaration);
    return landing;
}

std::vector<core::Approval> approvalsOf(const core::ChangeRequest &request)
{
    std::vector<core::Approval> approvals;
    for (const auto &review : request.reviews) {
        if (review.standing && review.kind == core::VoteKind::Approve
            && review.cycle == request.cycle)
            approvals.push_back(
                {review.author, review.authorName, review.at, review.contentDigest});
    }
    return approvals;
}

// A schema that takes what the other one did not, or the other way round, is as large a change as
// its own number says; one of another name is another contract.
core::ChangeLevel schemaLevel(
    const View &view, const core::SchemaId &before, const core::SchemaId &after)
{
    const auto old = view.find<core::Schema>(keys::join(keys::schema, before.text()));
    const auto fresh = view.find<core::Schema>(keys::join(keys::schema, after.text()));
    const auto majorOf = [](const core::Schema &schema) {
        return schema.semver->substr(0, schema.semver->find('.'));
    };
    const bool isCompatible = old && fresh && old->uri == fresh->uri && old->semver && fresh->semver
        && majorOf(*old) == majorOf(*fresh);
    return isCompatible ? core::ChangeLevel::Minor : core::ChangeLevel::Major;
}

// By the rules of the schema that the config has when the item is live.
core::ChangeLevel levelOf(Unit &unit, const Landing &landing, const core::Version &live)
{
    const auto &item = *landing.item;
    const auto before
        = core::read(unit.view().text(keys::join(keys::text, live.id.text())), live.format);
    const auto after = core::read(item.text, item.format);
    if (!before || !after)
        return core::ChangeLevel::Major;
    const auto schema = unit.validator().schemaOf(unit.view(), landing.config);
    const auto level
        = core::changeLevel(schema ? &*schema : nullptr, before.tree().root(), after.tree().root());
    if (!item.schema || !live.schema)
        return level;
    return std::max(level, schemaLevel(unit.view(), *live.schema, *item.schema));
}

core::Version versionOf(Unit &unit, const core::ChangeRequest &request, const Landing &landing)
{
    const auto &item = *landing.item;
    core::Version version;
    version.config = item.config;
    version.environment = item.environment;
    version.content = landing.content;
    version.sourceDigest = core::sha256Id("", item.text);
    version.schema = landing.config.schema;
    version.format = item.format;
    version.author = request.requester;
    version.authorName = request.requesterName;
    version.createdAt = unit.now();
    version.message = request.reason.empty() ? request.title : request.reason;
    version.changeRequest = request.id;
    version.emergency = request.emergency;
    version.approvals = approvalsOf(request);
    version.requestDigest = request.contentDigest;
    version.appliedBy = unit.actor().principal.id;
    version.appliedByName = unit.actor().principal.displayName;
    std::string earlier;
    auto level = core::ChangeLevel::Patch; // of a rollback (API-14)
    if (landing.head) {
        version.parents.push_back(landing.head->version);
        const auto live = unit.view().need<core::Version>(
            keys::join(keys::version, landing.head->version.text()), "live version");
        earlier = live.semver;
        if (request.rollbackTo) // all of its items are
            version.rollbackOf = landing.head->version;
        else if (live.content != landing.content || item.schema)
            level = levelOf(unit, landing, live);
    }
    version.semver = core::nextSemver(earlier, level);
    version.id = api::versionIdOf(version);
    return version;
}

void keepVersion(Unit &unit, const core::Version &version, const std::string &text)
{
    const auto &id = version.id.text();
    const auto order = keys::number(unit.nextOrder());
    unit.put(keys::join(keys::version, id), api::toJson(version));
    unit.put(keys::join(keys::text, id), text);
    unit.put(keys::join(keys::history, version.config.text(), order), id);
    unit.put(
        keys::join(keys::historyIn, version.config.text(), version.environment.text(), order), id);
}

void moveHead(Unit &unit, const core::ChangeRequest &request, const Landing &landing,
    const core::Version &version)
{
    core::Head head;
    head.config = version.config;
    head.path = landing.config.path;
    head.environment = version.environment;
    head.version = version.id;
    head.content = version.content;
    head.format = version.format;
    head.epoch = landing.head ? landing.head->epoch + 1 : 1;
    head.since = unit.now();
    head.changeRequest = request.id;
    head.schema = version.schema;
    unit.store(headKey(*landing.item), head);
    Deed deed{.kind = core::AuditKind::HeadUpdate, .targetType = "head"};
    deed.targetId = head.config.text() + '@' + head.environment.text();
    deed.etag = head.etag.text();
    deed.config = head.config.text();
    deed.path = head.path;
    deed.environment = head.environment.text();
    deed.nameSpace = head.path.substr(0, head.path.find('/'));
    deed.reason = request.reason;
    deed.ticket = request.ticket;
    deed.correlation = request.id.text();
    deed.before = landing.head ? landing.head->version.text() : "";
    deed.after = version.id.text();
    deed.emergency = request.emergency.value_or("");
    deed.related = relatedOf(request);
    if (request.rollbackTo && landing.head)
        deed.related.push_back({"rollback-of", landing.head->version.text(), {}, {}, {}});
    unit.record(deed);
    unit.publish("head.update",
        "/v1/configs/" + head.config.text() + "/heads/" + head.environment.text(), head.etag,
        head.path + " changed in " + head.environment.text(), head.path);
}

// Other open requests about the same place start from what is no longer live.
void markOverlapping(Unit &unit, const core::ChangeRequest &applied, const core::RequestItem &moved)
{
    const auto place = keys::join(keys::openAt, moved.config.text(), moved.environment.text(), "");
    for (const auto &entry : unit.view().scan(KeyRange::under(place))) {
        const auto number = keys::numberAtEnd(entry.key);
        auto other = needRequest(unit.view(), "CR-" + std::to_string(number));
        if (other.id == applied.id)
            continue;
        for (auto &item : other.items) {
            if (item.config == moved.config && item.environment == moved.environment)
                item.needsRebase = true;
        }
        suspendBehind(unit, applied.id, other);
        storeRequest(unit, other, other.id.text() + " needs to be rebased");
    }
}

// What stands in the store by then stays there, and with it why nothing went live.
Response refusedApply(
    Unit &unit, const core::ChangeRequest &request, core::Error error, core::AuditOutcome outcome)
{
    Deed deed{.kind = core::AuditKind::ChangeRequestApply, .targetType = "change_request"};
    deed.targetId = request.id.text();
    deed.correlation = request.id.text();
    deed.emergency = request.emergency.value_or("");
    deed.outcome = outcome;
    deed.problem = error.code;
    deed.status = api::problemCode(error.code).status;
    deed.related = relatedOf(request);
    deed.related.push_back(stateOf(unit, request));
    unit.record(deed);
    error.requestId = unit.request().requestId;
    auto response = Response::problem(error);
    response.etag = request.etag.text();
    return response;
}

Response failRequest(Unit &unit, core::ChangeRequest request, Refusal refusal)
{
    request.state = core::RequestState::Failed;
    request.failure = refusal.error.code + ": " + refusal.error.detail;
    for (auto &item : request.items) {
        const auto head = unit.view().find<core::Head>(headKey(item));
        item.needsRebase = (head ? std::optional(head->version) : std::nullopt) != item.base;
    }
    storeRequest(unit, request, request.id.text() + " could not be applied");
    return refusedApply(unit, request, std::move(refusal.error), core::AuditOutcome::Failure);
}

[[noreturn]] void refuseUnapproved(const Standing &standing)
{
    demandAuthorsWord(standing.checks);
    std::vector<core::FieldError> missing;
    for (const auto &requirement : standing.requirements) {
        const auto have
            = std::to_string(requirement.have) + " of " + std::to_string(requirement.need);
        missing.push_back({"/requirements/" + std::to_string(missing.size()),
            requirement.blockedBy.empty() ? "approvals-missing" : requirement.blockedBy,
            requirement.rule + ", has " + have, {}, 0, 0});
    }
    refuse("approval-required", "The votes do not suffice", std::move(missing));
}

// Of versions that were made in an emergency: something takes their place.
void noteSuccessors(
    Unit &unit, const core::ChangeRequest &request, const std::vector<Landing> &landings)
{
    for (const auto &landing : landings) {
        const auto live = landing.head ? unit.view().find<core::Version>(keys::join(
                                             keys::version, landing.head->version.text()))
                                       : std::nullopt;
        if (live)
            noteSuccessor(unit, request, *live, landing.content);
    }
}

core::ConfigLayers declaredBy(const Landing &landing)
{
    const auto &after = landing.item->declaration->after;
    return {landing.config.id, after.layers, after.dependencies, {}};
}

void landDeclaration(Unit &unit, const core::ChangeRequest &request, const Landing &landing)
{
    auto after = declaredBy(landing);
    declare(unit, landing.config, layersOf(unit.view(), landing.config.id), after, &request);
}

// Other requests of which another thing comes with the layers that the item brings.
void addOutdated(
    Unit &unit, const core::ChangeRequest &request, const Landing &landing, Outdated &outdated)
{
    if (!landing.item->declaration)
        return;
    const auto more = outdatedByLayers(
        unit, landing.config, layersOf(unit.view(), landing.config.id), declaredBy(landing));
    const auto isKnown = [&](const core::ChangeRequestId &id) {
        return id == request.id
            || std::ranges::find(outdated.effects, id) != outdated.effects.end();
    };
    for (const auto &id : more.effects) {
        if (isKnown(id))
            continue;
        std::erase(outdated.starts, id);
        outdated.effects.push_back(id);
    }
    for (const auto &id : more.starts) {
        if (!isKnown(id) && std::ranges::find(outdated.starts, id) == outdated.starts.end())
            outdated.starts.push_back(id);
    }
}

std::vector<Landing> checkedLandings(
    Unit &unit, const core::ChangeRequest &request, const Passage &passage)
{
    std::vector<Landing> landings;
    for (const auto &item : request.items)
        landings.push_back(checkedLanding(
            unit, item, "/items/" + std::to_string(landings.size()) + "/text", passage));
    checkEffects(unit, request.items, request.rollbackTo ? Step::Rollback : Step::Forward,
        passage.validation);
    checkQuorums(unit, request.items);
    return landings;
}

// Every write of a head comes through here: API, rollback, schedule, import.
Response landAll(Unit &unit, core::ChangeRequest request, int status, const Passage &passage,
    const Related &demands)
{
    auto barrier
        = passage.mayPassFreeze ? std::nullopt : freezeBarrier(unit.view(), request, unit.now());
    if (barrier) {
        barrier->detail = request.id.text() + " waits: " + barrier->detail;
        return refusedApply(unit, request, std::move(*barrier), core::AuditOutcome::Denied);
    }
    // As they were before anything became live.
    auto told = windowsAt(unit.view(), request, unit.now());
    told.insert(told.end(), demands.begin(), demands.end());
    std::vector<Landing> landings;
    try {
        landings = checkedLandings(unit, request, passage);
    } catch (Refusal &refusal) {
        // A store that cannot be read says nothing against the request.
        if (refusal.error.kind == core::ErrorKind::Storage)
            throw;
        return failRequest(unit, std::move(request), std::move(refusal));
    }
    auto outdated = outdatedBy(unit, request);
    for (const auto &landing : landings)
        addOutdated(unit, request, landing, outdated);
    request.appliedVersions.clear();
    for (const auto &landing : landings) {
        const auto version = versionOf(unit, request, landing);
        keepVersion(unit, version, landing.item->text);
        keepLineage(unit, request, *landing.item, version);
        keepReferences(unit, *landing.item);
        moveHead(unit, request, landing, version);
        request.appliedVersions.push_back(version.id);
        if (landing.item->declaration)
            landDeclaration(unit, request, landing);
    }
    for (auto &item : request.items) {
        markOverlapping(unit, request, item);
        item.needsRebase = false;
    }
    settleOutdated(unit, outdated, OtherSize::Voids,
        "what it inherits or refers to has changed with " + request.id.text());
    noteSuccessors(unit, request, landings);
    if (request.rollbackTo)
        finishRollback(unit, request);
    request.state = core::RequestState::Applied;
    request.failure.clear();
    noteConfirmation(unit, request);
    storeRequest(unit, request, request.id.text() + " was applied");
    recordRequest(unit, request, core::AuditKind::ChangeRequestApply, {}, told);
    recordStandards(unit, request);
    settleGoverned(unit, request);
    return answerWith(unit.view(), std::move(request), unit.now(), status);
}

} // namespace

void demandLandable(Unit &unit, const core::ChangeRequest &request, const Passage &passage)
{
    (void)checkedLandings(unit, request, passage);
}

Response applyRequest(Unit &unit, core::ChangeRequest request, int status, const Passage &passage)
{
    // Evaluated again at this moment: rights may have been lost since the last vote.
    const auto standing = standingOf(unit.view(), request, unit.now());
    if (!standing.isApproved)
        refuseUnapproved(standing);
    return landAll(unit, std::move(request), status, passage, demandsOf(standing));
}

Response applyWithoutVotes(
    Unit &unit, core::ChangeRequest request, int status, const Passage &passage)
{
    return landAll(unit, std::move(request), status, passage, {});
}

void demandUnchanged(const Unit &unit, const core::ChangeRequest &request)
{
    const bool isMatch = allowsMatch(unit.request().ifMatch, request.etag.text());
    for (const auto &item : request.items) {
        if (!isMatch)
            checkBase(item, unit.view().find<core::Head>(headKey(item)));
    }
    unit.demandMatch(request.etag);
}

} // namespace chancery::server
