// SPDX-License-Identifier: Apache-2.0
#include "transport.h"

#include "engine/server/http/head.h"
#include "engine/server/http/opensslreason.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>

// TLS sits on the socket itself (SSL_set_fd) and asks Asio only for readiness: Asio's own stream
// keeps 70 KiB of buffers for every connection, this one keeps none between records.
namespace chancery::server {

namespace {

using boost::system::error_code;
using tcp = asio::ip::tcp;

std::string plainHttpAnswer()
{
    auto error = api::problem("bad-request", "This port speaks TLS: use https instead of http");
    error.requestId = newRequestId();
    const auto response = Response::problem(error);
    return headOf(response, false) + *response.body;
}

// The key opens everything that is said to this server, so no stranger on this machine may read it.
// A group may: that is how keys are shared with a service.
std::string problemWithKeyFile(const std::string &key)
{
    struct stat found{};
    if (::stat(key.c_str(), &found) != 0)
        return "the key " + key + " cannot be read: " + std::strerror(errno);
    if ((found.st_mode & (S_IRWXO | S_IWGRP)) != 0)
        return "the key " + key + " is open to other users; take their rights away with: chmod 600 "
            + key;
    return {};
}

class PlainTransport final : public Transport {
public:
    using Transport::Transport;

    asio::awaitable<bool> handshake() override { co_return true; }
    asio::awaitable<std::size_t> read(char *to, std::size_t room) override
    {
        error_code failure;
        const auto count = co_await m_socket.async_read_some(
            asio::buffer(to, room), asio::redirect_error(asio::use_awaitable, failure));
        co_return failure ? 0 : count;
    }
    asio::awaitable<bool> write(std::string_view bytes) override
    {
        const auto written = tryWrite(bytes);
        if (!written)
            co_return false;
        if (*written == bytes.size())
            co_return true;
        bytes.remove_prefix(*written);
        error_code failure;
        co_await asio::async_write(m_socket, asio::buffer(bytes.data(), bytes.size()),
            asio::redirect_error(asio::use_awaitable, failure));
        co_return !failure;
    }
    std::optional<std::size_t> tryWrite(std::string_view bytes) override
    {
        error_code failure;
        const auto count = m_socket.write_some(asio::buffer(bytes.data(), bytes.size()), failure);
        if (failure == asio::error::would_block)
            return 0;
        return failure ? std::nullopt : std::optional(count);
    }
};

class TlsTransport final : public Transport {
public:
    TlsTransport(tcp::socket socket, std::shared_ptr<TlsContext> context)
        : Transport(std::move(socket))
        , m_context(std::move(context))
        , m_ssl(SSL_new(m_context->native()))
    {
        SSL_set_fd(m_ssl, m_socket.native_handle());
        SSL_set_accept_state(m_ssl);
    }
    ~TlsTransport() override { SSL_free(m_ssl); }
    TlsTransport(const TlsTransport &) = delete;
    TlsTransport &operator=(const TlsTransport &) = delete;

    asio::awaitable<bool> handshake() override
    {
        for (;;) {
            ERR_clear_error();
            const int outcome = SSL_do_handshake(m_ssl);
            if (outcome == 1)
                co_return isWelcome();
            if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) {
                co_await sayThatThisIsTls();
                co_return false;
            }
            if (!co_await isReadyAgain(outcome))
                co_return false;
        }
    }
    asio::awaitable<std::size_t> read(char *to, std::size_t room) override
    {
        for (;;) {
            std::size_t count = 0;
            ERR_clear_error();
            const int outcome = SSL_read_ex(m_ssl, to, room, &count);
            if (outcome == 1)
                co_return count;
            if (!co_await isReadyAgain(outcome))
                co_return 0;
        }
    }
    asio::awaitable<bool> write(std::string_view bytes) override
    {
        while (!bytes.empty()) {
            std::size_t count = 0;
            ERR_clear_error();
            const int outcome = SSL_write_ex(m_ssl, bytes.data(), bytes.size(), &count);
            if (outcome == 1)
                bytes.remove_prefix(count);
            else if (!co_await isReadyAgain(outcome))
                co_return false;
        }
        co_return true;
    }
    const std::optional<PeerCertificate> &peerCertificate() const override
    {
        return m_peerCertificate;
    }
    std::string refusal() const override
    {
        return m_refusal.empty() ? refusalOf(m_ssl) : m_refusal;
    }
    std::optional<std::size_t> tryWrite(std::string_view bytes) override
    {
        std::size_t count = 0;
        ERR_clear_error();
        const int outcome = SSL_write_ex(m_ssl, bytes.data(), bytes.size(), &count);
        if (outcome == 1)
            return count;
        const int reason = SSL_get_error(m_ssl, outcome);
        const bool mustWait = reason == SSL_ERROR_WANT_WRITE || reason == SSL_ERROR_WANT_READ;
        return mustWait ? std::optional<std::size_t>(0) : std::nullopt;
    }

private:
    // A certificate that is good for its authority and not for us ends here.
    bool isWelcome()
    {
        m_peerCertificate = peerCertificateOf(m_ssl);
        if (!m_peerCertificate)
            return true;
        if (m_peerCertificate->uri.empty())
            m_refusal = "it has no URI, or several";
        else if (m_context->denied().holds(*m_peerCertificate))
            m_refusal = "it is on the list of denied certificates";
        return m_refusal.empty();
    }
    // In the words of the one who came with plain HTTP.
    asio::awaitable<void> sayThatThisIsTls()
    {
        error_code failure;
        m_socket.write_some(asio::buffer(plainHttpAnswer()), failure);
        // Closing with unread bytes would reset the connection before the answer is seen.
        m_socket.shutdown(tcp::socket::shutdown_send, failure);
        char unread[4096];
        for (int left = 16; left > 0 && !failure; --left)
            co_await m_socket.async_read_some(
                asio::buffer(unread), asio::redirect_error(asio::use_awaitable, failure));
    }
    // Waits for what OpenSSL wants; false when it wants nothing more.
    asio::awaitable<bool> isReadyAgain(int outcome)
    {
        const int reason = SSL_get_error(m_ssl, outcome);
        if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE)
            co_return false;
        error_code failure;
        co_await m_socket.async_wait(
            reason == SSL_ERROR_WANT_READ ? tcp::socket::wait_read : tcp::socket::wait_write,
            asio::redirect_error(asio::use_awaitable, failure));
        co_return !failure;
    }

    std::shared_ptr<TlsContext> m_context;
    SSL *m_ssl;
    std::optional<PeerCertificate> m_peerCertificate;
    std::string m_refusal;
};

} // namespace

Transport::Transport(tcp::socket socket)
    : m_socket(std::move(socket))
{
    error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(tcp::no_delay(true), ignored);
}

const std::optional<PeerCertificate> &Transport::peerCertificate() const
{
    static const std::optional<PeerCertificate> none;
    return none;
}

void Transport::close()
{
    error_code ignored;
    m_socket.close(ignored);
}

std::string Transport::peer() const
{
    error_code failure;
    const auto end = m_socket.remote_endpoint(failure);
    return failure ? std::string() : end.address().to_string();
}

std::shared_ptr<TlsContext> TlsContext::load(const std::string &certificate, const std::string &key,
    const ClientTrust &clients, std::string &problem)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    std::shared_ptr<TlsContext> owner(new TlsContext(context));
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context,
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
            | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    ERR_clear_error();
    problem = problemWithKeyFile(key);
    if (!problem.empty())
        return nullptr;
    if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
        problem = "the certificate " + certificate + " cannot be read" + lastOpensslReason();
    else if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
        problem = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH
            ? "the key " + key + " is not that of the certificate " + certificate
            : "the key " + key + " cannot be read" + lastOpensslReason();
    if (problem.empty() && clients.isOn())
        problem = demandClientTrust(context, clients);
    auto denied = problem.empty() ? DenyList::load(clients.denied, problem) : std::nullopt;
    if (!denied)
        return nullptr;
    owner->m_denied = std::move(*denied);
    return owner;
}

int TlsContext::daysLeft() const
{
    int days = 0;
    int seconds = 0;
    const auto *certificate = SSL_CTX_get0_certificate(m_context);
    if (!certificate
        || ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate)) != 1)
        return 0;
    return seconds < 0 && days == 0 ? -1 : days;
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

std::unique_ptr<Transport> plainTransport(tcp::socket socket)
{
    return std::make_unique<PlainTransport>(std::move(socket));
}

std::unique_ptr<Transport> tlsTransport(tcp::socket socket, std::shared_ptr<TlsContext> context)
{
    return std::make_unique<TlsTransport>(std::move(socket), std::move(context));
}

} // namespace chancery::server
