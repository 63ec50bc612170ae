// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/serverclock.h"
#include "views/common/banner.h"

namespace chancery::app {

// The line over every view that says that this computer's clock is not the server's, and whether
// approvals wait for that. Hidden while they are near enough.
class ClockBanner : public views::Banner {
    Q_OBJECT

public:
    ClockBanner(const models::ServerClock &clock, views::Look &look, QWidget *parent = nullptr);

private:
    void read();

    const models::ServerClock &m_clock;
};

} // namespace chancery::app
