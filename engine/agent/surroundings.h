// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/timers.h"
#include "engine/client/cmsapi.h"
#include "engine/client/retrypolicy.h"

#include <random>

namespace chancery::agent {

// What every part of the agent needs of the world. Owned by AgentCore, in its thread.
struct Surroundings {
    client::CmsApi &cms;
    const core::Clock &clock;
    std::function<void(const std::string &)> log; // one line, "what key=value …"
    std::chrono::milliseconds retryBase{1'000};
    std::chrono::milliseconds retryCap{60'000};
    // How long a target waits for more after a change of something that its document is made of.
    std::chrono::milliseconds gathering{500};
    Timers timers;
    std::mt19937_64 random;

    // Between half and the whole of the time: who heard together does not ask together.
    std::chrono::milliseconds spread(std::chrono::milliseconds whole)
    {
        const double share = std::uniform_real_distribution<>(0.0, 1.0)(random);
        return whole / 2 + client::fullJitter(0, whole / 2, whole / 2, share);
    }

    // Full jitter: a fleet that lost its server does not come back as one.
    std::chrono::milliseconds pause(int failures)
    {
        const double share = std::uniform_real_distribution<>(0.0, 1.0)(random);
        return client::fullJitter(failures, retryBase, retryCap, share);
    }
};

// Whether the same question may have a better answer later.
inline bool isTransient(const core::Error &error)
{
    using core::ErrorKind;
    switch (error.kind) {
    case ErrorKind::Conflict:
    case ErrorKind::Invalid:
    case ErrorKind::NotFound:
        return false;
    case ErrorKind::Protocol:
        return error.code != "digest-mismatch";
    default:
        return true;
    }
}

} // namespace chancery::agent
