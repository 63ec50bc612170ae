// SPDX-License-Identifier: Apache-2.0
#include "auditglance.h"

#include "engine/core/auditcatalogue.h"
#include "engine/core/document/utf8.h"
#include "engine/core/policy/principal.h"

// One pass, member by member in the order in which they are written. Whatever is not as expected
// makes the whole answer no, so that nothing here has to know why a leaf may be wrong.

namespace chancery::core {

namespace {

// Far below the reader's limits, so that none of them can make a difference.
constexpr std::size_t longestLeaf = 32 * 1024;

class Glancer {
public:
    explicit Glancer(std::string_view leaf)
        : m_at(leaf.data())
        , m_end(leaf.data() + leaf.size())
    {
    }

    bool read(AuditGlance &glance);

private:
    // The bytes that must stand here.
    bool skip(std::string_view bytes)
    {
        if (std::size_t(m_end - m_at) < bytes.size()
            || std::string_view(m_at, bytes.size()) != bytes)
            return false;
        m_at += bytes.size();
        return true;
    }
    bool nextIs(char byte) const { return m_at < m_end && *m_at == byte; }
    bool string(std::string_view &text);
    bool textOrNull(std::string_view &text)
    {
        text = {};
        return nextIs('n') ? skip("null") : string(text);
    }
    bool text(std::string_view before, std::string_view &text)
    {
        return skip(before) && textOrNull(text);
    }
    bool text(std::string_view before)
    {
        std::string_view unused;
        return text(before, unused);
    }
    bool texts(std::string_view before);
    bool number(std::string_view before, std::int64_t &number);
    bool number(std::string_view before)
    {
        std::int64_t unused = 0;
        return number(before, unused);
    }
    bool flag(std::string_view before)
    {
        return skip(before) && (nextIs('t') ? skip("true") : skip("false"));
    }
    bool time(std::string_view before, Instant &time)
    {
        std::string_view written;
        if (!text(before, written))
            return false;
        const auto instant = fromRfc3339(written);
        if (instant)
            time = *instant;
        return instant.ok();
    }
    bool personal(std::string_view before)
    {
        return skip(before) && (nextIs('n') ? skip("null") : text("{\"$pii\":") && skip("}"));
    }

    bool authn();
    bool actor(AuditGlance &glance);
    bool change();
    bool clock();
    bool decision();
    bool commitments();
    bool related(AuditGlance &glance);
    bool source();
    bool target(AuditGlance &glance);

    const char *m_at;
    const char *m_end;
};

bool Glancer::string(std::string_view &text)
{
    if (!nextIs('"'))
        return false;
    const char *const begin = ++m_at;
    while (m_end - m_at >= 8 && isPlainRun(m_at))
        m_at += 8;
    // Ends every sequence that is cut short.
    const void *quote = m_at < m_end ? std::memchr(m_at, '"', std::size_t(m_end - m_at)) : nullptr;
    if (!quote)
        return false;
    while (m_at < quote) {
        const auto byte = static_cast<unsigned char>(*m_at);
        const auto length = byte < 0x80 ? 1 : utf8Length(m_at);
        if (byte < 0x20 || byte == '\\' || length == 0)
            return false;
        m_at += length;
    }
    text = {begin, std::size_t(m_at - begin)};
    ++m_at;
    return true;
}

bool Glancer::texts(std::string_view before)
{
    if (!skip(before) || !skip("["))
        return false;
    if (skip("]"))
        return true;
    do {
        if (!text(std::string_view()))
            return false;
    } while (skip(","));
    return skip("]");
}

// Of at most fifteen digits.
bool Glancer::number(std::string_view before, std::int64_t &number)
{
    if (!skip(before))
        return false;
    const bool isNegative = skip("-");
    const char *const begin = m_at;
    number = 0;
    while (m_at < m_end && *m_at >= '0' && *m_at <= '9' && m_at - begin < 16)
        number = number * 10 + (*m_at++ - '0');
    const auto digits = m_at - begin;
    const bool isCanonical = digits > 0 && (*begin != '0' || (digits == 1 && !isNegative));
    number = isNegative ? -number : number;
    return digits < 16 && isCanonical && (nextIs(',') || nextIs('}'));
}

bool Glancer::authn()
{
    if (nextIs('n'))
        return skip("null");
    Instant since;
    return text("{\"acr\":") && texts(",\"amr\":") && skip(",\"authTime\":")
        && (nextIs('n') ? skip("null") : time({}, since)) && text(",\"method\":")
        && flag(",\"mfa\":") && skip("}");
}

bool Glancer::actor(AuditGlance &glance)
{
    std::string_view kind;
    return skip("{\"authn\":") && authn() && text(",\"breakGlass\":", glance.breakGlass)
        && text(",\"delegation\":") && personal(",\"display\":") && texts(",\"groups\":")
        && text(",\"id\":", glance.actor) && text(",\"idp\":") && text(",\"kind\":", kind)
        && principalKindFromName(kind) && text(",\"onBehalfOf\":") && texts(",\"roles\":")
        && text(",\"session\":") && text(",\"sub\":") && skip("}");
}

bool Glancer::change()
{
    if (nextIs('n'))
        return skip("null");
    return text("{\"afterVid\":") && text(",\"beforeVid\":") && texts(",\"fields\":")
        && skip(",\"patch\":null") && texts(",\"redactions\":") && text(",\"semver\":")
        && skip("}");
}

bool Glancer::clock()
{
    if (nextIs('n'))
        return skip("null");
    return number("{\"offsetMs\":") && text(",\"src\":") && number(",\"stratum\":") && skip("}");
}

bool Glancer::decision()
{
    if (nextIs('n'))
        return skip("null");
    std::string_view effect;
    return text("{\"effect\":", effect) && (effect == "permit" || effect == "deny")
        && texts(",\"matched\":") && texts(",\"obligations\":") && text(",\"policySet\":")
        && skip("}");
}

// In the order of their names, so that none is there twice.
bool Glancer::commitments()
{
    if (!skip("{"))
        return false;
    if (skip("}"))
        return true;
    std::string_view last;
    bool isFirst = true;
    do {
        std::string_view name;
        std::string_view value;
        if (!string(name) || !skip(":") || !string(value) || (!isFirst && name <= last))
            return false;
        last = name;
        isFirst = false;
    } while (skip(","));
    return skip("}");
}

bool Glancer::related(AuditGlance &glance)
{
    glance.related.clear();
    if (!skip("["))
        return false;
    if (skip("]"))
        return true;
    do {
        AuditGlance::Related item;
        if (!texts("{\"dataClasses\":") || !text(",\"env\":") || !text(",\"id\":", item.id)
            || !text(",\"path\":", item.path) || !text(",\"type\":") || !skip("}"))
            return false;
        glance.related.push_back(item);
    } while (skip(","));
    return skip("]");
}

bool Glancer::source()
{
    return text("{\"client\":") && text(",\"clientCertFp\":") && text(",\"device\":")
        && texts(",\"forwarded\":") && personal(",\"ip\":") && flag(",\"ipTrusted\":") && skip("}");
}

bool Glancer::target(AuditGlance &glance)
{
    return text("{\"etag\":") && text(",\"id\":", glance.targetId)
        && text(",\"type\":", glance.targetType) && skip("}");
}

bool Glancer::read(AuditGlance &glance)
{
    Instant recorded;
    return text("{\"action\":", glance.action) && skip(",\"actor\":") && actor(glance)
        && skip(",\"change\":") && change() && skip(",\"clock\":") && clock()
        && text(",\"code\":", glance.code) && text(",\"correlationId\":", glance.correlation)
        && skip(",\"decision\":") && decision() && text(",\"env\":", glance.environment)
        && text(",\"event\":", glance.event) && text(",\"eventId\":")
        && text(",\"idempotencyKeyHash\":") && text(",\"namespace\":", glance.nameSpace)
        && text(",\"outcome\":", glance.outcome) && auditOutcomeFromName(glance.outcome)
        && skip(",\"pii\":") && commitments() && text(",\"problem\":", glance.problem)
        && text(",\"reason\":", glance.reason) && time(",\"recordedTime\":", recorded)
        && text(",\"region\":") && skip(",\"related\":") && related(glance)
        && text(",\"requestId\":", glance.requestId) && number(",\"seq\":", glance.seq)
        && skip(",\"source\":") && source() && number(",\"status\":") && skip(",\"target\":")
        && target(glance) && text(",\"ticket\":", glance.ticket) && time(",\"time\":", glance.time)
        && text(",\"traceId\":") && skip(",\"v\":1}") && m_at == m_end;
}

} // namespace

bool readGlance(std::string_view leaf, AuditGlance &glance)
{
    return leaf.size() <= longestLeaf && Glancer(leaf).read(glance);
}

} // namespace chancery::core
