// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core::layout {

// Each writes the text anew with other white space. None is proved.
std::string formattedJson(const Tree &tree);
std::string formattedToml(const std::string &source);
// With and without taking empty lines out of a row of them.
std::string formattedYaml(const std::string &source, bool joinsEmptyLines);

} // namespace chancery::core::layout
