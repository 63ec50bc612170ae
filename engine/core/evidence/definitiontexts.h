// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace chancery::core::evidence {

// The files of resources/evidence and of resources/frameworks, embedded at build time.
std::span<const std::string_view> definitionTexts();
std::span<const std::string_view> frameworkTexts();

} // namespace chancery::core::evidence
