// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace chancery::core {

// A place where two sequences differ: these items on the left stand against those on the right.
// Half-open; one of the two may be empty, never both. What lies between two hunks is equal.
struct Hunk {
    std::size_t leftBegin = 0;
    std::size_t leftEnd = 0;
    std::size_t rightBegin = 0;
    std::size_t rightEnd = 0;

    friend bool operator==(const Hunk &, const Hunk &) = default;
};

// The lines without their ends (LF, CRLF or CR); what follows the last end is a line too, so there
// is at least one.
std::vector<std::string_view> splitLines(std::string_view text);

// Where the lines differ, in order. The shortest edit script for texts that have much in common, a
// good one in bounded time for those that have not. Once the token is cancelled the rest counts as
// changed.
std::vector<Hunk> diffLines(const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right, const CancelToken *token = nullptr);
std::vector<Hunk> diffLines(
    std::string_view left, std::string_view right, const CancelToken *token = nullptr);

// The same for items that are numbered already: equal numbers are equal items. The work, if it is
// asked for, is how many places on paths were looked at: no more than a few for each item, however
// the two are mixed, but for a million in any case.
std::vector<Hunk> diffNumbers(const std::vector<std::uint32_t> &left,
    const std::vector<std::uint32_t> &right, const CancelToken *token = nullptr,
    std::size_t *work = nullptr);

// Where two lines differ, by whole words, numbers and signs; the hunks count bytes.
std::vector<Hunk> diffWords(std::string_view left, std::string_view right);

} // namespace chancery::core
