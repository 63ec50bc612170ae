// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/result.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace chancery::client {

// Where the browser comes back to after a sign-in (RFC 8252 §7.3): 127.0.0.1 on a port and under a
// path that nobody can guess, for one request. Other requests get a 404 and change nothing; the
// page at the end says that it may be closed and holds nothing of the answer. Of one thread.
class RedirectListener {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    // Error{Offline, "no-listener"} where no port can be had.
    static core::Result<std::unique_ptr<RedirectListener>> open();
    ~RedirectListener();
    RedirectListener(const RedirectListener &) = delete;
    RedirectListener &operator=(const RedirectListener &) = delete;

    const std::string &path() const { return m_path; }
    std::string redirect() const; // the whole address
    // The target of the first request for the path; nothing is listened to after that. Errors:
    // Timeout, Cancelled.
    core::Result<std::string> wait(Deadline deadline, const core::CancelToken &token);

private:
    struct Connection {
        int socket = -1;
        std::string head;
    };

    RedirectListener(int socket, int port);
    void poll(std::chrono::milliseconds atMost);
    void accept();
    // False when it is over with that one.
    bool read(Connection &connection);
    void answer(const Connection &connection);
    void close();

    int m_socket;
    int m_port;
    std::string m_path;
    std::string m_target; // of the request that was waited for
    std::vector<Connection> m_connections;
};

} // namespace chancery::client
