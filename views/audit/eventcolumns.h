// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/stores.h"
#include "models/tablemodel.h"

namespace chancery::views {

// An event of the log, which never changes; its names are looked up when they are shown.
struct EventLine {
    audit::EventRow event;
    const models::Stores *stores;

    QString id() const;
    friend bool operator==(const EventLine &one, const EventLine &other)
    {
        return one.event.seq == other.event.seq;
    }
};

// How the table shows it.
std::span<const models::Column<EventLine>> eventColumns();

} // namespace chancery::views
