// SPDX-License-Identifier: Apache-2.0
#include "auditevent.h"

#include "engine/core/audittext.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"

// A leaf is written directly in the order that RFC 8785 wants, for every durable write of the
// server waits for it. The members below therefore stand in alphabetical order, and a test compares
// the bytes with those of the canonical writer.

namespace chancery::core {

namespace {

class Writer {
public:
    void open(char bracket)
    {
        separate();
        m_out += bracket;
        m_isFirst = true;
    }
    void close(char bracket)
    {
        m_out += bracket;
        m_isFirst = false;
    }
    void key(std::string_view name)
    {
        separate();
        appendJsonString(m_out, name);
        m_out += ':';
        m_isFirst = true;
    }
    void word(std::string_view word)
    {
        separate();
        m_out += word;
    }
    void text(std::string_view text)
    {
        if (text.empty())
            return word("null");
        separate();
        appendJsonString(m_out, auditText(text));
    }
    void member(std::string_view name, std::string_view value)
    {
        key(name);
        text(value);
    }
    void member(std::string_view name, const std::string &value)
    {
        member(name, std::string_view(value));
    }
    void member(std::string_view name, bool value)
    {
        key(name);
        word(value ? "true" : "false");
    }
    void member(std::string_view name, std::int64_t value)
    {
        key(name);
        word(std::to_string(value));
    }
    void member(std::string_view name, Instant value) { member(name, toRfc3339(value)); }
    void member(std::string_view name, const std::vector<std::string> &values)
    {
        key(name);
        open('[');
        for (const auto &value : values)
            text(value);
        close(']');
    }
    // {"$pii":"p1"}
    void pii(std::string_view name, const std::string &id)
    {
        key(name);
        if (id.empty())
            return word("null");
        open('{');
        member("$pii", id);
        close('}');
    }
    std::string take() { return std::move(m_out); }

private:
    void separate()
    {
        if (!m_isFirst)
            m_out += ',';
        m_isFirst = false;
    }

    std::string m_out;
    bool m_isFirst = true;
};

void write(Writer &writer, const AuditAuthn &authn)
{
    writer.open('{');
    writer.member("acr", authn.acr);
    writer.member("amr", authn.amr);
    writer.member("authTime", authn.authTime ? toRfc3339(*authn.authTime) : "");
    writer.member("method", authn.method);
    writer.member("mfa", authn.mfa);
    writer.close('}');
}

void write(Writer &writer, const AuditActor &actor)
{
    writer.open('{');
    writer.key("authn");
    if (actor.authn)
        write(writer, *actor.authn);
    else
        writer.word("null");
    writer.member("breakGlass", actor.breakGlass);
    writer.member("delegation", actor.delegation);
    writer.pii("display", actor.displayPii);
    writer.member("groups", actor.groups);
    writer.member("id", actor.id);
    writer.member("idp", actor.idp);
    writer.member("kind", name(actor.kind));
    writer.member("onBehalfOf", actor.onBehalfOf);
    writer.member("roles", actor.roles);
    writer.member("session", actor.session);
    writer.member("sub", actor.subject);
    writer.close('}');
}

void write(Writer &writer, const std::optional<AuditChange> &change, const std::string &patch)
{
    if (!change)
        return writer.word("null");
    writer.open('{');
    writer.member("afterVid", change->afterVid);
    writer.member("beforeVid", change->beforeVid);
    writer.member("fields", change->fields);
    writer.key("patch");
    writer.word(patch.empty() ? "null" : patch);
    writer.member("redactions", change->redactions);
    writer.member("semver", change->semver);
    writer.close('}');
}

void write(Writer &writer, const std::optional<AuditClock> &clock)
{
    if (!clock)
        return writer.word("null");
    writer.open('{');
    writer.member("offsetMs", clock->offsetMs);
    writer.member("src", clock->source);
    writer.member("stratum", clock->stratum);
    writer.close('}');
}

void write(Writer &writer, const std::optional<AuditDecision> &decision)
{
    if (!decision)
        return writer.word("null");
    writer.open('{');
    writer.member("effect", std::string_view(decision->isPermit ? "permit" : "deny"));
    writer.member("matched", decision->matched);
    writer.member("obligations", decision->obligations);
    writer.member("policySet", decision->policySet);
    writer.close('}');
}

void write(Writer &writer, const std::vector<AuditRelated> &list)
{
    writer.open('[');
    for (const auto &related : list) {
        writer.open('{');
        writer.member("dataClasses", related.dataClasses);
        writer.member("env", related.environment);
        writer.member("id", related.id);
        writer.member("path", related.path);
        writer.member("type", related.type);
        writer.close('}');
    }
    writer.close(']');
}

void write(Writer &writer, const AuditSource &source)
{
    writer.open('{');
    writer.member("client", source.client);
    writer.member("clientCertFp", source.clientCertificate);
    writer.member("device", source.device);
    writer.member("forwarded", source.forwarded);
    writer.pii("ip", source.ipPii);
    writer.member("ipTrusted", source.ipTrusted);
    writer.close('}');
}

void write(Writer &writer, const AuditTarget &target)
{
    writer.open('{');
    writer.member("etag", target.etag);
    writer.member("id", target.id);
    writer.member("type", target.type);
    writer.close('}');
}

void write(Writer &writer, const AuditEvent &event, const std::string &patch)
{
    writer.open('{');
    writer.member("action", event.action);
    writer.key("actor");
    write(writer, event.actor);
    writer.key("change");
    write(writer, event.change, patch);
    writer.key("clock");
    write(writer, event.clock);
    writer.member("code", event.code);
    writer.member("correlationId", event.correlationId);
    writer.key("decision");
    write(writer, event.decision);
    writer.member("env", event.environment);
    writer.member("event", event.event);
    writer.member("eventId", event.eventId);
    writer.member("idempotencyKeyHash", event.idempotencyKeyHash);
    writer.member("namespace", event.nameSpace);
    writer.member("outcome", name(event.outcome));
    writer.key("pii");
    writer.open('{');
    for (const auto &[id, commitment] : event.pii)
        writer.member(id, commitment);
    writer.close('}');
    writer.member("problem", event.problem);
    writer.member("reason", event.reason);
    writer.member("recordedTime", event.recordedTime);
    writer.member("region", event.region);
    writer.key("related");
    write(writer, event.related);
    writer.member("requestId", event.requestId);
    writer.member("seq", event.seq);
    writer.key("source");
    write(writer, event.source);
    writer.member("status", event.status);
    writer.key("target");
    write(writer, event.target);
    writer.member("ticket", event.ticket);
    writer.member("time", event.time);
    writer.member("traceId", event.traceId);
    writer.member("v", std::int64_t(1));
    writer.close('}');
}

// The patch comes from elsewhere and is made canonical here.
Result<std::string> canonicalPatch(const AuditEvent &event)
{
    if (!event.change || event.change->patch.empty())
        return std::string();
    const auto reading = readJson(event.change->patch);
    if (!reading)
        return toError(reading.problem());
    if (!reading.tree().root().isArray())
        return Error{ErrorKind::Invalid, "audit-patch", "a patch is an array", {}, {}, {}};
    return canonicalJson(reading.tree().root());
}

} // namespace

AuditEvent auditEvent(AuditKind kind, AuditOutcome outcome)
{
    AuditEvent event;
    event.event = entryOf(kind).event;
    event.code = auditCode(kind, outcome);
    event.outcome = outcome;
    return event;
}

Result<std::string> toLeaf(const AuditEvent &event)
{
    const auto kind = auditKindOf(event.event, event.code);
    if (!kind || auditCode(*kind, event.outcome) != event.code)
        return Error{
            ErrorKind::Invalid, "audit-event-unknown", event.event + ' ' + event.code, {}, {}, {}};
    const auto patch = canonicalPatch(event);
    if (!patch)
        return patch.error();
    Writer writer;
    write(writer, event, *patch);
    return writer.take();
}

} // namespace chancery::core
