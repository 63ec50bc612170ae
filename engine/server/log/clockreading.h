// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditevent.h"

#include <functional>
#include <mutex>

namespace chancery::server {

// Where the time comes from, as somebody says it who knows; nothing where nobody does.
using ReadClock = std::function<std::optional<core::AuditClock>()>;

// What the system's kernel says: "ntp" while a time service holds its clock, else "unsynchronized",
// with the offset that is still to be taken away. Which stratum it is the kernel does not know: 0.
std::optional<core::AuditClock> readKernelClock();

// The last word about the clock, which stands in every entry (AUD-11). Of any thread.
class ClockReading {
public:
    explicit ClockReading(ReadClock read)
        : m_read(std::move(read))
    {
    }
    // At the start, every hour, and when the clock has stepped.
    void refresh() const;
    std::optional<core::AuditClock> last() const;

private:
    ReadClock m_read;
    mutable std::mutex m_mutex;
    mutable std::optional<core::AuditClock> m_last;
};

} // namespace chancery::server
