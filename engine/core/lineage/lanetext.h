// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/lineage/lanes.h"

#include <string>

namespace chancery::core {

// The lanes of a row in plain letters, two columns a lane, as terminals show them: the line of the
// version ("| * |") with the text behind it, between lines for the edges that bend above and below
// it. Every line ends in a newline. Appended, so that a long graph needs no copies.
void appendLaneText(const LaneRow &row, std::string_view text, std::string &out);

} // namespace chancery::core
