// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/auditapi.h"
#include "engine/client/restclient.h"

namespace chancery::client {

// How the change stream is held. The figures are those of standards.md API-7; tests make them
// smaller.
struct FollowPolicy {
    std::chrono::milliseconds idleTimeout{45'000}; // the server sends something every 15 s
    std::chrono::milliseconds reconnectBase{1'000}; // until the stream's "retry:" says otherwise
    std::chrono::milliseconds reconnectCap{60'000};
    int streamFailuresBeforePolling = 3; // of a server that answers, but holds no stream
    std::chrono::seconds pollWait{25};
    std::chrono::milliseconds pollingFor{600'000}; // then the stream is tried again
};

// Follows the change stream from a revision until the Call is dropped; events come through the
// client's mailbox.
core::Call followChanges(RestClient &rest, const FollowPolicy &policy, std::uint64_t since,
    std::function<void(const StreamEvent &)> onEvent);

} // namespace chancery::client
