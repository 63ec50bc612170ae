// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// Whether something of it is only known once references are followed: a string has one in it, in
// its form or not. An escaped one is plain text, and one in a comment is nothing. Pure, of any
// thread.
bool awaitsReferences(const Tree &tree);

} // namespace chancery::core
