// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

namespace chancery::core::convert {

// The value of a JSON tree as a text of the format, its last line ended. Not proved.
std::string written(const Tree &tree, Format format);
std::string writtenYaml(const Tree &tree);
std::string writtenToml(const Tree &tree);

void writeJsonScalar(std::string &out, Value value);
// No longer than a line of its own has room for, and without anything that needs a mark.
bool isPlainWord(std::string_view text);

} // namespace chancery::core::convert
