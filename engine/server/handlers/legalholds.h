// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/unit.h"

namespace chancery::server {

// 409 while a hold stands that covers this account, or anybody; for what removes entries any hold
// at all does.
void demandNoHold(const Unit &unit, const core::PrincipalId &principal);
void demandNoHold(const Unit &unit);
// 403 for who has lifted such a hold not long ago: what it kept goes by other hands.
void demandNotLifter(const Unit &unit, const core::PrincipalId &principal);
void demandNotLifter(const Unit &unit);

// Reason and ticket are there, and not too long.
void demandGrounds(const std::string &reason, const std::string &ticket);
// 422 where a text that stays in the log for ever names the person it is about.
void demandNoName(const Unit &unit, const core::Principal &principal, const std::string &text,
    const std::string &pointer);

} // namespace chancery::server
