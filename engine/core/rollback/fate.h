// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/rollback.h"

namespace chancery::core {

// What becomes of a later change when "after" is live in the place of "live": by the keys that it
// is known to have changed. Either document may be absent.
ChangeFate fateOf(const LineageEntry &change, Value live, Value after);

} // namespace chancery::core
