// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <string>
#include <vector>

namespace chancery::server {

struct WebhookPost {
    std::string url;
    std::string id;
    std::string timestamp;
    std::string signature;
    std::string body;
};

struct Mail {
    std::string from; // addresses, plain ones
    std::vector<std::string> to;
    std::string text; // as RFC 5322 says, header and body, lines ended by CR LF
};

// A question to a time-stamp authority (RFC 3161 §3.4).
struct StampPost {
    std::string url;
    std::string query; // DER
};

// The way outside. All wait for the answer and are called in a courier's thread, several at a
// time; stop() is for any thread and ends what runs and all that follows.
class Outbound {
public:
    virtual ~Outbound() = default;
    // A 2xx. Codes of errors: "address-refused", "unresolved", "offline", "timeout", "tls",
    // "redirect", "http-500", "too-large", "stopped"; with retryAfter where it was said.
    virtual core::Result<> post(const WebhookPost &post) = 0;
    // Taken by the relay for all of its addresses. Codes besides: "no-relay", "smtp-550".
    virtual core::Result<> mail(const Mail &mail) = 0;
    // What the authority answers, as it came. Codes besides: "timestamp-answer", it is no stamp.
    virtual core::Result<std::string> stamp(const StampPost &post) = 0;
    virtual void stop() = 0;
};

} // namespace chancery::server
