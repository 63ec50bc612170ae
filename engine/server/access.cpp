// SPDX-License-Identifier: Apache-2.0
#include "access.h"

#include "engine/api/routes.h"
#include "engine/core/domain/config.h"
#include "engine/core/emergency/session.h"
#include "engine/server/auth.h"
#include "engine/server/circumstances.h"
#include "engine/server/drafttexts.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/recovery/sessions.h"

#include <algorithm>

namespace chancery::server {

namespace {

namespace access = core::access;
namespace governing = core::governing;
using access::DecidedBy;

std::string whereOf(const Place &place)
{
    if (place.path.empty())
        return place.environment.isEmpty() ? "" : " in " + place.environment.text();
    return " for " + place.path
        + (place.environment.isEmpty() ? "" : " in " + place.environment.text());
}

std::string whyOf(const access::Decision &decision)
{
    switch (decision.decidedBy) {
    case DecidedBy::Rule:
        return "the rule \"" + decision.rule + "\" of sys/access forbids it";
    case DecidedBy::Closed:
        return "roles give nothing there, only rules of sys/access do";
    case DecidedBy::Disabled:
        return "the account is disabled";
    case DecidedBy::Unreadable:
        return "sys/access cannot be read there";
    case DecidedBy::Roles:
    case DecidedBy::Nothing:
        break;
    }
    return "nothing gives it";
}

// No other rule helps against one that forbids, or in the place of some that cannot be read.
std::string ruleHelp(const std::string &document, DecidedBy decidedBy)
{
    if (decidedBy == DecidedBy::Rule)
        return "whoever keeps " + document + " can lift that";
    if (decidedBy == DecidedBy::Unreadable)
        return "whoever keeps " + document + " can mend it";
    return "a rule of " + document + " can give it";
}

std::string helpOf(const access::Remedy &remedy, DecidedBy decidedBy)
{
    using enum access::RemedyKind;
    switch (remedy.kind) {
    case AskForRole:
        return "it comes with: " + remedy.subject;
    case AskForRule:
        return ruleHelp(remedy.subject, decidedBy);
    case WaitUntil:
        return "the rule \"" + remedy.subject + "\" gives it from "
            + core::toRfc3339(remedy.at.value_or(core::Instant()));
    case Emergency:
        return "emergency access is another way";
    case MeetCondition:
        return "the rule \"" + remedy.subject
            + "\" lets it through where this holds: " + remedy.condition;
    }
    return {};
}

// Of a request's items, each place once.
std::vector<Place> placesOf(const core::ChangeRequest &request)
{
    std::vector<Place> places;
    for (const auto &item : request.items)
        places.push_back({item.environment, item.path});
    return places;
}

std::vector<Place> placesOfConfig(const View &view, const std::string &id, const std::string &in)
{
    const auto config = view.find<core::Config>(keys::join(keys::config, id));
    if (!config)
        return {};
    if (in.empty())
        return server::placesOf(view, *config);
    return {{core::EnvironmentId(in), config->path}};
}

std::vector<Place> placesOfRequest(const View &view, const std::string &id)
{
    const auto request = view.find<core::ChangeRequest>(requestKey(core::ChangeRequestId(id)));
    return request ? placesOf(*request) : std::vector<Place>();
}

std::vector<Place> placesOfDraft(const Unit &unit, const std::string &id)
{
    const auto kept = findKeptDraft(unit.view(), draftKey(unit.actor().principal.id, id));
    if (!kept)
        return {};
    return {{kept->draft.environment, kept->draft.path}};
}

std::vector<Place> placesOfVersion(const View &view, const std::string &id)
{
    const auto version = view.find<core::Version>(keys::join(keys::version, id));
    return version ? placesOfConfig(view, version->config.text(), version->environment.text())
                   : std::vector<Place>();
}

// What the variables of the address name; nothing for what the address does not say.
std::vector<Place> placesOf(const Unit &unit, const api::Route &route)
{
    using Base = std::string_view;
    const Base path = route.path;
    const auto of = [path](Base prefix) { return path.starts_with(prefix); };
    const auto &view = unit.view();
    if (of("/v1/configs/{id}/heads/{environment}") || of("/v1/configs/{id}/environments/"))
        return placesOfConfig(view, unit.argument(0), unit.argument(1));
    if (of("/v1/configs/{id}"))
        return placesOfConfig(view, unit.argument(0), {});
    if (of("/v1/drafts/{id}"))
        return placesOfDraft(unit, unit.argument(0));
    if (of("/v1/change-requests/{id}"))
        return placesOfRequest(view, unit.argument(0));
    if (of("/v1/versions/{id}"))
        return placesOfVersion(view, unit.argument(0));
    return {};
}

std::optional<core::Error> barrierAt(const View &view, const core::PrincipalId &principal,
    core::Permission permission, const std::vector<Place> &places, core::Instant now,
    const std::optional<access::Circumstances> &circumstances)
{
    const auto account = view.find<core::Principal>(keys::join(keys::principal, principal.text()));
    if (!account)
        return api::problem("forbidden", "The account is not there any more");
    AccessBook book(view);
    for (const auto &place : places) {
        const auto decision = book.decide(*account, permission, place, now, circumstances);
        if (!decision.isAllowed)
            return api::problem("forbidden", sentenceOf(decision, permission, place));
    }
    return std::nullopt;
}

} // namespace

access::GovernedAccess governedAccessIn(const View &view, const core::EnvironmentId &environment)
{
    const auto document = governingTree(view, governing::Kind::Access, environment);
    const auto groups
        = document ? governingTree(view, governing::Kind::Groups, environment) : std::nullopt;
    auto governed = access::governedAccess(
        environment, document ? &*document : nullptr, groups ? &*groups : nullptr);
    if (governed.governance.document)
        addSurroundings(view, governed.governance);
    return governed;
}

bool hasRulesOfPaths(const access::GovernedAccess &governed)
{
    const auto &document = governed.governance.document;
    return document && std::ranges::any_of(document->rules, [](const access::AccessRule &rule) {
        return !rule.paths.empty();
    });
}

const access::GovernedAccess &AccessBook::in(const core::EnvironmentId &environment)
{
    const auto known = m_governed.find(environment);
    if (known != m_governed.end())
        return known->second;
    return m_governed.emplace(environment, governedAccessIn(m_view, environment)).first->second;
}

const std::vector<core::EnvironmentId> &AccessBook::environments()
{
    if (!m_environments) {
        m_environments.emplace();
        const auto range = KeyRange::under(keys::join(keys::environment, ""));
        for (const auto &entry : m_view.scan(range))
            m_environments->emplace_back(entry.key.substr(range.from.size()));
    }
    return *m_environments;
}

access::Subject AccessBook::subjectIn(const access::GovernedAccess &governed,
    const core::Principal &principal, const std::optional<access::Circumstances> &circumstances)
{
    auto known = m_attributes.find(principal.id);
    if (known == m_attributes.end())
        known = m_attributes.emplace(principal.id, attributesOf(m_view, principal.id)).first;
    auto subject = access::subjectOf(principal, governed.groups, known->second);
    subject.circumstances = circumstances;
    return subject;
}

access::Decision AccessBook::decide(const core::Principal &principal, core::Permission permission,
    const Place &place, core::Instant now,
    const std::optional<access::Circumstances> &circumstances)
{
    // The rules may be what went wrong: a recovery key asks none of them, and none gives it more.
    if (principal.kind == core::PrincipalKind::Recovery) {
        access::Decision decision;
        decision.isAllowed = access::permissionsOf(principal).has(permission);
        decision.decidedBy = decision.isAllowed ? DecidedBy::Roles : DecidedBy::Nothing;
        return decision;
    }
    const auto ask = [&](const core::EnvironmentId &environment) {
        const auto &governed = in(environment);
        return access::decide(governed.governance, subjectIn(governed, principal, circumstances),
            permission, place.path, now);
    };
    if (!place.environment.isEmpty() || !access::isScoped(permission) || environments().empty())
        return ask(place.environment);
    // Nowhere in particular: where somebody may at all.
    auto decision = ask(environments().front());
    for (std::size_t i = 1; i < environments().size() && !decision.isAllowed; ++i)
        decision = ask(environments()[i]);
    return decision;
}

void AccessBook::addRights(core::policy::Principal &into, const core::Principal &principal,
    core::Instant now, const std::optional<access::Circumstances> &circumstances)
{
    if (principal.kind == core::PrincipalKind::Recovery)
        return; // they are asked for by decide() alone and weigh in no vote
    core::policy::Grant everywhere;
    everywhere.permissions = access::permissionsOf(principal);
    bool isGoverned = false;
    std::vector<core::policy::Grant> grants;
    for (const auto &environment : environments()) {
        const auto &governed = in(environment);
        isGoverned = isGoverned || governed.governance.document || governed.governance.isUnreadable;
        auto rights = access::rightsOf(
            governed.governance, subjectIn(governed, principal, circumstances), now);
        std::ranges::move(rights.grants, std::back_inserter(grants));
        std::ranges::move(rights.bans, std::back_inserter(into.bans));
    }
    if (isGoverned)
        into.grants = std::move(grants);
    else
        into.grants.push_back(std::move(everywhere));
}

core::PermissionSet AccessBook::everHeld(const core::Principal &principal)
{
    auto held = access::permissionsOf(principal);
    if (principal.kind == core::PrincipalKind::Recovery)
        return held;
    for (const auto &environment : environments()) {
        const auto &governed = in(environment);
        held = held
            | access::everGiven(governed.governance, access::subjectOf(principal, governed.groups));
    }
    return held;
}

bool AccessBook::mayAnywhere(const core::Principal &principal, core::Permission permission,
    core::Instant now, const std::optional<access::Circumstances> &circumstances)
{
    core::policy::Principal seen;
    seen.disabled = principal.disabled;
    addRights(seen, principal, now, circumstances);
    return core::policy::permissionsAnywhere(seen, now).has(permission);
}

bool AccessBook::hasRulesOfPaths()
{
    return std::ranges::any_of(environments(), [this](const core::EnvironmentId &environment) {
        return server::hasRulesOfPaths(in(environment));
    });
}

void demandAccess(const Unit &unit, core::Permission permission, const std::vector<Place> &places)
{
    if (auto barrier = barrierAt(unit.view(), unit.actor().principal.id, permission, places,
            unit.now(), circumstancesOf(unit)))
        refuse(*std::move(barrier));
}

void demandAccess(const Unit &unit, core::Permission permission, const core::ChangeRequest &request)
{
    demandAccess(unit, permission, placesOf(request));
}

void demandAccess(const Unit &unit, const api::Route &route)
{
    const auto permission = permissionOfRoute(route);
    if (!permission)
        return;
    // It may have waited for long: neither the account nor the session need be what they were.
    if (!unit.actor().tokenKey.empty()
        && !unit.view().get(keys::join(keys::token, unit.actor().tokenKey)))
        refuse("unauthenticated", "The session has ended");
    if (unit.actor().isRecovery())
        return demandRecovery(unit, route);
    if (!access::isScoped(*permission))
        return demandAccess(unit, *permission, std::vector<Place>{Place()});
    if (const auto places = placesOf(unit, route); !places.empty())
        return demandAccess(unit, *permission, places);
    // A right that has ended opens nothing, also where nobody could tell the place.
    if (!mayAnywhere(unit, route))
        refuse("forbidden",
            sentenceOf(AccessBook(unit.view())
                           .decide(unit.actor().principal, *permission, {}, unit.now(),
                               circumstancesOf(unit)),
                *permission, {}));
}

bool mayAnywhere(const Unit &unit, const api::Route &route)
{
    const auto permission = permissionOfRoute(route);
    if (!permission)
        return true;
    const auto account = unit.view().find<core::Principal>(
        keys::join(keys::principal, unit.actor().principal.id.text()));
    if (!account)
        return false;
    // What no rule can give comes with the roles.
    if (!access::isScoped(*permission))
        return access::permissionsOf(*account).has(*permission);
    return AccessBook(unit.view())
        .mayAnywhere(*account, *permission, unit.now(), circumstancesOf(unit));
}

std::optional<core::Error> accessBarrier(const View &view, const core::PrincipalId &principal,
    core::Permission permission, const core::ChangeRequest &request, core::Instant now)
{
    return barrierAt(view, principal, permission, placesOf(request), now, {});
}

std::vector<Place> placesOf(const View &view, const core::Config &config)
{
    std::vector<Place> places;
    const auto range = KeyRange::under(keys::join(keys::head, config.id.text(), ""));
    for (const auto &entry : view.scan(range))
        places.push_back({core::EnvironmentId(entry.key.substr(range.from.size())), config.path});
    if (places.empty())
        places.push_back({core::EnvironmentId(), config.path});
    return places;
}

std::string sentenceOf(
    const access::Decision &decision, core::Permission permission, const Place &place)
{
    std::string sentence = "This needs the permission \"" + std::string(core::name(permission))
        + '"' + whereOf(place) + ": " + whyOf(decision);
    for (const auto &remedy : decision.remedies)
        sentence += "; " + helpOf(remedy, decision.decidedBy);
    return sentence;
}

bool changesAccess(const View &view, std::string_view touchedKey)
{
    const auto accessPath = governing::pathOf(governing::Kind::Access);
    const auto groupsPath = governing::pathOf(governing::Kind::Groups);
    if (!touchedKey.starts_with(keys::head) || touchedKey.size() <= keys::head.size() + 1)
        return false;
    const auto rest = touchedKey.substr(keys::head.size() + 1);
    const auto config = rest.substr(0, rest.find('/'));
    try {
        return view.text(keys::join(keys::configPath, accessPath)) == config
            || view.text(keys::join(keys::configPath, groupsPath)) == config;
    } catch (const Refusal &) {
        return true; // what cannot be read is taken for changed
    }
}

} // namespace chancery::server
