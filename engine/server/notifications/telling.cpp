// SPDX-License-Identifier: Apache-2.0
#include "telling.h"

#include "engine/api/describenotifications.h"
#include "engine/server/access.h"
#include "engine/server/governing.h"
#include "engine/server/notifications/inbox.h"
#include "engine/server/notifications/outbox.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::string_view newsHint = "notification.new";

bool isPerson(const core::Principal &principal)
{
    return principal.kind == core::PrincipalKind::User && !principal.disabled;
}

std::vector<core::Principal> peopleOf(const View &view)
{
    std::vector<core::Principal> people;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::principal, "")))) {
        auto principal = View::parse<core::Principal>(entry.value);
        if (isPerson(principal))
            people.push_back(std::move(principal));
    }
    return people;
}

// The right to view comes from the account and the environment, never from a rule about paths.
bool maySee(AccessBook &access, const core::Principal &person,
    const std::vector<core::EnvironmentId> &environments, core::Instant now)
{
    return std::ranges::all_of(environments, [&](const core::EnvironmentId &environment) {
        return access.decide(person, core::Permission::View, {environment, {}}, now).isAllowed;
    });
}

core::NotificationEvent eventOf(Unit &unit, const News &news)
{
    core::NotificationEvent event;
    event.id = unit.newId("ntf_");
    event.kind = news.kind;
    event.at = unit.now();
    event.subject = news.subject;
    event.title = news.title;
    for (const auto &environment : news.environments)
        event.environments.push_back(environment.text());
    if (!unit.isByItself())
        event.by = unit.actor().principal.displayName;
    return event;
}

void publishOnce(Unit &unit)
{
    const bool isPublished = std::ranges::any_of(
        unit.hints(), [](const core::ChangeHint &hint) { return hint.kind == newsHint; });
    if (!isPublished)
        unit.publish(newsHint, "/v1/notifications", {}, {});
}

} // namespace

void tell(Unit &unit, const News &news)
{
    const auto event = eventOf(unit, news);
    AccessBook access(unit.view());
    std::set<std::string> names;
    for (const auto &id : news.audience) {
        const auto person
            = unit.view().find<core::Principal>(keys::join(keys::principal, id.text()));
        const bool isActor = !unit.isByItself() && id == unit.actor().principal.id;
        if (!person || !isPerson(*person) || isActor
            || !maySee(access, *person, news.environments, unit.now()))
            continue;
        putIntoInbox(unit, id, event);
        names.insert(person->name);
    }
    if (!names.empty())
        publishOnce(unit);
    for (const auto &environment : news.environments)
        putIntoOutbox(unit, environment, event, names);
}

std::set<std::string> namesOfOwners(
    const View &view, const core::EnvironmentId &environment, const std::vector<std::string> &paths)
{
    std::set<std::string> names;
    const auto governance = governanceOf(view, environment, {core::Instant::max(), {}});
    for (const auto &path : paths) {
        for (const auto &owner : core::policy::ownersOf(governance.ownership, path, environment)) {
            const auto group
                = std::ranges::find(governance.groups, owner, &core::governing::Group::name);
            if (group == governance.groups.end())
                names.insert(owner);
            else
                names.insert(group->members.begin(), group->members.end());
        }
    }
    return names;
}

std::set<core::PrincipalId> keepersOf(
    Unit &unit, const core::EnvironmentId &environment, std::string_view path)
{
    std::set<core::PrincipalId> keepers;
    const auto owners = namesOfOwners(unit.view(), environment, {std::string(path)});
    AccessBook access(unit.view());
    for (const auto &person : peopleOf(unit.view())) {
        const bool isKeeper = owners.empty() ? access
                                                   .decide(person, core::Permission::PolicyEdit,
                                                       {environment, std::string(path)}, unit.now())
                                                   .isAllowed
                                             : owners.contains(person.name);
        if (isKeeper)
            keepers.insert(person.id);
    }
    return keepers;
}

} // namespace chancery::server
