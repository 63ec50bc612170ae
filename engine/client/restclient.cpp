// SPDX-License-Identifier: Apache-2.0
#include "restclient.h"

#include "engine/api/problem.h"
#include "engine/core/clockskew.h"
#include "engine/core/digest.h"
#include "engine/core/random.h"

namespace chancery::client {

namespace {

using core::Error;
using core::ErrorKind;

std::optional<std::chrono::seconds> retryAfterOf(const HttpResponse &response)
{
    const auto text = response.header("retry-after");
    if (text.empty() || text.size() > 6
        || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::chrono::seconds(std::stoi(text));
}

std::string requestIdOf(const HttpResponse &response, const std::string &sent)
{
    const auto echoed = response.header("x-request-id");
    return echoed.empty() ? sent : echoed;
}

bool isPost(const api::Route &route)
{
    return route.method == "POST";
}

} // namespace

void TokenBox::set(core::Secret token)
{
    const std::lock_guard lock(m_mutex);
    m_token = std::move(token);
}

core::Secret TokenBox::get() const
{
    const std::lock_guard lock(m_mutex);
    return m_token;
}

std::string newUuid()
{
    auto bytes = core::randomBytes(16);
    bytes[6] = char((bytes[6] & 0x0F) | 0x40);
    bytes[8] = char((bytes[8] & 0x3F) | 0x80);
    auto text = core::toHex(bytes);
    for (const std::size_t at : {8U, 13U, 18U, 23U})
        text.insert(at, 1, '-');
    return text;
}

std::uint64_t auditSequenceOf(const HttpResponse &response)
{
    const auto text = response.header("cms-audit-seq");
    const bool isNumber = !text.empty() && text.size() < 20
        && text.find_first_not_of("0123456789") == std::string::npos;
    return isNumber ? std::stoull(text) : 0;
}

HttpAnswer judged(HttpResponse response, const std::string &requestId)
{
    if (response.status >= 200 && response.status < 300)
        return response;
    const auto id = requestIdOf(response, requestId);
    if (response.status < 400)
        return Error{ErrorKind::Protocol, "unexpected-redirect",
            "Status " + std::to_string(response.status), id, {}, {}};
    const auto retryAfter = retryAfterOf(response);
    auto error = api::fromProblem(response.status, std::move(response.body), id);
    error.retryAfter = retryAfter;
    return error;
}

Error asProtocolError(Error error, const HttpResponse &response)
{
    error.kind = ErrorKind::Protocol;
    error.detail = "The server's answer cannot be used: " + error.code + ". " + error.detail;
    error.code = "bad-answer";
    error.requestId = response.header("x-request-id");
    return error;
}

Query &Query::add(std::string_view name, const std::string &value)
{
    if (value.empty())
        return *this;
    m_text += m_text.empty() ? "" : "&";
    m_text.append(name) += '=' + api::percentEncode(value);
    return *this;
}

Query &Query::add(std::string_view name, std::uint64_t value)
{
    return add(name, std::to_string(value));
}

Query &Query::page(const std::string &cursor, int limit)
{
    add("cursor", cursor);
    return limit > 0 ? add("limit", std::to_string(limit)) : *this;
}

// One logical call: the same request, with the same idempotency key, as often as the policy allows.
struct RestClient::Exchange {
    HttpRequest request;
    std::string requestId;
    Attempt attempt;
    core::Instant askedAt;
    CurlEngine::Token token;
    CurlEngine::Completion done;
};

RestClient::RestClient(
    TransportOptions options, std::shared_ptr<core::Mailbox> mailbox, RetryPolicy policy)
    : m_mailbox(std::move(mailbox))
    , m_clientName(options.clientName)
    , m_policy(policy)
    , m_engine(options)
{
    m_receipts->mailbox = m_mailbox;
    auto checked = checkBaseUrl(options.baseUrl);
    if (!checked)
        m_badUrl = std::move(checked).error();
}

void RestClient::Receipts::post(std::uint64_t sequence, const std::string &requestId)
{
    mailbox->post(
        std::make_shared<core::CancelToken>(), [self = shared_from_this(), sequence, requestId] {
            if (self->sink)
                self->sink(sequence, requestId);
        });
}

void RestClient::Receipts::noteSkew(core::Instant asked, const HttpResponse &response)
{
    static constexpr std::chrono::seconds worthTelling{1};
    const auto now = core::skewBetween(asked, core::SystemClock().now(), response.header("date"),
        skew.value_or(std::chrono::microseconds(0)));
    if (!now || (skew && std::chrono::abs(*now - *skew) < worthTelling))
        return;
    skew = now;
    mailbox->post(std::make_shared<core::CancelToken>(), [self = shared_from_this(), skew = *now] {
        if (self->skewSink)
            self->skewSink(skew);
    });
}

std::vector<std::string> RestClient::commonHeaders(const std::string &requestId) const
{
    std::vector<std::string> headers{"X-Request-Id: " + requestId, "CMS-Client: " + m_clientName};
    const auto token = m_token->get();
    if (!token.isEmpty())
        headers.push_back("Authorization: Bearer " + token.reveal());
    return headers;
}

void RestClient::send(const RestRequest &request, std::string requestId, CurlEngine::Token token,
    CurlEngine::Completion done)
{
    if (m_badUrl) {
        done(*m_badUrl);
        return;
    }
    const auto &route = api::route(request.operation);
    auto exchange = std::make_shared<Exchange>();
    exchange->requestId = std::move(requestId);
    exchange->token = std::move(token);
    exchange->done = std::move(done);
    const bool carriesKey
        = route.guard == api::Guard::idempotencyKey || route.guard == api::Guard::both;
    exchange->attempt.isRepeatable = route.method == "GET" || carriesKey;

    auto &http = exchange->request;
    http.method = route.method;
    http.target = api::pathOf(request.operation, request.arguments);
    if (!request.query.empty())
        http.target += '?' + request.query;
    http.headers = commonHeaders(exchange->requestId);
    http.headers.push_back("Accept: application/json, application/problem+json, text/plain");
    if (!request.body.empty())
        http.headers.push_back("Content-Type: application/json");
    if (isPost(route))
        http.headers.push_back("Idempotency-Key: \"" + newUuid() + '"');
    if (!request.expected.isEmpty())
        http.headers.push_back("If-Match: \"" + request.expected.text() + '"');
    http.body = request.body;
    m_engine.post([this, exchange = std::move(exchange)] { attempt(exchange); });
}

void RestClient::attempt(const std::shared_ptr<Exchange> &exchange)
{
    exchange->askedAt = core::SystemClock().now();
    m_engine.start(exchange->request, exchange->token,
        [this, exchange](HttpAnswer answer) { settle(exchange, std::move(answer)); });
}

void RestClient::settle(const std::shared_ptr<Exchange> &exchange, HttpAnswer answer)
{
    exchange->attempt.status = answer ? answer->status : 0;
    if (answer)
        m_receipts->noteSkew(exchange->askedAt, *answer);
    if (answer)
        answer = judged(std::move(*answer), exchange->requestId);
    if (!answer) {
        const auto delay
            = delayBeforeRetry(m_policy, exchange->attempt, answer.error(), m_engine.random());
        if (delay) {
            ++exchange->attempt.number;
            m_engine.later(*delay, exchange->token, [this, exchange] { attempt(exchange); });
            return;
        }
    }
    exchange->done(std::move(answer));
}

} // namespace chancery::client
