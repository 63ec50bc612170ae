// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace chancery::support {

struct ProbeAnswer {
    int status = 0; // 0: the connection ended without an answer
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;

    std::string header(const std::string &name) const;
    // The ETag without its quotes.
    std::string etag() const;
};

// One blocking connection to a server on this machine, of raw sockets: it sends what a test wants,
// also what no client would, and reads answers one by one. Used by one thread.
class HttpProbe {
public:
    explicit HttpProbe(int port);
    ~HttpProbe();
    HttpProbe(const HttpProbe &) = delete;
    HttpProbe &operator=(const HttpProbe &) = delete;

    bool send(std::string_view bytes);
    // The next answer of the connection; to HEAD there is no body.
    ProbeAnswer read(bool hasBody = true);
    // What has come so far when the wanted text is in it, or when the time is up.
    std::string readUntil(std::string_view wanted, std::chrono::milliseconds patience);
    bool isOpen();
    // The client's half is closed.
    void finish();
    void close();

private:
    bool fill(std::chrono::milliseconds patience);

    int m_socket = -1;
    std::string m_buffer;
};

// The signed-in caller of tests: one request over a connection of its own, with the headers that
// every mutation needs.
class ProbeClient {
public:
    ProbeClient(int port, std::string token)
        : m_port(port)
        , m_token(std::move(token))
    {
    }
    using Headers = std::map<std::string, std::string>;
    ProbeAnswer get(const std::string &target, const Headers &headers = {}) const;
    // A fresh Idempotency-Key unless one is given.
    ProbeAnswer post(const std::string &target, const std::string &body,
        const std::string &ifMatch = {}, const Headers &headers = {}) const;
    ProbeAnswer send(const std::string &method, const std::string &target, const std::string &body,
        const Headers &headers) const;
    int port() const { return m_port; }
    const std::string &token() const { return m_token; }

private:
    int m_port;
    std::string m_token;
};

} // namespace chancery::support
