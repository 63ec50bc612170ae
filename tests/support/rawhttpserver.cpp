// SPDX-License-Identifier: Apache-2.0
#include "rawhttpserver.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chancery::support {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

} // namespace

RawConnection::RawConnection(RawHttpServer &server, int socket, int number)
    : m_server(server)
    , m_socket(socket)
    , m_number(number)
{
}

RawConnection::~RawConnection()
{
    m_server.forget(m_socket);
    ::close(m_socket);
}

std::string RawConnection::readRequest()
{
    std::size_t wanted = std::string::npos;
    for (;;) {
        const auto head = m_buffer.find("\r\n\r\n");
        if (wanted == std::string::npos && head != std::string::npos) {
            const auto length = headerOf(m_buffer.substr(0, head + 4), "content-length");
            wanted = head + 4 + (length.empty() ? 0 : std::stoul(length));
        }
        if (m_buffer.size() >= wanted)
            break;
        char bytes[4096];
        const auto count = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (count <= 0)
            return {};
        m_buffer.append(bytes, std::size_t(count));
    }
    std::string request = m_buffer.substr(0, wanted);
    m_buffer.erase(0, wanted);
    const std::lock_guard lock(m_server.m_mutex);
    m_server.m_requests.push_back(request);
    return request;
}

void RawConnection::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return;
        bytes.remove_prefix(std::size_t(count));
    }
}

void RawConnection::drip(std::string_view bytes, std::chrono::milliseconds time)
{
    for (const char byte : bytes) {
        send({&byte, 1});
        if (m_server.waitStopped(time))
            return;
    }
}

void RawConnection::hold()
{
    char byte = 0;
    while (::recv(m_socket, &byte, 1, 0) > 0) { }
}

void RawConnection::pause(std::chrono::milliseconds time)
{
    m_server.waitStopped(time);
}

RawHttpServer::RawHttpServer(Script script)
    : m_script(std::move(script))
    , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    ::bind(m_listener, generic, size);
    ::listen(m_listener, 128);
    ::getsockname(m_listener, generic, &size);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
}

RawHttpServer::~RawHttpServer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        for (const int socket : m_sockets)
            ::shutdown(socket, SHUT_RDWR);
    }
    m_changed.notify_all();
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    ::close(m_listener);
    for (auto &thread : m_threads)
        thread.join();
}

std::string RawHttpServer::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_port);
}

std::vector<std::string> RawHttpServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

int RawHttpServer::connectionCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

void RawHttpServer::accept()
{
    for (;;) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(m_mutex);
        if (m_stopped || socket < 0) {
            if (socket >= 0)
                ::close(socket);
            return;
        }
        m_sockets.push_back(socket);
        m_threads.emplace_back([this, socket, number = ++m_connections] {
            RawConnection connection(*this, socket, number);
            m_script(connection);
        });
    }
}

void RawHttpServer::forget(int socket)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_sockets, socket);
}

bool RawHttpServer::waitStopped(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, time, [this] { return m_stopped; });
}

std::string httpAnswer(int status, std::string_view body, std::string_view extraHeaders)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\n"
        + std::string(extraHeaders) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n"
        + std::string(body);
}

std::string headerOf(const std::string &request, std::string_view name)
{
    const auto found = lower(request).find("\r\n" + lower(name) + ':');
    if (found == std::string::npos)
        return {};
    const auto begin = request.find_first_not_of(' ', found + name.size() + 3);
    return request.substr(begin, request.find("\r\n", begin) - begin);
}

std::string bodyOf(const std::string &request)
{
    const auto end = request.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : request.substr(end + 4);
}

} // namespace chancery::support
