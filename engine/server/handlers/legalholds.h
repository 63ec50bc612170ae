// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/unit.h"

namespace chancery::server {

// 409 while a hold stands that covers this account, or anybody; for what removes entries any hold
// at all does.
void demandNoHold(const Unit &unit, const core::PrincipalId &principal);
void demandNoHold(const Unit &unit);

// Reason and ticket are there, and not too long.
void demandGrounds(const std::string &reason, const std::string &ticket);

} // namespace chancery::server
