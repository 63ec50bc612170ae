// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/scriptedcms.h"

namespace chancery::support {

// The small shop, grown: 5,000 configs, 300 open requests, 1,000 agents with three reports each,
// 500 versions of shop/gateway/limits, 10,000 events, and shop/catalogue of one megabyte with a
// schema. Lists come 500 at a time, as from the server.
void fillLargeWorld(ScriptedCms &cms);
// A config of that many bytes of JSON with a schema, live in prod.
void addCatalogue(ScriptedCms &cms, const std::string &path, std::size_t bytes);

} // namespace chancery::support
