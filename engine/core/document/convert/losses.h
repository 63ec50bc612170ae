// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/convert.h"

namespace chancery::core::convert {

// What of a document is not in its text in that format, in the order of the source.
std::vector<ConversionLoss> lossesOf(const Tree &tree, Format to);

} // namespace chancery::core::convert
