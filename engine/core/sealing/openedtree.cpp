// SPDX-License-Identifier: Apache-2.0
#include "openedtree.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/patch.h"

#include <algorithm>

namespace chancery::core {

namespace {

std::uint32_t endOf(const Tree &tree, std::uint32_t index)
{
    const Value value(tree, index);
    if (value.size() == 0)
        return index + 1;
    auto last = index + 1;
    while (tree.node(last).next != 0)
        last = tree.node(last).next;
    return endOf(tree, value.isObject() ? last + 1 : last);
}

// Copies nodes; where one is replaced, the nodes of its value take its place.
class Splicer {
public:
    Splicer(const Tree &tree, std::size_t spare)
        : m_tree(tree)
        , m_places(tree.nodeCount())
    {
        m_result.tree = tree;
        m_nodes.reserve(tree.nodeCount() + spare);
        m_result.origins.reserve(tree.nodeCount() + spare);
    }

    void copy(std::uint32_t index)
    {
        m_places[index] = std::uint32_t(m_nodes.size());
        add(m_tree.node(index), index);
    }

    void put(std::uint32_t index, const Tree &value)
    {
        const auto first = std::uint32_t(m_nodes.size());
        const auto &place = m_tree.node(index);
        m_places[index] = first;
        for (std::uint32_t i = 0; i < value.nodeCount(); ++i) {
            auto node = value.node(i);
            const bool hasText = node.type == NodeType::Key || node.type == NodeType::String
                || node.type == NodeType::Number;
            if (hasText) {
                const auto text = value.text(node);
                node.text = std::uint32_t(m_result.tree.texts().size());
                m_result.tree.texts().append(text);
                node.ownText = true;
            }
            node.begin = place.begin;
            node.end = place.end;
            if (node.next != 0)
                node.next += first;
            add(node, index);
        }
        m_roots.push_back({first, place.next});
    }

    OpenedTree finish()
    {
        std::size_t root = 0;
        for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
            const bool isRoot = root < m_roots.size() && m_roots[root].first == i;
            if (isRoot)
                m_nodes[i].next = m_roots[root++].second;
            const bool isCopied = m_places[m_result.origins[i]] == i;
            if (isCopied && m_nodes[i].next != 0)
                m_nodes[i].next = m_places[m_nodes[i].next];
        }
        m_result.tree.nodes() = std::move(m_nodes);
        return std::move(m_result);
    }

private:
    void add(const Node &node, std::uint32_t origin)
    {
        m_nodes.push_back(node);
        m_result.origins.push_back(origin);
    }

    const Tree &m_tree;
    std::vector<std::uint32_t> m_places; // of the old nodes among the new
    std::vector<Node> m_nodes;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_roots; // of values, with the old "next"
    OpenedTree m_result;
};

} // namespace

OpenedTree openedTree(const Tree &tree, const std::vector<OpenedValue> &values)
{
    std::size_t spare = 0;
    for (const auto &value : values)
        spare += value.value.nodeCount();
    Splicer splicer(tree, spare);
    auto next = values.begin();
    for (std::uint32_t i = 0; i < tree.nodeCount();) {
        if (next != values.end() && next->node == i) {
            splicer.put(i, next->value);
            i = endOf(tree, i);
            ++next;
        } else {
            splicer.copy(i++);
        }
    }
    return splicer.finish();
}

Result<Secret> openedText(const Tree &tree, const std::vector<OpenedValue> &values)
{
    std::vector<TextPatch> patches;
    for (const auto &[node, value] : values) {
        const Secret json(canonicalJson(value.root()));
        auto patch = setValue(tree, pointerOf(tree, node), json.reveal());
        // Its own words may quote what it was to write.
        if (!patch)
            return Error{ErrorKind::Invalid, patch.error().code,
                "The value at " + pointerOf(tree, node) + " cannot be written in its place", {}, {},
                {}};
        patches.push_back(std::move(*patch));
    }
    std::sort(patches.begin(), patches.end(),
        [](const TextPatch &a, const TextPatch &b) { return a.begin > b.begin; });
    std::string text = tree.source();
    for (const auto &patch : patches)
        text = patch.appliedTo(text);
    return Secret(std::move(text));
}

} // namespace chancery::core
