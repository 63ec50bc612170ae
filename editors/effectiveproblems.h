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

// The schema of a parent, whose invariants hold below it as well.
struct ParentSchema {
    std::string path;
    std::shared_ptr<const core::CompiledSchema> schema;
};

// Which of the layers is the text that is edited.
struct EditedLayers {
    std::vector<core::Layer> layers; // the lowest first
    std::size_t edited = 0;
    std::string path; // of its config, with the slash in front
    // The edited one as it is live; null: nothing of what is wrong was so before.
    std::shared_ptr<const core::Tree> before = {};
    std::vector<ParentSchema> parents = {};
};

// What is known of the configs that references lead to, by their paths with the slash in front:
// what holds in the same place, references followed. Null: nothing of it is live there.
using KnownTargets = std::map<std::string, std::shared_ptr<const core::Tree>, std::less<>>;

struct EffectiveFindings {
    std::vector<EditorProblem> problems;
    std::vector<EditorProblem> old; // the errors among them that are so in what is live as well
    // That references lead to and nobody has read; as long as there are any, no reference is
    // followed, and what stands in its place is not held against the schema.
    std::vector<std::string> unknown;
};

// What is wrong in what comes of the layers, by the whole schema, its invariants and those of the
// parents, at the place in the edited text where it stands or would stand. What was wrong before
// and has nothing to do with the edit (GOV-22) is a warning; what the edit brings is an error, as
// is a step from what is live that is larger than the schema allows. What a reference brings counts
// as what stands there; one that leads nowhere or into a circle is an error where it stands.
// Without a schema only the references are looked at. Of a text that is all there is, and refers to
// nothing, only the step: the rest is known without the layers. Nothing where the layers cannot be
// laid over each other. The place is for the message: "prod/eu-west". Of any thread.
EffectiveFindings effectiveProblems(const EditedLayers &layers, const KnownTargets &targets,
    const core::CompiledSchema *schema, const QString &place, const core::CancelToken &token);

} // namespace chancery::editors
