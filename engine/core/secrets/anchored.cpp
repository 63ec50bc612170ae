// SPDX-License-Identifier: Apache-2.0
//
// The reader copies an anchored node for each alias and gives the copy the alias's span; what it
// leaves alone is where the decoded text stands, by which the two are known as one. Flags and nulls
// have no text: an alias of one alone is told by its name alone and stays as it is.
#include "anchored.h"

#include <algorithm>
#include <set>
#include <utility>

namespace chancery::core {

namespace {

bool hasText(const Node &node)
{
    return (node.type == NodeType::String || node.type == NodeType::Number) && node.size > 0;
}

bool isAlias(const Tree &tree, const Node &node)
{
    return node.begin < tree.source().size() && tree.source()[node.begin] == '*';
}

} // namespace

bool hasAliases(const Tree &tree)
{
    if (tree.format() != Format::Yaml)
        return false;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        if (tree.node(index).type != NodeType::Key && isAlias(tree, tree.node(index)))
            return true;
    }
    return false;
}

std::vector<std::uint32_t> anchoredNodes(const Tree &tree, const std::vector<std::uint32_t> &nodes)
{
    if (!hasAliases(tree))
        return {};
    using Place = std::pair<bool, std::uint32_t>;
    std::set<Place> wanted;
    std::vector<bool> isGiven(tree.nodeCount());
    for (const auto index : nodes) {
        isGiven[index] = true;
        if (const Node &node = tree.node(index); hasText(node))
            wanted.emplace(node.ownText, node.text);
    }
    std::vector<std::uint32_t> others;
    for (std::uint32_t index = 0; !wanted.empty() && index < tree.nodeCount(); ++index) {
        const Node &node = tree.node(index);
        if (!isGiven[index] && hasText(node) && wanted.contains({node.ownText, node.text}))
            others.push_back(index);
    }
    return others;
}

} // namespace chancery::core
