// SPDX-License-Identifier: Apache-2.0
#include "httpprobe.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chancery::support {

namespace {

constexpr std::chrono::milliseconds patience{20'000};

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

} // namespace

std::string ProbeAnswer::header(const std::string &name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::string ProbeAnswer::etag() const
{
    const auto tag = header("etag");
    return tag.size() >= 2 ? tag.substr(1, tag.size() - 2) : tag;
}

HttpProbe::HttpProbe(int port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int one = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        close();
}

HttpProbe::~HttpProbe()
{
    close();
}

void HttpProbe::close()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

void HttpProbe::finish()
{
    ::shutdown(m_socket, SHUT_WR);
}

bool HttpProbe::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return true;
}

bool HttpProbe::fill(std::chrono::milliseconds wait)
{
    pollfd watched{m_socket, POLLIN, 0};
    if (m_socket < 0 || ::poll(&watched, 1, int(wait.count())) <= 0)
        return false;
    char bytes[16384];
    const auto count = ::recv(m_socket, bytes, sizeof bytes, 0);
    if (count <= 0) {
        close();
        return false;
    }
    m_buffer.append(bytes, std::size_t(count));
    return true;
}

ProbeAnswer HttpProbe::read(bool hasBody)
{
    auto end = m_buffer.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!fill(patience))
            return {};
        end = m_buffer.find("\r\n\r\n");
    }
    ProbeAnswer answer;
    const auto head = m_buffer.substr(0, end + 2);
    m_buffer.erase(0, end + 4);
    answer.status = std::atoi(head.c_str() + std::min<std::size_t>(9, head.size()));
    for (auto at = head.find("\r\n") + 2; at < head.size();) {
        const auto line = head.substr(at, head.find("\r\n", at) - at);
        const auto colon = line.find(": ");
        if (colon != std::string::npos)
            answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
        at += line.size() + 2;
    }
    if (answer.status == 100)
        return read(hasBody);
    const auto length
        = hasBody ? std::size_t(std::atoll(answer.header("content-length").c_str())) : 0;
    while (m_buffer.size() < length) {
        if (!fill(patience))
            return {};
    }
    answer.body = m_buffer.substr(0, length);
    m_buffer.erase(0, length);
    return answer;
}

std::string HttpProbe::readUntil(std::string_view wanted, std::chrono::milliseconds wait)
{
    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (m_buffer.find(wanted) == std::string::npos) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0 || !fill(left))
            break;
    }
    return std::exchange(m_buffer, {});
}

bool HttpProbe::isOpen()
{
    while (m_socket >= 0) {
        pollfd watched{m_socket, POLLIN, 0};
        if (::poll(&watched, 1, 0) <= 0)
            return true;
        fill(std::chrono::milliseconds(0));
    }
    return false;
}

ProbeAnswer ProbeClient::send(const std::string &method, const std::string &target,
    const std::string &body, const Headers &headers) const
{
    HttpProbe probe(m_port);
    std::string text = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!m_token.empty())
        text += "Authorization: Bearer " + m_token + "\r\n";
    for (const auto &[name, value] : headers)
        text += name + ": " + value + "\r\n";
    if (!body.empty())
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
            + "\r\n";
    if (!probe.send(text + "\r\n" + body))
        return {};
    return probe.read(method != "HEAD");
}

ProbeAnswer ProbeClient::get(const std::string &target, const Headers &headers) const
{
    return send("GET", target, {}, headers);
}

ProbeAnswer ProbeClient::post(const std::string &target, const std::string &body,
    const std::string &ifMatch, const Headers &headers) const
{
    auto all = headers;
    if (!all.contains("Idempotency-Key"))
        all["Idempotency-Key"] = core::toHex(core::randomBytes(16));
    if (!ifMatch.empty())
        all["If-Match"] = '"' + ifMatch + '"';
    return send("POST", target, body, all);
}

} // namespace chancery::support
