// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"

#include <algorithm>

namespace chancery::core {

namespace {

// Takes the members of one object one by one and remembers the first that is not as it should be.
// All must be taken, and no others may be there.
class Reader {
public:
    Reader(Value object, std::string pointer, std::string &problem)
        : m_object(object)
        , m_pointer(std::move(pointer))
        , m_problem(problem)
    {
        if (!object.isObject())
            fail("");
    }
    ~Reader()
    {
        if (m_object.isObject() && m_object.size() != m_taken)
            fail("");
    }
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    Value take(std::string_view name)
    {
        ++m_taken;
        const auto value = m_object.find(name);
        if (!value)
            fail(name);
        return value;
    }
    Reader object(std::string_view name) { return {take(name), pointerOf(name), m_problem}; }
    // Null is for the caller to see.
    bool isNull(std::string_view name) const { return m_object.find(name).isNull(); }
    void takeNull(std::string_view name) { take(name); }

    void take(std::string_view name, std::string &text)
    {
        const auto value = take(name);
        if (!value.isString() && !value.isNull())
            fail(name);
        text = value.text();
    }
    void take(std::string_view name, std::int64_t &number)
    {
        const auto integer = take(name).integer();
        if (!integer)
            fail(name);
        number = integer.value_or(0);
    }
    void take(std::string_view name, bool &flag)
    {
        const auto value = take(name);
        if (!value.isBool())
            fail(name);
        flag = value.isTrue();
    }
    void take(std::string_view name, Instant &instant)
    {
        const auto time = fromRfc3339(take(name).text());
        if (time)
            instant = *time;
        else
            fail(name);
    }
    void take(std::string_view name, std::vector<std::string> &texts)
    {
        const auto value = take(name);
        if (!value.isArray())
            fail(name);
        for (const auto &item : value) {
            if (!item.value().isString() && !item.value().isNull())
                fail(name);
            texts.emplace_back(item.value().text());
        }
    }
    template <typename Enum>
    void take(std::string_view name, Enum &value, std::optional<Enum> (*fromName)(std::string_view))
    {
        const auto known = fromName(take(name).text());
        if (known)
            value = *known;
        else
            fail(name);
    }
    void takePii(std::string_view name, std::string &id)
    {
        if (isNull(name))
            return takeNull(name);
        object(name).take("$pii", id);
    }
    void fail(std::string_view name)
    {
        if (m_problem.empty())
            m_problem = name.empty() ? m_pointer + '/' : pointerOf(name);
    }
    std::string &problem() { return m_problem; }
    std::string pointerOf(std::string_view name) const
    {
        return m_pointer + '/' + escapePointerToken(name);
    }

private:
    Value m_object;
    std::string m_pointer;
    std::string &m_problem;
    std::size_t m_taken = 0;
};

AuditAuthn readAuthn(Reader reader)
{
    AuditAuthn authn;
    reader.take("acr", authn.acr);
    reader.take("amr", authn.amr);
    if (reader.isNull("authTime"))
        reader.takeNull("authTime");
    else
        reader.take("authTime", authn.authTime.emplace());
    reader.take("method", authn.method);
    reader.take("mfa", authn.mfa);
    return authn;
}

AuditActor readActor(Reader reader)
{
    AuditActor actor;
    if (reader.isNull("authn"))
        reader.takeNull("authn");
    else
        actor.authn = readAuthn(reader.object("authn"));
    reader.take("breakGlass", actor.breakGlass);
    reader.take("delegation", actor.delegation);
    reader.takePii("display", actor.displayPii);
    reader.take("groups", actor.groups);
    reader.take("id", actor.id);
    reader.take("idp", actor.idp);
    reader.take("kind", actor.kind, &principalKindFromName);
    reader.take("onBehalfOf", actor.onBehalfOf);
    reader.take("roles", actor.roles);
    reader.take("session", actor.session);
    reader.take("sub", actor.subject);
    return actor;
}

AuditChange readChange(Reader reader)
{
    AuditChange change;
    reader.take("afterVid", change.afterVid);
    reader.take("beforeVid", change.beforeVid);
    reader.take("fields", change.fields);
    const auto patch = reader.take("patch");
    if (patch.isArray())
        change.patch = canonicalJson(patch);
    else if (!patch.isNull())
        reader.fail("patch");
    reader.take("redactions", change.redactions);
    reader.take("semver", change.semver);
    return change;
}

AuditClock readClock(Reader reader)
{
    AuditClock clock;
    reader.take("offsetMs", clock.offsetMs);
    reader.take("src", clock.source);
    reader.take("stratum", clock.stratum);
    return clock;
}

AuditDecision readDecision(Reader reader)
{
    AuditDecision decision;
    const auto effect = reader.take("effect").text();
    decision.isPermit = effect == "permit";
    if (!decision.isPermit && effect != "deny")
        reader.fail("effect");
    reader.take("matched", decision.matched);
    reader.take("obligations", decision.obligations);
    reader.take("policySet", decision.policySet);
    return decision;
}

AuditRelated readRelated(Reader reader)
{
    AuditRelated related;
    reader.take("dataClasses", related.dataClasses);
    reader.take("env", related.environment);
    reader.take("id", related.id);
    reader.take("path", related.path);
    reader.take("type", related.type);
    return related;
}

AuditSource readSource(Reader reader)
{
    AuditSource source;
    reader.take("client", source.client);
    reader.take("clientCertFp", source.clientCertificate);
    reader.take("device", source.device);
    reader.take("forwarded", source.forwarded);
    reader.takePii("ip", source.ipPii);
    reader.take("ipTrusted", source.ipTrusted);
    return source;
}

AuditTarget readTarget(Reader reader)
{
    AuditTarget target;
    reader.take("etag", target.etag);
    reader.take("id", target.id);
    reader.take("type", target.type);
    return target;
}

// The blocks of the event that may be null or are lists.
void readBlocks(Reader &reader, AuditEvent &event)
{
    event.actor = readActor(reader.object("actor"));
    event.source = readSource(reader.object("source"));
    event.target = readTarget(reader.object("target"));
    if (reader.isNull("change"))
        reader.takeNull("change");
    else
        event.change = readChange(reader.object("change"));
    if (reader.isNull("clock"))
        reader.takeNull("clock");
    else
        event.clock = readClock(reader.object("clock"));
    if (reader.isNull("decision"))
        reader.takeNull("decision");
    else
        event.decision = readDecision(reader.object("decision"));
    const auto related = reader.take("related");
    if (!related.isArray())
        reader.fail("related");
    for (const auto &item : related)
        event.related.push_back(
            readRelated({item.value(), reader.pointerOf("related"), reader.problem()}));
    const auto pii = reader.take("pii");
    if (!pii.isObject())
        reader.fail("pii");
    for (const auto &entry : pii) {
        if (!entry.value().isString())
            reader.fail("pii");
        event.pii.emplace(entry.key(), entry.value().text());
    }
}

AuditEvent readEvent(Reader reader)
{
    AuditEvent event;
    readBlocks(reader, event);
    reader.take("action", event.action);
    reader.take("code", event.code);
    reader.take("correlationId", event.correlationId);
    reader.take("env", event.environment);
    reader.take("event", event.event);
    reader.take("eventId", event.eventId);
    reader.take("idempotencyKeyHash", event.idempotencyKeyHash);
    reader.take("namespace", event.nameSpace);
    reader.take("outcome", event.outcome, &auditOutcomeFromName);
    reader.take("problem", event.problem);
    reader.take("reason", event.reason);
    reader.take("recordedTime", event.recordedTime);
    reader.take("region", event.region);
    reader.take("requestId", event.requestId);
    reader.take("seq", event.seq);
    reader.take("status", event.status);
    reader.take("ticket", event.ticket);
    reader.take("time", event.time);
    reader.take("traceId", event.traceId);
    std::int64_t version = 0;
    reader.take("v", version);
    if (version != 1)
        reader.fail("v");
    return event;
}

} // namespace

Result<AuditEvent> fromLeaf(std::string_view leaf)
{
    const auto reading = readJson(std::string(leaf));
    if (!reading)
        return toError(reading.problem());
    std::string problem;
    auto event = readEvent({reading.tree().root(), "", problem});
    if (!problem.empty())
        return Error{ErrorKind::Invalid, "audit-event-malformed", problem, {}, {}, {}};
    return event;
}

} // namespace chancery::core
