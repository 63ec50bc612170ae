// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <functional>

namespace chancery::audit {

// How somebody looks on while a long job runs: says when it is not wanted any more, and hears how
// far it is. Called in the job's thread. A value.
struct Watch {
    std::function<bool()> isCancelled = {};
    std::function<void(std::int64_t done, std::int64_t total)> progress = {};
    // Of a verification: that many entries are what was signed; what is made of them follows.
    std::function<void(std::int64_t entries)> proved = {};

    bool wantsEnd() const { return isCancelled && isCancelled(); }
    void tell(std::int64_t done, std::int64_t total) const
    {
        if (progress)
            progress(done, total);
    }
    static core::Error ended() { return {core::ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}}; }
};

} // namespace chancery::audit
