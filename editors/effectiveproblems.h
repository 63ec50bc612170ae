// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "engine/core/call.h"
#include "engine/core/hierarchy/effective.h"
#include "engine/core/schema/schema.h"

#include <QString>

#include <vector>

namespace chancery::editors {

// Which of the layers is the text that is edited.
struct EditedLayers {
    std::vector<core::Layer> layers; // the lowest first
    std::size_t edited = 0;
};

// What is wrong in what comes of the layers, by the whole schema and its invariants, at the place
// in the edited text where it stands or would stand; warnings, as the server decides which of them
// the change has brought. Nothing where the layers cannot be laid over each other. The place is for
// the message: "prod/eu-west". Of any thread.
std::vector<EditorProblem> effectiveProblems(const EditedLayers &layers,
    const core::CompiledSchema &schema, const QString &place, const core::CancelToken &token);

} // namespace chancery::editors
