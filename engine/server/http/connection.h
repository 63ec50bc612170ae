// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/http/transport.h"
#include "engine/server/service.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace chancery::server {

struct HttpLimits {
    std::size_t header = 16 * 1024;
    std::size_t body = std::size_t(20) << 20;
    std::size_t strangersBody = 64 * 1024; // of who has no valid token
    std::chrono::seconds headerTime{10}; // from the first byte
    std::chrono::seconds bodyTime{60};
    std::chrono::seconds idleTime{75};
    std::chrono::seconds writeTime{60};
    std::size_t framesWaiting = 256; // of a slow event stream
};

// One HTTP/1.1 connection: reads requests one after another, pipelined ones too, answers in order,
// or turns into an event stream. Network thread; kept alive by its own coroutine.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Clock = std::chrono::steady_clock;
    Connection(std::unique_ptr<Transport> transport, Service &service, const HttpLimits &limits);

    asio::awaitable<void> run();
    // Whoever has taken too long is cut off; called once a second.
    void cutIfOverdue(Clock::time_point now);
    void cut();
    bool hasCertificate() const { return m_transport->peerCertificate().has_value(); }
    bool isDone() const { return m_isDone; }

private:
    void noteRefusal() const;
    std::string peerName() const;
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    asio::awaitable<bool> readRequest(Parser &parser);
    asio::awaitable<bool> fill();
    std::optional<Response> refuseLarge(Parser &parser);
    asio::awaitable<void> answerBroken(boost::system::error_code failure);
    asio::awaitable<void> answerAndEnd(const Response &response);
    asio::awaitable<Response> ask(Request request);
    asio::awaitable<bool> answer(const Response &response, const Request &request, bool keepAlive);
    asio::awaitable<void> stream(Response response);
    void offer(const Frame &frame);
    asio::awaitable<void> drain();
    void allow(std::chrono::seconds time) { m_deadline = Clock::now() + time; }

    std::unique_ptr<Transport> m_transport;
    Service &m_service;
    const HttpLimits &m_limits;
    std::string m_peer;
    std::string m_buffer; // read and not yet parsed
    Clock::time_point m_deadline;
    bool m_isDone = false;

    std::deque<Frame> m_frames;
    std::size_t m_frameOffset = 0;
    bool m_isDraining = false;
    bool m_isEnding = false;
};

} // namespace chancery::server
