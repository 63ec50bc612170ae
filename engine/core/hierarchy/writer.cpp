// SPDX-License-Identifier: Apache-2.0
#include "writer.h"

#include "engine/core/document/json.h"

namespace chancery::core {

EffectiveWriter::EffectiveWriter(const HierarchyLimits &limits)
    : m_limits(limits)
{
}

std::uint32_t EffectiveWriter::add(NodeType type, const Origin &origin)
{
    if (m_nodes.size() >= m_limits.nodes)
        fail("too-many-nodes");
    if (m_out.size() > m_limits.bytes)
        fail("document-too-large");
    const auto index = std::uint32_t(m_nodes.size());
    const bool isMember = type != NodeType::Key && m_isAfterKey;
    if (!isMember && !m_open.empty()) {
        separate();
        auto &open = m_open.back();
        if (open.last != 0)
            m_nodes[open.last].next = index;
        open.last = index;
        ++m_nodes[open.node].size;
    }
    m_isAfterKey = type == NodeType::Key;
    Node node;
    node.type = type;
    node.begin = std::uint32_t(m_out.size());
    m_nodes.push_back(node);
    m_origins.push_back(origin);
    return index;
}

// What stands in front of an item or a key.
void EffectiveWriter::separate()
{
    m_out += m_open.back().last == 0 ? "\n" : ",\n";
    m_out.append(2 * m_open.size(), ' ');
}

void EffectiveWriter::open(NodeType container, const Origin &origin)
{
    if (m_open.size() >= m_limits.depth)
        fail("too-deep");
    if (!m_problem.empty())
        return;
    m_open.push_back({add(container, origin), 0});
    m_out += container == NodeType::Object ? '{' : '[';
}

void EffectiveWriter::close()
{
    if (!m_problem.empty() || m_open.empty())
        return;
    const auto open = m_open.back();
    m_open.pop_back();
    if (open.last != 0)
        m_out.append(1, '\n').append(2 * m_open.size(), ' ');
    auto &node = m_nodes[open.node];
    m_out += node.type == NodeType::Object ? '}' : ']';
    node.end = std::uint32_t(m_out.size());
}

void EffectiveWriter::appendText(Node &node, std::string_view text)
{
    appendJsonString(m_out, text);
    node.end = std::uint32_t(m_out.size());
    node.size = std::uint32_t(text.size());
    const bool isPlain = node.end - node.begin == text.size() + 2;
    node.ownText = !isPlain;
    node.text = isPlain ? node.begin + 1 : std::uint32_t(m_texts.size());
    if (!isPlain)
        m_texts += text;
}

void EffectiveWriter::key(std::string_view text, std::uint16_t hash, const Origin &origin)
{
    if (!m_problem.empty())
        return;
    auto &node = m_nodes[add(NodeType::Key, origin)];
    node.hash = hash;
    appendText(node, text);
    m_out += ": ";
}

void EffectiveWriter::string(std::string_view text, const Origin &origin)
{
    if (text.size() > m_limits.stringBytes)
        fail("string-too-large");
    if (!m_problem.empty())
        return;
    appendText(m_nodes[add(NodeType::String, origin)], text);
}

void EffectiveWriter::scalar(const Tree &tree, const Node &node, const Origin &origin)
{
    if (node.type == NodeType::String) {
        string(tree.text(node), origin);
        return;
    }
    if (!m_problem.empty())
        return;
    auto &own = m_nodes[add(node.type, origin)];
    switch (node.type) {
    case NodeType::Number:
        own.text = own.begin;
        own.size = node.size;
        m_out += tree.text(node);
        break;
    case NodeType::True:
        m_out += "true";
        break;
    case NodeType::False:
        m_out += "false";
        break;
    default:
        m_out += "null";
        break;
    }
    own.end = std::uint32_t(m_out.size());
}

EffectiveDocument EffectiveWriter::finish(
    std::vector<Layer> layers, std::vector<Reference> references)
{
    m_out += '\n';
    Tree tree(std::make_shared<const std::string>(std::move(m_out)), Format::Json);
    tree.nodes() = std::move(m_nodes);
    tree.texts() = std::move(m_texts);
    return {std::move(tree), std::move(m_origins), std::move(layers), std::move(references)};
}

Error limitError(std::string_view code, const HierarchyLimits &limits)
{
    std::string sentence = "The effective document crosses a limit";
    if (code == "too-deep")
        sentence
            = "The effective document is deeper than " + std::to_string(limits.depth) + " levels";
    else if (code == "too-many-nodes")
        sentence = "The effective document has more than " + std::to_string(limits.nodes)
            + " values and keys";
    else if (code == "document-too-large")
        sentence
            = "The effective document is larger than " + std::to_string(limits.bytes) + " bytes";
    else if (code == "string-too-large")
        sentence = "A string of the effective document is longer than "
            + std::to_string(limits.stringBytes) + " bytes";
    else if (code == "too-many-layers")
        sentence = "More than " + std::to_string(limits.layers) + " layers";
    else if (code == "too-many-references")
        sentence = "More than " + std::to_string(limits.references) + " references are followed";
    return {ErrorKind::Invalid, std::string(code), std::move(sentence), {}, {}, {}};
}

} // namespace chancery::core
