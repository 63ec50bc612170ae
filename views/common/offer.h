// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionstate.h"

class QAction;

namespace chancery::views {

// Enables a command, or disables it and says why: in its tool tip and in the status line, where a
// menu shows it too. What it would do is said in place of its name while it can be given.
void offer(QAction &action, const models::ActionState &state, const QString &tip = {});
// The same; what stands against it is empty where nothing does.
void offer(QAction &action, const QString &whyNot, const QString &tip = {});

} // namespace chancery::views
