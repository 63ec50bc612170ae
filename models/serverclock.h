// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clockskew.h"
#include "engine/core/result.h"

#include <QObject>

namespace chancery::models {

// How far this computer's clock and the server's are apart, as the last answer showed it (AUD-11).
// What somebody signs says when they did; so a difference is told, and with a large one nobody
// approves anything here. Member of Stores, of the GUI thread.
class ServerClock : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Positive: this computer is ahead.
    void note(std::chrono::microseconds skew);
    std::chrono::microseconds skew() const { return m_skew; }
    bool isApart() const { return std::chrono::abs(m_skew) > core::mostUntoldSkew; }
    // Why no approval is given from here; none while the clocks are near enough.
    std::optional<core::Error> barrier() const;
    // "This computer's clock is 7 minutes ahead of the server's."; empty where it need not be told.
    QString sentence() const;

Q_SIGNALS:
    void changed();

private:
    std::chrono::microseconds m_skew{0};
};

} // namespace chancery::models
