// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/receivers.h"
#include "engine/server/unit.h"

#include <set>

// The outbox: what is on its way to receivers outside. Each receiver has a queue of its own, told
// in order and tried by itself, so that one that is dead slows nobody. Written in the transaction
// of the deed, and settled in one of its own: between the two a crash sends it once more, with the
// same id.
namespace chancery::server {

// One receiver's queue, as it is stored.
struct ReceiverQueue {
    core::EnvironmentId environment;
    std::string receiver;
    std::uint64_t waiting = 0;
    int failures = 0; // in a row
    std::optional<core::Instant> nextAt; // when it is tried again; empty: at once
    std::uint64_t dropped = 0; // since something was delivered
};

struct WaitingDelivery {
    std::uint64_t number = 0;
    core::Delivery delivery;
};

// Nothing where the document is not live or cannot be read.
std::optional<core::Receivers> receiversOf(
    const View &view, const core::EnvironmentId &environment);

// For each receiver there that wants the kind; of who was told the names.
void putIntoOutbox(Unit &unit, const core::EnvironmentId &environment,
    const core::NotificationEvent &event, const std::set<std::string> &told);

// Queues whose time has come, each with what is first in it: one, or all that a digest gathers.
std::vector<ReceiverQueue> dueQueues(
    const View &view, const NotificationLimits &limits, core::Instant now);
std::vector<WaitingDelivery> firstOf(
    const View &view, const ReceiverQueue &queue, std::size_t most);

// What came of a try: taken, or the error. Writer.
void settleDeliveries(Unit &unit, const core::EnvironmentId &environment,
    const std::string &receiver, const std::vector<std::uint64_t> &numbers,
    const core::Result<> &outcome);

} // namespace chancery::server
