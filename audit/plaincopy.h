// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"

namespace chancery::audit {

// Whether there is a copy that is not sealed.
bool isPlainCopy(const std::filesystem::path &file);
// Puts a sealed copy in its place, with every entry proved anew, its alarms and its receipts.
// Nothing has changed when it fails: Error{Storage, "audit-cache-plain"} where the file's entries
// are not those that its checkpoint signs.
core::Result<> sealPlainCopy(const std::filesystem::path &file, const LogIdentity &identity,
    const core::Clock &clock, const core::Secret &key);

} // namespace chancery::audit
