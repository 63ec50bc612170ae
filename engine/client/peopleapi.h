// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/account.h"
#include "engine/core/domain/linkedaccounts.h"

namespace chancery::client {

// The accounts with what only administrators are told of them, and whose accounts are one person's.
class PeopleApi {
public:
    virtual ~PeopleApi() = default;
    virtual Call listAccounts(const PageQuery &page, Handler<api::Page<core::Account>> done) = 0;
    // Of everybody who has more than one; all of them at once.
    virtual Call listLinkedAccounts(Handler<api::Page<core::LinkedAccounts>> done) = 0;
    virtual Call setSamePerson(const core::PrincipalId &principal, const core::SamePerson &said,
        const core::ETag &expected, Handler<Acknowledged<core::LinkedAccounts>> done)
        = 0;
};

} // namespace chancery::client
