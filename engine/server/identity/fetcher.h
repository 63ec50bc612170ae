// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <string>

namespace chancery::server {

// Gets what an identity provider publishes. fetch() waits for the answer and is called in the
// identity worker's thread; stop() is for any thread and ends what runs and all that follows.
class Fetcher {
public:
    virtual ~Fetcher() = default;
    // The body of a 200. Errors: Offline, Timeout or Protocol.
    virtual core::Result<std::string> fetch(const std::string &url) = 0;
    virtual void stop() = 0;
};

} // namespace chancery::server
