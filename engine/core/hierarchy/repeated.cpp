// SPDX-License-Identifier: Apache-2.0
#include "repeated.h"

#include "engine/core/secrets/anchored.h"

namespace chancery::core {

namespace {

bool isMarked(const std::vector<bool> &marks, std::uint32_t node)
{
    return node < marks.size() && marks[node];
}

std::vector<std::uint32_t> sensitiveIn(const EffectiveDocument &document, std::uint32_t layer,
    const std::vector<bool> &sensitive, std::vector<bool> marks)
{
    marks.resize(document.layers()[layer].tree->nodeCount());
    for (std::uint32_t node = 0; node < document.tree().nodeCount(); ++node) {
        const auto &origin = document.origin(node);
        if (origin.layer == layer && isMarked(sensitive, node))
            marks[origin.node] = true;
    }
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t node = 0; node < marks.size(); ++node) {
        if (marks[node])
            nodes.push_back(node);
    }
    return nodes;
}

} // namespace

std::vector<bool> repeatedNodes(const EffectiveDocument &document,
    const std::vector<bool> &sensitive, const LayerMarks &marksOf)
{
    std::vector<bool> repeated;
    for (std::uint32_t layer = 0; layer < document.layers().size(); ++layer) {
        const auto &tree = *document.layers()[layer].tree;
        if (!hasAliases(tree))
            continue;
        std::vector<bool> others(tree.nodeCount());
        const auto known
            = sensitiveIn(document, layer, sensitive, marksOf(document.layers()[layer]));
        for (const auto node : known)
            others[node] = true;
        for (const auto node : anchoredNodes(tree, known))
            others[node] = true;
        repeated.resize(document.tree().nodeCount());
        for (std::uint32_t node = 0; node < repeated.size(); ++node) {
            const auto &origin = document.origin(node);
            if (origin.layer == layer && others[origin.node] && !isMarked(sensitive, node))
                repeated[node] = true;
        }
    }
    return repeated;
}

} // namespace chancery::core
