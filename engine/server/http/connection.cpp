// SPDX-License-Identifier: Apache-2.0
#include "connection.h"

#include "engine/server/http/head.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

// Beast parses, this file reads and writes: its parser is fed from our own buffer, so that plain
// and TLS connections share one loop and what a client has pipelined stays in the buffer for the
// next turn. Timeouts are one deadline per connection, looked at once a second by the listener;
// that is cheaper than a timer per read and enough against slow clients.
namespace chancery::server {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t readSize = 16 * 1024;

// Of a request, for the journal: no query, which may hold anything, and not endless.
struct Label {
    std::string method;
    std::string path;
};

void note(Journal &journal, const Label &label, const Response &response,
    std::chrono::steady_clock::duration time)
{
    const bool isQuiet = label.method == "GET" && response.status < 400;
    const auto level = response.status >= 500 ? JournalLevel::Warning
        : isQuiet                             ? JournalLevel::Debug
                                              : JournalLevel::Info;
    if (!journal.wants(level))
        return;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    journal.write(level, "request",
        {{"id", response.requestId}, {"method", label.method}, {"path", label.path},
            {"status", std::to_string(response.status)}, {"micros", std::to_string(micros)}});
}

Response brokenResponse(std::string_view code, std::string detail)
{
    auto error = api::problem(code, std::move(detail));
    error.requestId = newRequestId();
    auto response = Response::problem(error);
    response.requestId = error.requestId;
    return response;
}

} // namespace

Connection::Connection(
    std::unique_ptr<Transport> transport, Service &service, const HttpLimits &limits)
    : m_transport(std::move(transport))
    , m_service(service)
    , m_limits(limits)
    , m_peer(m_transport->peer())
{
    allow(limits.headerTime);
}

void Connection::cutIfOverdue(Clock::time_point now)
{
    // Nor does a connection outlive the certificate that it was begun with.
    const auto &certificate = m_transport->peerCertificate();
    const bool isOver = certificate && certificate->notAfter <= m_service.facts().clock.now();
    if (now > m_deadline || isOver)
        cut();
}

void Connection::noteRefusal() const
{
    if (const auto why = m_transport->refusal(); !why.empty())
        m_service.facts().journal.write(
            JournalLevel::Warning, "client.refused", {{"peer", m_peer}, {"what", why}});
}

void Connection::cut()
{
    m_transport->close();
}

std::string Connection::peerName() const
{
    const auto &certificate = m_transport->peerCertificate();
    return certificate ? certificate->uri : std::string();
}

asio::awaitable<void> Connection::run()
{
    // Kept until the end of the coroutine.
    const auto self = shared_from_this();
    bool goesOn = co_await m_transport->handshake();
    if (!goesOn)
        noteRefusal();
    while (goesOn) {
        Parser parser;
        parser.header_limit(std::uint32_t(m_limits.header));
        parser.body_limit(m_limits.body);
        if (!co_await readRequest(parser))
            break;
        const bool keepAlive = parser.get().keep_alive();
        auto request = requestOf(parser.get(), m_peer);
        request.peerName = peerName();
        parser.get().body().clear();
        const bool isHead = request.method == "HEAD";
        Request shown;
        shown.method = request.method;
        if (isHead)
            request.method = "GET";
        m_deadline = Clock::time_point::max();
        const Label label{request.method.substr(0, 16), request.path.substr(0, 200)};
        const auto begin = Clock::now();
        auto response = co_await ask(std::move(request));
        note(m_service.facts().journal, label, response, Clock::now() - begin);
        if (response.stream) {
            co_await stream(std::move(response));
            break;
        }
        allow(m_limits.writeTime);
        goesOn = co_await answer(response, shown, keepAlive) && keepAlive;
    }
    m_transport->close();
    m_isDone = true;
}

asio::awaitable<bool> Connection::fill()
{
    const auto have = m_buffer.size();
    m_buffer.resize(have + readSize);
    const auto count = co_await m_transport->read(m_buffer.data() + have, readSize);
    m_buffer.resize(have + count);
    co_return count > 0;
}

// True with a whole request in the parser. The rest of the buffer is the next one's.
asio::awaitable<bool> Connection::readRequest(Parser &parser)
{
    parser.eager(true);
    if (m_buffer.empty()) {
        allow(m_limits.idleTime);
        if (!co_await fill())
            co_return false;
    }
    allow(m_limits.headerTime);
    bool isContinued = false;
    while (!parser.is_done()) {
        error_code failure;
        const auto used = m_buffer.empty()
            ? 0
            : parser.put(asio::buffer(m_buffer.data(), m_buffer.size()), failure);
        m_buffer.erase(0, used);
        if (failure && failure != http::error::need_more) {
            co_await answerBroken(failure);
            co_return false;
        }
        if (parser.is_done())
            break;
        if (parser.is_header_done() && !isContinued) {
            isContinued = true;
            if (auto refused = refuseLarge(parser)) {
                co_await answerAndEnd(*refused);
                co_return false;
            }
            allow(m_limits.bodyTime);
            if (wantsContinue(parser.get())
                && !co_await m_transport->write("HTTP/1.1 100 Continue\r\n\r\n"))
                co_return false;
        }
        // Of headers, and of what stands between chunks: the parser takes those only whole.
        if (m_buffer.size() > m_limits.header) {
            co_await answerBroken(http::error::header_limit);
            co_return false;
        }
        if (!co_await fill())
            co_return false;
    }
    co_return true;
}

// Room for what is large has only who is known. A small body is cheaper to read than to judge.
std::optional<Response> Connection::refuseLarge(Parser &parser)
{
    const auto length = parser.content_length();
    if (!parser.chunked() && (!length || *length <= m_limits.strangersBody))
        return std::nullopt;
    auto &message = parser.get();
    auto request = requestOf(message, m_peer);
    request.peerName = peerName();
    message.body() = std::move(request.body); // what has come of it
    auto refused = m_service.refuseLarge(request);
    if (!refused || !parser.chunked())
        return refused;
    parser.body_limit(m_limits.strangersBody);
    return std::nullopt;
}

asio::awaitable<void> Connection::answerBroken(error_code failure)
{
    const auto response = failure == http::error::header_limit
        ? brokenResponse("header-too-large", "The limit is 16 KiB")
        : failure == http::error::body_limit
        ? brokenResponse("document-too-large", "The limit is 20 MiB")
        : brokenResponse("bad-request", "This is not HTTP/1.1: " + failure.message());
    co_await answerAndEnd(response);
}

asio::awaitable<void> Connection::answerAndEnd(const Response &response)
{
    allow(m_limits.writeTime);
    const Request none;
    if (!co_await answer(response, none, false))
        co_return;
    // Closing with unread bytes would reset the connection before the answer is seen.
    error_code ignored;
    m_transport->socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    allow(std::chrono::seconds(2));
    for (std::size_t left = 64; left > 0; --left) {
        m_buffer.clear();
        if (!co_await fill())
            co_return;
    }
}

asio::awaitable<Response> Connection::ask(Request request)
{
    auto self = shared_from_this();
    std::optional<Response> now;
    // The service answers at once or calls later; the coroutine sleeps only for the second.
    struct Later {
        std::function<void(Response)> resume;
        std::optional<Response> early;
    };
    const auto later = std::make_shared<Later>();
    now = m_service.handle(std::move(request), [later](Response response) {
        if (later->resume)
            later->resume(std::move(response));
        else
            later->early = std::move(response);
    });
    if (now)
        co_return std::move(*now);
    if (later->early)
        co_return std::move(*later->early);
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
        [later](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            later->resume = [shared](Response response) { (*shared)(std::move(response)); };
        },
        asio::use_awaitable);
}

asio::awaitable<bool> Connection::answer(
    const Response &response, const Request &request, bool keepAlive)
{
    const bool hasBody = response.body && request.method != "HEAD";
    std::string head = headOf(response, keepAlive);
    static constexpr std::size_t joined = 64 * 1024;
    if (hasBody && response.body->size() <= joined) {
        head += *response.body;
        co_return co_await m_transport->write(head);
    }
    if (!co_await m_transport->write(head))
        co_return false;
    co_return !hasBody || co_await m_transport->write(*response.body);
}

asio::awaitable<void> Connection::stream(Response response)
{
    if (!co_await m_transport->write(streamHeadOf(response)))
        co_return;
    m_deadline = Clock::time_point::max();
    const std::weak_ptr<Connection> weak = weak_from_this();
    response.stream->setSink([weak](const Frame &frame) {
        if (const auto self = weak.lock())
            self->offer(frame);
    });
    // The client has nothing more to say; a read that ends tells that it has gone.
    m_buffer.clear();
    while (co_await fill())
        m_buffer.clear();
}

// Straight into the socket while it takes it; what it does not take waits, and a client for whom
// too much waits is cut off: it will ask again from where it was.
void Connection::offer(const Frame &frame)
{
    if (!m_transport->isOpen())
        return;
    if (!frame) {
        m_isEnding = true;
        if (m_frames.empty())
            m_transport->close();
        return;
    }
    std::size_t written = 0;
    if (m_frames.empty()) {
        const auto count = m_transport->tryWrite(*frame);
        if (!count) {
            m_transport->close();
            return;
        }
        written = *count;
    }
    if (written == frame->size())
        return;
    if (m_frames.size() >= m_limits.framesWaiting) {
        m_transport->close();
        return;
    }
    if (m_frames.empty())
        m_frameOffset = written;
    m_frames.push_back(frame);
    if (!std::exchange(m_isDraining, true))
        asio::co_spawn(m_transport->socket().get_executor(), drain(), asio::detached);
}

asio::awaitable<void> Connection::drain()
{
    const auto self = shared_from_this();
    while (!m_frames.empty()) {
        const auto frame = m_frames.front();
        allow(m_limits.writeTime);
        if (!co_await m_transport->write(std::string_view(*frame).substr(m_frameOffset))) {
            m_transport->close();
            m_frames.clear();
            break;
        }
        m_frames.pop_front();
        m_frameOffset = 0;
    }
    m_deadline = Clock::time_point::max();
    m_isDraining = false;
    if (m_isEnding)
        m_transport->close();
}

} // namespace chancery::server
