// SPDX-License-Identifier: Apache-2.0
#include "ocsf.h"

#include "engine/core/auditevent.h"
#include "engine/core/auditfeed/feedobject.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr int sha256Algorithm = 3; // fingerprint.algorithm_id
constexpr std::string_view vendor = "Chancery";
constexpr std::string_view product = "Chancery CMS";

using Kind = OcsfMapping::Kind;

std::string listOf(const std::vector<std::string> &texts)
{
    std::string list = "[";
    for (const auto &text : texts) {
        list += list.size() > 1 ? "," : "";
        appendJsonString(list, text);
    }
    return list + ']';
}

std::string listOf(std::string object)
{
    return '[' + std::move(object) + ']';
}

std::int64_t millisecondsOf(Instant time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

// One readable entry while it is written.
class Record {
public:
    Record(const OcsfMapping &mapping, const FeedEntry &entry, const AuditEvent &event)
        : m_entry(entry)
        , m_event(event)
        , m_kind(mapping.kindOf(event.event))
    {
    }

    const Kind &kind() const { return m_kind; }
    void write(FeedObject &out) const;

private:
    std::string known(std::string_view member) const;
    std::string actorUser() const;
    std::string targetUser() const;
    std::string actor() const;
    std::string session() const;
    std::string sourceEndpoint() const;
    std::string service() const;
    std::string entity() const;
    std::string resource() const;
    std::string api() const;
    std::string finding() const;
    std::string compliance() const;
    std::string device() const;
    std::string application() const;
    std::string privileges(std::string_view otherwise) const;
    std::string entityName() const;
    void writeIdentity(FeedObject &out) const;
    void writeAuthentication(FeedObject &out) const;
    void writeOutcome(FeedObject &out) const;

    const FeedEntry &m_entry;
    const AuditEvent &m_event;
    Kind m_kind;
};

// Only what somebody gave and the leaf confirms.
std::string Record::known(std::string_view member) const
{
    const auto field = std::ranges::find(m_entry.personal, member, &PersonalField::member);
    return field != m_entry.personal.end() && field->state == PersonalField::State::Known
        ? field->value
        : std::string();
}

std::string Record::actorUser() const
{
    FeedObject user;
    const auto name = known("actor.display");
    user.text("name", name.empty() ? known("actor.name") : name);
    user.text("type", core::name(m_event.actor.kind));
    const bool isPerson = m_event.actor.kind == PrincipalKind::User;
    const bool isSystem = m_event.actor.kind == PrincipalKind::System;
    user.number("type_id", isPerson ? 1 : isSystem ? 3 : ocsf::otherActivity);
    user.text("uid", m_event.actor.id.empty() ? "unknown" : m_event.actor.id);
    user.text("uid_alt", m_event.actor.subject);
    return user.take();
}

// Whose account it is about: the target where it is one, else who acts.
std::string Record::targetUser() const
{
    if (m_event.target.type != "principal" || m_event.target.id.empty())
        return actorUser();
    return FeedObject().text("uid", m_event.target.id).take();
}

std::string Record::session() const
{
    FeedObject session;
    if (m_event.actor.authn)
        session.flag("is_mfa", m_event.actor.authn->mfa);
    session.text("issuer", m_event.actor.idp);
    session.text("uid", m_event.actor.session);
    return session.take();
}

std::string Record::actor() const
{
    FeedObject actor;
    actor.text("app_name", m_event.source.client);
    if (!m_event.actor.session.empty())
        actor.json("session", session());
    return actor.json("user", actorUser()).take();
}

std::string Record::sourceEndpoint() const
{
    FeedObject endpoint;
    endpoint.text("ip", known("source.ip"));
    const auto &client = m_event.source.client;
    endpoint.text("name", client.empty() ? std::string_view(product) : std::string_view(client));
    return endpoint.text("uid", m_event.source.device).take();
}

std::string Record::service() const
{
    return FeedObject().text("name", product).text("uid", m_entry.origin).take();
}

std::string Record::entityName() const
{
    const auto config = std::ranges::find(m_event.related, "config", &AuditRelated::type);
    return config == m_event.related.end() ? std::string() : config->path;
}

std::string Record::entity() const
{
    FeedObject entity;
    entity.text("name", entityName());
    entity.text("type", m_event.target.type.empty() ? "unknown" : m_event.target.type);
    entity.number("type_id", ocsf::otherActivity);
    entity.text("uid", m_event.target.id.empty() ? m_entry.origin : m_event.target.id);
    return entity.text("version", m_event.change ? m_event.change->afterVid : "").take();
}

std::string Record::resource() const
{
    FeedObject resource;
    resource.text("name", entityName());
    resource.text("type", m_event.target.type);
    return resource.text("uid", m_event.target.id.empty() ? m_entry.origin : m_event.target.id)
        .take();
}

std::string Record::api() const
{
    FeedObject api;
    api.text("operation", m_event.event);
    if (!m_event.requestId.empty())
        api.json("request", FeedObject().text("uid", m_event.requestId).take());
    if (m_event.status != 0)
        api.json("response", FeedObject().number("code", m_event.status).take());
    return api.json("service", service()).take();
}

std::string Record::finding() const
{
    FeedObject finding;
    finding.number("created_time", millisecondsOf(m_event.time));
    finding.text("desc", m_event.reason);
    finding.text("title", m_event.event);
    return finding
        .text("uid",
            m_event.eventId.empty() ? "seq-" + std::to_string(m_entry.sequence) : m_event.eventId)
        .take();
}

std::string Record::compliance() const
{
    FeedObject compliance;
    compliance.text("control", m_event.event);
    compliance.json("standards", listOf(std::vector<std::string>{"Chancery audit log"}));
    compliance.text("status", "Fail");
    return compliance.text("status_detail", m_event.problem).number("status_id", 3).take();
}

std::string Record::device() const
{
    FeedObject device;
    device.text("name", entityName());
    device.text("type", m_event.target.type.empty() ? "unknown" : m_event.target.type);
    device.number("type_id", ocsf::otherActivity);
    return device.text("uid", m_event.target.id.empty() ? m_entry.origin : m_event.target.id)
        .take();
}

std::string Record::application() const
{
    return FeedObject()
        .text("name", product)
        .text("uid", m_entry.origin)
        .text("vendor_name", vendor)
        .take();
}

// The roles that were given or taken, or what stands for them.
std::string Record::privileges(std::string_view otherwise) const
{
    std::vector<std::string> roles;
    for (const auto &related : m_event.related) {
        if (related.type == "role")
            roles.push_back(related.id);
    }
    if (roles.empty())
        roles.emplace_back(otherwise);
    return listOf(roles);
}

void Record::writeAuthentication(FeedObject &out) const
{
    static constexpr int openId = 4; // auth_protocol_id
    const auto &authn = m_event.actor.authn;
    if (authn) {
        const bool isOpenId = authn->method == "oidc";
        out.text("auth_protocol", isOpenId ? "OpenID" : authn->method);
        out.number("auth_protocol_id", isOpenId ? openId : ocsf::otherActivity);
        out.flag("is_mfa", authn->mfa);
    }
    out.json("service", service());
    if (!m_event.actor.session.empty())
        out.json("session", session());
    out.json("user", targetUser());
}

// What the class of the event asks for.
void Record::writeIdentity(FeedObject &out) const
{
    if (m_kind.category == 3 || m_kind.classId == ocsf::apiActivity) {
        out.json("actor", actor());
        out.json("src_endpoint", sourceEndpoint());
    }
    switch (m_kind.classId) {
    case ocsf::complianceFinding:
        out.json("compliance", compliance()).json("finding_info", finding());
        out.json("resources", listOf(resource()));
        break;
    case ocsf::accountChange:
        out.json("user", targetUser());
        break;
    case ocsf::authentication:
        writeAuthentication(out);
        break;
    case ocsf::authorizeSession:
        out.json("privileges", privileges("break-glass")).json("user", actorUser());
        if (!m_event.actor.session.empty())
            out.json("session", session());
        break;
    case ocsf::entityManagement:
        out.text("comment", m_event.reason).json("entity", entity());
        break;
    case ocsf::userAccess:
        out.json("privileges", privileges("unknown")).json("user", targetUser());
        out.json("resources", listOf(resource()));
        break;
    case ocsf::deviceState:
        out.json("actor", actor()).json("device", device());
        break;
    case ocsf::applicationLifecycle:
        out.json("actor", actor()).json("app", application());
        break;
    case ocsf::apiActivity:
        out.json("api", api()).json("resources", listOf(resource()));
        break;
    default:
        break;
    }
}

// A finding's status is how far it has been looked into, not how the deed ended.
void Record::writeOutcome(FeedObject &out) const
{
    const bool isSuccess = m_event.outcome == AuditOutcome::Success;
    if (m_kind.classId == ocsf::complianceFinding)
        out.text("status", "New").number("status_id", 1);
    else
        out.text("status", isSuccess ? "Success" : "Failure")
            .number("status_id", isSuccess ? 1 : 2);
    if (m_event.status != 0)
        out.text("status_code", std::to_string(m_event.status));
    out.text("status_detail", m_event.problem);
}

void Record::write(FeedObject &out) const
{
    writeIdentity(out);
    writeOutcome(out);
    out.text("message", m_event.event + ' ' + std::string(name(m_event.outcome)));
    out.number("time", millisecondsOf(m_event.time));
}

// What is the log's own and has no place in OCSF.
std::string unmapped(const FeedEntry &entry, const AuditEvent *event, bool isText)
{
    FeedObject out;
    out.text("leaf_hash", leafHashText(entry.leaf)).text("log_origin", entry.origin);
    if (!isText)
        out.text("raw_data_encoding", "base64");
    if (!event)
        return out.take();
    out.text("break_glass", event->actor.breakGlass).text("environment", event->environment);
    out.text("namespace", event->nameSpace).text("outcome", name(event->outcome));
    out.text("region", event->region).text("ticket", event->ticket);
    if (!event->actor.roles.empty())
        out.json("actor_roles", listOf(event->actor.roles));
    FeedObject digests;
    for (const auto &[id, digest] : event->pii)
        digests.text(id, digest);
    if (!event->pii.empty())
        out.json("personal_digests", digests.take());
    return out.take();
}

std::string metadata(const OcsfMapping &mapping, const FeedEntry &entry, const AuditEvent *event)
{
    FeedObject out;
    if (event) {
        out.text("correlation_uid", event->correlationId).text("event_code", event->code);
        out.number("logged_time", millisecondsOf(event->recordedTime));
        out.text("original_event_uid", event->eventId);
        out.text("original_time", toRfc3339(event->time));
    }
    out.text("log_name", "audit").text("log_provider", entry.origin);
    out.text("log_version", "cms.audit.v1");
    out.json("product", FeedObject().text("name", product).text("vendor_name", vendor).take());
    out.number("sequence", std::int64_t(entry.sequence));
    out.text("uid", std::string(entry.origin) + '#' + std::to_string(entry.sequence));
    return out.text("version", mapping.version()).take();
}

void writeKind(FeedObject &out, const Kind &kind)
{
    static constexpr int activitiesOfClass = 100;
    out.number("activity_id", kind.activity).text("activity_name", kind.activityName);
    out.number("category_uid", kind.category).text("category_name", kind.categoryName);
    out.number("class_uid", kind.classId).text("class_name", kind.className);
    out.number("type_uid", kind.classId * activitiesOfClass + kind.activity);
    out.text("type_name", kind.className + ": " + kind.activityName);
}

void writeRaw(FeedObject &out, const FeedEntry &entry, bool isText)
{
    out.text("raw_data", isText ? std::string(entry.leaf) : toBase64(entry.leaf));
    FeedObject hash;
    hash.text("algorithm", "SHA-256").number("algorithm_id", sha256Algorithm);
    hash.text("value", toHex(bytesOf(sha256(entry.leaf))));
    out.json("raw_data_hash", hash.take());
}

} // namespace

std::string toOcsf(const OcsfMapping &mapping, const FeedEntry &given)
{
    // Whatever a log calls itself is text in the end.
    const auto origin = auditText(given.origin);
    const FeedEntry entry{given.leaf, given.sequence, origin, given.personal};
    const auto event = fromLeaf(entry.leaf);
    const auto *present = event ? &*event : nullptr;
    const bool isText = bool(readJson(std::string(entry.leaf), Limits::wide()));
    FeedObject out;
    if (present) {
        const Record record(mapping, entry, *present);
        writeKind(out, record.kind());
        record.write(out);
    } else {
        // It is there and cannot be read: that is told, and when it was is not known.
        writeKind(out, Kind());
        out.number("time", 0).text("message", "An entry that cannot be read");
    }
    const auto severity = mapping.severityOf(present ? present->code : std::string());
    out.text("severity", severity.name).number("severity_id", severity.id);
    out.json("metadata", metadata(mapping, entry, present));
    writeRaw(out, entry, isText);
    out.json("unmapped", unmapped(entry, present, isText));
    const auto reading = readJson(out.take(), Limits::wide());
    return reading ? withMarksEscaped(canonicalJson(reading.tree().root())) : std::string("{}");
}

} // namespace chancery::core
