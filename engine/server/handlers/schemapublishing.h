// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/schemareplay.h"
#include "engine/server/unit.h"

namespace chancery::server {

// The text that is asked for under its URI; refused where it may not have that.
core::NewSchema askedSchema(const Unit &unit);
// With what was found of it beside the writer, which is looked through again for what has come
// since.
Response createSchema(Unit &unit, const SchemaReplay &replay);

} // namespace chancery::server
