// SPDX-License-Identifier: Apache-2.0
#include "redirectlistener.h"

#include "engine/core/identity/pkce.h"

#include <algorithm>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

// A server of one page. Browsers open connections ahead of need and say nothing on them, so several
// are served at once; what is not a whole small GET is closed.
namespace chancery::client {

namespace {

constexpr std::size_t longestHead = std::size_t(16) << 10;
constexpr std::size_t mostConnections = 16;
constexpr std::chrono::milliseconds betweenLooks{200}; // at the token
constexpr std::string_view endOfHead = "\r\n\r\n";

constexpr std::string_view page
    = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Chancery</title>"
      "<p>The answer has arrived. You can close this page and go back to Chancery.</p></html>";

std::string responseOf(std::string_view status, std::string_view body)
{
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ");
    text.append(std::to_string(body.size()))
        .append("\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
                "X-Content-Type-Options: nosniff\r\n"
                "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
                "Connection: close\r\n\r\n");
    return text.append(body);
}

// "GET /cb/x?code=1 HTTP/1.1" has the target in the middle; empty for all else.
std::string targetIn(const std::string &head)
{
    static constexpr std::string_view method = "GET ";
    const auto line = std::string_view(head).substr(0, head.find("\r\n"));
    const auto end = line.rfind(" HTTP/1.");
    if (!line.starts_with(method) || end == std::string_view::npos || end < method.size())
        return {};
    return std::string(line.substr(method.size(), end - method.size()));
}

std::string lowerCase(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
    return text;
}

core::Error noListener()
{
    return {core::ErrorKind::Offline, "no-listener", "No port of this machine can be listened to",
        {}, {}, {}};
}

void send(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return; // a few hundred bytes fit into any buffer; who does not take them has left
        bytes.remove_prefix(std::size_t(sent));
    }
}

} // namespace

core::Result<std::unique_ptr<RedirectListener>> RedirectListener::open()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return noListener();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(socket, generic, size) != 0 || ::listen(socket, int(mostConnections)) != 0
        || ::getsockname(socket, generic, &size) != 0) {
        ::close(socket);
        return noListener();
    }
    return std::unique_ptr<RedirectListener>(
        new RedirectListener(socket, int(ntohs(address.sin_port))));
}

RedirectListener::RedirectListener(int socket, int port)
    : m_socket(socket)
    , m_port(port)
    , m_path("/cb/" + core::identity::makeNonce())
{
}

RedirectListener::~RedirectListener()
{
    close();
}

void RedirectListener::close()
{
    for (const auto &connection : m_connections)
        ::close(connection.socket);
    m_connections.clear();
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

std::string RedirectListener::redirect() const
{
    return "http://127.0.0.1:" + std::to_string(m_port) + m_path;
}

core::Result<std::string> RedirectListener::wait(Deadline deadline, const core::CancelToken &token)
{
    while (m_target.empty()) {
        const auto now = std::chrono::steady_clock::now();
        const bool isCancelled = token.isCancelled();
        if (isCancelled || now >= deadline || m_socket < 0) {
            close();
            return isCancelled
                ? core::Error{core::ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}}
                : core::Error{core::ErrorKind::Timeout, "sign-in-timeout",
                      "Nobody came back from the browser", {}, {}, {}};
        }
        poll(std::min(betweenLooks, std::chrono::ceil<std::chrono::milliseconds>(deadline - now)));
    }
    close();
    return m_target;
}

void RedirectListener::poll(std::chrono::milliseconds atMost)
{
    std::vector<pollfd> waited{{m_socket, POLLIN, 0}};
    for (const auto &connection : m_connections)
        waited.push_back({connection.socket, POLLIN, 0});
    if (::poll(waited.data(), waited.size(), int(atMost.count())) <= 0)
        return;
    for (std::size_t i = waited.size(); i-- > 1 && m_target.empty();) {
        auto &connection = m_connections[i - 1];
        if (waited[i].revents == 0 || read(connection))
            continue;
        ::close(connection.socket);
        m_connections.erase(m_connections.begin() + std::ptrdiff_t(i - 1));
    }
    if (waited[0].revents != 0 && m_target.empty())
        accept();
}

void RedirectListener::accept()
{
    const int socket = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket < 0)
        return;
    // The oldest has had its time.
    if (m_connections.size() >= mostConnections) {
        ::close(m_connections.front().socket);
        m_connections.erase(m_connections.begin());
    }
    m_connections.push_back({socket, {}});
}

bool RedirectListener::read(Connection &connection)
{
    char bytes[4096];
    const auto count = ::recv(connection.socket, bytes, sizeof bytes, 0);
    if (count <= 0)
        return false;
    connection.head.append(bytes, std::size_t(count));
    if (connection.head.find(endOfHead) != std::string::npos) {
        answer(connection);
        return false;
    }
    return connection.head.size() < longestHead;
}

void RedirectListener::answer(const Connection &connection)
{
    const auto target = targetIn(connection.head);
    const auto host = "\r\nhost: 127.0.0.1:" + std::to_string(m_port) + "\r\n";
    // Names that somebody points at this machine are not ours.
    const bool isOurs = target.substr(0, target.find('?')) == m_path
        && lowerCase(connection.head).find(host) != std::string::npos;
    if (!isOurs) {
        send(connection.socket, responseOf("404 Not Found", {}));
        return;
    }
    m_target = target;
    send(connection.socket, responseOf("200 OK", page));
}

} // namespace chancery::client
