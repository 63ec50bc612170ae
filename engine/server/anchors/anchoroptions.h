// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace chancery::server {

// Who stamps the log's checkpoints, and how often (standards.md AUD-11).
struct AnchorOptions {
    std::string url; // of the time-stamp authority
    std::string authorities; // PEM, the text itself: to whom the certificate of a stamp must lead
    std::chrono::seconds interval{3600};
    std::chrono::seconds firstRetry{60}; // doubled, up to the interval
};

} // namespace chancery::server
