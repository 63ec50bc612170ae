// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/linkedaccounts.h"

namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::SamePerson &value)
{
    visit("sameAs", value.sameAs);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::Parting &value)
{
    visit("account", value.account);
    visit("by", value.by);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::LinkedAccounts &value)
{
    visit("accounts", value.accounts);
    visit("partings", value.partings);
}

} // namespace chancery::api
