// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace chancery::core {

// The files of resources/ocsf, embedded at build time: one, the mapping.
std::span<const std::string_view> ocsfMappingTexts();

} // namespace chancery::core
