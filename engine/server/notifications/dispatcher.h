// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/facts.h"
#include "engine/server/notifications/outbound.h"
#include "engine/server/notifications/outbox.h"
#include "engine/server/worker.h"

#include <array>
#include <map>
#include <set>

namespace chancery::server {

// Takes what is due from the outbox to its receivers: reads in the network thread, sends in threads
// of its own, has what came of it written by the writer. A receiver is told one thing at a time.
// Network thread.
class Dispatcher {
public:
    struct Links {
        std::function<void(std::function<void()>)> post; // back to the network thread
        // Has the writer do it; done is called in the network thread with whether it was done.
        std::function<void(std::function<void(Unit &)>, std::function<void(bool)> done)> write;
    };
    Dispatcher(
        const NotificationOptions &options, Outbound &outbound, const Facts &facts, Links links);

    void dispatch(const View &view);

private:
    using Job = std::function<core::Result<>()>;
    using Receiver = std::pair<core::EnvironmentId, std::string>;

    void dispatch(const View &view, const ReceiverQueue &queue);
    Job jobFor(const View &view, const ReceiverQueue &queue,
        std::vector<WaitingDelivery> &deliveries) const;
    Job webhookJob(const core::WebhookReceiver &receiver, const core::Delivery &delivery) const;
    Job mailJob(const core::MailReceiver &receiver, std::vector<core::Delivery> deliveries) const;
    // Where what came of it cannot be written down it would be sent again and again: less and less
    // often until it can.
    struct Pause {
        core::Instant until;
        std::chrono::seconds length{1};
    };
    void noteWritten(const Receiver &receiver, bool isWritten);
    void settle(const Receiver &receiver, std::vector<std::uint64_t> numbers,
        const core::Result<> &outcome);

    NotificationOptions m_options;
    Outbound &m_outbound;
    const Facts &m_facts;
    Links m_links;
    std::set<Receiver> m_underway;
    std::map<Receiver, Pause> m_pauses;
    std::size_t m_nextCourier = 0;
    std::array<Worker, 4> m_couriers; // goes first: its jobs use the rest
};

} // namespace chancery::server
