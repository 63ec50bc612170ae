// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/rollback.h"

namespace chancery::core {

// What becomes of a later change when "after" is live in the place of "live": by the keys that it
// is known to have changed. Either document may be absent.
ChangeFate fateOf(const LineageEntry &change, Value live, Value after);

// Whether it changed something in a list, as far as its keys tell.
bool isInList(const LineageEntry &change);
// The same of a change of which both documents are at hand: items of lists are followed to where
// they stand now, which a key alone does not tell. Dearer.
ChangeFate fateOf(Value itsBefore, Value itsAfter, Value live, Value after);

} // namespace chancery::core
