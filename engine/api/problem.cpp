// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

namespace chancery::api {

namespace {

using enum core::ErrorKind;

constexpr ProblemCode table[]{
    {"internal", 500, Server, "The server failed", true},
    {"malformed-json", 400, Invalid, "The body is not JSON", false},
    {"duplicate-key", 400, Invalid, "A property is defined twice", false},
    {"too-deep", 400, Invalid, "The document is nested too deeply", false},
    {"too-many-nodes", 400, Invalid, "The document has too many values", false},
    {"string-too-large", 400, Invalid, "A string is too long", false},
    {"document-too-large", 413, Invalid, "The document is too large", false},
    {"number-not-interoperable", 400, Invalid, "A number cannot be held exactly", false},
    {"lone-surrogate", 400, Invalid, "A string holds half a character", false},
    {"invalid-utf-8", 400, Invalid, "The text is not UTF-8", false},
    {"byte-order-mark", 400, Invalid, "The text begins with a byte order mark", false},
    {"unexpected-body", 400, Invalid, "The body does not have the expected form", false},
    {"bad-request", 400, Invalid, "The request cannot be understood", false},
    {"bad-time", 400, Invalid, "This is not a date and time", false},
    {"missing-idempotency-key", 400, Invalid, "The Idempotency-Key header is missing", false},
    {"bad-cursor", 422, Invalid, "The cursor does not belong to this list", false},
    {"unauthenticated", 401, Unauthorized, "Sign in first", false},
    {"bad-credentials", 401, Unauthorized, "The name or the password is wrong", false},
    {"identity-refused", 401, Unauthorized, "The sign-in at the identity provider was not accepted",
        false},
    {"recovery-refused", 401, Unauthorized, "The recovery key was not accepted", false},
    {"password-expired", 401, Unauthorized, "The one-time password has ended", false},
    {"forbidden", 403, Forbidden, "This is not allowed", false},
    {"self-approval", 403, Forbidden, "Requester and contributors cannot approve", false},
    {"machine-approval", 403, Forbidden, "Only people can approve", false},
    {"step-up-failed", 403, Forbidden, "The password is wrong", false},
    {"proof-refused", 403, Forbidden, "The identity provider's word does not show that it is you",
        false},
    {"step-up-required", 403, Forbidden, "Show first that it is still you", false},
    {"password-change-required", 403, Forbidden, "Choose a password of your own first", false},
    {"not-found", 404, NotFound, "There is no such thing", false},
    {"method-not-allowed", 405, Invalid, "This method is not offered here", false},
    {"already-exists", 409, Conflict, "This exists already", false},
    {"state-conflict", 409, Conflict, "This is not possible in the present state", false},
    {"legal-hold", 409, Conflict, "A legal hold forbids this", false},
    {"approval-required", 409, Conflict, "An approval is missing", false},
    {"acknowledgement-required", 409, Conflict, "Something has to be acknowledged first", false},
    {"approval-stale", 409, Conflict, "The vote is for something that has changed", false},
    {"merge-conflict", 409, Conflict, "Both sides changed the same", false},
    {"idempotency-in-progress", 409, Conflict, "The same request is being worked on", true},
    {"future-cursor", 409, Conflict, "The cursor is ahead of this server", false},
    {"idempotency-key-reused", 422, Invalid, "The idempotency key belongs to another request",
        false},
    {"gone-compacted", 410, Conflict, "The changes since then are no longer kept", false},
    {"version-conflict", 412, Conflict, "Somebody else changed this first", false},
    {"unsupported-media-type", 415, Invalid, "This media type is not accepted", false},
    {"unreadable-document", 422, Invalid, "The document cannot be read", false},
    {"schema-violation", 422, Invalid, "The document violates its schema", false},
    {"dependency-violation", 422, Invalid, "A dependency would break", false},
    {"policy-violation", 422, Invalid, "A policy forbids this", false},
    {"unsatisfiable-policy", 422, Invalid, "More approvals are asked for than people can give",
        false},
    {"change-frozen", 423, Conflict, "A freeze is in force", false},
    {"client-too-old", 426, Protocol, "This program is too old for the server", false},
    {"precondition-required", 428, Invalid, "The If-Match header is missing", false},
    {"quota-exceeded", 429, RateLimited, "Too many requests", true},
    {"header-too-large", 431, Invalid, "The request's headers are too large", false},
    {"audit-unavailable", 503, Server, "The audit log cannot be written", true},
    {"seal-refused", 422, Invalid, "A sealed value does not open in this place", false},
    {"sealing-unavailable", 503, Server, "What is encrypted here cannot be opened or made", false},
    {"identity-unavailable", 503, Server, "The identity provider gives no answer", true},
    {"storage-full", 507, Storage, "The server's storage is full", true},
};

core::ErrorKind kindOfStatus(int status)
{
    switch (status) {
    case 401:
        return Unauthorized;
    case 403:
        return Forbidden;
    case 404:
        return NotFound;
    case 408:
    case 504:
        return Timeout;
    case 409:
    case 410:
    case 412:
    case 423:
        return Conflict;
    case 429:
        return RateLimited;
    default:
        return status >= 500 ? Server : status >= 400 ? Invalid : Protocol;
    }
}

void member(std::string &out, std::string_view key, std::string_view text)
{
    out += out.size() > 1 && out.back() != '{' ? "," : "";
    core::appendJsonString(out, key);
    out += ':';
    core::appendJsonString(out, text);
}

core::FieldError fieldError(core::Value json)
{
    core::FieldError field;
    field.pointer = json["pointer"].text();
    field.code = json["code"].text();
    field.message = json["message"].text();
    field.schemaPointer = json["schemaPath"].text();
    field.line = int(json["line"].integer().value_or(0));
    field.column = int(json["column"].integer().value_or(0));
    return field;
}

} // namespace

const ProblemCode &problemCode(std::string_view code)
{
    for (const auto &row : table) {
        if (row.code == code)
            return row;
    }
    return table[0];
}

core::Error problem(std::string_view code, std::string detail, std::vector<core::FieldError> fields)
{
    return {
        problemCode(code).kind, std::string(code), std::move(detail), {}, std::move(fields), {}};
}

std::string toProblemJson(const core::Error &error)
{
    const auto &row = problemCode(error.code);
    std::string out = "{";
    member(out, "type", "https://cms.example/problems/" + std::string(row.code));
    member(out, "title", row.title);
    out += ",\"status\":" + std::to_string(row.status);
    // What an unknown code has to say may be an exception's or the database's words: not for
    // outside.
    member(out, "detail", row.code == error.code ? error.detail : "");
    member(out, "instance", "/requests/" + error.requestId);
    member(out, "code", row.code);
    out += std::string(",\"retryable\":") + (row.retryable ? "true" : "false") + ",\"errors\":[";
    for (std::size_t i = 0; i < error.fields.size(); ++i) {
        const auto &field = error.fields[i];
        out += i > 0 ? ",{" : "{";
        member(out, "pointer", field.pointer);
        member(out, "schemaPath", field.schemaPointer);
        member(out, "code", field.code);
        member(out, "message", field.message);
        out += ",\"line\":" + std::to_string(field.line)
            + ",\"column\":" + std::to_string(field.column) + '}';
    }
    return out + "]}";
}

core::Error fromProblem(int status, std::string body, std::string requestId)
{
    core::Error error{
        kindOfStatus(status), "http-" + std::to_string(status), {}, std::move(requestId), {}, {}};
    const auto reading = core::readJson(std::move(body));
    const auto json = reading.ok() ? reading.tree().root() : core::Value();
    if (!json.isObject() || !json["code"].isString())
        return error;
    error.code = json["code"].text();
    // The title tells what an unknown code means, so keep it where there is no detail.
    error.detail = json["detail"].text();
    if (error.detail.empty())
        error.detail = json["title"].text();
    for (const auto &item : json["errors"])
        error.fields.push_back(fieldError(item.value()));
    return error;
}

} // namespace chancery::api
