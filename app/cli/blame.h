// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// Who set the keys of what is live, asked for part by part until all are known or the row of
// versions is longer than anybody waits for; the report says then how far it goes.
core::Result<core::BlameReport> wholeBlame(
    Online &online, const core::ConfigId &config, const core::EnvironmentId &environment);

} // namespace chancery::cli
