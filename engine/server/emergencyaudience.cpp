// SPDX-License-Identifier: Apache-2.0
#include "engine/server/access.h"
#include "engine/server/emergencies.h"
#include "engine/server/notifications/news.h"
#include "engine/server/notifications/telling.h"

#include <algorithm>
#include <set>

// Whom an emergency concerns (GOV-46): who could have approved, who reviews, and who owns what is
// changed.
namespace chancery::server {

namespace {

// Of the latest action, or before there is one all that is live in the session's scope.
std::vector<std::string> pathsOf(const View &view, const core::EmergencySession &session)
{
    std::vector<std::string> paths;
    if (!session.actions.empty()) {
        for (const auto &change : session.actions.back().changes)
            paths.push_back(change.path);
        return paths;
    }
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::head, "")))) {
        const auto head = View::parse<core::Head>(entry.value);
        const auto slug = head.path.substr(0, head.path.find('/'));
        if (head.environment == session.environment
            && std::ranges::find(session.namespaces, slug) != session.namespaces.end())
            paths.push_back(head.path);
    }
    return paths;
}

} // namespace

void notify(Unit &unit, core::EmergencySession &session, const std::string &about)
{
    core::EmergencyNotice notice{unit.now(), about, "console", {}};
    const auto owners = core::isRecovery(session)
        ? std::set<std::string>()
        : namesOfOwners(unit.view(), session.environment, pathsOf(unit.view(), session));
    std::set<core::PrincipalId> audience;
    AccessBook access(unit.view());
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto person = View::parse<core::Principal>(entry.value);
        if (person.kind != core::PrincipalKind::User || person.disabled
            || person.id == session.actor)
            continue;
        const auto rights = access.everHeld(person);
        // What a recovery key does concerns everybody.
        if (core::isRecovery(session) || rights.has(core::Permission::Approve)
            || rights.has(core::Permission::EmergencyReview) || owners.contains(person.name)) {
            notice.audience.push_back(person.name);
            audience.insert(person.id);
        }
    }
    session.notices.push_back(std::move(notice));
    tellOfEmergency(unit, session, about, audience);
}

} // namespace chancery::server
