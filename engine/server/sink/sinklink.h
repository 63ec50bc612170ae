// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/sink/sinkoptions.h"

#include <atomic>
#include <memory>
#include <string_view>

namespace chancery::server {

// A connection to the receiver of copies. Waits, but for nothing longer than its patience as a
// whole, whatever trickles, and not once the flag is set. The sink's thread.
class SinkLink {
public:
    virtual ~SinkLink() = default;

    // Codes of errors: "unresolved", "offline", "timeout", "tls", "stopped".
    static core::Result<std::unique_ptr<SinkLink>> open(
        const SinkOptions &options, const std::atomic<bool> &stop);

    // All of it, or the connection is of no more use.
    virtual core::Result<> send(std::string_view bytes) = 0;
    // The other side has not gone away; what it says is thrown away, so much of it at a time.
    virtual core::Result<> look() = 0;
    // No byte is under way to the receiver's machine.
    virtual bool isQuiet() const = 0;
    // One message a datagram: it is gone the moment it is sent.
    virtual bool isDatagram() const = 0;
    // Datagrams have a largest size.
    virtual std::size_t mostBytes() const = 0;
};

} // namespace chancery::server
