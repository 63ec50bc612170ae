// SPDX-License-Identifier: Apache-2.0
#include "provenance.h"

#include "engine/core/hierarchy/directives.h"
#include "engine/core/secrets/anchored.h"
#include "engine/core/secrets/covered.h"

#include <unordered_set>

namespace chancery::models {

namespace {

// Whether the value is written as one that hides whatever lies below.
bool isReplacement(const core::Tree &tree, std::uint32_t node)
{
    return node > 0 && tree.node(node - 1).type == core::NodeType::Key
        && tree.text(tree.node(node - 1)) == core::replaceWord;
}

} // namespace

namespace {

// With what YAML's anchors and aliases repeat of a secret in the layer's own text.
class LayerTest {
public:
    LayerTest(const core::Tree &tree, const SensitiveTest &isSensitive)
        : m_tree(tree)
        , m_isSensitive(isSensitive)
    {
        if (core::hasAliases(tree)) {
            const auto nodes = core::coveredNodes(tree, nullptr, core::SecretScanner::shared());
            m_covered.insert(nodes.begin(), nodes.end());
        }
    }
    bool operator()(const std::string &pointer) const
    {
        if (m_isSensitive && m_isSensitive(pointer))
            return true;
        const auto value = m_covered.empty() ? core::Value() : m_tree.root().resolve(pointer);
        return value && m_covered.contains(value.index());
    }

private:
    const core::Tree &m_tree;
    const SensitiveTest &m_isSensitive;
    std::unordered_set<std::uint32_t> m_covered;
};

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
            step.value = valueLine(value, pointer, LayerTest(*layer.tree, isSensitive));
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
