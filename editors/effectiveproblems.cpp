// SPDX-License-Identifier: Apache-2.0
#include "effectiveproblems.h"

#include "editors/text/analysis.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/rules/invariants.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

constexpr std::size_t most = 200;

// What a reference brings is not known here: the server holds it against the schema.
bool isReference(core::Value value)
{
    return value.isString() && core::hasReference(value.text());
}

// The value of the edited text that has to do with it: the one that it came from, else the
// innermost around its place.
core::Value placeOf(const core::EffectiveDocument &document, const core::Violation &violation,
    const EditedLayers &layers)
{
    const core::Tree &edited = *layers.layers[layers.edited].tree;
    const core::Origin &origin = document.origin(violation.node);
    if (origin.layer == layers.edited && origin.reference == core::noReference)
        return {edited, origin.node};
    std::string pointer = violation.instancePointer;
    core::Value place = edited.root().resolve(pointer);
    while (!place && !pointer.empty()) {
        pointer.resize(pointer.rfind('/'));
        place = edited.root().resolve(pointer);
    }
    return place;
}

// An object or array is not underlined as a whole: its key is, or the bracket it begins with.
void mark(core::Value place, EditorProblem &problem)
{
    const auto index = place.index();
    const core::Tree &tree = place.tree();
    const bool hasKey = index > 0 && tree.node(index - 1).type == core::NodeType::Key;
    const bool isContainer = place.isObject() || place.isArray();
    const core::Node &shown = tree.node(isContainer && hasKey ? index - 1 : index);
    problem.begin = shown.begin;
    problem.end
        = isContainer && !hasKey ? std::min<std::size_t>(shown.end, shown.begin + 1) : shown.end;
}

} // namespace

std::vector<EditorProblem> effectiveProblems(const EditedLayers &layers,
    const core::CompiledSchema &schema, const QString &place, const core::CancelToken &token)
{
    std::vector<EditorProblem> problems;
    const core::Tree &edited = *layers.layers[layers.edited].tree;
    const auto document = core::mergeLayers(layers.layers);
    if (!document || token.isCancelled() || document->tree().nodeCount() == 0
        || edited.nodeCount() == 0)
        return problems;
    auto violations = schema.validate(document->root()).violations;
    std::ranges::move(
        core::checkInvariants(schema, document->root()), std::back_inserter(violations));
    const std::string where = QCoreApplication::translate(
        "chancery::editors::EffectiveProblems", " (in the effective document of %1)")
                                  .arg(place)
                                  .toStdString();
    for (const core::Violation &violation : violations) {
        if (problems.size() >= most || isReference({document->tree(), violation.node}))
            continue;
        EditorProblem problem;
        problem.severity = Severity::Warning;
        problem.code = violation.code;
        problem.message = violation.message + where;
        problem.pointer = violation.instancePointer;
        mark(placeOf(*document, violation, layers), problem);
        problems.push_back(std::move(problem));
    }
    std::ranges::sort(problems, {}, &EditorProblem::begin);
    setPositions(problems, edited.source());
    return problems;
}

} // namespace chancery::editors
