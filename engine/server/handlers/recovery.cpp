// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describerecovery.h"
#include "engine/server/access.h"
#include "engine/server/auth.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/recovery/sessions.h"

// What recovery keys are for, beside going back: to stop everything, and to throw somebody out.
// People who may edit policies freeze as well, and they alone lift it.
namespace chancery::server {

namespace {

// Recovery keys have passed demandRecovery() before.
void demandMayFreeze(const Unit &unit, const core::EnvironmentId &environment)
{
    (void)unit.view().needBytes(
        keys::join(keys::environment, environment.text()), "environment " + environment.text());
    if (!unit.actor().isRecovery())
        demandAccess(unit, core::Permission::PolicyEdit, std::vector<Place>{{environment, {}}});
}

void demandFreezeOrder(const core::FreezeOrder &order)
{
    demandLength(order.reason, longestReason, "/reason");
    if (order.reason.empty())
        refuse("policy-violation", "A freeze needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    if (order.minutes < 1 || order.minutes > core::longestStandingFreeze.count())
        refuse("policy-violation", "A freeze lasts 1 to 1440 minutes",
            {{"/minutes", "range", "Expected 1 to 1440", {}, 0, 0}});
}

void record(Unit &unit, core::AuditKind kind, const core::EnvironmentId &environment,
    const std::string &reason, int status, const core::StandingFreeze &freeze)
{
    Deed deed{.kind = kind, .targetType = "environment"};
    deed.targetId = environment.text();
    deed.environment = environment.text();
    deed.reason = reason;
    deed.status = status;
    // Whoever reads the log has to know when it was frozen: a freeze ends by itself as well.
    deed.related = {{"freeze-from", core::toRfc3339(freeze.from), {}, {}, {}},
        {"freeze-until", core::toRfc3339(freeze.until), {}, {}, {}}};
    unit.record(deed);
}

// Clients read the calendar anew when the document of the windows changes, and so they do now.
void publish(Unit &unit, const core::EnvironmentId &environment, const std::string &summary)
{
    unit.publish(
        "freeze.update", "/v1/environments/" + environment.text() + "/calendar", {}, summary);
}

} // namespace

Response getLastGood(const Scene &scene)
{
    const auto &config = scene.arguments[0];
    const auto &place = scene.arguments[1];
    const auto head = scene.view.need<core::Head>(
        keys::join(keys::head, config, place), config + " in " + place);
    auto version = lastGoodOf(scene.view, head);
    if (!version)
        refuse("not-found", "Nothing before what is live of " + head.path + " is known to be good");
    return Response::json(api::toJson(*version), 200, version->id.text());
}

Response freezeEnvironment(Unit &unit)
{
    const core::EnvironmentId environment(unit.argument(0));
    demandMayFreeze(unit, environment);
    const auto order = unit.body<core::FreezeOrder>();
    demandFreezeOrder(order);
    const auto key = keys::join(keys::standingFreeze, environment.text());
    core::StandingFreeze freeze{environment, unit.now(),
        unit.now() + std::chrono::minutes(order.minutes), unit.actor().principal.name,
        order.reason};
    // One that stands is never made shorter by another.
    if (const auto before = unit.view().find<core::StandingFreeze>(key);
        before && before->until > unit.now()) {
        freeze.from = before->from;
        freeze.until = std::max(freeze.until, before->until);
    }
    unit.put(key, api::toJson(freeze));
    record(unit, core::AuditKind::FreezeCreate, environment, order.reason, 201, freeze);
    publish(unit, environment, environment.text() + " was frozen");
    if (unit.actor().isRecovery())
        noteRecoveryUse(unit, "frozen", "froze " + environment.text() + ": " + order.reason);
    return Response::json(api::toJson(freeze), 201);
}

Response liftFreeze(Unit &unit)
{
    const core::EnvironmentId environment(unit.argument(0));
    demandMayFreeze(unit, environment);
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    if (reason.empty())
        refuse("policy-violation", "Say why it is lifted",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    const auto key = keys::join(keys::standingFreeze, environment.text());
    const auto freeze = unit.view().find<core::StandingFreeze>(key);
    if (!freeze || freeze->until <= unit.now())
        refuse("not-found",
            environment.text()
                + " is not frozen at once; its windows stand in "
                  "sys/freezes");
    unit.remove(key);
    record(unit, core::AuditKind::FreezeDelete, environment, reason, 204, *freeze);
    publish(unit, environment, "the freeze of " + environment.text() + " was lifted");
    Response response;
    response.status = 204;
    return response;
}

Response revokeTokens(Unit &unit)
{
    const auto principal = unit.view().need<core::Principal>(
        keys::join(keys::principal, unit.argument(0)), "account " + unit.argument(0));
    if (unit.actor().isRecovery() && principal.kind == core::PrincipalKind::Recovery)
        refuse("forbidden", "A recovery key revokes nothing of recovery keys");
    endSessions(unit, principal.id);
    Deed deed{.kind = core::AuditKind::TokenRevoke, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.reason = "all sessions and tokens";
    deed.status = 204;
    unit.record(deed);
    if (unit.actor().isRecovery())
        noteRecoveryUse(unit, "revoked", "ended all sessions and tokens of " + principal.id.text());
    Response response;
    response.status = 204;
    return response;
}

} // namespace chancery::server
