// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendarstore.h"
#include "models/stores.h"
#include "views/common/banner.h"
#include "views/navigator.h"

namespace chancery::app {

// The line over every view that says by what the environment is frozen that is looked at, until
// when, and the slot after it. Hidden while it is open.
class FreezeBanner : public views::Banner {
    Q_OBJECT

public:
    FreezeBanner(models::Stores &stores, views::Look &look, views::Navigator &navigator,
        QWidget *parent = nullptr);

private:
    void ask();
    void read();

    models::Stores &m_stores;
    models::CalendarStore m_calendar;
};

} // namespace chancery::app
