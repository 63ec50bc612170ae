// SPDX-License-Identifier: Apache-2.0
#include "event.h"

#include "engine/api/json.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/random.h"

namespace chancery::server {

namespace {

struct PersonalValue {
    std::string name;
    std::string salt; // base64
    std::string value;
};

template <typename Visitor>
void describe(Visitor &visit, PersonalValue &value)
{
    visit("name", value.name);
    visit("salt", value.salt);
    visit("value", value.value);
}

class Personal {
public:
    explicit Personal(core::AuditEvent &event)
        : m_event(event)
    {
    }
    // The name under which the event refers to the value; empty for an empty one.
    std::string keep(const std::string &value)
    {
        static constexpr std::size_t saltLength = 32;
        if (value.empty())
            return {};
        const auto salt = core::randomBytes(saltLength);
        m_values.push_back(
            {"p" + std::to_string(m_values.size() + 1), core::toBase64(salt), value});
        m_event.pii[m_values.back().name] = core::piiCommitment(salt, value);
        return m_values.back().name;
    }
    std::string json() const { return m_values.empty() ? "" : api::toJson(m_values); }

private:
    core::AuditEvent &m_event;
    std::vector<PersonalValue> m_values;
};

void setActor(core::AuditEvent &event, const Actor *actor, const Deed &deed, Personal &personal)
{
    event.actor.authn = deed.authn || !actor ? deed.authn : actor->authn;
    if (!actor) {
        // Nobody yet: the server itself, or somebody who did not get in.
        event.actor.id = "system";
        event.actor.kind = core::PrincipalKind::System;
        event.actor.subject = deed.subject;
        return;
    }
    event.actor.id = actor->principal.id.text();
    event.actor.kind = actor->principal.kind;
    event.actor.subject = actor->principal.name;
    event.actor.displayPii = personal.keep(actor->principal.displayName);
    event.actor.roles = actor->principal.roles;
    // The beginning of the token's digest tells sessions apart and opens none.
    event.actor.session = actor->tokenKey.substr(0, 16);
}

std::string actionOf(std::string_view event)
{
    return std::string(event.substr(event.rfind('.') + 1));
}

} // namespace

core::Result<RecordedEvent> recordedEvent(const Deed &deed, const Request &request,
    const Actor *actor, std::uint64_t sequence, core::Instant now, const std::string &eventId)
{
    auto event = core::auditEvent(deed.kind, deed.outcome);
    Personal personal(event);
    event.seq = std::int64_t(sequence);
    event.eventId = eventId;
    event.time = now;
    event.recordedTime = now;
    setActor(event, actor, deed, personal);
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
    event.related.insert(event.related.end(), deed.related.begin(), deed.related.end());
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
