// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditfeed/feedentry.h"
#include "engine/core/auditfeed/ocsfmapping.h"

#include <string>

namespace chancery::core {

// The entry as an event of OCSF, one line of canonical JSON without its end. The leaf stands in it
// whole as "raw_data", with its SHA-256 beside it; the leaf hash, which is what the log's proofs
// speak of, under "unmapped", for OCSF 1.8 has no place for it. What is no event that the mapping
// knows becomes a base event. The same entry gives the same bytes. Pure; of any thread.
std::string toOcsf(const OcsfMapping &mapping, const FeedEntry &entry);

} // namespace chancery::core
