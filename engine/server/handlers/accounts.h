// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/auth.h"

// What making and changing accounts have in common.
namespace chancery::server {

core::Principal makePrincipal(Unit &unit, const core::NewPrincipal &asked);
void demandKnownRoles(const std::vector<std::string> &roles);
// Remembers who made an account an approver, where it is one; isNew: it was none before.
void noteApproverGrant(Unit &unit, const core::Principal &principal, bool isNew);
// Remembers that the caller knows the account's password: who approves by it approves for them too
// (core/policy/evaluate.cpp), and it opens nothing but the choice of another (auth.h).
void notePassword(
    Unit &unit, const core::Principal &principal, bool isReset, const std::string &reason);

} // namespace chancery::server
