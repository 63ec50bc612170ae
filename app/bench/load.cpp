// SPDX-License-Identifier: Apache-2.0
#include "load.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chancery::bench {

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

double percentile(std::vector<double> &values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

int complain(const core::Error &error)
{
    std::fprintf(stderr, "chancery-bench: %s\n", error.detail.c_str());
    return 2;
}

Load::Load()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
}

Load::~Load()
{
    close(m_epoll);
}

void Load::watch(std::uint64_t index)
{
    const int socket = clients[index].connection->socket();
    fcntl(socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event);
}

double Load::drive(double seconds, const std::function<std::string(Client &)> &next)
{
    for (std::size_t i = 0; i < clients.size(); ++i) {
        Client &client = clients[i];
        watch(i);
        client.sentAt = Clock::now();
        client.connection->send(next(client));
    }
    const auto begin = Clock::now();
    const auto end = begin
        + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    collect([&](Client &client) {
        answered(client, next);
        return Clock::now() >= end;
    });
    return double(latencies.size()) * 1000 / milliseconds(Clock::now() - begin);
}

void Load::answered(Client &client, const std::function<std::string(Client &)> &next)
{
    Response response;
    if (!takeResponse(client.buffer, response))
        return;
    latencies.push_back(milliseconds(Clock::now() - client.sentAt));
    if (response.status > 299 && ++failures == 1)
        std::fprintf(stderr, "chancery-bench: %d %s\n", response.status, response.body.c_str());
    client.etag = response.header("etag");
    client.sentAt = Clock::now();
    client.connection->send(next(client));
}

bool Load::collect(const std::function<bool(Client &)> &isLast)
{
    std::array<epoll_event, 256> events;
    char bytes[65536];
    for (;;) {
        const int ready = epoll_wait(m_epoll, events.data(), int(events.size()), 5000);
        if (ready <= 0)
            return false;
        for (int i = 0; i < ready; ++i) {
            Client &client = clients[events[std::size_t(i)].data.u64];
            const auto count = recv(client.connection->socket(), bytes, sizeof bytes, 0);
            if (count <= 0) {
                ++failures;
                return false;
            }
            client.buffer.append(bytes, std::size_t(count));
            if (isLast(client))
                return true;
        }
    }
}

} // namespace chancery::bench
