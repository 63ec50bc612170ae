// SPDX-License-Identifier: Apache-2.0
#include "foretold.h"

#include "engine/api/describeemergency.h"
#include "engine/core/document/json.h"
#include "models/actionstate.h"

#include <algorithm>

namespace chancery::support {

namespace {

using core::access::Barrier;

std::string wordOf(Barrier barrier)
{
    switch (barrier) {
    case Barrier::None:
        return "yes";
    case Barrier::Password:
        return "password";
    case Barrier::Recovery:
        return "recovery";
    case Barrier::Right:
        return "no";
    case Barrier::Emergency:
        return "closed";
    }
    return {};
}

// "manageAgents" of the contract's words is "agents.manage".
std::optional<core::Permission> permissionOf(std::string_view word)
{
    for (int number = 0; number < int(core::permissionCount); ++number) {
        const auto permission = core::Permission(number);
        const std::string name(core::name(permission));
        const auto dot = name.find('.');
        if (name == word)
            return permission;
        if (dot == std::string::npos)
            continue;
        auto first = name.substr(0, dot);
        auto second = name.substr(dot + 1);
        if (second == "manage")
            std::swap(first, second);
        second.front() = char(std::toupper(static_cast<unsigned char>(second.front())));
        if (first + second == word)
            return permission;
    }
    return std::nullopt;
}

} // namespace

std::shared_ptr<models::KnownAccess> knownAccess(ServiceWorld &world, const std::string &access,
    const std::string &groups, const std::string &emergency)
{
    auto known = std::make_shared<models::KnownAccess>(world.clock);
    world.as();
    models::KnownAccess::Governed governed;
    std::map<core::EnvironmentId, models::KnownAccess::Roster> rosters;
    const auto places = *world.read<api::Page<core::Environment>>(
        world.ask("GET", "/v1/environments", {}, {}, "limit=100"));
    for (const auto &place : places.items) {
        const auto readingOf = [&](const std::string &config) -> std::optional<core::Reading> {
            const auto version = config.empty() ? "" : world.live(config, place.id.text());
            if (version.empty())
                return std::nullopt;
            return core::readJson(*world.ask("GET", "/v1/versions/" + version + "/text").body);
        };
        const auto rules = readingOf(access);
        const auto members = readingOf(groups);
        governed[place.id] = core::access::governedAccess(
            place.id, rules ? &rules->tree() : nullptr, members ? &members->tree() : nullptr);
        const auto letsIn = readingOf(emergency);
        rosters[place.id] = models::KnownAccess::rosterOf(
            letsIn ? &letsIn->tree() : nullptr, members ? &members->tree() : nullptr);
    }
    known->set(std::move(governed));
    known->setRosters(std::move(rosters));
    return known;
}

Foretold::Foretold(ServiceWorld &world, const std::string &access)
    : m_world(world)
    , m_access(knownAccess(world, access))
{
}

const Foretold::Caller &Foretold::callerOf(const std::string &token)
{
    if (const auto known = m_callers.find(token); known != m_callers.end())
        return known->second;
    Caller caller;
    const auto answer = m_world.askAs(token, "GET", "/v1/sessions/current");
    if (answer.status == 200) {
        const auto session = *m_world.read<core::Session>(answer);
        caller.isSignedIn = true;
        caller.permissions.me = session.principal;
        caller.permissions.granted = session.permissions;
        caller.permissions.access = m_access;
        caller.state.isRecovery = session.principal.kind == core::PrincipalKind::Recovery;
        caller.state.hasOneTimePassword = session.oneTimePassword.has_value();
        const auto listed
            = m_world.askAs(token, "GET", "/v1/emergency-sessions", {}, {}, "limit=100");
        const auto open = m_world.read<api::Page<core::EmergencySession>>(listed);
        caller.state.isInEmergency
            = open && std::ranges::any_of(open->items, [](const core::EmergencySession &one) {
                  return one.isYours.value_or(false) && one.state == core::EmergencyState::Active;
              });
    }
    return m_callers.emplace(token, std::move(caller)).first->second;
}

std::string Foretold::answerTo(const std::string &token, const Attempt &attempt)
{
    const auto &caller = callerOf(token);
    if (!caller.isSignedIn)
        return attempt.operation.permission.empty() ? "yes" : "401";
    if (!attempt.request.empty())
        return voteOf(token, caller, attempt);
    auto state = caller.state;
    const auto permission = permissionOf(attempt.operation.permission);
    state.mayAnywhere = permission && caller.permissions.mayAnywhere(*permission);
    state.mayThere = !permission || !core::access::isScoped(*permission)
        || std::ranges::all_of(attempt.places, [&](const auto &place) {
               return caller.permissions.decide(*permission, place.first, place.second).isAllowed;
           });
    return wordOf(core::access::barrierTo(attempt.operation, state));
}

// By the function that enables the command on the request's page.
std::string Foretold::voteOf(const std::string &token, const Caller &caller, const Attempt &attempt)
{
    auto state = caller.state;
    state.mayAnywhere = state.mayThere = true;
    const auto barrier = core::access::barrierTo({"voteOnChangeRequest", "POST", "view"}, state);
    if (barrier != Barrier::None)
        return wordOf(barrier);
    auto permissions = caller.permissions;
    auto known = std::make_shared<models::KnownAccess>(*m_access);
    if (caller.state.isInEmergency)
        known->setOpenEmergency(core::EmergencyId("EM-1"));
    permissions.access = known;
    const auto request = *m_world.read<core::ChangeRequest>(
        m_world.askAs(token, "GET", "/v1/change-requests/" + attempt.request));
    const bool approves = attempt.operation.id.ends_with(":approve");
    const auto said = approves ? models::approveState(permissions, request)
                               : models::requestChangesState(permissions, request);
    return said.isEnabled ? "yes" : approves && caller.state.isInEmergency ? "closed" : "no";
}

} // namespace chancery::support
