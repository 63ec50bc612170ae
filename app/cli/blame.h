// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// Of a row of versions, each as long as a server looks at once: more than anybody waits for.
inline constexpr int mostBlameParts = 50;

// Who set the keys of what is live, asked for part by part until all are known or so many parts
// were looked at; the report says then how far it goes.
core::Result<core::BlameReport> wholeBlame(Online &online, const core::ConfigId &config,
    const core::EnvironmentId &environment, int mostParts = mostBlameParts);

} // namespace chancery::cli
