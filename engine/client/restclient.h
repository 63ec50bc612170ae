// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/json.h"
#include "engine/api/routes.h"
#include "engine/client/curlengine.h"
#include "engine/client/reply.h"
#include "engine/client/retrypolicy.h"

namespace chancery::client {

// The token that requests carry, shared by the thread that asks and the network thread.
class TokenBox {
public:
    void set(core::Secret token);
    core::Secret get() const;

private:
    mutable std::mutex m_mutex;
    core::Secret m_token;
};

struct RestRequest {
    api::Operation operation;
    std::vector<std::string> arguments; // of the route's path
    std::string query; // without the "?"
    std::string body;
    core::ETag expected; // for If-Match; empty for none
};

// What a mutation's answer promised: its event stands at that place of the audit log and bears that
// request.
using ReceiptSink = std::function<void(std::uint64_t sequence, const std::string &requestId)>;

// By how much this computer's clock was ahead of the server's, at least, when it answered.
using SkewSink = std::function<void(std::chrono::microseconds skew)>;

template <typename T>
using Reader = std::function<core::Result<T>(HttpResponse)>;

// A random UUID.
std::string newUuid();
// CMS-Audit-Seq; zero where there is none.
std::uint64_t auditSequenceOf(const HttpResponse &response);

// Turns operations of the contract into exchanges: URL, headers, repetition, and what a status
// means. Owned by HttpCms and used from its thread; answers come through the mailbox.
class RestClient {
public:
    RestClient(
        TransportOptions options, std::shared_ptr<core::Mailbox> mailbox, RetryPolicy policy);

    // The reader turns a success into the value, in the network thread.
    template <typename T>
    core::Call call(const RestRequest &request, Reader<T> read, core::Handler<T> done)
    {
        auto token = std::make_shared<core::CancelToken>(m_engine.waker());
        auto reply = std::make_shared<Reply<T>>(m_mailbox, token, std::move(done));
        const auto requestId = newUuid();
        send(request, requestId, token,
            [reply = std::move(reply), read = std::move(read), receipts = m_receipts, requestId](
                HttpAnswer answer) {
                if (!answer) {
                    reply->deliver(std::move(answer).error());
                    return;
                }
                // Also when nobody waits for the answer any more, or it cannot be read: the action
                // was done. The request is ours to name, whatever the answer calls it.
                if constexpr (requires(T value) { value.auditSequence; }) {
                    if (const auto sequence = auditSequenceOf(*answer); sequence > 0)
                        receipts->post(sequence, requestId);
                }
                reply->deliver(read(std::move(*answer)));
            });
        return core::Call(std::move(token));
    }

    const std::shared_ptr<TokenBox> &token() const { return m_token; }
    const std::shared_ptr<core::Mailbox> &mailbox() const { return m_mailbox; }
    CurlEngine &engine() { return m_engine; }
    // Called in the mailbox's thread, as long as this lives.
    void onReceipt(ReceiptSink sink) { m_receipts->sink = std::move(sink); }
    // The same: of the first answer, and whenever it has changed by a second.
    void onSkew(SkewSink sink) { m_receipts->skewSink = std::move(sink); }
    ~RestClient()
    {
        m_receipts->sink = nullptr;
        m_receipts->skewSink = nullptr;
    }
    const std::optional<core::Error> &badUrl() const { return m_badUrl; }
    // The headers that every request has.
    std::vector<std::string> commonHeaders(const std::string &requestId) const;

private:
    struct Exchange;
    // Filled by the network thread; the sink belongs to the mailbox's.
    struct Receipts : std::enable_shared_from_this<Receipts> {
        std::shared_ptr<core::Mailbox> mailbox;
        ReceiptSink sink;
        SkewSink skewSink;
        std::optional<std::chrono::microseconds> skew; // the network thread's
        void post(std::uint64_t sequence, const std::string &requestId);
        void noteSkew(core::Instant asked, const HttpResponse &response);
    };

    void send(const RestRequest &request, std::string requestId, CurlEngine::Token token,
        CurlEngine::Completion done);
    void attempt(const std::shared_ptr<Exchange> &exchange);
    void settle(const std::shared_ptr<Exchange> &exchange, HttpAnswer answer);

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::shared_ptr<Receipts> m_receipts = std::make_shared<Receipts>();
    std::shared_ptr<TokenBox> m_token = std::make_shared<TokenBox>();
    std::string m_clientName;
    RetryPolicy m_policy;
    std::optional<core::Error> m_badUrl;
    CurlEngine m_engine; // last: its thread uses the others
};

// A response that is no success, as the error that it stands for.
HttpAnswer judged(HttpResponse response, const std::string &requestId);
// "…" of a JSON body that has not the expected form, as the fault of the server that it is.
core::Error asProtocolError(core::Error error, const HttpResponse &response);

// Name and value pairs of a URL's query; empty values are left out.
class Query {
public:
    Query &add(std::string_view name, const std::string &value);
    Query &add(std::string_view name, std::uint64_t value);
    Query &page(const std::string &cursor, int limit);
    operator std::string() const { return m_text; } // NOLINT(google-explicit-constructor)

private:
    std::string m_text;
};

// Answers of the contract are larger than documents: pages of them.
inline core::Limits answerLimits()
{
    return {std::size_t(32) << 20, 96, 4'000'000, std::size_t(17) << 20};
}

template <typename T>
core::Result<T> readBody(HttpResponse response)
{
    auto value = api::fromJson<T>(std::move(response.body), answerLimits());
    if (!value)
        return asProtocolError(std::move(value).error(), response);
    return value;
}

} // namespace chancery::client
