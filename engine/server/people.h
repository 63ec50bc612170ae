// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/linkedaccounts.h"
#include "engine/server/view.h"

#include <map>
#include <set>

namespace chancery::server {

// Who is behind the accounts, as it was declared or as a provider's name made it likely: accounts
// that are linked are one person wherever heads are counted (GOV-2, GOV-40), where traces are
// erased and where rights are given. A value, read in one transaction.
class People {
public:
    static People of(const View &view);

    // The account that stands for all of a person's; the account itself where it has no other.
    core::PrincipalId personOf(const core::PrincipalId &account) const;
    bool isOne(const core::PrincipalId &first, const core::PrincipalId &second) const
    {
        return personOf(first) == personOf(second);
    }
    // Sorted, with the account itself.
    std::vector<core::PrincipalId> accountsOf(const core::PrincipalId &account) const;
    // Of everybody who has more than one.
    std::vector<core::LinkedAccounts> shared() const;
    core::LinkedAccounts with(const core::PrincipalId &account) const;

private:
    std::map<core::PrincipalId, core::PrincipalId> m_links;
    std::map<core::PrincipalId, core::Parting> m_partings;
};

} // namespace chancery::server
