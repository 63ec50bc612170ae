// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describelinkedaccounts.h"
#include "engine/server/approvals.h"
#include "engine/server/auth.h"
#include "engine/server/handlers/accounts.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/people.h"

#include <algorithm>

// Two accounts of one person, as administrators know it. To say so only ever takes eyes away, and
// one person may; to take it back gives somebody a second pair, so two people say it, neither of
// them the one whom it is about, and what is open is not approved by it (GOV-14).
namespace chancery::server {

namespace {

constexpr std::chrono::days partingKept{7};

core::Principal needPerson(const Unit &unit, const std::string &id)
{
    auto principal
        = unit.view().need<core::Principal>(keys::join(keys::principal, id), "account " + id);
    if (principal.kind != core::PrincipalKind::User)
        refuse("policy-violation", "Only people have several accounts");
    return principal;
}

std::string keyOf(const core::PrincipalId &id)
{
    return keys::join(keys::approver, id.text());
}

ApproverGrant grantOf(const Unit &unit, const core::PrincipalId &id)
{
    return unit.view().find<ApproverGrant>(keyOf(id)).value_or(ApproverGrant());
}

void recordLink(Unit &unit, const core::Principal &principal, core::AuditKind kind,
    const std::string &reason, const std::vector<core::PrincipalId> &others)
{
    Deed deed{.kind = kind, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.etag = principal.etag.text();
    deed.reason = reason;
    for (const auto &other : others) {
        if (other != principal.id)
            deed.related.push_back({"same-person", other.text(), {}, {}, {}});
    }
    unit.record(deed);
}

void storeChanged(Unit &unit, core::Principal &principal, const std::string &summary)
{
    unit.store(keys::join(keys::principal, principal.id.text()), principal);
    unit.publish("principal.update", "/v1/principals", principal.etag, principal.name + summary);
}

Response answer(const Unit &unit, const core::Principal &principal)
{
    return Response::json(
        api::toJson(People::of(unit.view()).with(principal.id)), 200, principal.etag.text());
}

Response link(Unit &unit, core::Principal principal, const core::SamePerson &asked)
{
    const auto other = needPerson(unit, asked.sameAs->text());
    if (other.id == principal.id)
        refuse("policy-violation", "Expected another account",
            {{"/sameAs", "other-account", "Expected another account", {}, 0, 0}});
    const auto people = People::of(unit.view());
    if (people.isOne(principal.id, other.id))
        return answer(unit, principal);
    // Whoever was linked with either is linked with both.
    const auto person = people.personOf(principal.id);
    auto grant = grantOf(unit, person);
    grant.sameAs = people.personOf(other.id);
    unit.put(keyOf(person), api::toJson(grant));
    storeChanged(unit, principal, " is the account of somebody with another one");
    recordLink(unit, principal, core::AuditKind::PrincipalLink, asked.reason,
        People::of(unit.view()).accountsOf(principal.id));
    return answer(unit, principal);
}

// They become approvers anew: what they could not approve as one person is not open to them now.
void standAnew(
    Unit &unit, const core::PrincipalId &account, const std::optional<core::PrincipalId> &sameAs)
{
    auto grant = grantOf(unit, account);
    grant.at = unit.now();
    grant.order = unit.nextOrder();
    grant.sameAs = sameAs;
    grant.partingBy.reset();
    grant.partingAt.reset();
    unit.put(keyOf(account), api::toJson(grant));
}

void separate(Unit &unit, const core::PrincipalId &account)
{
    auto others = People::of(unit.view()).accountsOf(account);
    std::erase(others, account);
    standAnew(unit, account, std::nullopt);
    for (const auto &other : others)
        standAnew(
            unit, other, other == others.front() ? std::nullopt : std::optional(others.front()));
}

Response part(Unit &unit, core::Principal principal, const std::string &reason)
{
    const auto people = People::of(unit.view());
    const auto &actor = unit.actor().principal.id;
    const auto linked = people.accountsOf(principal.id);
    if (linked.size() < 2)
        refuse("state-conflict", principal.name + " is linked with no other account");
    if (people.isOne(actor, principal.id))
        refuse("forbidden", "Nobody says of themselves that they are two people");
    // Nor by whom they have made an administrator.
    const auto electorate = Electorate::of(unit.view(), unit.now());
    const bool isTheirs = std::ranges::any_of(
        linked, [&](const auto &account) { return isSameHand(electorate, account, actor); });
    if (isTheirs || unit.actor().principal.kind != core::PrincipalKind::User)
        refuse("forbidden", "Somebody says this whose account is not in that person's hands");
    auto grant = grantOf(unit, principal.id);
    const bool isAsked
        = grant.partingBy && grant.partingAt && unit.now() - *grant.partingAt <= partingKept;
    if (!isAsked) {
        grant.partingBy = actor;
        grant.partingAt = unit.now();
        unit.put(keyOf(principal.id), api::toJson(grant));
        storeChanged(unit, principal, " is to be taken for somebody else's account");
        recordLink(unit, principal, core::AuditKind::PrincipalUnlinkAsk, reason, linked);
        return answer(unit, principal);
    }
    if (isSameHand(electorate, *grant.partingBy, actor)
        || isSameHand(electorate, actor, *grant.partingBy))
        refuse("forbidden",
            "A second person says the same, whose account is not in the first one's hands");
    separate(unit, principal.id);
    storeChanged(unit, principal, " is nobody's second account");
    recordLink(unit, principal, core::AuditKind::PrincipalUnlink, reason, linked);
    return answer(unit, principal);
}

} // namespace

Response setSamePerson(Unit &unit)
{
    auto principal = needPerson(unit, unit.argument(0));
    unit.demandMatch(principal.etag);
    const auto asked = unit.body<core::SamePerson>();
    demandLength(asked.reason, longestReason, "/reason");
    return asked.sameAs ? link(unit, std::move(principal), asked)
                        : part(unit, std::move(principal), asked.reason);
}

Response listLinkedAccounts(const Scene &scene)
{
    return Response::json(
        api::toJson(api::Page<core::LinkedAccounts>{People::of(scene.view).shared(), {}}));
}

} // namespace chancery::server
