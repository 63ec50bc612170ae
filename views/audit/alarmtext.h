// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/auditstore.h"

#include <QString>

namespace chancery::views {

// What happened, as whole sentences, with the first bad entry where it is known.
QString alarmText(const audit::RaisedAlarm &alarm);
// Its evidence for the fold: both notes, when, and the detail.
QString alarmDetails(const audit::RaisedAlarm &alarm);

} // namespace chancery::views
