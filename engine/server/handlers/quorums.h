// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/accessdocument.h"
#include "engine/core/governing/policydocument.h"
#include "engine/server/unit.h"

#include <string>
#include <vector>

// Whether the rules of a policy can be met by those who would have to meet them (GOV-7).
namespace chancery::server {

// What will govern approvals in one environment once a request is applied.
struct RulesAfter {
    core::EnvironmentId environment;
    core::governing::PolicyDocument policy;
    core::policy::Ownership ownership;
    std::vector<core::governing::Group> groups;
    core::access::Classes classes;
};

// 422 where a rule names a class that "sys/access" does not.
void demandKnownClasses(const RulesAfter &rules, const std::string &pointer);
// 422 where a rule asks for more people than may satisfy it where it holds: people and not
// accounts, by their rights in this environment and for this path, without what is forbidden them,
// of the rule's groups and of the path's owners, and without whoever makes the request.
void demandReachable(Unit &unit, const RulesAfter &rules, const std::string &pointer);
// Whether by these rules somebody could change the policy itself again.
bool canBeChanged(Unit &unit, const RulesAfter &rules);
// 422 where by these rules nobody could change the policy itself again.
void demandChangeable(Unit &unit, const RulesAfter &rules, const std::string &pointer);

} // namespace chancery::server
