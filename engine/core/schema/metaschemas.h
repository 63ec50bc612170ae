// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace chancery::core {

// The files of resources/metaschemas, embedded at build time.
std::span<const std::string_view> metaschemaTexts();

} // namespace chancery::core
