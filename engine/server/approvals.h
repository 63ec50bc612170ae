// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/view.h"

namespace chancery::server {

// How a request stands before the policy now: what each gated environment needs and has.
struct Standing {
    std::vector<core::Requirement> requirements;
    bool isApproved = false;
};

// Weighs the standing votes (GOV-2, GOV-3, GOV-10, GOV-11): only people with the right count, never
// requester or contributors, only votes of the present cycle for the present content.
Standing standingOf(const View &view, const core::ChangeRequest &request);
// Why this principal's approval would not count: a problem's code; empty when it would.
std::string_view approvalBarrier(
    const core::Principal &principal, const core::ChangeRequest &request);
// What a vote binds: items, bases, targets.
std::string contentDigestOf(const core::ChangeRequest &request);

} // namespace chancery::server
