// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/log/gapjournal.h"
#include "engine/server/unit.h"

namespace chancery::server {

// AUD-12: the log tells that it could not be written, from when until when, how much was refused,
// and then of all that was done in it: what an emergency allowed stands behind the gap as it would
// have stood in it, with its own time beside the time at which it is recorded.
void tellOfGap(Unit &unit, const GapJournal &journal);
// The number of the last one that it told of; 0: of none.
std::uint64_t toldGapOf(const View &view);
// Whether it has told of this one already, and was ended before the journal was emptied.
bool wasGapTold(const View &view, const GapJournal &journal);

} // namespace chancery::server
