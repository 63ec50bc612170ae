// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/conditions.h"
#include "engine/core/policy/evaluate.h"
#include "engine/server/view.h"

#include <map>

namespace chancery::server {

// How a request stands before the policy now: what each gated environment needs and has.
struct Standing {
    std::vector<core::Requirement> requirements;
    std::vector<core::Check> checks; // what has to be acknowledged, by whom
    bool isApproved = false; // the votes suffice, and its author owes no acknowledgement
    // Of each requirement the people whose votes count for it, by the name of its rule; for the
    // log.
    struct Weighed {
        std::string rule; // "prod: payments, security"
        int need = 0;
        std::vector<core::PrincipalId> people;
    };
    std::vector<Weighed> weighed;
};

// Everybody who might vote, as the policy sees them; read once for a list of requests.
struct Electorate {
    std::vector<core::policy::Principal> principals;
    std::map<core::PrincipalId, std::string> names;
    bool hasRulesOfPaths = false; // some may approve for some paths only

    static Electorate of(const View &view, core::Instant now);
};

// As asked for now, or without what an expedited request may leave for later.
enum class Bar : std::uint8_t { OfRequest, Full };
// Weighs the votes by core/policy (GOV-2, GOV-3, GOV-10, GOV-11), with the rules that the
// environments' settings stand for.
Standing standingOf(const View &view, const core::ChangeRequest &request, core::Instant now);
Standing standingOf(const View &view, const Electorate &people, const core::ChangeRequest &request,
    core::Instant now, Bar bar = Bar::OfRequest);
// Whether two accounts are no two pairs of eyes: one person is behind both, or the second is in the
// first one's hands, by a right or a password that came from there, through others as well.
bool isSameHand(
    const Electorate &people, const core::PrincipalId &first, const core::PrincipalId &second);
// Why this principal's approval would not count; nothing when it would.
// With how and from where they ask, where they are there.
std::optional<core::Error> approvalBarrier(const View &view, const core::PrincipalId &principal,
    const core::ChangeRequest &request, core::Instant now,
    const std::optional<core::access::Circumstances> &circumstances);
// What a vote binds: items, bases, targets.
std::string contentDigestOf(const core::ChangeRequest &request);

} // namespace chancery::server
