// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describeidentity.h"
#include "engine/core/domain/account.h"

namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::Account &value)
{
    visit("principal", value.principal);
    visit("provider", value.provider);
    visit("hasPassword", value.hasPassword);
    visit("oneTimePassword", value.oneTimePassword);
    visit("lastSignIn", value.lastSignIn);
    visit("openSessions", value.openSessions);
    visit("passwordBy", value.passwordBy);
    visit("approverBy", value.approverBy);
    visit("approverSince", value.approverSince);
}

} // namespace chancery::api
