// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/error.h"

struct sqlite3;

namespace chancery::core {

// The connection's last failure as Error{Storage}; without a connection, what the code alone says.
Error storageError(sqlite3 *connection, int resultCode);

} // namespace chancery::core
