// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditevent.h"

#include <vector>

// What somebody might do to an audit log before showing it; false where there is nothing in it to
// do it to. The hashes of the log find all of it anyhow: these are for who reads what it says.
namespace chancery::support {

using Log = std::vector<core::AuditEvent>;
using Doctor = bool (*)(Log &);

bool dropVotes(Log &log);
bool dropQuietVerdict(Log &log);
bool dropEdit(Log &log);
bool forgeAuthor(Log &log); // who approved becomes who wrote
bool forgeAbsence(Log &log); // who approved had gone before
bool forgeVerdict(Log &log);
bool dropDemands(Log &log);
bool dropEmergency(Log &log);
bool dropHead(Log &log);

} // namespace chancery::support
