// SPDX-License-Identifier: Apache-2.0
// A node with an anchor is remembered by its place in the tree; an alias copies its nodes and gives
// them the alias's span. A merge key is kept as a Key of type Null until the document ends, when
// applyMerges() puts the members in its place: until then every anchor stays where it is.
#include "composer.h"

#include "engine/core/document/checks.h"
#include "engine/core/document/yaml/merge.h"

#include <algorithm>

namespace chancery::core::yaml {

namespace {

constexpr std::size_t largestReserve = 256;

} // namespace

Composer::Composer(
    std::shared_ptr<const std::string> source, const Limits &limits, Documents documents)
    : m_source(std::move(source))
    , m_limits(limits)
    , m_mode(documents)
{
}

bool Composer::fail(const Event &event, std::string_view code, std::string_view message)
{
    m_problem
        = problemAt(*m_source, std::string(code), std::string(message), event.begin, event.end);
    return false;
}

bool Composer::failAs(const Event &event, Meaning meaning)
{
    if (meaning == Meaning::NotInteroperable || meaning == Meaning::NotExact)
        return fail(event, "number-not-interoperable", notInteroperable);
    if (meaning == Meaning::TagMismatch)
        return fail(event, "tag-mismatch", "The value is not of the type that its tag names");
    return fail(event, "unknown-tag", "Only the tags of the core schema are known");
}

bool Composer::take(const Event &event)
{
    switch (event.kind) {
    case EventKind::DocumentStart:
        return startDocument(event);
    case EventKind::DocumentEnd:
        return endDocument();
    case EventKind::MappingStart:
        return startCollection(event, true);
    case EventKind::SequenceStart:
        return startCollection(event, false);
    case EventKind::MappingEnd:
    case EventKind::SequenceEnd:
        return endCollection(event);
    case EventKind::Scalar:
        return scalar(event);
    case EventKind::Alias:
        return alias(event);
    case EventKind::StreamStart:
    case EventKind::StreamEnd:
        return true;
    }
    return true;
}

bool Composer::startDocument(const Event &event)
{
    if (m_mode == Documents::One && !m_documents.empty())
        return fail(
            event, "several-documents", "A config is one document; another one begins here");
    m_tree = Tree(m_source, Format::Yaml);
    // Documents of one stream are often alike.
    const auto expected = m_mode == Documents::One ? m_source->size() / 8 + 8 : m_largest;
    m_tree.nodes().reserve(std::min(expected, m_limits.nodes + 2));
    m_anchors.clear();
    m_anchorNames.clear();
    m_hasMerges = false;
    return true;
}

bool Composer::endDocument()
{
    if (m_hasMerges) {
        m_problem = applyMerges(m_tree);
        if (m_problem)
            return false;
    }
    m_largest = std::max(m_largest, std::min(m_tree.nodeCount(), largestReserve));
    m_documents.push_back(std::move(m_tree));
    return true;
}

bool Composer::count(const Event &event)
{
    if (++m_values <= m_limits.nodes)
        return true;
    return fail(event, "too-many-nodes",
        "The document has more than " + std::to_string(m_limits.nodes) + " values");
}

std::uint32_t Composer::add(const Event &event, NodeType type)
{
    const auto index = std::uint32_t(m_tree.nodes().size());
    const auto begin = std::uint32_t(event.begin);
    m_tree.nodes().push_back({begin, std::uint32_t(event.end), begin, 0, 0, type, false, 0});
    return index;
}

void Composer::link(std::uint32_t index)
{
    Open &open = m_open.back();
    if (open.last != 0)
        m_tree.nodes()[open.last].next = index;
    open.last = index;
}

// A value was added: tells its container. Items are linked; a member's Key was.
void Composer::placed()
{
    if (m_open.empty())
        return;
    Open &open = m_open.back();
    ++m_tree.nodes()[open.container].size;
    open.expectsKey = open.isObject;
}

void Composer::setText(std::uint32_t index, std::string_view text)
{
    Node &node = m_tree.nodes()[index];
    node.size = std::uint32_t(text.size());
    if (text.empty())
        return;
    const auto source = reinterpret_cast<std::uintptr_t>(m_source->data());
    const auto place = reinterpret_cast<std::uintptr_t>(text.data());
    if (place >= source && place < source + m_source->size()) {
        node.text = std::uint32_t(place - source);
        return;
    }
    node.text = std::uint32_t(m_tree.texts().size());
    node.ownText = true;
    m_tree.texts() += text;
}

std::size_t Composer::addAnchor(const Event &event, std::uint32_t index)
{
    if (event.anchor.empty())
        return noAnchor;
    m_anchors.push_back({index, 0, 0, event.style, event.tag});
    m_anchorNames[event.anchor] = m_anchors.size() - 1;
    return m_anchors.size() - 1;
}

bool Composer::startCollection(const Event &event, bool isObject)
{
    if (isKeyExpected())
        return fail(event, "key-not-scalar", "Expected a scalar as the key");
    const auto meaning = resolveCollection(event.tag, isObject);
    if (meaning != Meaning::Null && !isForeign(meaning))
        return failAs(event, meaning);
    if (!count(event))
        return false;
    const auto index = add(event, isObject ? NodeType::Object : NodeType::Array);
    if (!m_open.empty() && !m_open.back().isObject)
        link(index);
    placed();
    m_open.push_back({index, 0, addAnchor(event, index), 0, isObject, isObject});
    return true;
}

bool Composer::endCollection(const Event &event)
{
    const Open open = m_open.back();
    m_open.pop_back();
    m_tree.nodes()[open.container].end = std::uint32_t(event.end);
    if (open.isObject) {
        if (const auto second = findDuplicateKey(m_tree, open.container); second != 0) {
            const Node &node = m_tree.node(second);
            m_problem = problemAt(*m_source, "duplicate-key",
                "The key \"" + std::string(m_tree.text(node))
                    + "\" is defined twice in this mapping",
                node.begin, node.end);
            return false;
        }
    }
    if (!m_open.empty())
        m_open.back().height = std::max(m_open.back().height, open.height + 1);
    if (open.anchor != noAnchor) {
        m_anchors[open.anchor].end = std::uint32_t(m_tree.nodeCount());
        m_anchors[open.anchor].height = open.height + 1;
    }
    return true;
}

bool Composer::scalar(const Event &event)
{
    const auto index = std::uint32_t(m_tree.nodeCount());
    const bool isMerge = event.value == "<<" && event.style == ScalarStyle::Plain
        && event.tag.empty() && event.anchor.empty();
    const bool ok = isKeyExpected() ? key(event, event.value, isMerge)
                                    : scalarValue(event, event.value, event.style, event.tag);
    if (!ok)
        return false;
    if (const auto anchor = addAnchor(event, index); anchor != noAnchor)
        m_anchors[anchor].end = index + 1;
    return true;
}

bool Composer::key(const Event &event, std::string_view text, bool isMerge)
{
    // A key is its text, whatever its type; the tag must be known and fit all the same.
    if (!event.tag.empty()) {
        const auto meaning = resolve(text, event.style, event.tag).meaning;
        if (meaning == Meaning::TagMismatch
            || (meaning == Meaning::UnknownTag && !isForeign(meaning)))
            return failAs(event, meaning);
    }
    if (text.size() > m_limits.stringBytes)
        return fail(event, "string-too-large", "A key is longer than the limit");
    const auto index = add(event, isMerge ? NodeType::Null : NodeType::Key);
    setText(index, text);
    m_tree.nodes()[index].hash = Tree::keyHash(text);
    m_hasMerges |= isMerge;
    link(index);
    m_open.back().expectsKey = false;
    return true;
}

bool Composer::scalarValue(
    const Event &event, std::string_view text, ScalarStyle style, std::string_view tag)
{
    auto resolved = resolve(text, style, tag);
    if (resolved.meaning == Meaning::NotExact && m_limits.anyNumber)
        resolved.meaning = Meaning::Number;
    NodeType type = NodeType::String;
    switch (resolved.meaning) {
    case Meaning::Null:
        type = NodeType::Null;
        break;
    case Meaning::True:
        type = NodeType::True;
        break;
    case Meaning::False:
        type = NodeType::False;
        break;
    case Meaning::Number:
        type = NodeType::Number;
        break;
    case Meaning::String:
        break;
    default:
        if (!isForeign(resolved.meaning))
            return failAs(event, resolved.meaning);
    }
    if (!count(event))
        return false;
    if (text.size() > m_limits.stringBytes)
        return fail(event, "string-too-large", "A string is longer than the limit");
    const auto index = add(event, type);
    if (type == NodeType::String || type == NodeType::Number)
        setText(index, resolved.number.empty() ? text : std::string_view(resolved.number));
    if (!m_open.empty() && !m_open.back().isObject)
        link(index);
    placed();
    return true;
}

bool Composer::alias(const Event &event)
{
    const auto found = m_anchorNames.find(event.anchor);
    if (found == m_anchorNames.end())
        return fail(event, "unknown-anchor",
            "No anchor \"" + std::string(event.anchor) + "\" stands in front of this alias");
    const Anchor anchor = m_anchors[found->second];
    if (anchor.end == 0)
        return fail(event, "recursive-alias", "A node may not contain itself");
    return isKeyExpected() ? aliasKey(event, anchor) : aliasValue(event, anchor);
}

bool Composer::aliasKey(const Event &event, const Anchor &anchor)
{
    const Node node = m_tree.node(anchor.index);
    switch (node.type) {
    case NodeType::Array:
    case NodeType::Object:
        return fail(event, "key-not-scalar", "Expected a scalar as the key");
    case NodeType::Key:
    case NodeType::String:
    case NodeType::Number: {
        const std::string text(m_tree.text(node));
        if (!key(event, text, false))
            return false;
        // The text stays where it was.
        Node &own = m_tree.nodes().back();
        m_tree.texts().resize(m_tree.texts().size() - (own.ownText ? text.size() : 0));
        own.text = node.text;
        own.ownText = node.ownText;
        return true;
    }
    case NodeType::Null:
    case NodeType::True:
    case NodeType::False:
        break;
    }
    const auto text = std::string_view(*m_source).substr(node.begin, node.end - node.begin);
    return key(event, node.size != 0 ? m_tree.text(node) : text, false);
}

bool Composer::aliasValue(const Event &event, const Anchor &anchor)
{
    const Node root = m_tree.node(anchor.index);
    const bool wasKey
        = anchor.end == anchor.index + 1 && m_tree.node(anchor.index).type == NodeType::Key;
    if (wasKey) {
        const std::string text(m_tree.text(root));
        return scalarValue(event, text, anchor.style, anchor.tag);
    }
    if (m_open.size() + anchor.height > m_limits.depth)
        return fail(
            event, "too-deep", "The document is nested too deeply with its aliases expanded");
    const auto start = std::uint32_t(m_tree.nodeCount());
    const auto shift = start - anchor.index;
    for (auto at = anchor.index; at != anchor.end; ++at) {
        Node copy = m_tree.node(at);
        const bool isRoot = at == anchor.index;
        copy.begin = std::uint32_t(event.begin);
        copy.end = std::uint32_t(event.end);
        copy.next = isRoot || copy.next == 0 ? 0 : copy.next + shift;
        m_tree.nodes().push_back(copy);
        if (copy.type != NodeType::Key && !count(event))
            return false;
    }
    if (!m_open.empty()) {
        m_open.back().height = std::max(m_open.back().height, anchor.height);
        if (!m_open.back().isObject)
            link(start);
        placed();
    }
    return true;
}

} // namespace chancery::core::yaml
