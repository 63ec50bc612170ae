// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace chancery::support {

class RawHttpServer;

// One accepted connection, in the hands of a script that says every byte.
class RawConnection {
public:
    RawConnection(RawHttpServer &server, int socket, int number);
    ~RawConnection();
    RawConnection(const RawConnection &) = delete;
    RawConnection &operator=(const RawConnection &) = delete;

    int number() const { return m_number; } // of all connections, from one
    // Head and body of the next request; empty when the other side has closed.
    std::string readRequest();
    void send(std::string_view bytes);
    // Byte by byte with a pause between.
    void drip(std::string_view bytes, std::chrono::milliseconds pause);
    // Until the other side closes or the server ends.
    void hold();
    void pause(std::chrono::milliseconds time);

private:
    RawHttpServer &m_server;
    int m_socket;
    int m_number;
    std::string m_buffer;
};

// A server that says exactly the bytes of its script, right or wrong: one thread per connection on
// 127.0.0.1. Tests keep it in a variable that is destroyed after the client.
class RawHttpServer {
public:
    using Script = std::function<void(RawConnection &)>;

    explicit RawHttpServer(Script script);
    ~RawHttpServer();
    RawHttpServer(const RawHttpServer &) = delete;
    RawHttpServer &operator=(const RawHttpServer &) = delete;

    std::string url() const;
    std::vector<std::string> requests() const;
    int connectionCount() const;

private:
    friend class RawConnection;
    void accept();
    void forget(int socket);
    bool waitStopped(std::chrono::milliseconds time);

    Script m_script;
    int m_listener = -1;
    int m_port = 0;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopped = false;
    std::vector<int> m_sockets;
    std::vector<std::string> m_requests;
    int m_connections = 0;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

// "HTTP/1.1 200 OK" with a length and the body.
std::string httpAnswer(int status, std::string_view body, std::string_view extraHeaders = {});
// The value of a request's header; empty when it is not there.
std::string headerOf(const std::string &request, std::string_view name);
std::string bodyOf(const std::string &request);

} // namespace chancery::support
