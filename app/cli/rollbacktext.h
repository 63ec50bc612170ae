// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/rollback.h"

namespace chancery::cli {

// What becomes of one config, of its keys, of its layers and of later changes, for people. Taken
// along: somebody named it although others hang on it.
void printStep(const core::RollbackStep &step, bool isTakenAlong);

} // namespace chancery::cli
