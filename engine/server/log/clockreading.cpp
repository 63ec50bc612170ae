// SPDX-License-Identifier: Apache-2.0
#include "clockreading.h"

#include <sys/timex.h>

namespace chancery::server {

std::optional<core::AuditClock> readKernelClock()
{
    timex state{};
    if (::ntp_adjtime(&state) < 0)
        return std::nullopt;
    const bool isSynchronized = (state.status & STA_UNSYNC) == 0;
    const std::int64_t ofMillisecond = (state.status & STA_NANO) != 0 ? 1'000'000 : 1'000;
    return core::AuditClock{
        isSynchronized ? "ntp" : "unsynchronized", state.offset / ofMillisecond, 0};
}

void ClockReading::refresh() const
{
    auto fresh = m_read ? m_read() : std::nullopt;
    const std::lock_guard lock(m_mutex);
    m_last = std::move(fresh);
}

std::optional<core::AuditClock> ClockReading::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

} // namespace chancery::server
