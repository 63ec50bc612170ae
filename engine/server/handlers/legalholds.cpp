// SPDX-License-Identifier: Apache-2.0
#include "legalholds.h"

#include "engine/api/bodies.h"
#include "engine/api/describeprivacy.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/mentions.h"
#include "engine/server/handlers/names.h"
#include "engine/server/people.h"

#include <algorithm>

namespace chancery::server {

namespace {

std::vector<core::LegalHold> holdsIn(const View &view)
{
    std::vector<core::LegalHold> holds;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::legalHold, ""))))
        holds.push_back(View::parse<core::LegalHold>(entry.value));
    return holds;
}

void demandText(const std::string &text, std::size_t most, const std::string &pointer)
{
    if (text.empty())
        refuse("policy-violation", "This is not done without saying why",
            {{pointer, "minLength", "Expected a text", {}, 0, 0}});
    demandLength(text, most, pointer);
}

// A person's hold is one over all of their accounts.
bool covers(const core::LegalHold &hold, const std::vector<core::PrincipalId> &accounts)
{
    return hold.principal.empty()
        || std::ranges::find(accounts, core::PrincipalId(hold.principal)) != accounts.end();
}

template <typename Matters>
void refuseLifters(const Unit &unit, Matters matters)
{
    static constexpr std::chrono::days remembered{30};
    const auto people = People::of(unit.view());
    visitForwards(
        unit.view(), KeyRange::under(keys::join(keys::liftedHold, "")), [&](const Entry &entry) {
            const auto lifted = View::parse<core::LegalHold>(entry.value);
            if (matters(lifted) && unit.now() < lifted.at + remembered
                && people.isOne(lifted.by, unit.actor().principal.id))
                refuse(
                    "forbidden", "You lifted the hold " + lifted.id + ": somebody else does this");
        });
}

void recordHold(Unit &unit, const core::LegalHold &hold, core::AuditKind kind,
    const std::string &reason, int status)
{
    Deed deed{.kind = kind, .targetType = "legal_hold"};
    deed.targetId = hold.id;
    deed.etag = hold.etag.text();
    deed.reason = reason;
    deed.ticket = hold.ticket;
    deed.correlation = hold.principal;
    deed.status = status;
    unit.record(deed);
}

} // namespace

void demandGrounds(const std::string &reason, const std::string &ticket)
{
    demandText(reason, longestReason, "/reason");
    demandText(ticket, longestTicket, "/ticket");
}

void demandNoHold(const Unit &unit, const core::PrincipalId &principal)
{
    const auto accounts = People::of(unit.view()).accountsOf(principal);
    for (const auto &hold : holdsIn(unit.view())) {
        if (covers(hold, accounts))
            refuse("legal-hold", "The hold " + hold.id + " stands: " + hold.ticket);
    }
}

void demandNoHold(const Unit &unit)
{
    if (const auto holds = holdsIn(unit.view()); !holds.empty())
        refuse("legal-hold", "The hold " + holds.front().id + " stands: " + holds.front().ticket);
}

void demandNotLifter(const Unit &unit, const core::PrincipalId &principal)
{
    refuseLifters(unit,
        [accounts = People::of(unit.view()).accountsOf(principal)](
            const core::LegalHold &lifted) { return covers(lifted, accounts); });
}

void demandNotLifter(const Unit &unit)
{
    refuseLifters(unit, [](const core::LegalHold &) { return true; });
}

void demandNoName(const Unit &unit, const core::Principal &principal, const std::string &text,
    const std::string &pointer)
{
    if (principal.kind == core::PrincipalKind::User
        && Person::of(unit.view(), principal).isNamedIn(text))
        refuse("policy-violation",
            "This stays in the log for ever, and the name is personal: leave it out",
            {{pointer, "personal", "Leave the name out: this stays in the log for ever", {}, 0,
                0}});
}

Response listLegalHolds(const Scene &scene)
{
    return Response::json(api::toJson(api::Page<core::LegalHold>{holdsIn(scene.view), {}}));
}

Response placeLegalHold(Unit &unit)
{
    static constexpr std::size_t mostHolds = 1000; // all are read whenever one could matter
    const auto asked = unit.body<core::NewLegalHold>();
    demandGrounds(asked.reason, asked.ticket);
    if (!asked.principal.empty()) {
        const auto held = unit.view().need<core::Principal>(
            keys::join(keys::principal, asked.principal), "account " + asked.principal);
        demandNoName(unit, held, asked.reason, "/reason");
        demandNoName(unit, held, asked.ticket, "/ticket");
    }
    if (holdsIn(unit.view()).size() >= mostHolds)
        refuse("quota-exceeded", "There are too many holds");
    core::LegalHold hold{unit.newId("hld_"), asked.principal, asked.reason, asked.ticket,
        unit.actor().principal.id, unit.now(), {}};
    unit.store(keys::join(keys::legalHold, hold.id), hold);
    unit.publish("legal-hold.update", "/v1/legal-holds", hold.etag, hold.id + " was placed");
    recordHold(unit, hold, core::AuditKind::LegalHoldPlace, hold.reason, 201);
    return Response::json(api::toJson(hold), 201, hold.etag.text());
}

Response liftLegalHold(Unit &unit)
{
    const auto key = keys::join(keys::legalHold, unit.argument(0));
    const auto hold = unit.view().need<core::LegalHold>(key, "hold " + unit.argument(0));
    unit.demandMatch(hold.etag);
    const auto reason = unit.body<api::Reason>().reason;
    demandText(reason, longestReason, "/reason");
    // Who wants something to be kept is not overruled by themselves in a weak moment.
    if (People::of(unit.view()).isOne(hold.by, unit.actor().principal.id))
        refuse("forbidden", "Somebody else lifts a hold than who placed it");
    if (!hold.principal.empty())
        demandNoName(unit,
            unit.view().need<core::Principal>(
                keys::join(keys::principal, hold.principal), "account " + hold.principal),
            reason, "/reason");
    unit.remove(key);
    auto lifted = hold;
    lifted.by = unit.actor().principal.id;
    lifted.at = unit.now();
    unit.put(keys::join(keys::liftedHold, hold.id), api::toJson(lifted));
    unit.publish("legal-hold.update", "/v1/legal-holds", hold.etag, hold.id + " was lifted");
    recordHold(unit, hold, core::AuditKind::LegalHoldLift, reason, 204);
    Response response;
    response.status = 204;
    return response;
}

} // namespace chancery::server
