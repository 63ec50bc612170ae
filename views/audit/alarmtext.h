// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/auditstore.h"

#include <QString>

#include <string_view>

namespace chancery::views {

// What happened, as whole sentences, with the first bad entry where it is known.
QString alarmText(const audit::RaisedAlarm &alarm);
// Its evidence for the fold: both notes, when, and the detail.
QString alarmDetails(const audit::RaisedAlarm &alarm);
// By the code of an error: the copy's file is of another key, of another version, or damaged, so
// that no other try helps. A full disk or a busy file is none of them.
bool isBeyondUse(std::string_view code);

// That whoever has this computer's files has the key too.
QString keyInFileText();

} // namespace chancery::views
