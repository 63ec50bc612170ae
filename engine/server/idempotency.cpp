// SPDX-License-Identifier: Apache-2.0
#include "idempotency.h"

#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/server/drafttexts.h"
#include "engine/server/sealkeys.h"

namespace chancery::server {

namespace {

struct Remembered {
    std::string fingerprint;
    int status = 0;
    std::string contentType;
    std::string body;
    std::string etag;
    std::uint64_t auditSequence = 0;
    core::Instant at;
    std::optional<std::string> sealed; // what stands in the place of the body (docs/adr/0027)
};

template <typename Visitor>
void describe(Visitor &visit, Remembered &value)
{
    visit("fingerprint", value.fingerprint);
    visit("status", value.status);
    visit("contentType", value.contentType);
    visit("body", value.body);
    visit("etag", value.etag);
    visit("auditSequence", value.auditSequence);
    visit("at", value.at);
    visit("sealed", value.sealed);
}

constexpr std::chrono::hours kept{24};

std::string keyOf(const Request &request, const Actor &actor, const api::Route &route)
{
    return keys::join(
        keys::idempotency, actor.principal.id.text(), route.operationId, request.idempotencyKey);
}

// Answers with the text of a draft are encrypted as the draft itself is.
bool isOfDraft(std::string_view operation)
{
    return operation == "createDraft" || operation == "updateDraft";
}

void sealBody(Unit &unit, const std::string &key, Remembered &remembered)
{
    remembered.sealed = unit.sealKeys().sealOwn(unit, remembered.body, key);
    remembered.body.clear();
}

// Keyed: the body may hold a password, and a plain digest of the rest around it would let the words
// of a list be tried as fast as SHA-256 runs.
std::string fingerprintOf(const Request &request, const core::Secret &key)
{
    // Over the value, so that another order of members is the same request.
    const auto reading = core::readJson(request.body, Unit::bodyLimits());
    std::string text = request.method + '\n' + request.path + '\n';
    text += reading.ok() ? core::canonicalJson(reading.tree().root()) : request.body;
    return core::toHex(core::bytesOf(core::hmacSha256(key.reveal(), text)));
}

} // namespace

std::optional<Response> replayedAnswer(
    const Request &request, const Actor &actor, const api::Route &route, const ReplayTools &tools)
{
    const auto &facts = tools.facts;
    const View view(tools.reader);
    const auto key = keyOf(request, actor, route);
    auto stored = view.find<Remembered>(key);
    if (!stored || stored->at + kept < facts.clock.now())
        return std::nullopt;
    if (stored->fingerprint != fingerprintOf(request, facts.cursorKey))
        refuse("idempotency-key-reused", "This Idempotency-Key came with another request before");
    if (stored->sealed)
        stored->body = orRefuse(tools.sealKeys.openOwn(view, *stored->sealed, key));
    auto response = Response::json(stored->body, stored->status, stored->etag);
    if (stored->contentType != response.contentType)
        response.contentType = "application/problem+json";
    response.auditSequence = stored->auditSequence;
    response.hasAudit = true;
    response.isReplay = true;
    return response;
}

void rememberAnswer(Unit &unit, const api::Route &route, const Response &response)
{
    Remembered remembered{fingerprintOf(unit.request(), unit.facts().cursorKey), response.status,
        std::string(response.contentType), response.body ? *response.body : "", response.etag,
        response.auditSequence, unit.now(), {}};
    const auto key = keyOf(unit.request(), unit.actor(), route);
    if (isOfDraft(route.operationId))
        sealBody(unit, key, remembered);
    unit.put(key, api::toJson(remembered));
}

void sealOldAnswers(Unit &unit, OldTexts &texts)
{
    const auto under = keys::join(keys::idempotency, "");
    const auto range = nextPiece(under, texts);
    const auto entries = unit.view().scan(range);
    for (const auto &entry : entries) {
        const auto operation
            = std::string_view(entry.key).substr(entry.key.find('/', under.size()) + 1);
        if (!isOfDraft(operation.substr(0, operation.find('/'))))
            continue;
        std::optional<Remembered> remembered;
        try {
            remembered = View::parse<Remembered>(entry.value);
        } catch (const Refusal &) {
            // It answers nobody, and may hold what was a text.
            texts.broken.push_back(entry.key);
            unit.remove(entry.key);
            continue;
        }
        if (remembered->sealed)
            continue;
        sealBody(unit, entry.key, *remembered);
        unit.put(entry.key, api::toJson(*remembered));
        texts.isAny = true;
    }
    endPiece(range, entries, texts);
}

std::string idempotencyKeyOf(std::string_view header)
{
    if (header.size() >= 2 && header.front() == '"' && header.back() == '"')
        header = header.substr(1, header.size() - 2);
    if (header.size() < 16 || header.size() > 128)
        return {};
    for (const char c : header) {
        if (c <= ' ' || c > '~' || c == '/' || c == '"')
            return {};
    }
    return std::string(header);
}

} // namespace chancery::server
