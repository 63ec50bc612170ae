// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/privacy.h"
#include "engine/server/view.h"

namespace chancery::server {

// What was pruned of the log; of zero entries where nothing was.
core::PruneRecord pruneRecordOf(const View &view);
// The first entry that is still there.
std::uint64_t firstLeaf(const View &view);

} // namespace chancery::server
