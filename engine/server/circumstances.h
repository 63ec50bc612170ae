// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/account.h"
#include "engine/core/domain/changerequest.h"
#include "engine/server/unit.h"

// What conditions of sys/access are held against (core/access/conditions.h), as this server knows
// it: of people by the last word of their identity provider, of what is done by the session and the
// connection in which it is asked for.
namespace chancery::server {

// What the provider said of somebody when they last signed in; empty for who has an account here.
core::access::Attributes attributesOf(const View &view, const core::PrincipalId &principal);
// Keeps them where they are others than before.
void keepAttributes(
    Unit &unit, const core::PrincipalId &principal, const core::access::Attributes &attributes);

// The account with all that is known of the person.
core::access::Subject subjectOf(const View &view, const core::Principal &account,
    const std::vector<core::governing::Group> &groups);
// The tier and the owners around what governs access in an environment.
void addSurroundings(const View &view, core::access::AccessGovernance &governance);

core::access::Circumstances circumstancesOf(
    const View &view, const Actor &actor, const std::string &address, core::Instant now);
// Nothing where the server does by itself what somebody asked for earlier: they were asked for
// then.
std::optional<core::access::Circumstances> circumstancesOf(const Unit &unit);

// Of a vote, for a rule that comes later (GOV-14); without the address, which is personal.
void keepCircumstances(Unit &unit, const core::ReviewId &vote);
std::optional<core::access::Circumstances> circumstancesOfVote(
    const View &view, const core::ReviewId &vote);

} // namespace chancery::server
