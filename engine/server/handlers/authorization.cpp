// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeaccess.h"
#include "engine/server/access.h"
#include "engine/server/circumstances.h"
#include "engine/server/handlers/handlers.h"

namespace chancery::server {

namespace {

core::Principal subjectOf(const Scene &scene, const std::string &name)
{
    const auto &own = scene.actor->principal;
    if (name.empty() || name == own.name)
        return own;
    // Of others only who reads what they did, or gives them their roles.
    if (!scene.actor->may("auditRead") && !scene.actor->may("administer"))
        refuse("forbidden",
            "What others may do is told with the permission \"audit.read\" or \"administer\"");
    const auto id = scene.view.text(keys::join(keys::principalName, name));
    auto account = scene.view.find<core::Principal>(keys::join(keys::principal, id));
    if (!account)
        refuse("not-found", "There is no account of that name",
            {{"/principal", "unknown", "Expected the name of an account", {}, 0, 0}});
    return *std::move(account);
}

std::optional<std::string> given(const std::string &text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

core::access::Explanation explanationOf(const core::access::Decision &decision)
{
    namespace access = core::access;
    access::Explanation told{decision.isAllowed, std::string(access::name(decision.decidedBy)),
        decision.rule, {}, {}, {}};
    for (const auto &miss : decision.nearMisses)
        told.nearMisses.push_back(
            {miss.rule, std::string(access::name(miss.why)), miss.at, given(miss.condition)});
    for (const auto &remedy : decision.remedies)
        told.remedies.push_back({std::string(access::name(remedy.kind)), remedy.subject, remedy.at,
            given(remedy.condition)});
    if (!decision.assumed.empty())
        told.assumed = decision.assumed;
    return told;
}

} // namespace

Response explainAuthorization(const Scene &scene)
{
    const auto asked
        = orRefuse(api::fromJson<core::access::Question>(scene.request.body, Unit::bodyLimits()));
    const auto permission = core::permissionFromName(asked.permission);
    if (!permission)
        refuse("policy-violation", "This is no permission",
            {{"/permission", "enum", "Expected a permission such as \"approve\"", {}, 0, 0}});
    if (!asked.environment.isEmpty())
        (void)scene.view.needBytes(keys::join(keys::environment, asked.environment.text()),
            "environment " + asked.environment.text());
    const Place place{asked.environment, asked.path};
    const auto account = subjectOf(scene, asked.principal);
    // How and from where others would ask, nobody knows.
    std::optional<core::access::Circumstances> circumstances;
    if (account.id == scene.actor->principal.id)
        circumstances = circumstancesOf(scene.view, *scene.actor, scene.request.remote, scene.now);
    const auto decision
        = AccessBook(scene.view).decide(account, *permission, place, scene.now, circumstances);
    auto told = explanationOf(decision);
    if (!decision.isAllowed)
        told.detail = sentenceOf(decision, *permission, place);
    auto response = Response::json(api::toJson(told));
    response.cacheControl = "no-store";
    return response;
}

} // namespace chancery::server
