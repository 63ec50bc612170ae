// SPDX-License-Identifier: Apache-2.0
#include "provenance.h"

#include "engine/core/hierarchy/directives.h"

namespace chancery::models {

namespace {

// Whether the value is written as one that hides whatever lies below.
bool isReplacement(const core::Tree &tree, std::uint32_t node)
{
    return node > 0 && tree.node(node - 1).type == core::NodeType::Key
        && tree.text(tree.node(node - 1)) == core::replaceWord;
}

} // namespace

std::vector<ProvenanceStep> provenanceOf(
    const Hierarchy &hierarchy, const std::string &pointer, const SensitiveTest &isSensitive)
{
    std::vector<ProvenanceStep> steps;
    const auto says = core::explain(hierarchy.chain, pointer);
    bool isDecided = false; // something above has been said
    bool isOpen = true; // and objects below still show through
    for (std::size_t i = hierarchy.chain.size(); i-- > 0;) {
        const core::Layer &layer = hierarchy.chain[i];
        const core::LayerSay &say = says[i];
        ProvenanceStep step{layer.origin, LayerPart::Silent, {}, say.position, {}};
        if (const auto known = hierarchy.versions.find(layer.origin.version);
            known != hierarchy.versions.end())
            step.since = known->second.createdAt;
        if (say.action == core::LayerAction::Hides) {
            step.part = isDecided ? LayerPart::Hidden : LayerPart::Removes;
            isDecided = true;
            isOpen = false;
        } else if (say.action == core::LayerAction::Sets) {
            const core::Value value(*layer.tree, say.node);
            step.value = valueLine(value, pointer, isSensitive);
            step.part = !isDecided           ? LayerPart::Wins
                : isOpen && value.isObject() ? LayerPart::Merged
                                             : LayerPart::Hidden;
            isDecided = true;
            isOpen = isOpen && value.isObject() && !isReplacement(*layer.tree, say.node);
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace chancery::models
