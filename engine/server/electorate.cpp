// SPDX-License-Identifier: Apache-2.0
#include "engine/server/access.h"
#include "engine/server/approvals.h"
#include "engine/server/auth.h"
#include "engine/server/people.h"

#include <algorithm>
#include <map>

namespace chancery::server {

namespace policy = core::policy;

namespace {

policy::Principal asPolicySees(
    AccessBook &access, const core::Principal &principal, core::Instant now)
{
    policy::Principal seen;
    seen.id = principal.id;
    seen.kind = principal.kind;
    seen.disabled = principal.disabled;
    access.addRights(seen, principal, now);
    return seen;
}

void addGrant(policy::Principal &seen, const ApproverGrant &grant)
{
    seen.approverSince = grant.at;
    seen.approverOrder = grant.order;
    for (const auto &giver : {grant.by, grant.passwordBy}) {
        if (giver)
            seen.approverBy.push_back(*giver);
    }
}

// Who is in somebody's hands has in theirs whom they gave a right or a password: through a chain of
// accounts, or a machine, nobody gains an approval that they could not gain at once.
void closeGrants(std::vector<policy::Principal> &principals)
{
    std::map<core::PrincipalId, std::vector<core::PrincipalId>> givers;
    for (const auto &principal : principals)
        givers[principal.id] = principal.approverBy;
    for (auto &principal : principals) {
        auto &all = principal.approverBy;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto further = givers.find(all[i]);
            if (further == givers.end())
                continue;
            for (const auto &giver : further->second) {
                if (std::ranges::find(all, giver) == all.end())
                    all.push_back(giver);
            }
        }
    }
}

} // namespace

Electorate Electorate::of(const View &view, core::Instant now)
{
    Electorate people;
    AccessBook access(view);
    people.hasRulesOfPaths = access.hasRulesOfPaths();
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto principal = View::parse<core::Principal>(entry.value);
        people.names.emplace(principal.id, principal.name);
        people.principals.push_back(asPolicySees(access, principal, now));
    }
    const auto prefix = keys::join(keys::approver, "");
    for (const auto &entry : view.scan(KeyRange::under(prefix))) {
        const core::PrincipalId id(entry.key.substr(prefix.size()));
        const auto seen = std::ranges::find(people.principals, id, &policy::Principal::id);
        if (seen != people.principals.end())
            addGrant(*seen, View::parse<ApproverGrant>(entry.value));
    }
    const auto persons = People::of(view);
    for (auto &principal : people.principals) {
        if (const auto person = persons.personOf(principal.id); person != principal.id)
            principal.person = person.text();
    }
    closeGrants(people.principals);
    return people;
}

bool isSameHand(
    const Electorate &people, const core::PrincipalId &first, const core::PrincipalId &second)
{
    const auto personOf = [&people](const core::PrincipalId &id) {
        const auto found = std::ranges::find(people.principals, id, &policy::Principal::id);
        return found == people.principals.end() || found->person.empty() ? id.text()
                                                                         : found->person;
    };
    const auto isFirst
        = [&](const core::PrincipalId &id) { return personOf(id) == personOf(first); };
    const auto account = std::ranges::find(people.principals, second, &policy::Principal::id);
    return isFirst(second)
        || (account != people.principals.end()
            && std::ranges::any_of(account->approverBy, isFirst));
}

} // namespace chancery::server
