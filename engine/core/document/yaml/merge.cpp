// SPDX-License-Identifier: Apache-2.0
#include "merge.h"

#include "engine/core/document/checks.h"

#include <set>

namespace chancery::core::yaml {

namespace {

// Writes the nodes anew, object by object; the recursion is as deep as the document.
class Merging {
public:
    explicit Merging(const Tree &tree)
        : m_tree(tree)
    {
        m_nodes.reserve(tree.nodeCount());
    }
    std::optional<Problem> run()
    {
        copy(0);
        return std::move(m_problem);
    }
    std::vector<Node> nodes() && { return std::move(m_nodes); }

private:
    using Names = std::set<std::string_view>;

    std::uint32_t copy(std::uint32_t index);
    void copyMembers(std::uint32_t object, std::uint32_t copied);
    void members(std::uint32_t object, Names &taken, std::vector<std::uint32_t> &keys);
    void merged(std::uint32_t mergeKey, Names &taken, std::vector<std::uint32_t> &keys);
    bool isMerge(std::uint32_t key) const { return m_tree.node(key).type == NodeType::Null; }

    const Tree &m_tree;
    std::vector<Node> m_nodes;
    std::optional<Problem> m_problem;
};

std::uint32_t Merging::copy(std::uint32_t index)
{
    const auto copied = std::uint32_t(m_nodes.size());
    const Node &node = m_tree.node(index);
    m_nodes.push_back(node);
    m_nodes.back().next = 0;
    if (node.type == NodeType::Object && node.size > 0) {
        copyMembers(index, copied);
    } else if (node.type == NodeType::Array && node.size > 0) {
        std::uint32_t last = 0;
        for (auto item = index + 1; item != 0; item = m_tree.node(item).next) {
            const auto place = copy(item);
            if (last != 0)
                m_nodes[last].next = place;
            last = place;
        }
    }
    return copied;
}

void Merging::copyMembers(std::uint32_t object, std::uint32_t copied)
{
    Names taken;
    std::vector<std::uint32_t> keys;
    members(object, taken, keys);
    std::uint32_t last = 0;
    for (const auto key : keys) {
        const auto place = std::uint32_t(m_nodes.size());
        m_nodes.push_back(m_tree.node(key));
        m_nodes.back().next = 0;
        if (last != 0)
            m_nodes[last].next = place;
        last = place;
        copy(key + 1);
    }
    m_nodes[copied].size = std::uint32_t(keys.size());
}

// The object's Keys with its merge keys resolved, without those whose name is taken.
void Merging::members(std::uint32_t object, Names &taken, std::vector<std::uint32_t> &keys)
{
    if (m_tree.node(object).size == 0)
        return;
    std::vector<std::uint32_t> kept;
    for (auto key = object + 1; key != 0; key = m_tree.node(key).next) {
        if (isMerge(key) || taken.insert(m_tree.text(m_tree.node(key))).second)
            kept.push_back(key);
    }
    for (const auto key : kept) {
        if (isMerge(key))
            merged(key, taken, keys);
        else
            keys.push_back(key);
    }
}

void Merging::merged(std::uint32_t mergeKey, Names &taken, std::vector<std::uint32_t> &keys)
{
    const auto refuse = [&] {
        const Node &key = m_tree.node(mergeKey);
        if (!m_problem)
            m_problem = problemAt(m_tree.source(), "invalid-merge",
                "Expected a mapping, or a sequence of mappings, behind the merge key", key.begin,
                key.end);
    };
    const auto value = mergeKey + 1;
    const Node &node = m_tree.node(value);
    if (node.type == NodeType::Object) {
        members(value, taken, keys);
    } else if (node.type == NodeType::Array) {
        for (auto item = node.size > 0 ? value + 1 : 0; item != 0; item = m_tree.node(item).next) {
            if (m_tree.node(item).type == NodeType::Object)
                members(item, taken, keys);
            else
                refuse();
        }
    } else {
        refuse();
    }
}

} // namespace

std::optional<Problem> applyMerges(Tree &tree)
{
    Merging merging(tree);
    auto problem = merging.run();
    if (!problem)
        tree.nodes() = std::move(merging).nodes();
    return problem;
}

} // namespace chancery::core::yaml
