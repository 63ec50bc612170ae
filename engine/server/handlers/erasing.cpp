// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeprivacy.h"
#include "engine/server/auth.h"
#include "engine/server/handlers/erasurescan.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/legalholds.h"
#include "engine/server/handlers/mentions.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/log/personal.h"
#include "engine/server/people.h"

#include <algorithm>
#include <set>

// Personal data and its end (docs/adr/0025). The log keeps digests with a salt that is thrown away;
// what else names the person is given a pseudonym, or counted in the answer where it is part of
// something signed.
namespace chancery::server {

namespace {

constexpr std::size_t atOnce = 1000;

struct Erased {
    std::uint64_t fields = 0;
    std::uint64_t entries = 0;
};

bool isTheirs(
    const View &view, const KeptPersonal &kept, const Person &person, std::uint64_t sequence)
{
    if (kept.owner)
        return *kept.owner == person.id;
    if (person.isName(kept.value))
        return true;
    // An older server did not write whose it is; the leaf says who acted.
    const auto leaf = view.get(keys::join(keys::leaf, keys::number(sequence)));
    return leaf && leaf->find("\"id\":\"" + person.id + "\",\"idp\"") != std::string::npos;
}

void eraseIn(Unit &unit, const Entry &entry, const Person &person, Erased &erased)
{
    auto kept = View::parse<std::vector<KeptPersonal>>(entry.value);
    const auto sequence = keys::numberAtEnd(entry.key);
    const auto count = std::erase_if(kept,
        [&](const KeptPersonal &one) { return isTheirs(unit.view(), one, person, sequence); });
    if (count == 0)
        return;
    erased.fields += count;
    ++erased.entries;
    if (kept.empty())
        unit.remove(entry.key);
    else
        unit.put(entry.key, api::toJson(kept));
}

Erased erasePersonal(Unit &unit, const Person &person, const ErasureScan &scan)
{
    Erased erased;
    auto range = KeyRange::under(keys::join(keys::personal, ""));
    if (scan.person == person && !scan.upTo.empty()) {
        range.from = scan.upTo;
        for (const auto &key : scan.keys) {
            // What was pruned since is gone already.
            if (const auto bytes = unit.view().get(key))
                eraseIn(unit, {key, bytes}, person, erased);
        }
    }
    visitForwards(
        unit.view(), range, [&](const Entry &entry) { eraseIn(unit, entry, person, erased); });
    return erased;
}

void removeUnder(Unit &unit, const std::string &prefix)
{
    visitForwards(
        unit.view(), KeyRange::under(prefix), [&](const Entry &entry) { unit.remove(entry.key); });
}

// Whoever comes with the same identity again is somebody new.
void forgetWaysIn(Unit &unit, const core::PrincipalId &principal)
{
    endSessions(unit, principal);
    for (const auto key : {keys::password, keys::passwordOrigin, keys::identityOf, keys::lastSignIn,
             keys::principalAttributes})
        unit.remove(keys::join(key, principal.text()));
    visitForwards(
        unit.view(), KeyRange::under(keys::join(keys::identity, "")), [&](const Entry &entry) {
            if (*entry.value == principal.text())
                unit.remove(entry.key);
        });
    for (const auto prefix : {keys::inbox, keys::unread, keys::idempotency})
        removeUnder(unit, keys::join(prefix, principal.text(), ""));
}

void renameAccount(Unit &unit, core::Principal &principal, const Person &person)
{
    unit.remove(keys::join(keys::principalName, principal.name));
    principal.name = person.pseudonym;
    principal.displayName = person.pseudonym;
    unit.put(keys::join(keys::principalName, principal.name), principal.id.text());
    unit.store(keys::join(keys::principal, principal.id.text()), principal);
    unit.publish("principal.update", "/v1/principals", principal.etag,
        principal.name + " was an account whose personal data is erased");
}

// Votes are barred by who took part; whoever comes back as somebody new would be barred no more.
void demandNothingOpen(const Unit &unit, const core::Principal &principal)
{
    const auto accounts = People::of(unit.view()).accountsOf(principal.id);
    std::set<std::string> seen;
    visitForwards(
        unit.view(), KeyRange::under(keys::join(keys::openAt, "")), [&](const Entry &entry) {
            const auto id = "CR-" + std::to_string(keys::numberAtEnd(entry.key));
            if (!seen.insert(id).second)
                return;
            const auto request = needRequest(unit.view(), id);
            const bool isTheirs = std::ranges::any_of(accounts,
                [&request](const core::PrincipalId &own) { return takesPart(request, own); });
            if (isTheirs)
                refuse("state-conflict",
                    "The account takes part in " + id + ", which is open: it ends first");
        });
}

core::Principal demandErasable(const Unit &unit)
{
    const auto principal = unit.view().need<core::Principal>(
        keys::join(keys::principal, unit.argument(0)), "account " + unit.argument(0));
    const auto people = People::of(unit.view());
    const auto &actor = unit.actor().principal.id;
    if (people.isOne(principal.id, actor))
        refuse("forbidden", "Nobody erases their own traces");
    if (principal.kind != core::PrincipalKind::User)
        refuse("policy-violation", "Only people have personal data");
    unit.demandMatch(principal.etag);
    if (!principal.disabled)
        refuse("state-conflict", "Disable the account first");
    // Two people: who shut somebody out does not make them forgotten as well.
    const auto disabledBy = unit.view().text(keys::join(keys::disabledBy, principal.id.text()));
    if (people.isOne(core::PrincipalId(disabledBy), actor))
        refuse("forbidden",
            "You disabled the account: somebody else who may administer accounts erases it");
    demandNoHold(unit, principal.id);
    demandNotLifter(unit, principal.id);
    demandNothingOpen(unit, principal);
    return principal;
}

std::uint64_t recordErasure(Unit &unit, const core::Principal &principal,
    const core::ErasureOrder &order, const Erased &erased)
{
    Deed deed{.kind = core::AuditKind::PrivacyErase, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.etag = principal.etag.text();
    deed.reason = order.reason;
    deed.ticket = order.ticket;
    deed.counted = "erased-field";
    deed.count = erased.fields;
    unit.record(deed);
    return unit.auditSequence().value_or(0);
}

} // namespace

core::Result<ErasureScan> scanForErasure(Store &store, const std::string &principal,
    std::uint64_t mark, const std::atomic<bool> &isEnding)
{
    auto reader = store.openReader();
    if (!reader)
        return reader.error();
    ErasureScan scan;
    try {
        const View view(**reader);
        const auto account = view.find<core::Principal>(keys::join(keys::principal, principal));
        if (!account)
            return scan; // the writer says so
        scan.person = Person::of(view, *account);
        visitForwards(
            view, KeyRange::under(keys::join(keys::personal, "")), [&](const Entry &entry) {
                if (isEnding)
                    refuse("internal", "The server ends");
                const auto sequence = keys::numberAtEnd(entry.key);
                for (const auto &kept : View::parse<std::vector<KeptPersonal>>(entry.value)) {
                    if (isTheirs(view, kept, scan.person, sequence)) {
                        scan.keys.push_back(entry.key);
                        break;
                    }
                }
                scan.upTo = entry.key + '\0';
            });
        scan.mentions = scanMentions(view, scan.person, isEnding);
        scan.mentions->mark = mark;
    } catch (const Refusal &refusal) {
        return refusal.error;
    } catch (const std::exception &exception) {
        return api::problem("internal", exception.what());
    }
    return scan;
}

Response erasePersonalData(Unit &unit)
{
    return erasePersonalData(unit, {});
}

void demandErasure(Unit &unit)
{
    const auto principal = demandErasable(unit);
    const auto order = unit.body<core::ErasureOrder>();
    demandGrounds(order.reason, order.ticket);
    demandNoName(unit, principal, order.reason, "/reason");
    demandNoName(unit, principal, order.ticket, "/ticket");
}

std::uint64_t beginErasure(Unit &unit)
{
    demandErasure(unit);
    return unit.tools().changed ? unit.tools().changed->begin() : 0;
}

Response erasePersonalData(Unit &unit, const ErasureScan &scan)
{
    demandErasure(unit); // once more: something may have changed since
    auto principal = unit.view().need<core::Principal>(
        keys::join(keys::principal, unit.argument(0)), "account " + unit.argument(0));
    const auto order = unit.body<core::ErasureOrder>();
    const auto person = Person::of(unit.view(), principal);
    const auto erased = erasePersonal(unit, person, scan);
    forgetWaysIn(unit, principal.id);
    const bool isOfThem = scan.person == person;
    const auto remaining
        = replaceMentions(unit, person, isOfThem ? scan.mentions : std::optional<MentionScan>());
    if (principal.name != person.pseudonym)
        renameAccount(unit, principal, person);
    core::Erasure erasure{principal.id, erased.fields, erased.entries, 0, remaining, {}};
    erasure.sequence = recordErasure(unit, principal, order, erased);
    erasure.etag = principal.etag;
    auto response = Response::json(api::toJson(erasure), 200, principal.etag.text());
    response.mustScrub = true;
    return response;
}

Response getPersonalValues(const Scene &scene)
{
    const auto [from, to] = entriesAsked(scene, atOnce);
    auto range = KeyRange::under(keys::join(keys::personal, ""));
    range.from = keys::join(keys::personal, keys::number(from));
    range.to = keys::join(keys::personal, keys::number(to));
    api::Page<core::PersonalValue> page;
    for (const auto &entry : scene.view.scan(range)) {
        const auto sequence = keys::numberAtEnd(entry.key);
        for (auto &kept : View::parse<std::vector<KeptPersonal>>(entry.value))
            page.items.push_back({sequence, kept.name, kept.salt, kept.value});
    }
    auto response = Response::json(api::toJson(page));
    response.cacheControl = "no-store";
    return response;
}

} // namespace chancery::server
