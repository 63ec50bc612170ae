// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/folding.h"
#include "editors/text/guessedspans.h"
#include "editors/text/sensitive.h"
#include "editors/text/tokens.h"

#include <memory>

namespace chancery::editors {

// All that an editor shows of a text that parses. Immutable; made in any thread.
struct Analysis {
    core::Tree tree;
    std::vector<Token> tokens;
    std::vector<Fold> folds;
};

// An Analysis, or the problem that kept the text from being read.
struct AnalysisResult {
    std::shared_ptr<const Analysis> analysis;
    std::optional<EditorProblem> problem;
};
AnalysisResult analyse(std::shared_ptr<const std::string> source, core::Format format);

// What is wrong with a text, and what in it is sensitive.
struct CheckResult {
    std::vector<EditorProblem> problems; // with lines and columns, in the order of the text
    std::vector<SensitiveSpan> sensitive;
    std::shared_ptr<const GuessBasis> guess; // for what is typed next
};
// Lines and columns of problems in the order of the text, in one walk over it: a document may be
// one long line.
void setPositions(std::vector<EditorProblem> &problems, std::string_view source);
// What the advisor says, if there is one, and which plain secrets there are; at most "limit"
// problems.
CheckResult check(const SchemaAdvisor *advisor, const core::Tree &tree, std::size_t limit,
    const core::CancelToken &token);

} // namespace chancery::editors
