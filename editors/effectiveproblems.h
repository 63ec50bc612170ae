// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "engine/core/call.h"
#include "engine/core/hierarchy/effective.h"
#include "engine/core/schema/schema.h"

#include <QString>

#include <map>
#include <vector>

namespace chancery::editors {

// Which of the layers is the text that is edited.
struct EditedLayers {
    std::vector<core::Layer> layers; // the lowest first
    std::size_t edited = 0;
    std::string path; // of its config, with the slash in front
};

// What is known of the configs that references lead to, by their paths with the slash in front:
// what holds in the same place, references followed. Null: nothing of it is live there.
using KnownTargets = std::map<std::string, std::shared_ptr<const core::Tree>, std::less<>>;

struct EffectiveFindings {
    std::vector<EditorProblem> problems;
    // That references lead to and nobody has read; as long as there are any, no reference is
    // followed, and what stands in its place is not held against the schema.
    std::vector<std::string> unknown;
};

// What is wrong in what comes of the layers, by the whole schema and its invariants, at the place
// in the edited text where it stands or would stand; warnings, as the server decides which of them
// the change has brought. What a reference brings counts as what stands there; one that leads
// nowhere or into a circle is a problem itself. Without a schema only the references are looked at.
// Nothing where the layers cannot be laid over each other. The place is for the message:
// "prod/eu-west". Of any thread.
EffectiveFindings effectiveProblems(const EditedLayers &layers, const KnownTargets &targets,
    const core::CompiledSchema *schema, const QString &place, const core::CancelToken &token);

} // namespace chancery::editors
