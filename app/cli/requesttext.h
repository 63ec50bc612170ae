// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// A change request as a command that made or moved it tells of it.
int printRequest(Online &online, const core::ChangeRequest &request);

// The same with who, why and what was voted, and each text against the one that it was written for;
// sensitive values covered.
core::Result<int> showRequest(Online &online, const std::string &id);

} // namespace chancery::cli
