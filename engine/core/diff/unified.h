// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/textdiff.h"

#include <functional>
#include <string>

namespace chancery::core {

struct UnifiedOptions {
    std::string leftName;
    std::string rightName;
    std::size_t context = 3;
    // How the lines of either text are shown, with their ends, one for each; null: as they are.
    // What is compared stays the texts.
    const std::vector<std::string> *leftShown = nullptr;
    const std::vector<std::string> *rightShown = nullptr;
    // Which hunks are told, of lines with their ends; empty: all. Between those that are told the
    // lines are the left ones, so that it applies and leaves the others as they are.
    using Lines = std::vector<std::string_view>;
    std::function<std::vector<Hunk>(
        const std::vector<Hunk> &hunks, const Lines &left, const Lines &right)>
        choose = {};
};

// What differs between two texts in the unified format, as GNU diff writes and patch(1) applies it:
// lines are kept to the byte with their ends, and a last line without one is said so. Empty for
// equal texts. Names with other than printing characters are quoted as git does.
std::string unifiedDiff(std::string_view left, std::string_view right,
    const UnifiedOptions &options = {}, const CancelToken *token = nullptr);

} // namespace chancery::core
