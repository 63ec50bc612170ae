// SPDX-License-Identifier: Apache-2.0
#include "people.h"

#include "engine/server/auth.h"

#include <algorithm>

namespace chancery::server {

People People::of(const View &view)
{
    People people;
    const auto prefix = keys::join(keys::approver, "");
    for (const auto &entry : view.scan(KeyRange::under(prefix))) {
        const core::PrincipalId account(entry.key.substr(prefix.size()));
        const auto grant = View::parse<ApproverGrant>(entry.value);
        if (grant.sameAs)
            people.m_links.emplace(account, *grant.sameAs);
        if (grant.partingBy && grant.partingAt)
            people.m_partings.emplace(
                account, core::Parting{account, *grant.partingBy, *grant.partingAt});
    }
    return people;
}

core::PrincipalId People::personOf(const core::PrincipalId &account) const
{
    auto person = account;
    // Never in a circle, whatever is stored.
    for (auto left = m_links.size(); left > 0; --left) {
        const auto link = m_links.find(person);
        if (link == m_links.end())
            break;
        person = link->second;
    }
    return person;
}

std::vector<core::PrincipalId> People::accountsOf(const core::PrincipalId &account) const
{
    const auto person = personOf(account);
    std::set<core::PrincipalId> accounts{account, person};
    for (const auto &[linked, other] : m_links) {
        if (personOf(linked) == person)
            accounts.insert(linked);
    }
    return {accounts.begin(), accounts.end()};
}

core::LinkedAccounts People::with(const core::PrincipalId &account) const
{
    core::LinkedAccounts linked{accountsOf(account), {}};
    for (const auto &one : linked.accounts) {
        if (const auto parting = m_partings.find(one); parting != m_partings.end())
            linked.partings.push_back(parting->second);
    }
    return linked;
}

std::vector<core::LinkedAccounts> People::shared() const
{
    std::set<core::PrincipalId> persons;
    for (const auto &[account, other] : m_links)
        persons.insert(personOf(account));
    std::vector<core::LinkedAccounts> all;
    for (const auto &person : persons)
        all.push_back(with(person));
    return all;
}

} // namespace chancery::server
