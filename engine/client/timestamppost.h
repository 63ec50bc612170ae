// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <string>

namespace chancery::client {

// Sends a question to a time-stamp authority (RFC 3161 §3.4) and gives its answer as it came, at
// most core::mostTimestampBytes. Waits, at most half a minute, so it is for a command's thread. The
// file (PEM) says whom to trust for https; empty: the system's. No redirect is followed.
// Error{Offline}, {Timeout}, {Protocol}: what is answered is no time stamp.
core::Result<std::string> postTimestampQuery(
    const std::string &url, const std::string &authorities, const std::string &query);

} // namespace chancery::client
