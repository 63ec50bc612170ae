// SPDX-License-Identifier: Apache-2.0
#include "changefollower.h"

#include "engine/client/sseparser.h"

// A follower is a small machine in the network thread with two ways of listening:
//
//   stream ──ends──► wait (full jitter) ──► stream        a server that answers but three times
//     │                                       ▲           held no stream is polled for a while
//     └──410, 409: begin from "now"───────────┘
//
// What came between two connections is replayed by the server after Last-Event-ID. Where that
// cannot be (410, 409, or no revision seen yet), the follower first listens again and then tells
// its owner to read everything: in this order nothing falls in between.
namespace chancery::client {

namespace {

using core::ErrorKind;
using EventHandler = std::function<void(const StreamEvent &)>;

struct Poll {
    std::vector<core::ChangeHint> items;
    std::string next;
};
template <typename Visitor>
void describe(Visitor &visit, Poll &poll)
{
    visit("items", poll.items);
    visit("next", poll.next);
}

std::uint64_t revisionOf(const std::string &text)
{
    const bool isNumber = !text.empty() && text.size() < 20
        && text.find_first_not_of("0123456789") == std::string::npos;
    return isNumber ? std::stoull(text) : 0;
}

bool isEventStream(const HttpResponse &response)
{
    return response.status == 200
        && response.header("content-type").starts_with("text/event-stream");
}

class ChangeFollower : public std::enable_shared_from_this<ChangeFollower> {
public:
    ChangeFollower(RestClient &rest, const FollowPolicy &policy, std::uint64_t since,
        EventHandler onEvent, CurlEngine::Token token)
        : m_rest(rest)
        , m_policy(policy)
        , m_token(std::move(token))
        , m_onEvent(std::make_shared<EventHandler>(std::move(onEvent)))
        , m_base(policy.reconnectBase)
        , m_since(since)
    {
    }
    ChangeFollower(const ChangeFollower &) = delete;
    ChangeFollower &operator=(const ChangeFollower &) = delete;
    // The handler dies in its own thread, like every other.
    ~ChangeFollower()
    {
        auto dropped = std::make_shared<core::CancelToken>();
        dropped->cancel();
        m_rest.mailbox()->post(std::move(dropped), [handler = std::move(m_onEvent)] { });
    }

    void stream();

private:
    void poll();
    bool takeHeaders(const HttpResponse &response);
    bool takeBytes(std::string_view bytes);
    void takeEvent(const SseEvent &event, StreamEvent &batch);
    void streamEnded(HttpAnswer answer);
    void pollEnded(HttpAnswer answer);
    // True when the answer says that the revision is of no use any more.
    bool startsOver(const core::Error &error);
    void again(void (ChangeFollower::*next)());
    void tell(StreamEvent event);
    void tellDisconnected();
    bool mustResync() { return std::exchange(m_mustResync, false); }

    RestClient &m_rest;
    FollowPolicy m_policy;
    CurlEngine::Token m_token;
    std::shared_ptr<EventHandler> m_onEvent;
    std::chrono::milliseconds m_base;
    std::optional<SseParser> m_parser;
    std::uint64_t m_since;
    int m_failures = 0; // in a row, for the jitter
    int m_streamFailures = 0; // in a row, while the server could be reached
    std::chrono::steady_clock::time_point m_pollingUntil;
    bool m_wasConnected = false; // once at least
    bool m_isConnected = false;
    bool m_mustResync = false;
    bool m_hasHeard = false; // bytes came over this connection
};

void ChangeFollower::stream()
{
    m_parser.emplace();
    m_hasHeard = false;
    HttpRequest request;
    request.target = api::pathOf(api::Operation::streamChanges);
    request.headers = m_rest.commonHeaders(newUuid());
    request.headers.push_back("Accept: text/event-stream");
    request.headers.push_back("Cache-Control: no-store");
    if (m_since > 0)
        request.headers.push_back("Last-Event-ID: " + std::to_string(m_since));
    request.totalTimeout = std::chrono::milliseconds(0);
    request.idleTimeout = m_policy.idleTimeout;
    // The transfer is kept by the engine and the follower by the transfer.
    const auto self = shared_from_this();
    request.onHeaders
        = [self](const HttpResponse &response) { return self->takeHeaders(response); };
    request.onBytes = [self](std::string_view bytes) { return self->takeBytes(bytes); };
    m_rest.engine().start(std::move(request), m_token,
        [self](HttpAnswer answer) { self->streamEnded(std::move(answer)); });
}

bool ChangeFollower::takeHeaders(const HttpResponse &response)
{
    if (response.status != 200)
        return true;
    if (!isEventStream(response))
        return false;
    // Nothing has been replayed to a follower that had no revision: what happened while it was away
    // is unknown.
    m_mustResync = m_mustResync || (m_wasConnected && m_since == 0);
    m_wasConnected = true;
    m_isConnected = true;
    tell({StreamState::Connected, mustResync(), {}});
    return true;
}

bool ChangeFollower::takeBytes(std::string_view bytes)
{
    if (!m_hasHeard) {
        m_hasHeard = true;
        m_failures = 0;
        m_streamFailures = 0;
    }
    StreamEvent batch;
    const bool isWhole
        = m_parser->feed(bytes, [&](const SseEvent &event) { takeEvent(event, batch); });
    m_since = std::max(m_since, revisionOf(m_parser->lastEventId()));
    if (m_parser->retry())
        m_base = std::max(m_policy.reconnectBase, *m_parser->retry());
    if (!batch.hints.empty())
        tell(std::move(batch));
    return isWhole;
}

void ChangeFollower::takeEvent(const SseEvent &event, StreamEvent &batch)
{
    // "bookmark" moves the revision only; "token-expiring" and "reauth" end in a new connection.
    if (event.type == "bookmark" || event.type == "token-expiring" || event.type == "reauth")
        return;
    auto hint = api::fromJson<core::ChangeHint>(event.data);
    if (hint)
        batch.hints.push_back(std::move(*hint));
    else
        batch.mustResync = true; // what it said is lost
}

void ChangeFollower::streamEnded(HttpAnswer answer)
{
    if (m_token->isCancelled())
        return;
    const int status = answer ? answer->status : 0;
    if (answer)
        answer = judged(std::move(*answer), {});
    tellDisconnected();
    if (status == 204) // "do not come back", WHATWG
        return;
    if (!answer && startsOver(answer.error())) {
        again(&ChangeFollower::stream);
        return;
    }
    const bool isReachable = answer.ok() || answer.error().kind != ErrorKind::Offline || m_hasHeard;
    const bool isRefused = status == 401 || status == 403;
    if (isReachable && !m_hasHeard && !isRefused)
        ++m_streamFailures;
    if (m_streamFailures >= m_policy.streamFailuresBeforePolling) {
        m_pollingUntil = std::chrono::steady_clock::now() + m_policy.pollingFor;
        again(&ChangeFollower::poll);
        return;
    }
    again(&ChangeFollower::stream);
}

void ChangeFollower::poll()
{
    HttpRequest request;
    request.target = api::pathOf(api::Operation::listChanges)
        + "?wait=" + std::to_string(m_policy.pollWait.count());
    if (m_since > 0)
        request.target += "&since=" + std::to_string(m_since);
    request.headers = m_rest.commonHeaders(newUuid());
    request.headers.push_back("Accept: application/json");
    request.idleTimeout = m_policy.pollWait + m_policy.idleTimeout;
    request.totalTimeout = request.idleTimeout;
    const auto self = shared_from_this();
    m_rest.engine().start(std::move(request), m_token,
        [self](HttpAnswer answer) { self->pollEnded(std::move(answer)); });
}

void ChangeFollower::pollEnded(HttpAnswer answer)
{
    if (m_token->isCancelled())
        return;
    if (answer)
        answer = judged(std::move(*answer), {});
    auto page = answer ? api::fromJson<Poll>(std::move(answer->body), answerLimits())
                       : core::Result<Poll>(answer.error());
    if (!page) {
        tellDisconnected();
        startsOver(page.error());
        again(&ChangeFollower::poll);
        return;
    }
    m_failures = 0;
    m_mustResync = m_mustResync || (m_wasConnected && m_since == 0 && !m_isConnected);
    m_since = std::max(m_since, revisionOf(page->next));
    const bool isNews = !m_isConnected || m_mustResync || !page->items.empty();
    m_wasConnected = true;
    m_isConnected = true;
    if (isNews)
        tell({StreamState::Polling, mustResync(), std::move(page->items)});
    if (std::chrono::steady_clock::now() < m_pollingUntil) {
        poll();
        return;
    }
    m_streamFailures = 0;
    stream();
}

bool ChangeFollower::startsOver(const core::Error &error)
{
    if (error.code != "gone-compacted" && error.code != "future-cursor" && error.code != "http-410"
        && error.code != "http-409")
        return false;
    m_since = 0;
    m_mustResync = true;
    return true;
}

void ChangeFollower::again(void (ChangeFollower::*next)())
{
    const auto delay
        = fullJitter(m_failures, m_base, m_policy.reconnectCap, m_rest.engine().random());
    ++m_failures;
    m_rest.engine().later(
        delay, m_token, [self = shared_from_this(), next] { (self.get()->*next)(); });
}

void ChangeFollower::tell(StreamEvent event)
{
    m_rest.mailbox()->post(
        m_token, [handler = m_onEvent, event = std::move(event)] { (*handler)(event); });
}

void ChangeFollower::tellDisconnected()
{
    if (std::exchange(m_isConnected, false))
        tell({StreamState::Disconnected, false, {}});
}

} // namespace

core::Call followChanges(RestClient &rest, const FollowPolicy &policy, std::uint64_t since,
    std::function<void(const StreamEvent &)> onEvent)
{
    auto token = std::make_shared<core::CancelToken>(rest.engine().waker());
    auto follower
        = std::make_shared<ChangeFollower>(rest, policy, since, std::move(onEvent), token);
    if (rest.badUrl())
        return core::Call(std::move(token));
    rest.engine().post([follower = std::move(follower)] { follower->stream(); });
    return core::Call(std::move(token));
}

} // namespace chancery::client
