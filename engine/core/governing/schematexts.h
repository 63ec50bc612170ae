// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace chancery::core::governing {

// The files of resources/governing, embedded at build time.
std::span<const std::string_view> schemaTexts();

} // namespace chancery::core::governing
