// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/scriptedcms.h"

namespace chancery::support {

// A small shop: three environments, three people (alice writes, bob approves, carol operates and
// audits), five configs with history, one request that waits, four agents.
void fillDemoWorld(ScriptedCms &cms);

} // namespace chancery::support
