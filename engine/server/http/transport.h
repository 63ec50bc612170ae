// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/http/clienttrust.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace chancery::server {

namespace asio = boost::asio;

// A connection's bytes, with or without TLS. Network thread. Failures end the coroutine's loop by a
// false or a zero, not by an exception.
class Transport {
public:
    explicit Transport(asio::ip::tcp::socket socket);
    virtual ~Transport() = default;

    virtual asio::awaitable<bool> handshake() = 0;
    // How many bytes came; 0 when none will.
    virtual asio::awaitable<std::size_t> read(char *to, std::size_t room) = 0;
    virtual asio::awaitable<bool> write(std::string_view bytes) = 0;
    // Writes what fits without waiting; nothing when the connection is broken.
    virtual std::optional<std::size_t> tryWrite(std::string_view bytes) = 0;

    // What the peer showed at the handshake; nothing without TLS.
    virtual const std::optional<PeerCertificate> &peerCertificate() const;
    // Why a handshake has failed, where it was the peer's certificate.
    virtual std::string refusal() const { return {}; }

    void close();
    bool isOpen() const { return m_socket.is_open(); }
    std::string peer() const;
    asio::ip::tcp::socket &socket() { return m_socket; }

protected:
    asio::ip::tcp::socket m_socket;
};

// The server's certificate and key; TLS 1.2 and 1.3. A connection keeps the one that it began with.
class TlsContext {
public:
    static std::shared_ptr<TlsContext> load(const std::string &certificate, const std::string &key,
        const ClientTrust &clients, std::string &problem);
    ~TlsContext();
    // Until the certificate ends; negative when it has.
    int daysLeft() const;
    ssl_ctx_st *native() const { return m_context; }
    const DenyList &denied() const { return m_denied; }

private:
    explicit TlsContext(ssl_ctx_st *context)
        : m_context(context)
    {
    }
    ssl_ctx_st *m_context;
    DenyList m_denied;
};

std::unique_ptr<Transport> plainTransport(asio::ip::tcp::socket socket);
std::unique_ptr<Transport> tlsTransport(
    asio::ip::tcp::socket socket, std::shared_ptr<TlsContext> context);

} // namespace chancery::server
