// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/sensitive.h"

#include <set>
#include <string>

namespace chancery::editors {

// What is known of a text that cannot be read, or was not read yet, when its sensitive values are
// guessed: by the names over them, as the last text that could be read had them, by those texts
// themselves and by what looks like a secret.
struct GuessBasis {
    bool isAll = false; // a schema has a say and nobody knows which: every value
    std::set<std::string, std::less<>> names;
    std::set<std::string, std::less<>> texts;
};

// What that text tells of another that is much the same.
GuessBasis guessBasis(const core::Tree &tree, const std::vector<SensitiveSpan> &sensitive);
// The values of a run of whole lines that are better covered, in their order; the nodes are
// nought. Of any thread.
std::vector<SensitiveSpan> guessedSpans(
    std::string_view lines, core::Format format, const GuessBasis &basis);

} // namespace chancery::editors
