// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// A change request as a command that made or moved it tells of it.
int printRequest(Online &online, const core::ChangeRequest &request);

} // namespace chancery::cli
