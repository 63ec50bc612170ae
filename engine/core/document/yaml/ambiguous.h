// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace chancery::core::yaml {

// Whether some reader of YAML takes the plain word for something else than a text: the flags,
// numbers, times and signs of YAML 1.1 (yaml.org/type) and of the core schema of 1.2. Our own
// reader knows 1.2 alone; what it writes for others is quoted where they do not agree.
bool isTakenForAnother(std::string_view word);

} // namespace chancery::core::yaml
