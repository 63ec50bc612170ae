// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/account.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/identity.h"
#include "engine/server/unit.h"

#include <map>

namespace chancery::api {
struct Route;
}

// The choke point: whether somebody may do something somewhere is decided here and nowhere else,
// by the roles of the account and the rules of "sys/access" (core/access/access.h). A writing
// operation asks inside its own transaction, so that nothing can come between the answer and the
// deed.
namespace chancery::server {

// Where a right is used. Without an environment: wherever the config is live, or anywhere while it
// is live nowhere. Without a path: the environment as a whole.
struct Place {
    core::EnvironmentId environment;
    std::string path;
};

// What governs access there, as it is live.
core::access::GovernedAccess governedAccessIn(
    const View &view, const core::EnvironmentId &environment);
// Whether a rule of it tells paths apart.
bool hasRulesOfPaths(const core::access::GovernedAccess &governed);

// What governs access, as it is live, read once for many questions. A value for one reading.
class AccessBook {
public:
    explicit AccessBook(const View &view)
        : m_view(view)
    {
    }

    // Without circumstances they are not there, and were asked for when they did what this is
    // about.
    core::access::Decision decide(const core::Principal &principal, core::Permission permission,
        const Place &place, core::Instant now,
        const std::optional<core::access::Circumstances> &circumstances = {});
    // As evaluate() weighs them, in every environment that is known.
    void addRights(core::policy::Principal &into, const core::Principal &principal,
        core::Instant now, const std::optional<core::access::Circumstances> &circumstances = {});
    // What the account has somewhere at some time, with what its roles give.
    core::PermissionSet everHeld(const core::Principal &principal);
    bool mayAnywhere(const core::Principal &principal, core::Permission permission,
        core::Instant now, const std::optional<core::access::Circumstances> &circumstances = {});
    // Whether a rule tells paths apart, so that what inherits from a path is asked for too.
    bool hasRulesOfPaths();

private:
    const core::access::GovernedAccess &in(const core::EnvironmentId &environment);
    const std::vector<core::EnvironmentId> &environments();
    core::access::Subject subjectIn(const core::access::GovernedAccess &governed,
        const core::Principal &principal,
        const std::optional<core::access::Circumstances> &circumstances);

    const View &m_view;
    std::optional<std::vector<core::EnvironmentId>> m_environments;
    std::map<core::EnvironmentId, core::access::GovernedAccess> m_governed;
    std::map<core::PrincipalId, core::access::Attributes> m_attributes;
};

// By the account as it is now, not as it was when the request came in. 403 with why not and what
// would help.
void demandAccess(const Unit &unit, core::Permission permission, const std::vector<Place> &places);
void demandAccess(
    const Unit &unit, core::Permission permission, const core::ChangeRequest &request);
// What the path of the operation's address names, before its handler is called. What only the body
// names is asked for by the handler.
void demandAccess(const Unit &unit, const api::Route &route);
// Whether the route's permission is held for anything at this moment.
bool mayAnywhere(const Unit &unit, const api::Route &route);
// For what is done in the name of somebody who is not there; 403 in words, or nothing.
std::optional<core::Error> accessBarrier(const View &view, const core::PrincipalId &principal,
    core::Permission permission, const core::ChangeRequest &request, core::Instant now);

// Where the config is live: the environments in which a change of the config itself counts.
std::vector<Place> placesOf(const View &view, const core::Config &config);

// Why, and what would help, in a sentence.
std::string sentenceOf(
    const core::access::Decision &decision, core::Permission permission, const Place &place);

// Whether a version of a document that gives rights has become live.
bool changesAccess(const View &view, std::string_view touchedKey);

} // namespace chancery::server
