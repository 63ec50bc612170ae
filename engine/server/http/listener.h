// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/server/http/clienttrust.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace chancery::server {

struct ListenOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: any free one
    std::string certificate; // PEM files; without them loopback only
    std::string key;
    ClientTrust clients;
    int mostConnections = 10'000;
};

// The network thread: accepts connections, speaks HTTP/1.1 (http/connection.h) and hands requests
// to the service. run() blocks until stop().
class Listener {
public:
    Listener();
    ~Listener();

    // Of any thread, before and during run(): runs the function in the network thread.
    void post(std::function<void()> function);
    core::Result<std::uint16_t> listen(const ListenOptions &options);
    bool isEncrypted() const;
    void run(class Service &service);
    // Of any thread or signal watcher.
    void stop();
    // Ends run() when the program's standard input does, or when it is told to end by a signal.
    void stopOnSignals();
    void stopWhenInputEnds();
    void stopWhenProcessEnds(int process);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace chancery::server
