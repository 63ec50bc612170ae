// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/rules/change.h"

namespace chancery::core {

// How much a change of a schema means to those who write configs for it (API-14). Major: a document
// that was valid may be so no more, or it is not known. Minor: it only accepts more, has one more
// optional property where nothing was said of its name, or marks something as deprecated. Patch:
// texts, examples and annotations. The texts alone are compared; what a reference leads to outside
// is not looked at.
ChangeLevel schemaChangeLevel(Value before, Value after);

} // namespace chancery::core
