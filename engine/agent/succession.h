// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/release.h"

namespace chancery::agent {

// Whether an announced head may follow what was seen here before: no epoch and no declaration goes
// back or is used for something else, and what took part goes on doing so, unless a newer
// declaration or a newer text gives it up. The previous release is that of the same place; null
// where there is none.
core::Result<> checkSuccession(
    const core::EffectiveHead &next, const Release *previous, const std::vector<Mark> &marks);

// The marks once that head has been taken. What does not take part any more keeps its mark: it may
// come back, but not older.
std::vector<Mark> marksAfter(std::vector<Mark> marks, const core::EffectiveHead &head);

} // namespace chancery::agent
