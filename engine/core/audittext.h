// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chancery::core {

inline constexpr std::size_t longestAuditText = 4096;

// The text as it goes into a leaf: what would not show or would lie about itself (C0 and C1
// controls, with them ANSI escapes, bidirectional controls, line separators, broken UTF-8) stands
// as "\u{1B}"; what is longer than 4 KiB is cut and ends in "…$truncated:" and its size in bytes.
std::string auditText(std::string_view text);

// "sha256:" of a personal value with its salt (standards.md AUD-4): the leaf holds this; salt and
// value stand elsewhere and can be erased. The salt has 32 bytes.
std::string piiCommitment(std::string_view salt, std::string_view value);

} // namespace chancery::core
