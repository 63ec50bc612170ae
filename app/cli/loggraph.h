// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// Prints the lanes of a config's versions with their words behind them; of one environment, or of
// all when it is empty. Answers with the exit code.
core::Result<int> logGraph(
    Online &online, const core::ConfigId &config, const core::EnvironmentId &environment);

} // namespace chancery::cli
