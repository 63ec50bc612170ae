// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <random>
#include <string>

namespace chancery::support {

// Some single changes at random places, as people make them.
std::string withEdits(std::string text, core::Format format, std::mt19937 &random);

} // namespace chancery::support
