// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/executor.h"
#include "models/stores.h"
#include "views/common/look.h"
#include "views/navigator.h"
#include "views/prompt.h"

class QSettings;

namespace chancery::views {

// What a view may use, all of it longer-lived than the view.
struct ViewContext {
    models::Stores &stores;
    Look &look;
    Prompt &prompt;
    Navigator &navigator;
    const core::Clock &clock;
    core::Executor &compute;
    QSettings &settings;
};

} // namespace chancery::views
