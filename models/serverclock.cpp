// SPDX-License-Identifier: Apache-2.0
#include "serverclock.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

QString lengthOf(std::chrono::microseconds skew)
{
    const auto seconds = std::chrono::round<std::chrono::seconds>(std::chrono::abs(skew)).count();
    static constexpr int minute = 60;
    static constexpr int hour = 60 * minute;
    if (seconds < 2 * minute)
        return ServerClock::tr("%n second(s)", nullptr, int(seconds));
    return seconds < 2 * hour ? ServerClock::tr("%n minute(s)", nullptr, int(seconds / minute))
                              : ServerClock::tr("%n hour(s)", nullptr,
                                    int(std::min<std::int64_t>(seconds / hour, 1'000'000)));
}

} // namespace

void ServerClock::note(std::chrono::microseconds skew)
{
    if (skew == m_skew)
        return;
    const auto before = sentence();
    m_skew = skew;
    if (sentence() != before)
        Q_EMIT changed();
}

std::optional<core::Error> ServerClock::barrier() const
{
    if (std::chrono::abs(m_skew) <= core::mostSigningSkew)
        return std::nullopt;
    const auto seconds = std::chrono::round<std::chrono::seconds>(m_skew).count();
    return core::Error{
        core::ErrorKind::Conflict, "clock-skew", std::to_string(seconds) + " s", {}, {}, {}};
}

QString ServerClock::sentence() const
{
    if (!isApart())
        return {};
    return m_skew.count() > 0
        ? tr("This computer's clock is %1 ahead of the server's.").arg(lengthOf(m_skew))
        : tr("This computer's clock is %1 behind the server's.").arg(lengthOf(m_skew));
}

} // namespace chancery::models
