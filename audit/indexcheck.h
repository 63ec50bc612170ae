// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/storage/database.h"

namespace chancery::audit {

// Whether the file is sound page by page, and every index holds the entries of its table, all of
// them, each once, in their order. The connection must be one that only reads; it is used up by
// this.
core::Result<bool> isSoundInside(core::Database &reader);

} // namespace chancery::audit
