// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace chancery::server {

// Where copies of the log go, as an administrator says it: "tls://siem.example:6514",
// "tcp://127.0.0.1:601", "udp://127.0.0.1:514". Without TLS only this very machine.
struct SinkAddress {
    enum class Transport : std::uint8_t { Udp, Tcp, Tls };

    Transport transport = Transport::Tls;
    std::string host;
    std::string port;

    // Error{Invalid, "sink-address"} with what is wrong.
    static core::Result<SinkAddress> parse(const std::string &text);
    std::string text() const;
    friend bool operator==(const SinkAddress &, const SinkAddress &) = default;
};

// What stands in the message: the entry as it was logged, or a CloudEvent with it.
enum class SinkContent : std::uint8_t { Leaf, CloudEvent };

struct SinkOptions {
    SinkAddress address;
    std::string authorities; // PEM; empty: those of the system
    std::string hostName; // what messages call this machine; empty: what it calls itself
    int facility = 13; // "log audit" of RFC 5424
    SinkContent content = SinkContent::Leaf;
    std::chrono::seconds alarmAfter{300}; // of failing, until the log is told
    // How long what a receiver's machine has taken may still be lost with it.
    std::chrono::seconds settling{10};
    std::chrono::milliseconds firstRetry{1000}; // doubled each time
    std::chrono::seconds longestRetry{60};
};

} // namespace chancery::server
