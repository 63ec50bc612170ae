// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/patch.h"

#include <QString>

#include <vector>

namespace chancery::editors {

// A proposal that mends a problem by one patch of the text, or by sealing the value, which takes
// the server.
struct QuickFix {
    QString title;
    core::TextPatch patch;
    bool isSeal = false;
};

// What can be proposed for a problem of the tree's document, the likeliest first: a missing key, an
// unknown key removed or spelled like a known one, the nearest allowed value, another type, an
// array around it. Every patch is proved, and no title tells what is covered in the text. Pure, of
// any thread.
std::vector<QuickFix> quickFixes(
    const EditorProblem &problem, const core::Tree &tree, const SchemaAdvisor &advisor);

} // namespace chancery::editors
