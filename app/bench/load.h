// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/bench/server.h"

#include <chrono>
#include <functional>
#include <memory>

namespace chancery::bench {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration);
double percentile(std::vector<double> &values, double share);
// To standard error; the exit code of a measurement that could not be made.
int complain(const core::Error &error);

// One connection of the load, with one request under way.
struct Client {
    std::unique_ptr<Connection> connection;
    std::string buffer;
    Clock::time_point sentAt;
    std::string resource;
    std::string body;
    std::string etag;
};

// Clients in one thread with epoll.
class Load {
public:
    Load();
    ~Load();
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;

    std::vector<Client> clients;
    std::vector<double> latencies;
    int failures = 0;

    void watch(std::uint64_t index);
    // Keeps every client busy until the time is over; requests a second. next() makes a client's
    // request from its state.
    double drive(double seconds, const std::function<std::string(Client &)> &next);
    // Reads what comes until one says that it was the last; false when nothing comes any more.
    bool collect(const std::function<bool(Client &)> &isLast);

private:
    void answered(Client &client, const std::function<std::string(Client &)> &next);

    int m_epoll;
};

} // namespace chancery::bench
