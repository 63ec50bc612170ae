// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// Reads TOML 1.0. Dates and times become strings of their RFC 3339 text. Numbers without a JSON
// value (inf, nan) are refused. Never throws.
Reading readToml(std::shared_ptr<const std::string> source, const Limits &limits = {});

} // namespace chancery::core
