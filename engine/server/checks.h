// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/saidchecks.h"
#include "engine/core/governing/policydocument.h"
#include "engine/server/unit.h"

#include <map>

// What has to be acknowledged about a request before it goes on: how far it reaches, a sample of
// very many items, and keys that it removes although nobody has asked for that.
namespace chancery::server {

// What the policies of one environment ask for (see Governance).
struct CheckTerms {
    std::optional<core::governing::ReachTerms> reach;
    std::optional<core::governing::BulkTerms> bulk;
};

// As it is now, with who still owes what.
std::vector<core::Check> checksOf(const View &view, const core::ChangeRequest &request,
    const std::map<core::EnvironmentId, CheckTerms> &terms);
// How many configs the request changes there.
int objectsIn(const core::ChangeRequest &request, const core::EnvironmentId &environment);
// Whether each acknowledgement that an approval of this person needs is there.
bool allSaidBy(const core::ChangeRequest &request, const std::vector<core::Check> &checks,
    const core::PrincipalId &person);

// 409 while its author owes an acknowledgement.
void demandAuthorsWord(const std::vector<core::Check> &checks);
// 409 while an approval of this person would lack one.
void demandWord(const core::ChangeRequest &request, const std::vector<core::Check> &checks,
    const core::PrincipalId &person);

// Keeps which keys the agent told of as live only, in the place of what it told before. 422 for
// what are no pointers.
void keepLiveOnly(Unit &unit, const core::Agent &agent, const core::AgentReport &report);

} // namespace chancery::server
