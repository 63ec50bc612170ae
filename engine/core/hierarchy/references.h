// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/effective.h"

namespace chancery::core {

// The configs that references lead to, as they are in the place that is asked for. Called on the
// thread that resolves; what it hands out must last until the resolution is over.
class ReferenceTargets {
public:
    virtual ~ReferenceTargets() = default;
    // By its path with the slash in front; the layers merged, references as they are written. Null
    // where there is no such config, or nothing of it is live.
    virtual const EffectiveDocument *find(std::string_view path) = 0;
    // For every node of the tree of a document of that config, or of one of its layers, whether its
    // schema calls it sensitive, there or further up; empty for none at all.
    virtual std::vector<bool> sensitiveNodes(std::string_view path, Value document) = 0;
};

// Puts in the place of every reference what it leads to: of a string that is nothing else, the
// value as it is; inside a string, the text of a string, number, true or false. Values keep their
// origin. An error lists, each at its line and column, what leads nowhere ("dangling-reference"),
// into a circle ("reference-cycle", naming the way), into a string although it is no scalar
// ("reference-not-text"), or copies a sensitive value to a place that is none
// ("sensitive-reference"), or copies a sealed one at all ("sealed-reference").
Result<EffectiveDocument> resolveReferences(EffectiveDocument document, std::string_view path,
    ReferenceTargets &targets, const HierarchyLimits &limits = {});

// The references that stand in the document, in its order, followed or not: what it depends on.
std::vector<Reference> referencesIn(const EffectiveDocument &document, std::string_view path);

// The same of one layer, as paths in the order of their first appearance; those to the document
// itself are left out.
std::vector<std::string> pathsReferredBy(const Tree &tree);
// Whether any string of it is a reference, or escapes one.
bool mentionsReference(const Tree &tree);

// A circle in a graph of dependencies, as the way around it with the beginning at both ends; empty
// when there is none. Names that are no key of the graph depend on nothing.
std::vector<std::string> findCycle(
    const std::vector<std::pair<std::string, std::vector<std::string>>> &graph);

} // namespace chancery::core
