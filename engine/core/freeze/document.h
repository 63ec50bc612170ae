// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/freeze/calendar.h"

namespace chancery::core {

// Reads {"windows": [{"id", "title", "kind", "severity", "zone", "from" and "to" or "every",
// "paths", "overrun", "reason"}]}. Error{Invalid, "bad-freezes"} with all that is wrong, each at
// its place; nothing that is not known is passed over.
Result<FreezeCalendar> readFreezes(const Tree &document);

// The same form as a JSON Schema (2020-12), for editors.
std::string_view freezeSchemaText();

} // namespace chancery::core
