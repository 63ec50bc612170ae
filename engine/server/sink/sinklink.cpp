// SPDX-License-Identifier: Apache-2.0
#include "sinklink.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

// The address is the administrator's own, from the command line, and not one that a config names:
// the guard against addresses inside (T15) is for those, and has no say here.
namespace chancery::server {

namespace {

using Clock = std::chrono::steady_clock;

// For all that is done at once, however much of it gets on: who takes a byte now and then would
// hold the sink, and the end of the server, for ever.
constexpr std::chrono::seconds patience{15}; // connecting, and then shaking hands
constexpr std::chrono::seconds longestSend{60}; // of one piece, a megabyte or one entry
constexpr std::size_t mostHeard = std::size_t(64) << 10; // of what is thrown away, in one look
constexpr int slice = 200; // milliseconds until the flag is looked at again
constexpr std::size_t mostDatagram = 65'000;

core::Error failed(const char *code, std::string detail = {})
{
    return {core::ErrorKind::Offline, code, std::move(detail), {}, {}, {}};
}

class Socket {
public:
    explicit Socket(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    Socket(Socket &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    Socket &operator=(Socket &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~Socket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

// How long something may take as a whole, and whether it is wanted any more.
struct Term {
    Term(std::chrono::seconds length, const std::atomic<bool> &flag)
        : end(Clock::now() + length)
        , stop(flag)
    {
    }
    core::Result<> demand() const
    {
        if (stop)
            return failed("stopped");
        return Clock::now() > end ? core::Result<>(failed("timeout"))
                                  : core::Result<>(core::Done());
    }

    Clock::time_point end;
    const std::atomic<bool> &stop;
};

// Until the socket is ready; nothing is read or written here.
core::Result<> await(const Socket &socket, short events, const Term &term)
{
    for (;;) {
        if (auto goesOn = term.demand(); !goesOn)
            return goesOn;
        pollfd entry{socket.get(), events, 0};
        const int ready = ::poll(&entry, 1, slice);
        if (ready > 0)
            return core::Done();
        if (ready < 0 && errno != EINTR)
            return failed("offline", std::strerror(errno));
    }
}

core::Result<Socket> connectTo(const addrinfo &address, const std::atomic<bool> &stop)
{
    const Term term(patience, stop);
    Socket socket(::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
        address.ai_protocol));
    if (socket.get() < 0)
        return failed("offline", std::strerror(errno));
    if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) != 0) {
        if (errno != EINPROGRESS)
            return failed("offline", std::strerror(errno));
        if (auto ready = await(socket, POLLOUT, term); !ready)
            return ready.error();
        int outcome = 0;
        socklen_t size = sizeof outcome;
        (void)::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &outcome, &size);
        if (outcome != 0)
            return failed("offline", std::strerror(outcome));
    }
    const int on = 1;
    if (address.ai_socktype == SOCK_STREAM)
        (void)::setsockopt(socket.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    return socket;
}

core::Result<Socket> connectTo(const SinkAddress &address, const std::atomic<bool> &stop)
{
    addrinfo hints{};
    hints.ai_socktype = address.transport == SinkAddress::Transport::Udp ? SOCK_DGRAM : SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo *found = nullptr;
    if (const int code = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found);
        code != 0)
        return failed("unresolved", ::gai_strerror(code));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(found, &::freeaddrinfo);
    core::Result<Socket> socket = failed("unresolved");
    for (const auto *one = found; one && !socket; one = one->ai_next)
        socket = connectTo(*one, stop);
    return socket;
}

class PlainLink : public SinkLink {
public:
    PlainLink(Socket socket, bool isDatagram, const std::atomic<bool> &stop)
        : m_socket(std::move(socket))
        , m_stop(stop)
        , m_isDatagram(isDatagram)
    {
    }

    core::Result<> send(std::string_view bytes) override
    {
        const Term term(longestSend, m_stop);
        while (!bytes.empty()) {
            if (auto goesOn = term.demand(); !goesOn)
                return goesOn;
            const auto count = ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count > 0) {
                bytes.remove_prefix(std::size_t(count));
                continue;
            }
            if (errno != EAGAIN && errno != EINTR)
                return failed("offline", std::strerror(errno));
            if (auto ready = await(m_socket, POLLOUT, term); !ready)
                return ready;
        }
        return core::Done();
    }
    core::Result<> look() override
    {
        std::array<char, 4096> bytes;
        for (std::size_t heard = 0; heard < mostHeard; heard += bytes.size()) {
            const auto count = ::recv(m_socket.get(), bytes.data(), bytes.size(), 0);
            if (count == 0 && !m_isDatagram)
                return failed("offline", "the receiver has closed");
            if (count < 0)
                return errno == EAGAIN || errno == EINTR
                    ? core::Result<>(core::Done())
                    : core::Result<>(failed("offline", std::strerror(errno)));
        }
        return core::Done();
    }
    bool isQuiet() const override
    {
        int waiting = 0;
        return ::ioctl(m_socket.get(), SIOCOUTQ, &waiting) == 0 && waiting == 0;
    }
    bool isDatagram() const override { return m_isDatagram; }
    std::size_t mostBytes() const override { return m_isDatagram ? mostDatagram : SIZE_MAX; }

protected:
    Socket m_socket;
    const std::atomic<bool> &m_stop;

private:
    bool m_isDatagram;
};

using ContextPointer = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslPointer = std::unique_ptr<SSL, decltype(&SSL_free)>;

std::string whatOpensslSays(const SSL *ssl)
{
    if (ssl) {
        const auto verdict = SSL_get_verify_result(ssl);
        if (verdict != X509_V_OK)
            return X509_verify_cert_error_string(verdict);
    }
    std::array<char, 256> words{};
    ERR_error_string_n(ERR_peek_last_error(), words.data(), words.size());
    return words.data();
}

class TlsLink final : public PlainLink {
public:
    TlsLink(Socket socket, ContextPointer context, SslPointer ssl, const std::atomic<bool> &stop)
        : PlainLink(std::move(socket), false, stop)
        , m_context(std::move(context))
        , m_ssl(std::move(ssl))
    {
    }

    core::Result<> handshake()
    {
        SSL_set_fd(m_ssl.get(), m_socket.get());
        SSL_set_connect_state(m_ssl.get());
        const Term term(patience, m_stop);
        for (;;) {
            ERR_clear_error();
            const int outcome = SSL_do_handshake(m_ssl.get());
            if (outcome == 1)
                return core::Done();
            if (auto ready = awaitWanted(outcome, term); !ready)
                return ready;
        }
    }
    core::Result<> send(std::string_view bytes) override
    {
        const Term term(longestSend, m_stop);
        while (!bytes.empty()) {
            if (auto goesOn = term.demand(); !goesOn)
                return goesOn;
            std::size_t count = 0;
            ERR_clear_error();
            const int outcome = SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &count);
            if (outcome == 1)
                bytes.remove_prefix(count);
            else if (auto ready = awaitWanted(outcome, term); !ready)
                return ready;
        }
        return core::Done();
    }
    core::Result<> look() override
    {
        std::array<char, 4096> bytes;
        for (std::size_t heard = 0; heard < mostHeard; heard += bytes.size()) {
            std::size_t count = 0;
            ERR_clear_error();
            const int outcome = SSL_read_ex(m_ssl.get(), bytes.data(), bytes.size(), &count);
            if (outcome == 1)
                continue;
            const int reason = SSL_get_error(m_ssl.get(), outcome);
            if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE)
                return core::Done();
            return failed("offline", "the receiver has closed");
        }
        return core::Done();
    }

private:
    core::Result<> awaitWanted(int outcome, const Term &term)
    {
        const int reason = SSL_get_error(m_ssl.get(), outcome);
        if (reason == SSL_ERROR_WANT_READ)
            return await(m_socket, POLLIN, term);
        if (reason == SSL_ERROR_WANT_WRITE)
            return await(m_socket, POLLOUT, term);
        const bool isHandshake = SSL_is_init_finished(m_ssl.get()) == 0;
        return failed(isHandshake ? "tls" : "offline", whatOpensslSays(m_ssl.get()));
    }

    ContextPointer m_context;
    SslPointer m_ssl;
};

// Whose certificate leads to an authority, and is for that very name or address.
core::Result<> demandReceiver(SSL *ssl, const std::string &host)
{
    std::array<unsigned char, 16> bytes{};
    const bool isAddress = ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1
        || ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
    const bool isSet = isAddress
        ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1
        : SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return isSet ? core::Result<>(core::Done()) : core::Result<>(failed("tls", "a strange host"));
}

core::Result<std::unique_ptr<SinkLink>> openTls(
    const SinkOptions &options, Socket socket, const std::atomic<bool> &stop)
{
    ContextPointer context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (!context)
        return failed("tls", whatOpensslSays(nullptr));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(
        context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    ERR_clear_error();
    const int isTrusting = options.authorities.empty()
        ? SSL_CTX_set_default_verify_paths(context.get())
        : SSL_CTX_load_verify_locations(context.get(), options.authorities.c_str(), nullptr);
    SslPointer ssl(SSL_new(context.get()), &SSL_free);
    if (isTrusting != 1 || !ssl)
        return failed("tls", whatOpensslSays(nullptr));
    if (auto demanded = demandReceiver(ssl.get(), options.address.host); !demanded)
        return demanded.error();
    auto link
        = std::make_unique<TlsLink>(std::move(socket), std::move(context), std::move(ssl), stop);
    if (auto shaken = link->handshake(); !shaken)
        return shaken.error();
    return std::unique_ptr<SinkLink>(std::move(link));
}

} // namespace

core::Result<std::unique_ptr<SinkLink>> SinkLink::open(
    const SinkOptions &options, const std::atomic<bool> &stop)
{
    using enum SinkAddress::Transport;
    auto socket = connectTo(options.address, stop);
    if (!socket)
        return socket.error();
    if (options.address.transport == Tls)
        return openTls(options, std::move(*socket), stop);
    return std::unique_ptr<SinkLink>(
        std::make_unique<PlainLink>(std::move(*socket), options.address.transport == Udp, stop));
}

} // namespace chancery::server
