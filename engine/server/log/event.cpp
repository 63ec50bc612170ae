// SPDX-License-Identifier: Apache-2.0
#include "event.h"

#include "engine/core/digest.h"
#include "engine/server/log/personal.h"

#include <utility>

namespace chancery::server {

namespace {

// Whose the event's personal values are: who acts, or at whose account somebody knocks.
std::string ownerOf(const Actor *actor, const Deed &deed)
{
    if (actor)
        return actor->principal.id.text();
    return deed.targetType == "principal" ? deed.targetId : std::string();
}

// Attempts under one name have to be seen as such, and the name may be anything that was typed,
// a password too. The key lives as long as the process, so that nobody can try names later.
std::string tokenOfName(const std::string &name, const core::Secret &key)
{
    static constexpr std::size_t shownDigits = 16;
    const auto digest = core::hmacSha256(key.reveal(), name);
    return "try_" + core::toHex(core::bytesOf(digest)).substr(0, shownDigits);
}

// A machine's name says what it is for; a person's is told apart by the account's id alone.
void setActor(core::AuditEvent &event, const Actor &actor, const Deed &deed, Personal &personal)
{
    const auto &principal = actor.principal;
    event.actor.authn = deed.authn ? deed.authn : actor.authn;
    event.actor.id = principal.id.text();
    event.actor.kind = principal.kind;
    event.actor.displayPii = personal.keep(principal.displayName);
    if (!actor.isPerson())
        event.actor.subject = principal.name;
    else if (principal.name != principal.displayName)
        personal.keepAs(triedName, principal.name);
    event.actor.roles = principal.roles;
    // The beginning of the token's digest tells sessions apart and opens none.
    event.actor.session = actor.tokenKey.substr(0, 16);
}

// Nobody yet: the server itself, or somebody who did not get in.
void setNobody(
    core::AuditEvent &event, const Deed &deed, const core::Secret &key, Personal &personal)
{
    event.actor.authn = deed.authn;
    event.actor.id = "system";
    event.actor.kind = core::PrincipalKind::System;
    if (deed.subject.empty())
        return;
    const auto owner = ownerOf(nullptr, deed);
    // What no account is called may be a password in the wrong field: it is not kept.
    event.actor.subject = owner.empty() ? tokenOfName(deed.subject, key) : owner;
    if (!owner.empty())
        personal.keepAs(triedName, deed.subject);
}

constexpr std::string_view attributeType = "attribute";

std::string actionOf(std::string_view event)
{
    return std::string(event.substr(event.rfind('.') + 1));
}

} // namespace

core::Result<RecordedEvent> recordedEvent(const Deed &deed, const Request &request,
    const Actor *actor, const Moment &moment, const core::Secret &nameKey)
{
    auto event = core::auditEvent(deed.kind, deed.outcome);
    Personal personal(event, ownerOf(actor, deed));
    event.seq = std::int64_t(moment.sequence);
    event.eventId = moment.eventId;
    event.time = moment.now;
    event.recordedTime = moment.recordedTime;
    event.clock = moment.clock;
    if (actor)
        setActor(event, *actor, deed, personal);
    else
        setNobody(event, deed, nameKey, personal);
    event.actor.breakGlass = deed.emergency;
    event.source.ipPii = personal.keep(request.remote);
    event.source.ipTrusted = !request.remote.empty();
    event.source.client = request.client;
    event.action = actionOf(event.event);
    event.target = {std::string(deed.targetType), deed.targetId, deed.etag};
    if (!deed.config.empty())
        event.related.push_back({"config", deed.config, deed.path, deed.environment, {}});
    for (const auto &role : deed.roles)
        event.related.push_back({"role", role, {}, {}, {}});
    if (!deed.provider.empty())
        event.related.push_back({"identity-provider", deed.provider, {}, {}, {}});
    for (const auto &related : deed.related) {
        event.related.push_back(related);
        // The entry names the attribute; its value is the person's.
        if (related.type == attributeType)
            event.related.back().path = personal.keep(std::exchange(event.related.back().path, {}));
    }
    if (deed.count)
        event.related.push_back(
            {std::string(deed.counted), std::to_string(*deed.count), {}, {}, {}});
    event.status = deed.status;
    event.problem = deed.problem;
    if (!deed.after.empty()) {
        event.change.emplace();
        event.change->beforeVid = deed.before;
        event.change->afterVid = deed.after;
    }
    event.reason = deed.reason;
    event.ticket = deed.ticket;
    event.requestId = request.requestId;
    event.correlationId = deed.correlation;
    if (!request.idempotencyKey.empty())
        event.idempotencyKeyHash = core::sha256Id("cms.idempotency.v1\n", request.idempotencyKey);
    event.environment = deed.environment;
    event.nameSpace = deed.nameSpace;
    auto leaf = core::toLeaf(event);
    if (!leaf)
        return leaf.error();
    return RecordedEvent{std::move(*leaf), personal.json()};
}

} // namespace chancery::server
