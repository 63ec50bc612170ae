// SPDX-License-Identifier: Apache-2.0
#include "event.h"

#include "engine/api/names.h"
#include "engine/core/clock.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"

// Every member is always present, null where it has nothing to say (AUD-2), and no text is longer
// than 4 KiB: a leaf must stay small whatever a caller sends.
namespace chancery::server {

namespace {

class Members {
public:
    Members &text(std::string_view name, std::string_view value)
    {
        open(name);
        if (value.empty())
            m_out += "null";
        else
            core::appendJsonString(m_out, shortened(value));
        return *this;
    }
    Members &raw(std::string_view name, std::string_view json)
    {
        open(name);
        m_out += json;
        return *this;
    }
    std::string object() const { return '{' + m_out + '}'; }

private:
    void open(std::string_view name)
    {
        m_out += m_out.empty() ? "" : ",";
        core::appendJsonString(m_out, name);
        m_out += ':';
    }
    static std::string shortened(std::string_view value)
    {
        static constexpr std::size_t longest = 4096;
        auto text = std::string(value.substr(0, longest));
        // Not inside a character.
        while (value.size() > longest && !text.empty() && (text.back() & 0xc0) == 0x80)
            text.pop_back();
        if (value.size() > longest && !text.empty() && (text.back() & 0x80) != 0)
            text.pop_back();
        return text;
    }

    std::string m_out;
};

std::string actorJson(const Actor *actor)
{
    if (!actor)
        return "null";
    std::string roles = "[";
    for (const auto &role : actor->principal.roles) {
        roles += roles.size() > 1 ? "," : "";
        core::appendJsonString(roles, role);
    }
    Members members;
    members.text("id", actor->principal.id.text())
        .text("kind", api::toWire(actor->principal.kind))
        .raw("roles", roles + ']')
        .raw("onBehalfOf", "null")
        .raw("delegation", "null")
        .raw("breakGlass", "null");
    // The beginning of the token's digest tells sessions apart and opens none.
    members.text("session", actor->tokenKey.substr(0, 16));
    return members.object();
}

std::string relatedJson(const Deed &deed)
{
    if (deed.config.empty())
        return "[]";
    Members config;
    config.text("type", "config")
        .text("id", deed.config)
        .text("path", deed.path)
        .text("env", deed.environment);
    return '[' + config.object() + ']';
}

std::string changeJson(const Deed &deed)
{
    if (deed.after.empty())
        return "null";
    return Members().text("beforeVid", deed.before).text("afterVid", deed.after).object();
}

std::string_view actionOf(std::string_view event)
{
    return event.substr(event.rfind('.') + 1);
}

} // namespace

core::Result<std::string> eventBytes(const Deed &deed, const Request &request, const Actor *actor,
    std::uint64_t sequence, core::Instant now, const std::string &eventId)
{
    const auto keyHash = request.idempotencyKey.empty()
        ? std::string()
        : core::sha256Id("cms.idempotency.v1\n", request.idempotencyKey);
    Members target;
    target.text("type", deed.targetType).text("id", deed.targetId).text("etag", deed.etag);
    Members source;
    source.raw("ip", "null").text("client", request.client);
    Members event;
    event.raw("v", "1").raw("seq", std::to_string(sequence)).text("eventId", eventId);
    event.text("event", deed.event).text("code", deed.code).text("time", core::toRfc3339(now));
    event.text("recordedTime", core::toRfc3339(now)).raw("actor", actorJson(actor));
    event.raw("source", source.object()).text("action", actionOf(deed.event));
    event.raw("target", target.object()).raw("related", relatedJson(deed));
    event.text("outcome", deed.outcome).raw("status", std::to_string(deed.status));
    event.text("problem", deed.problem).raw("decision", "null").raw("change", changeJson(deed));
    event.text("reason", deed.reason).text("ticket", deed.ticket).text("subject", deed.subject);
    event.text("requestId", request.requestId).raw("traceId", "null");
    event.text("correlationId", deed.correlation).text("idempotencyKeyHash", keyHash);
    event.text("env", deed.environment).text("namespace", deed.nameSpace);
    event.raw("region", "null").raw("pii", "{}");
    const auto reading = core::readJson(event.object(), core::Limits::wide());
    if (!reading)
        return core::Error{core::ErrorKind::Internal, "audit-event-unreadable",
            reading.problem().message, {}, {}, {}};
    return core::canonicalJson(reading.tree().root());
}

} // namespace chancery::server
