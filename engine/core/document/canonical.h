// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"
#include "engine/core/strongid.h"

namespace chancery::core {

// RFC 8785 (JCS): members ordered by the UTF-16 code units of their names, numbers as ECMAScript
// prints them, the shortest escapes, no space. Equal values have equal bytes, whatever they were
// written in. For hashing and comparing, not for reading back: 1e19 becomes an integer of 20
// digits, which readJson() refuses.
std::string canonicalJson(Value value);

// The same value as readable JSON, two spaces to a level, members in the order of the document.
std::string prettyJson(Value value);

// The number as ECMAScript's Number::toString prints it (RFC 8785 §3.2.2.3); "-0" becomes "0". The
// value must be finite.
std::string ecmaScriptNumber(double value);

// "sha256:" + hex(SHA-256("cms.content.v1\n" ‖ JCS(value))), standards.md API-8.
ContentId contentId(Value value);

} // namespace chancery::core
