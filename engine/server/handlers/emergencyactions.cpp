// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/core/sealing/sealedvalue.h"
#include "engine/core/secrets/covered.h"
#include "engine/server/access.h"
#include "engine/server/boundschema.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/rollbackplan.h"
#include "engine/server/inheritors.h"
#include "engine/server/validator.h"

#include <algorithm>

// What is done in an emergency session: a request of its own, landed at once by the same code as
// every other, without the votes (GOV-43, GOV-45). And what follows: the request that ratifies.
namespace chancery::server {

namespace {

constexpr std::size_t mostItems = 50; // of an action

void demandWords(const core::EmergencySession &session, const core::EmergencyChanges &asked)
{
    demandLength(asked.reason, longestReason, "/reason");
    if (asked.environment != session.environment.text())
        refuse("policy-violation", "The environment's name confirms it",
            {{"/environment", "confirmation", "Expected the name of the environment", {}, 0, 0}});
    if (asked.items.empty() || asked.items.size() > mostItems)
        refuse("policy-violation", "An action changes 1 to 50 configs",
            {{"/items", "count", "Expected 1 to 50 items", {}, 0, 0}});
    const bool isBack = asked.items.front().target.has_value();
    for (std::size_t i = 0; i < asked.items.size(); ++i) {
        const auto &item = asked.items[i];
        const auto pointer = "/items/" + std::to_string(i);
        if (item.target.has_value() == item.text.has_value() || item.target.has_value() != isBack)
            refuse("policy-violation", "An action is of texts or of versions to go back to",
                {{pointer, "form", "Expected a text or a target, of all items the same", {}, 0,
                    0}});
        const auto sameConfig
            = std::ranges::count(asked.items, item.config, &core::EmergencyItem::config);
        if (sameConfig != 1)
            refuse("policy-violation", "The same config stands twice in the action",
                {{pointer, "duplicate", "Expected each config once", {}, 0, 0}});
    }
    if (!asked.overrideValidation)
        return;
    if (auto faults = core::reasonFaults(asked.overrideReason, "/overrideReason"); !faults.empty())
        refuse("policy-violation", "An override needs its own reason", std::move(faults));
}

void demandInScope(
    Unit &unit, const core::EmergencySession &session, const core::Config &config, bool isBack)
{
    const auto deed = isBack ? core::EmergencyDeed::Rollback : core::EmergencyDeed::Edit;
    // What inherits from it or refers to it changes as well.
    auto paths = inheritorsOf(unit.view(), config.id, config.path, session.environment);
    paths.push_back(config.path);
    for (const auto &path : paths) {
        auto barrier = core::emergencyBarrier(
            session, personOf(unit.actor()), deed, {session.environment, path}, unit.now());
        if (barrier)
            refuse(std::move(*barrier));
    }
}

// Of the text that would be, and of the one that is: neither may have anything secret in it where
// the rules are to be overridden.
void demandNoSecrets(Unit &unit, const core::Config &config, const core::RequestItem &item,
    const std::string &pointer)
{
    const auto &scanner = core::SecretScanner::shared();
    const auto schema = unit.validator().schemaOf(unit.view(), boundBy(unit.view(), config, item));
    const auto base
        = item.base ? unit.view().text(keys::join(keys::text, item.base->text())) : std::string();
    for (const auto &text : {item.text, base}) {
        const auto reading = core::read(text, item.format);
        if (!reading)
            continue;
        const bool isSecret = core::mentionsSeal(reading.tree())
            || !core::coveredSpans(reading.tree(), schema ? &*schema : nullptr, scanner).empty();
        if (isSecret)
            refuse("policy-violation", "Where there are secrets, validation is never overridden",
                {{pointer, "has-secrets", "Expected a document without secrets", {}, 0, 0}});
    }
}

core::RequestItem itemOf(Unit &unit, const core::EmergencySession &session,
    const core::EmergencyItem &asked, Validation validation, const std::string &pointer)
{
    const auto config = unit.view().need<core::Config>(
        keys::join(keys::config, asked.config.text()), "config " + asked.config.text());
    demandInScope(unit, session, config, asked.target.has_value());
    demandAccess(unit, core::Permission::EmergencyActivate,
        std::vector<Place>{{session.environment, config.path}});
    core::NewItem fresh{asked.config, session.environment, asked.base, asked.text.value_or("")};
    if (asked.target) {
        const core::RollbackItem back{
            asked.config, asked.base.value_or(core::VersionId()), *asked.target, {}};
        const auto aim = aimOf(unit, session.environment.text(), back, pointer);
        fresh.base = aim.head.version;
        fresh.text = textOf(unit.view(), aim, pointer);
    }
    auto item = checkedItem(unit, fresh, pointer, validation, asked.target);
    if (validation == Validation::Overridden)
        demandNoSecrets(unit, config, item, pointer + "/text");
    return item;
}

core::ChangeRequest requestOf(Unit &unit, const core::EmergencySession &session,
    const core::EmergencyChanges &asked, Validation validation)
{
    core::ChangeRequest request;
    for (std::size_t i = 0; i < asked.items.size(); ++i)
        request.items.push_back(
            itemOf(unit, session, asked.items[i], validation, "/items/" + std::to_string(i)));
    request.id = core::ChangeRequestId("CR-" + std::to_string(unit.nextRequestNumber()));
    request.title = "EMERGENCY " + session.id.text() + ": "
        + (request.items.size() == 1 ? request.items.front().path
                                     : std::to_string(request.items.size()) + " configs");
    request.reason = asked.reason.empty() ? session.reason : asked.reason;
    request.ticket = session.incident;
    request.cycle = 1;
    request.requester = unit.actor().principal.id;
    request.requesterName = unit.actor().principal.displayName;
    request.rollbackTo = request.items.front().rollbackTo;
    request.emergency = session.id.text();
    request.createdAt = unit.now();
    request.contentDigest = contentDigestOf(request);
    request.state = core::RequestState::Open;
    return request;
}

core::EmergencyAction actionOf(const core::EmergencySession &session,
    const core::ChangeRequest &request, const core::EmergencyChanges &asked, core::Instant now)
{
    core::EmergencyAction action;
    action.number = int(session.actions.size()) + 1;
    action.at = now;
    action.request = request.id;
    action.isRollback = request.rollbackTo.has_value();
    action.overrideReason = asked.overrideValidation ? asked.overrideReason : "";
    for (std::size_t i = 0; i < request.items.size(); ++i) {
        const auto &item = request.items[i];
        action.changes.push_back({item.config, item.path, request.appliedVersions[i], item.base,
            core::Provision::Provisional, {}});
    }
    return action;
}

} // namespace

Response applyInEmergency(Unit &unit)
{
    auto session = needEmergency(unit.view(), unit.argument(0));
    demandEmergencyRight(unit, core::Permission::EmergencyActivate, session.environment);
    const auto asked = unit.body<core::EmergencyChanges>();
    // Whose it is and whether it is open comes before everything that tells of it.
    auto barrier
        = core::emergencyBarrier(session, personOf(unit.actor()), core::EmergencyDeed::Edit,
            {session.environment, session.namespaces.empty() ? "" : session.namespaces.front()},
            unit.now());
    if (barrier)
        refuse(std::move(*barrier));
    unit.demandMatch(session.etag);
    demandWords(session, asked);
    const auto validation
        = asked.overrideValidation ? Validation::Overridden : Validation::Demanded;
    auto request = requestOf(unit, session, asked, validation);
    const auto skipped = skippedApprovers(unit, request);
    storeRequest(unit, request, request.id.text() + " is an emergency change");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    const auto id = request.id.text();
    auto landed = applyWithoutVotes(
        unit, std::move(request), 200, {session.mayPassFreeze, false, validation});
    request = needRequest(unit.view(), id);
    if (request.state != core::RequestState::Applied)
        return landed;
    // It may have written down there that it replaces an earlier action's version.
    session = needEmergency(unit.view(), session.id.text());
    auto action = actionOf(session, request, asked, unit.now());
    action.skippedApprovers = skipped;
    const auto about = "action-" + std::to_string(action.number);
    session.actions.push_back(std::move(action));
    notify(unit, session, about);
    storeEmergency(unit, session,
        session.actorName + " changed " + session.environment.text() + " in " + session.id.text());
    recordEmergency(unit, session, core::AuditKind::BreakglassUse,
        asked.overrideValidation ? asked.overrideReason : request.reason);
    return answerWith(session);
}

Response ratifyEmergency(Unit &unit)
{
    const auto session = needEmergency(unit.view(), unit.argument(0));
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    core::ChangeRequest request;
    for (const auto &action : session.actions) {
        for (const auto &change : action.changes) {
            const bool isOpen = change.provision == core::Provision::Provisional
                || change.provision == core::Provision::RevertAsked;
            if (!isOpen)
                continue;
            const auto pointer = "/items/" + std::to_string(request.items.size());
            request.items.push_back(checkedItem(unit,
                {change.config, session.environment, change.version,
                    unit.view().text(keys::join(keys::text, change.version.text()))},
                pointer));
        }
    }
    if (request.items.empty())
        refuse("state-conflict", session.id.text() + " has nothing to be ratified");
    demandAccess(unit, core::Permission::Edit, request);
    demandAccess(unit, core::Permission::Submit, request);
    request.id = core::ChangeRequestId("CR-" + std::to_string(unit.nextRequestNumber()));
    request.title = "Ratify the changes of " + session.id.text();
    request.reason = reason.empty() ? session.reason : reason;
    request.ticket = session.incident;
    request.cycle = 1;
    request.requester = unit.actor().principal.id;
    request.requesterName = unit.actor().principal.displayName;
    // Who made the changes does not approve them either (GOV-2).
    if (session.actor != request.requester)
        request.contributors.push_back(session.actor);
    request.ratifies = session.id.text();
    request.createdAt = unit.now();
    request.contentDigest = contentDigestOf(request);
    request.state = core::RequestState::Open;
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was created");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    recordRequest(unit, request, core::AuditKind::ChangeRequestSubmit);
    return answerWith(unit.view(), std::move(request), unit.now(), 201);
}

} // namespace chancery::server
