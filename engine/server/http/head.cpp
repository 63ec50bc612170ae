// SPDX-License-Identifier: Apache-2.0
#include "head.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>

#include <ctime>

namespace chancery::server {

namespace http = boost::beast::http;

namespace {

std::string text(boost::beast::string_view view)
{
    return {view.data(), view.size()};
}

bool isHarmless(std::string_view id)
{
    if (id.empty() || id.size() > 128)
        return false;
    for (const char c : id) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':';
        if (!isPlain)
            return false;
    }
    return true;
}

std::string dateHeader()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char buffer[64];
    const auto size
        = std::strftime(buffer, sizeof buffer, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
    return {buffer, size};
}

void line(std::string &head, std::string_view name, std::string_view value)
{
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
}

std::string beginning(const Response &response)
{
    std::string head;
    head.reserve(512);
    head += "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    head += http::obsolete_reason(http::int_to_status(unsigned(response.status)));
    head += "\r\n";
    head += dateHeader();
    line(head, "CMS-Api-Version", "1");
    line(head, "X-Content-Type-Options", "nosniff");
    if (!response.requestId.empty())
        line(head, "X-Request-Id", response.requestId);
    if (!response.cacheControl.empty())
        line(head, "Cache-Control", response.cacheControl);
    else
        line(head, "Cache-Control", "private, no-cache");
    return head;
}

} // namespace

std::string newRequestId()
{
    return "req_" + core::toHex(core::randomBytes(12));
}

Request requestOf(HttpRequest &message, const std::string &peer)
{
    Request request;
    request.method = text(message.method_string());
    const auto target = text(message.target());
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos)
        request.query = target.substr(mark + 1);
    const auto header = [&](http::field field) { return text(message[field]); };
    request.contentType = header(http::field::content_type);
    request.authorization = header(http::field::authorization);
    request.ifMatch = header(http::field::if_match);
    request.ifNoneMatch = header(http::field::if_none_match);
    request.idempotencyKey = text(message["Idempotency-Key"]);
    request.lastEventId = text(message["Last-Event-ID"]);
    request.client = text(message["CMS-Client"]);
    request.requestId = text(message["X-Request-Id"]);
    if (!isHarmless(request.requestId))
        request.requestId = newRequestId();
    request.remote = peer;
    request.body = std::move(message.body());
    return request;
}

bool wantsContinue(const HttpRequest &message)
{
    return boost::beast::iequals(message[http::field::expect], "100-continue");
}

std::string headOf(const Response &response, bool keepAlive)
{
    auto head = beginning(response);
    const bool hasNoBody = response.status == 204 || response.status == 304;
    if (!hasNoBody) {
        line(head, "Content-Type", response.contentType);
        line(head, "Content-Length",
            std::to_string(response.body ? response.body->size() : std::size_t(0)));
    }
    if (!response.etag.empty())
        line(head, "ETag", '"' + response.etag + '"');
    if (!response.sourceDigest.empty())
        line(head, "CMS-Source-Digest", response.sourceDigest);
    if (response.hasAudit)
        line(head, "CMS-Audit-Seq", std::to_string(response.auditSequence));
    if (response.isReplay)
        line(head, "Idempotency-Replayed", "true");
    if (response.retryAfter > 0)
        line(head, "Retry-After", std::to_string(response.retryAfter));
    if (!response.rateLimit.empty()) {
        line(head, "RateLimit-Policy", response.rateLimitPolicy);
        line(head, "RateLimit", response.rateLimit);
    }
    if (response.status == 401)
        line(head, "WWW-Authenticate", "Bearer realm=\"chancery\"");
    if (!keepAlive)
        line(head, "Connection", "close");
    head += "\r\n";
    return head;
}

std::string streamHeadOf(const Response &response)
{
    auto head = beginning(response);
    line(head, "Content-Type", response.contentType);
    line(head, "Transfer-Encoding", "chunked");
    line(head, "X-Accel-Buffering", "no");
    head += "\r\n";
    return head;
}

} // namespace chancery::server
